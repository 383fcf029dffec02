"""What a plan does not say by itself: commands that solve again from a saved plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from planner.cli.beyond.asking import case_of, keep, naming, progress, unproven, wants_table
from planner.cli.frame.progress import working
from planner.cli.frame.state import answer, state
from planner.cli.workspace.look import note_look
from planner.core.texts import number, text
from planner.scenario.requirement_kinds import LOCK

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

PlanFolder = Annotated[Path, typer.Argument(metavar="DIR")]
Table = Annotated[Optional[Path], typer.Option("--out", metavar="OUT.csv")]
Points = Annotated[float, typer.Option("--points", min=0, metavar="P")]
Workers = Annotated[int, typer.Option("--workers", min=1)]
Seconds = Annotated[Optional[float], typer.Option("--time-limit", min=0, metavar="S")]
OutFolder = Annotated[Path, typer.Option("--out", metavar="OUTDIR")]
SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (contested, prices, frontier, alternatives, fairness, twins, acceptance):
        app.command()(command)


def contested(
    folder: PlanFolder,
    points: Points = 20.0,
    within: Annotated[Optional[float], typer.Option("--within", min=0, metavar="SHARE")] = None,
    out: Table = None,
    workers: Workers = 2,
    time_limit: Seconds = None,
) -> None:
    """Who leaves in every plan nearly as good, who in none, who in some; each class proven."""
    from planner.service import asking
    from planner.service.beyond.tables import records

    wants_table(out)
    case = case_of(folder, time_limit)
    with progress("contested") as say:
        found = asking.contested(case, points=points, within=within, workers=workers, progress=say)
    keep(found.table, out)
    counts = {"least": found.least, "best": case.objective, "classes": found.classes, "settled": found.by}
    if state.json:
        answer({**counts, "people": records(found.table)})
        return
    print(text("beyond.contested.title", state.lang, least=round(found.least, 2), best=round(case.objective, 2)))
    for name, count in found.classes.items():
        print(f"{number(count, state.lang):>10}  {text(f'beyond.contested.{name}', state.lang)}")
    print(text("beyond.contested.settled", state.lang, **{key: found.by[key] for key in ("prices", "witness", "solve")}))
    unproven(found.by["open"])
    for line in _contested_lines(found.table, case.objective, case.leaves[case.chosen]):
        print("  " + line)


def _contested_lines(table: pd.DataFrame, best: float, leaves: npt.NDArray[np.bool_]) -> Iterator[str]:
    """The contested people whose other decision costs least, a line each. leaves: who leaves in the plan, bool[n]."""
    rows = table.assign(leaves=leaves)[table["class"].eq("contested")].assign(
        other=lambda t: t[["best_if_leaves", "best_if_stays"]].min(axis=1)
    )
    for row in rows.sort_values("other", ascending=False, kind="stable").head(SHOWN).to_dict("records"):
        now = "leaves" if row["leaves"] else "stays"
        said = {"who": row["employee_id"], "now": text(f"beyond.contested.{now}", state.lang)}
        yield text("beyond.contested.person", state.lang, points=round(best - row["other"], 2), **said)
    if len(rows) > SHOWN:
        yield text("beyond.more", state.lang, shown=SHOWN, count=len(rows))


def prices(folder: PlanFolder, out: Table = None, workers: Workers = 2, time_limit: Seconds = None) -> None:
    """What each requirement that binds costs, and each lock: the best plan without it, solved and proven."""
    from planner.service import asking
    from planner.service.beyond.tables import records

    wants_table(out)
    case = case_of(folder, time_limit)
    with progress("prices") as say:
        found = asking.prices(case, workers=workers, progress=say)
    keep(found.table, out)
    rows = records(found.table)
    if state.json:
        answer({"objective": case.objective, "prices": rows})
        return
    print(text("beyond.prices.title" if rows else "beyond.prices.none", state.lang))
    free = [row for row in rows if row["proven"] and row["objective_gain"] == 0 and row["requirement"] == LOCK.name]
    named = naming(case)
    for row in [row for row in rows if row not in free][:SHOWN]:
        print("  " + _price_line(row, named))
    if len(rows) - len(free) > SHOWN:
        print("  " + text("beyond.more", state.lang, shown=SHOWN, count=len(rows) - len(free)))
    if free:
        print("  " + text("beyond.prices.free", state.lang, count=len(free)))
    unproven(found.unproven)


def _price_line(row: dict[str, Any], named: Callable[[str], str]) -> str:
    what = named(f"{row['requirement']} [{row['scope']}]" if row["scope"] else row["requirement"])
    if row["objective_gain"] is None:
        return text("beyond.prices.unsolved", state.lang, what=what, most=round(row["gain_at_most"], 2))
    if row["proven"] and row["objective_gain"] == 0:
        return text("beyond.prices.little", state.lang, what=what, most=round(row["gain_at_most"], 2))
    said = {"what": what, "gain": round(row["objective_gain"], 2), "merit": round(row["merit"], 2), "cost": row["cost_vnd"]}
    line = text("beyond.prices.line", state.lang, involuntary=row["involuntary"], leavers=row["leavers"], **said)
    return line if row["proven"] else text("beyond.prices.about", state.lang, line=line)


def frontier(
    folder: PlanFolder,
    out: OutFolder,
    x: Annotated[str, typer.Option("--x", metavar="FIGURE")] = "cost_vnd",
    y: Annotated[str, typer.Option("--y", metavar="FIGURE")] = "retained_merit",
    points: Annotated[int, typer.Option("--points", min=2, metavar="N")] = 21,
    workers: Workers = 2,
    time_limit: Seconds = None,
) -> None:
    """The best plans between two figures, each proven: frontier.csv, frontier.png and a plan's folder a point."""
    from planner.core.errors import InputError, problem
    from planner.service import asking
    from planner.service.beyond import frontier as asked
    from planner.service.beyond.amounts import KEYS
    from planner.service.beyond.folders import require_own
    from planner.service.beyond.tables import records

    if x not in KEYS or y not in KEYS or x == y:
        raise InputError(problem("beyond.two_figures", column="--x, --y", known=", ".join(KEYS)))
    require_own(out, asked.FILES)
    case = case_of(folder, time_limit)
    with progress("frontier") as say:
        found = asking.frontier(case, x, y, points=points, out=out, workers=workers, lang=state.lang, progress=say)
    table = found.table
    if state.json:
        same = None if found.same_y is None else {"x": found.same_y[0], "proven": found.same_y[1]}
        answer({"x": x, "y": y, "here": {"x": found.here[0], "y": found.here[1]}, "same_y": same, "points": records(table)})
        return
    if not len(table):
        print(text("beyond.frontier.nothing", state.lang))
        print(out)
        return
    first, last = (_figure(x, table["x"].iloc[at]) for at in (0, -1))
    print(text("beyond.frontier.title", state.lang, points=len(table), x=first, y=last, proven=int(table["proven"].sum())).strip())
    _points(x, y, records(table))
    if found.sentence is not None:
        print(found.sentence.render(state.lang))
    unproven(points - len(table) if case.left() <= 0 else 0)
    print(out)


def _points(x: str, y: str, rows: list[dict[str, Any]]) -> None:
    """The points as a table: what each comes to, and whether it is proven."""
    from planner.cli.frame.tables import draw_table

    headings = [text(f"beyond.frontier.{name}", state.lang) for name in ("plan", x, y, "proof")]
    proof = {True: text("beyond.frontier.yes", state.lang), False: text("beyond.frontier.no", state.lang)}
    draw_table(headings, [[row["plan"], _figure(x, row["x"]), _figure(y, row["y"]), proof[row["proven"]]] for row in rows], texts=(0, 3))


def alternatives(
    folder: PlanFolder,
    out: OutFolder,
    count: Annotated[int, typer.Option("--count", min=1, metavar="N")] = 5,
    within: Annotated[float, typer.Option("--within", min=0, metavar="SHARE")] = 0.01,
    workers: Workers = 2,
    time_limit: Seconds = None,
) -> None:
    """Plans nearly as good that decide as many people as possible otherwise: alternatives.csv and a folder each."""
    from planner.service import asking
    from planner.service.beyond import alternatives as asked
    from planner.service.beyond.folders import require_own
    from planner.service.beyond.tables import records

    require_own(out, asked.FILES)
    case = case_of(folder, time_limit)
    with progress("alternatives") as say:
        found = asking.alternatives(case, count=count, within=within, out=out, workers=workers, lang=state.lang, progress=say)
    rows = records(found.table(state.lang))
    if state.json:
        answer({"least": found.least, "best": case.objective, "all_there": found.all_there, "alternatives": rows})
        return
    print(text("beyond.alternatives.title", state.lang, count=len(rows), least=round(found.least, 2), best=round(case.objective, 2)))
    for row in rows:
        print(f"  {row['plan']}: {row['said']}")
    if found.all_there:
        print(text("beyond.alternatives.no_more", state.lang))
    unproven(count - len(rows) if not found.all_there else 0)
    print(out)


def fairness(
    folder: PlanFolder,
    out: Table = None,
    causes: Annotated[bool, typer.Option("--causes/--no-causes")] = True,
    workers: Workers = 2,
    time_limit: Seconds = None,
) -> None:
    """Exit rates by sex, age band, ethnicity, disability, category and unit kind, with the tests that tell whether they differ by chance."""
    from planner.service import asking
    from planner.service.beyond.tables import records

    wants_table(out)
    case = case_of(folder, time_limit)
    with progress("fairness") as say:
        table = asking.fairness(case, causes=causes, workers=workers, progress=say)
    note_look(folder)
    keep(table, out)
    rows = records(table)
    if state.json:
        answer({"groups": rows})
        return
    print(text("beyond.fairness.title", state.lang))
    named = naming(case)
    for row in rows:
        said = {key: row[key] for key in ("people", "exits", "rate", "ratio", "interval_low", "interval_high")}
        name = text(
            "beyond.fairness.group",
            state.lang,
            attribute=text(f"beyond.fairness.{row['attribute']}", state.lang),
            group=_group(row["group"]),
        )
        p = f"{row['p_value']:.3g}".replace(".", "," if state.lang == "vi" else ".")
        print("  " + text("beyond.fairness.line", state.lang, group=name, p=p, **said))
        if row["differs"]:
            key = "cause" if row["cause"] else "no_cause" if row["cause_proven"] and causes else "unknown_cause"
            print("    " + text(f"beyond.fairness.{key}", state.lang, cause=named(row["cause"] or ""), rate=row["rate_without"] or 0.0))
    unproven(int((~table["cause_proven"]).sum()))


def _group(name: str) -> str:
    """A group's name in words, where the catalogue has them."""
    from planner.core.texts import has

    for key in (f"beyond.group.{name.lower()}", f"words.group_{name}"):
        if has(key):
            return text(key, state.lang)
    return name


def twins(
    folder: PlanFolder,
    points: Points = 20.0,
    out: Table = None,
    workers: Workers = 2,
    time_limit: Seconds = None,
) -> None:
    """Equal people decided otherwise; and for each open case that leaves the nearest who stays, with what separates them."""
    from planner.service import asking
    from planner.service.beyond import twins as asked
    from planner.service.beyond.tables import records

    wants_table(out)
    case = case_of(folder, time_limit)
    with progress("twins") as say:
        table = asking.twins(case, points=points, workers=workers, progress=say)
    keep(table, out)
    rows = records(table)
    if state.json:
        answer({"pairs": rows})
        return
    pairs, near = ([row for row in rows if row["kind"] == kind] for kind in (asked.TWIN, asked.NEAREST))
    print(text("beyond.twins.title" if pairs else "beyond.twins.none", state.lang, count=len(pairs)))
    for row in pairs[:SHOWN]:
        print("  " + text("beyond.twins.pair", state.lang, leaves=row["employee_id"], stays=row["other_id"]))
    print(text("beyond.twins.nearest_title", state.lang, count=len(near)))
    named = naming(case)
    for row in near[:SHOWN]:
        what = _apart(row, named)
        print("  " + text("beyond.twins.near", state.lang, leaves=row["employee_id"], stays=row["other_id"], what=what))
    if max(len(pairs), len(near)) > SHOWN:
        print(text("beyond.more", state.lang, shown=SHOWN, count=max(len(pairs), len(near))))
    unproven(int((~table["proven"]).sum()))


def _apart(row: dict[str, Any], named: Callable[[str], str]) -> str:
    """What separates two people, in a sentence. row: of the table of twins. named: what says a requirement in words."""
    lang, by_law = state.lang, row["separated_by"] == "law"
    whose = row["employee_id"] if row["value"] else row["other_id"]
    route = text(f"words.decision_{row['route']}", lang) if by_law else ""
    period = text("beyond.twins.in_period", lang, period=row["period"]) if row["period"] else ""
    said = {**row, "route": route, "period": period, "whose": whose, "detail": named(row["detail"] or "")}
    return text(f"beyond.twins.{row['detail'] if by_law else row['separated_by']}", lang, **said)


def acceptance(
    folder: PlanFolder,
    out: OutFolder,
    chances: Annotated[Optional[Path], typer.Option("--chances", metavar="FILE.yaml")] = None,
    draws: Annotated[int, typer.Option("--draws", min=1, max=10_000_000, metavar="N")] = 100_000,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 1,
    surer: Annotated[bool, typer.Option("--surer/--no-surer")] = False,
    workers: Workers = 2,
    time_limit: Seconds = None,
) -> None:
    """The chance of reaching each target when people may refuse, exact; how many to offer, in waves; key people who may be lost."""
    from planner.service import asking
    from planner.service.beyond import acceptance as asked
    from planner.service.beyond.folders import require_own
    from planner.service.beyond.tables import records

    require_own(out, asked.FILES)
    case = case_of(folder, time_limit)
    with working("chances", ticking=not surer) as work:  # to be surer takes processes that are forked
        found = asking.acceptance(
            case, chances, draws=draws, seed=seed, surer=surer, out=out, workers=workers, stage=work.phase, progress=work.counted
        )
    if state.json:
        answer(asked.as_dict(found))
        return
    print(text("beyond.acceptance.assumed" if found.assumed else "beyond.acceptance.given", state.lang))
    for row in records(found.table):
        for line in _acceptance_lines(row):
            print(line)
    open_ones = found.key_people[found.key_people["chance"] < 1].drop_duplicates("level")
    for row in records(open_ones):
        print(
            "  "
            + text("beyond.acceptance.key_people", state.lang, **{**row, "level": text(f"beyond.acceptance.{row['level']}", state.lang)})
        )
    for row in [] if found.surer is None else records(found.surer):
        key = "surer_none" if row["objective"] is None else "surer"
        print("  " + text(f"beyond.acceptance.{key}", state.lang, **{**row, "loss": round(row["objective_loss"] or 0.0, 2)}))
    print(out)


def _acceptance_lines(row: dict[str, Any]) -> Iterator[str]:
    """A target at a level, and what makes it sure."""
    said = {**row, "level": text(f"beyond.acceptance.{row['level']}", state.lang)}
    if row["period"] == "all":
        yield "  " + text("beyond.acceptance.all", state.lang, **said)
        return
    yield "  " + text("beyond.acceptance.line", state.lang, **said)
    offers = {
        "confidence": row["confidence"],
        "once": row["offer_at_once"],
        "mean": row["second_wave_expected"],
        "most": row["second_wave_at_most"],
    }
    if None in offers.values():
        yield "    " + text("beyond.acceptance.not_enough", state.lang, confidence=row["confidence"])
    else:
        yield "    " + text("beyond.acceptance.offer", state.lang, **{**offers, "mean": round(offers["mean"], 1)})


def _figure(key: str, value: float) -> str:
    from planner.core.texts import percent

    return percent(value, state.lang) if key == "reduction" else number(value, state.lang, 1 if key == "retained_merit" else 0)
