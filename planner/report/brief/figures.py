"""The tables of a brief: the figures of `plan.json` side by side, and the units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from planner.core.texts import number, text
from planner.plan.plan import Run
from planner.report.brief.asked import targets
from planner.report.brief.model import Grid
from planner.report.brief.told import Told, share_lost, shown, shown_share, told_of, units_told
from planner.report.small_counts import headcount_told
from planner.scenario.paths import differences

Row = tuple[str, ...]
KINDS = ("natural", "voluntary", "involuntary")
UNIT_COLUMNS = ("before", "leavers", "after", "reduction", "cost_vnd")
NOT_REQUIREMENTS = ("title", "description", "roster", "corrections", "solver", "merit")
"""Keys of a scenario that ask for nothing."""


def figures_table(runs: Sequence[Run], lang: str) -> Grid:
    """The headline figures, a column a plan; where there are several, what each asks otherwise first."""
    several = len(runs) > 1
    headings = [text("brief.column_figure", lang)]
    headings += (
        [text("brief.alternative", lang, number=at) for at in range(1, len(runs) + 1)] if several else [text("brief.column_value", lang)]
    )
    rows = [*(_asked_rows(runs, lang) if several else []), *_rows(runs, lang)]
    first = {1: 0.62, 2: 0.42, 3: 0.34}.get(len(runs), 0.26)
    widths = (first, *[(1 - first) / len(runs)] * len(runs))
    strong = tuple(at for at, row in enumerate(rows) if row[0] in {text("brief.figure_leavers", lang), text("words.figure_cost_vnd", lang)})
    return Grid(tuple(headings), tuple(rows), widths, strong=strong)


def _asked_rows(runs: Sequence[Run], lang: str) -> list[Row]:
    none = text("brief.none", lang)
    totals = [run.instance.scenario.budget.total_vnd for run in runs]
    first = runs[0].instance.loaded.data
    differing = [
        sum(path[0] not in NOT_REQUIREMENTS for path, _, _ in differences(first, run.instance.loaded.data, parts=True)) for run in runs
    ]
    return [
        (text("brief.figure_targets", lang), *(targets(run.instance.scenario, lang) or none for run in runs)),
        (text("brief.figure_budget", lang), *(none if total is None else number(total, lang) for total in totals)),
        (text("brief.figure_differs", lang), none, *(number(count, lang) for count in differing[1:])),
    ]


def _rows(runs: Sequence[Run], lang: str) -> list[Row]:
    summaries = [run.summary for run in runs]
    told = [told_of(summary) for summary in summaries]

    def row(words: str, value: Callable[[Told], str]) -> Row:
        return (words, *map(value, told))

    rows = [
        (text("words.figure_status", lang), *(text(f"words.status_{s['status']}", lang) for s in summaries)),
        row(text("words.figure_baseline", lang), lambda t: shown(t.headcount["baseline"], lang)),
        row(
            text("brief.figure_leavers", lang),
            lambda t: f"{shown(t.headcount['leavers'], lang)} ({shown_share(t.headcount['reduction'], lang)})",
        ),
        *(row(text(f"brief.figure_{kind}", lang), lambda t, kind=kind: shown(t.kinds[kind], lang)) for kind in KINDS),
        row(text("words.figure_remaining", lang), lambda t: shown(t.headcount["remaining"], lang)),
    ]
    if any(s["redeployed"] or s["seconded"] for s in summaries):
        rows.append(row(text("brief.figure_moved", lang), lambda t: f"{shown(t.redeployed, lang)}; {shown(t.seconded, lang)}"))
    for name in ("cost_vnd", "saving_vnd_per_year"):
        rows.append(row(text(f"words.figure_{name}", lang), lambda t, name=name: shown(t.money[name], lang)))
    if any("saving_natural_vnd_per_year" in s for s in summaries):
        rows.append(row(text("brief.figure_saving_natural", lang), lambda t: shown(t.saving_natural_vnd, lang)))
    paid_back = text("words.figure_payback_months", lang)
    none = [s["payback_months"] is None for s in summaries]
    rows.append((paid_back, *("–" if never else shown(t.money["payback_months"], lang, 1) for t, never in zip(told, none, strict=True))))
    return [*rows, *_period_rows(summaries, told, lang)]


def _period_rows(summaries: Sequence[dict[str, Any]], told: Sequence[Told], lang: str) -> list[Row]:
    """A row a period of any plan: leavers, the share reached by then as the target counts it, cost."""

    def said(plan: Told, name: str) -> str:
        if name not in plan.periods:
            return text("brief.none", lang)
        leavers, reached, cost = plan.periods[name]
        return "; ".join((shown(leavers, lang), shown_share(reached, lang), shown(cost, lang)))

    ends = {period["name"]: period["leave_on"] for summary in reversed(summaries) for period in summary["periods"]}
    names = sorted(ends, key=lambda name: (ends[name], name))
    return [(text("brief.figure_period", lang, name=name), *(said(plan, name) for plan in told)) for name in names]


def units_table(runs: Sequence[Run], lang: str, most: int) -> Grid:
    """Units before and after; of more than `most` those that lose most people, the others in one row; then all together."""
    several = len(runs) > 1
    found: dict[str, dict[str, Any]] = {}
    for at, run in enumerate(runs):
        for unit in run.summary["units"]:
            found.setdefault(unit["unit"], {"name": unit["name"]})[str(at)] = unit
    units = list(found.values())
    groups = [([unit], unit["name"]) for unit in units]
    if len(units) > most:
        weight = sorted(range(len(units)), key=lambda at: (-max(_lost(units[at], str(k)) for k in range(len(runs))), at))
        rest = [units[at] for at in sorted(weight[most - 1 :])]
        groups = [*(groups[at] for at in sorted(weight[: most - 1])), (rest, text("brief.other_units", lang, count=len(rest)))]
    rows = _unit_rows(groups, runs, lang)
    if several:
        headings = [text("brief.column_unit", lang)]
        for at in range(1, len(runs) + 1):
            headings.append(
                f"{text('brief.alternative', lang, number=at)}: {text('brief.column_before', lang)} → {text('brief.column_after', lang)}"
            )
        first = max(0.62 - 0.1 * len(runs), 0.30)
        return Grid(tuple(headings), tuple(rows), (first, *[(1 - first) / len(runs)] * len(runs)), strong=(len(rows) - 1,))
    headings = [text(f"brief.column_{name}", lang) for name in ("unit", *UNIT_COLUMNS)]
    return Grid(tuple(headings), tuple(rows), (0.46, 0.09, 0.09, 0.09, 0.10, 0.17), strong=(len(rows) - 1,))


def _lost(unit: dict[str, Any], run: str) -> int:
    return unit[run]["before"] - unit[run]["after"] if run in unit else 0


def _unit_rows(groups: Sequence[tuple[list[dict[str, Any]], str]], runs: Sequence[Run], lang: str) -> list[Row]:
    """The figures of groups of units, a row each, and of all together."""
    every = [unit for members, _ in groups for unit in members]
    told = []
    for k, run in enumerate(runs):
        table = units_told([_total(members, str(k)) for members, _ in groups]).to_dict("records")
        whole = _total(every, str(k))
        hidden = {} if headcount_told(run.summary["headcount"])["leavers"] is not None else dict.fromkeys(UNIT_COLUMNS[1:])
        told.append([*table, {**whole, "reduction": share_lost(whole["before"], whole["after"]), **hidden}])
    names = [*(name for _, name in groups), text("brief.all_units", lang)]
    if len(runs) > 1:
        return [(name, *(f"{shown(plan[at]['before'], lang)} → {shown(plan[at]['after'], lang)}" for plan in told)) for at, name in enumerate(names)]
    return [(name, *(_unit_cell(row, key, lang) for key in UNIT_COLUMNS)) for name, row in zip(names, told[0], strict=True)]


def _unit_cell(row: Mapping[str, Any], key: str, lang: str) -> str:
    """A figure of a unit; a unit without people has no share to lose."""
    if key != "reduction":
        return shown(row[key], lang)
    return text("brief.none", lang) if row["before"] == 0 else shown_share(row[key], lang)


def _total(units: Sequence[dict[str, Any]], run: str) -> dict[str, int]:
    """The counts and money of units together, as one plan has them."""
    return {key: sum(unit[run][key] for unit in units if run in unit) for key in ("before", "leavers", "redeployed_in", "redeployed_out", "after", "cost_vnd")}
