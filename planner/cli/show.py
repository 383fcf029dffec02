"""What the commands print: problems on standard error, results as plain tables on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.frame.tables import draw_table
from planner.cli.frame.terminal import draw, words
from planner.core.alike import told_once
from planner.core.errors import Problem
from planner.core.texts import date, half_of, has, number, percent, text

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.comparison import Comparison
    from planner.plan.plan import Run
    from planner.roster.tables.account import Account, Unread

PEOPLE_SHOWN = 30
UNREAD_SHOWN = 4  # of one reason
DOUBTS_SHOWN = 3


def print_problems(problems: Iterable[Problem], lang: str) -> None:
    """The problems on standard error, errors first; the same fault in many rows of a column is one line with its rows."""
    for alike in told_once(problems):
        print(f"{text(f'words.severity_{alike.severity}', lang)}: {alike.sentence(lang)}", file=sys.stderr)


def print_account(account: Account, lang: str) -> None:
    """What was seen, read and not read, and why: sums, then a line for each file, sheet, column and kind of row left out."""
    print(text("account.title", lang))
    for name, part in account.parts().items():
        print("  " + text(f"account.{name}", lang, seen=part.seen, read=part.read, unread=part.seen - part.read))
        reasons: dict[str, list[Unread]] = {}
        for each in part.unread:
            reasons.setdefault(each.reason.key, []).append(each)
        for alike in reasons.values():
            for each in alike[:UNREAD_SHOWN]:
                print(f"    {each.sentence(lang)}")
            if len(alike) > UNREAD_SHOWN:
                print("    " + text("account.more", lang, count=len(alike) - UNREAD_SHOWN))
    for note in account.notes:
        print(f"  {note.render(lang)}")


def print_run(run: Run, out: Path, lang: str) -> None:
    """The plan in a dozen lines, or the conflict."""
    s = run.summary
    status = text(f"words.status_{s['status']}", lang)
    draw(words(f"{half_of(s['title'], lang)}: {status}", style="bold"))
    if s["conflict_summary"]:
        draw(words(s["conflict_summary"]))
    for clash in s["conflict_groups"]:
        scope = f" [{clash['scope']}]" if clash["scope"] else ""
        draw(words(f"  {clash['requirement']}{scope}: {clash['message']}"))
    _print_menu(s, out, lang)
    if run.solved:
        _print_notes(s, lang)
        draw_table(("", ""), summary_lines(s, lang))
        draw()
        _print_periods(run, lang)
        _print_offers(s, lang)
        _print_need(s, lang)
        _print_fairness(run, lang)
        print_doubts(s["doubts"] or [], lang)
    draw(words(str(out)))


def _print_notes(s: dict[str, Any], lang: str) -> None:
    """What must be known of the plan before its figures."""
    if s["notes"]:
        draw(words(text("notes.title", lang), style="bold"))
    for note in s["notes"]:
        draw(words(f"  ! {note}"))


def _print_periods(run: Run, lang: str) -> None:
    """A line a period: who has left by then, and result and target in one measure."""
    from planner.plan.tables import by_period, heading

    rows = []
    for row in by_period(run).itertuples():
        target = "–" if row.target_share != row.target_share else percent(row.target_share, lang)
        rows.append([row.period, date(row.leave_on.date(), lang), number(row.cumulative, lang), percent(row.reached, lang), target])
    draw_table([heading(column, lang) for column in ("period", "leave_on", "cumulative", "reached", "target_share")], rows)


def _print_offers(s: dict[str, Any], lang: str) -> None:
    """How sure each target is where people may refuse, and how many to offer in which wave."""
    if s.get("acceptance"):
        draw(words(text("beyond.sure.title", lang, confidence=s["acceptance"]["confidence"])))
        for row in s["acceptance"]["periods"]:
            draw(words("  " + text("beyond.sure.line", lang, **row)))


def _print_need(s: dict[str, Any], lang: str) -> None:
    """What each unit's work takes beside the people that it keeps, where the scenario names its work."""
    named = [unit for unit in s["units"] if unit.get("need") is not None]
    if named:
        draw(words(text("workload.title", lang)))
    for unit in named:
        more = unit["after"] - unit["need"]
        gap = text(f"workload.{'enough' if more > 0 else 'short' if more < 0 else 'exact'}", lang, n=abs(more))
        draw(
            words(
                "  "
                + text(
                    "workload.line",
                    lang,
                    unit=f"{unit['name']} ({unit['unit']})",
                    need=unit["need"],
                    after=unit["after"],
                    before=unit["before"],
                    gap=gap,
                )
            )
        )


def _print_fairness(run: Run, lang: str) -> None:
    """How often each group of the rules of fairness leaves."""
    from planner.plan.tables import fairness

    said = fairness(run, lang)["said"]
    if len(said):
        draw(words(text("rates.title", lang)))
    for line in said:
        draw(words(f"  {line}"))


def print_doubts(doubts: Sequence[dict[str, Any]], lang: str) -> None:
    """The doubtful numbers of the law on which most money hangs, one line each."""
    from planner.plan.doubtful_law import sentence

    largest = {record["parameter"]: record for record in reversed(doubts)}
    if largest:
        draw(words(text("cli.doubts", lang, count=len(largest), shown=min(len(largest), DOUBTS_SHOWN))))
        for record in [record for record in doubts if record is largest[record["parameter"]]][:DOUBTS_SHOWN]:
            draw(words(f"  [{record['evidence']}] {record['description']}: {sentence(record, lang)}"))


def _print_menu(s: dict[str, Any], out: Path, lang: str) -> None:
    """The repairs of an impossible scenario, and how one becomes a scenario of its own."""
    if s["repairs"]:
        draw(words(text("repair.menu", lang), style="bold"))
    for i, repair in enumerate(s["repairs"], 1):
        shown = {"number": i, "message": repair["message"], "cost": repair["cost_vnd"]}
        shown |= {"leavers": repair["leavers"], "involuntary": repair["involuntary"]}
        key = "repair.menu_line" if repair["status"] == "optimal" else "repair.menu_line_about"
        draw(words("  " + text(key, lang, **shown)))
    if s["repairs"]:
        draw(words("  " + text("repair.how_to_write", lang, folder=str(out))))
    for note in s["conflict_notes"]:
        draw(words(f"  {note}"))


def summary_lines(s: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    """(label, figure) of the headline figures of a plan's summary."""
    head = s["headcount"]
    payback = "-" if s["payback_months"] is None else number(s["payback_months"], lang, 1)
    lines = [
        ("baseline", number(head["baseline"], lang)),
        ("leavers", f"{number(head['leavers'], lang)} ({percent(head['reduction'], lang)})"),
        ("remaining", number(head["remaining"], lang)),
        ("involuntary", number(s["involuntary"], lang)),
        ("cost_vnd", number(s["cost_vnd"], lang)),
        ("saving_vnd_per_year", number(s["saving_vnd_per_year"], lang)),
        ("saving_natural_vnd_per_year", number(s["saving_natural_vnd_per_year"], lang)),
        ("payback_months", payback),
        ("gap", f"{s['gap']:.2e}"),
        ("seconds", number(s["provenance"]["seconds"], lang, 1)),
    ]
    if (reached := s["periods"][-1].get("reached", head["reduction"])) != head["reduction"]:
        lines.insert(2, ("reached", percent(reached, lang)))
    if s.get("seconded"):
        lines.insert(4, ("seconded", number(s["seconded"], lang)))
    shown = [(text(f"words.figure_{key}", lang), value) for key, value in lines]
    for route, row in s["routes"].items():
        shown.append((text(f"words.decision_{route}", lang), f"{number(row['people'], lang)} | {number(row['cost_vnd'], lang)}"))
    return shown


def print_batch(rows: Sequence[dict[str, Any]], lang: str, varied: Sequence[str] = ()) -> None:
    """One line a scenario. varied: the keys of a sweep, whose values stand behind the name of each run."""
    if varied:
        draw(words(text("cli.varied", lang, keys="; ".join(varied))))
    labels = [text("words.column_plan", lang)]
    labels += [text(f"words.figure_{k}", lang) for k in ("status", "leavers", "reduction", "involuntary", "cost_vnd", "gap", "seconds")]
    draw_table(labels, [_batch_row(row, lang, varied) for row in rows], texts=(0, 1))
    for row in rows:
        if row["error"]:
            draw(words(f"{row['scenario']}: {row['error']}"))


def _batch_row(row: dict[str, Any], lang: str, varied: Sequence[str]) -> list[str]:
    """The cells of one run."""
    status = text(f"ui.short_{row['status']}" if row["status"] != "error" else "words.severity_error", lang)
    values = [
        number(value, lang) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
        for key in varied
        if (value := row.get(key)) is not None
    ]
    name = f"{row['scenario']}: {'; '.join(values)}" if values else str(row["scenario"])
    if row["leavers"] is None:
        return [name, status, *[""] * 6]
    figures = (
        number(row["leavers"], lang),
        percent(row["reduction"], lang),
        number(row["involuntary"], lang),
        number(row["cost_vnd"], lang),
    )
    return [name, status, *figures, f"{row['gap']:.1e}", number(row["seconds"], lang, 1)]


def print_comparison(comparison: Comparison, lang: str) -> None:
    """Figures, units, and the people on whom the plans differ."""
    names = comparison.names
    figures = comparison.figures.set_index("figure")
    for i, name in enumerate(names, 1):
        status = figures.loc["status", f"plan_{i}"]
        draw(words(f"{name}: {text(f'words.status_{status}', lang)}"))
    draw()
    _draw_figures(comparison, lang)
    draw()
    narrow = [c for c in comparison.units.columns if c in ("unit", "before_1") or c.startswith(("after_", "leavers_", "difference_"))]
    for frame in (comparison.units[narrow], comparison.people.head(PEOPLE_SHOWN)):
        _draw_frame(frame, names, lang)
        draw()
    count = len(comparison.people)
    draw(words(text("cli.people_differ", lang, count=count, shown=min(count, PEOPLE_SHOWN))))


def _draw_figures(comparison: Comparison, lang: str) -> None:
    """A line a figure: each plan, then what differs from the first."""
    frame = comparison.figures[comparison.figures["kind"] != "status"]  # told above, each on a line of its own
    differ = [text("cli.differs", lang, name=name) for name in comparison.names[1:]]
    columns = [c for c in frame.columns if c not in ("figure", "kind")]
    rows = [
        [text(f"words.figure_{row['figure']}", lang), *(_figure(row[c], row["kind"], lang) for c in columns)]
        for row in frame.to_dict("records")
    ]
    draw_table(["", *comparison.names, *differ], rows)


def _figure(value: Any, kind: str, lang: str) -> str:
    if value is None or value != value:
        return ""
    if kind == "pct":
        return percent(value, lang)
    if kind == "gap":
        return f"{value:.1e}"
    return number(value, lang, 1 if kind == "decimal" else 0)


def _draw_frame(frame: pd.DataFrame, names: Sequence[str], lang: str) -> None:
    """A frame of a comparison; a column `x_2` is headed by its word and the second plan's name."""
    decisions = [i for i, column in enumerate(frame.columns) if str(column).startswith("decision_")]
    rows = [[_decision(v, lang) if i in decisions else _cell(v, lang) for i, v in enumerate(row)] for row in frame.itertuples(index=False)]
    whole = [i for i, column in enumerate(frame.columns) if not str(column).startswith(("before_", "after_", "leavers_", "difference_"))]
    draw_table([_heading(str(column), names, lang) for column in frame.columns], rows, texts=whole)


def _heading(column: str, names: Sequence[str], lang: str) -> str:
    from planner.plan.tables.labels import heading  # it brings pandas, which `check` imports only while a workbook is read

    stem, _, place = column.rpartition("_")
    if not place.isdigit():
        return text(f"words.column_{column}", lang) if has(f"words.column_{column}") else heading(column, lang)
    stem, differs = stem.removeprefix("difference_"), stem.startswith("difference_")
    word = text(f"words.column_{stem}", lang) if has(f"words.column_{stem}") else stem
    return f"{'± ' if differs else ''}{word}: {names[int(place) - 1]}"


def _decision(value: Any, lang: str) -> str:
    return text(f"words.decision_{value}", lang) if has(f"words.decision_{value}") else str(value)


def _cell(value: Any, lang: str) -> str:
    if value is None or str(value) == "<NA>" or value != value:  # a missing whole number refuses to be compared
        return ""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value, lang)
    return str(value)
