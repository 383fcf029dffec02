"""What the commands print: problems on standard error, results as plain tables on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from planner.cli.terminal import draw, words
from planner.core.errors import Problem
from planner.core.texts import has, number, percent, text

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.comparison import Comparison
    from planner.plan.plan import Run
    from planner.roster.tables.account import Account, Unread

PEOPLE_SHOWN = 30
ALIKE, RUNS_SHOWN = 4, 20  # so many problems that are alike are told as one
UNREAD_SHOWN = 4  # of one reason
DOUBTS_SHOWN = 3


def print_problems(problems: Iterable[Problem], lang: str) -> None:
    """The problems on standard error, errors first; the same fault in many rows of a column is one line with its rows."""
    groups: dict[tuple[Any, ...], list[Problem]] = {}
    for problem in sorted(problems, key=lambda p: p.severity != "error"):
        key = (problem.severity, problem.file, problem.sheet, problem.column, problem.message.key, "" if problem.row is not None else problem.message.render(lang))
        groups.setdefault(key, []).append(problem)
    for alike in groups.values():
        for problem in alike[:1] if len(alike) >= ALIKE else alike:
            mark = text(f"words.severity_{problem.severity}", lang)
            more = _other_rows(alike, lang) if len(alike) >= ALIKE and problem.row is not None else ""
            print(f"{mark}: {problem.sentence(lang)}{more}", file=sys.stderr)


def _other_rows(alike: Sequence[Problem], lang: str) -> str:
    """The rows of all but the first of some problems that are alike: "… The same in 7 more rows: 5-9, 12, 14"."""
    rows = sorted({problem.row for problem in alike[1:] if problem.row is not None})
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs[:RUNS_SHOWN]) + (", …" if len(runs) > RUNS_SHOWN else "")
    return " " + text("cli.same_in_rows", lang, count=len(alike) - 1, rows=shown)


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


def print_run(run: Run, out: Path, lang: str) -> None:
    """The plan in a dozen lines, or the conflict."""
    s = run.summary
    status = text(f"words.status_{s['status']}", lang)
    draw(words(f"{s['title']}: {status}", style="bold"))
    if s["conflict_summary"]:
        draw(words(s["conflict_summary"]))
    for clash in s["conflict_groups"]:
        scope = f" [{clash['scope']}]" if clash["scope"] else ""
        draw(words(f"  {clash['requirement']}{scope}: {clash['message']}"))
    _print_menu(s, out, lang)
    if run.solved:
        table = _table(("", ""))
        for label, value in summary_lines(s, lang):
            table.add_row(words(label), words(value))
        draw(table)
        print_doubts(s["doubts"] or [], lang)
    draw(words(str(out)))


def print_doubts(doubts: Sequence[dict[str, Any]], lang: str) -> None:
    """The doubtful numbers of the law on which most money hangs, one line each."""
    from planner.plan.doubtful_law import sentence

    largest = {record["parameter"]: record for record in reversed(doubts)}
    if largest:
        draw(words(text("cli.doubts", lang, count=len(largest), shown=min(len(largest), DOUBTS_SHOWN))))
        for record in [record for record in doubts if record is largest[record["parameter"]]][:DOUBTS_SHOWN]:
            draw(words(f"  [{record['evidence']}] {record['description']}: {sentence(record, lang)} ({record['parameter']})"))


def _print_menu(s: dict[str, Any], out: Path, lang: str) -> None:
    """The repairs of an impossible scenario, and how one becomes a scenario of its own."""
    if s["repairs"]:
        draw(words(text("repair.menu", lang), style="bold"))
    for i, repair in enumerate(s["repairs"], 1):
        shown = {"number": i, "message": repair["message"], "cost": repair["cost_vnd"]}
        shown |= {"leavers": repair["leavers"], "involuntary": repair["involuntary"]}
        draw(words("  " + text("repair.menu_line", lang, **shown)))
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
        ("payback_months", payback),
        ("gap", f"{s['gap']:.2e}"),
        ("seconds", number(s["provenance"]["seconds"], lang, 1)),
    ]
    if s.get("seconded"):
        lines.insert(4, ("seconded", number(s["seconded"], lang)))
    shown = [(text(f"words.figure_{key}", lang), value) for key, value in lines]
    for route, row in s["routes"].items():
        shown.append((text(f"words.decision_{route}", lang), f"{number(row['people'], lang)} | {number(row['cost_vnd'], lang)}"))
    return shown


def print_batch(rows: Sequence[dict[str, Any]], lang: str) -> None:
    """One line a scenario."""
    labels = [text("words.column_plan", lang)]
    labels += [text(f"words.figure_{k}", lang) for k in ("status", "leavers", "reduction", "involuntary", "cost_vnd", "gap", "seconds")]
    table = _table(labels)
    for row in rows:
        if row["leavers"] is None:
            status = text(f"words.status_{row['status']}" if row["status"] != "error" else "words.severity_error", lang)
            table.add_row(words(row["scenario"]), words(status), *[words("")] * 6)
            continue
        table.add_row(
            words(row["scenario"]),
            words(text(f"words.status_{row['status']}", lang)),
            words(number(row["leavers"], lang)),
            words(percent(row["reduction"], lang)),
            words(number(row["involuntary"], lang)),
            words(number(row["cost_vnd"], lang)),
            words(f"{row['gap']:.1e}"),
            words(number(row["seconds"], lang, 1)),
        )
    draw(table)
    for row in rows:
        if row["error"]:
            draw(words(f"{row['scenario']}: {row['error']}"))


def print_comparison(comparison: Comparison, lang: str) -> None:
    """Figures, units, and the people on whom the plans differ."""
    names = comparison.names
    draw(_figures_table(comparison, lang))
    draw()
    narrow = [c for c in comparison.units.columns if c in ("unit", "before_1") or c.startswith(("after_", "leavers_", "difference_"))]
    for frame in (comparison.units[narrow], comparison.people.head(PEOPLE_SHOWN)):
        draw(_frame_table(frame, names, lang))
        draw()
    count = len(comparison.people)
    draw(words(text("cli.people_differ", lang, count=count, shown=min(count, PEOPLE_SHOWN))))


def _figures_table(comparison: Comparison, lang: str) -> Table:
    """A line a figure: each plan, then what differs from the first."""
    frame = comparison.figures
    differ = [text("cli.differs", lang, name=name) for name in comparison.names[1:]]
    table = _table(["", *comparison.names, *differ])
    for row in frame.to_dict("records"):
        shown = [_figure(row[c], row["kind"], lang) for c in frame.columns if c not in ("figure", "kind")]
        table.add_row(words(text(f"words.figure_{row['figure']}", lang)), *map(words, shown))
    return table


def _figure(value: Any, kind: str, lang: str) -> str:
    if value is None or value != value:
        return ""
    if kind == "status":
        return text(f"words.status_{value}", lang)
    if kind == "pct":
        return percent(value, lang)
    if kind == "gap":
        return f"{value:.1e}"
    return number(value, lang, 1 if kind == "decimal" else 0)


def _frame_table(frame: pd.DataFrame, names: Sequence[str], lang: str) -> Table:
    """A frame of a comparison; a column `x_2` is headed by its word and the second plan's name."""
    table = _table([_heading(str(column), names, lang) for column in frame.columns])
    decisions = [i for i, column in enumerate(frame.columns) if str(column).startswith("decision_")]
    for row in frame.itertuples(index=False):
        table.add_row(*[words(_decision(v, lang) if i in decisions else _cell(v, lang)) for i, v in enumerate(row)])
    return table


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


def _table(headings: Sequence[str]) -> Table:
    table = Table(show_header=any(headings), box=None, pad_edge=False, header_style="bold")
    for i, label in enumerate(headings):
        table.add_column(words(label), justify="left" if i == 0 else "right", overflow="fold", no_wrap=i == 0)
    return table

