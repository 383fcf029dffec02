"""`planner law`: what is in force, from when to when, on what evidence, checked on which day, and what changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from planner.cli.base import TABLES, Day, date_of, wants_ending
from planner.cli.frame.state import answer, state

if TYPE_CHECKING:
    import pandas as pd

SPEAKS_FOR_ITSELF = ("yes/no", "date", "columns")
"""Units that say nothing beside their value; nor does that of a table."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(law)


def law(
    on: Day = None,
    changed_since: Day = None,
    out: Annotated[Optional[Path], typer.Option("--out", metavar="FILE.csv|.xlsx|.parquet")] = None,
) -> None:
    """The law in force on a day (today where absent), or what of it began or ended since another: evidence and day of check."""
    from planner.core.texts import text
    from planner.policy.calendar import calendar
    from planner.policy.law.parameters import load_law
    from planner.report.books.law_calendar import calendar_records, calendar_table

    if out is not None:
        wants_ending(out, *TABLES)
    day, since = date_of(on) or dt.date.today(), date_of(changed_since)
    frame = calendar_table(calendar(load_law(), day, since), state.lang)
    title = text("calendar.title", state.lang, on=day) if since is None else text("calendar.title_changed", state.lang, since=since, on=day)
    if out is not None:
        _write(frame, out, title)
    rows = calendar_records(frame)
    parts = {part + "s": [{k: v for k, v in row.items() if k != "part"} for row in rows if row["part"] == part] for part in ("text", "number")}
    answer({"on": day.isoformat(), "changed_since": since and since.isoformat(), **parts})
    if out is not None:
        print(out)
    else:
        _print(frame, title, state.lang)


def _write(frame: pd.DataFrame, out: Path, title: str) -> None:
    """The table in the format of the file's ending, whole or not at all."""
    from planner.report.books.law_calendar import write_calendar_workbook
    from planner.report.books.table_file import write_table

    if out.suffix.lower() == ".xlsx":
        write_calendar_workbook(frame, out, state.lang, title)
    else:
        write_table(frame, out, state.lang)


def _print(frame: pd.DataFrame, title: str, lang: str) -> None:
    """The calendar as lines: the texts, then the numbers under their decree or subject."""
    from planner.core.texts import text

    print(title)
    if not len(frame):
        print(text("calendar.nothing", lang))
        return
    counts = {"texts": int(frame["part"].eq("text").sum()), "numbers": int(frame["part"].eq("number").sum()), "doubtful": int(frame["doubtful"].sum())}
    print(text("calendar.counted", lang, **counts, checked=frame["checked_on"].min()))
    group = ""
    for row in frame.itertuples(index=False):
        here = "texts" if row.part == "text" else f"group_{row.name.partition('.')[0]}"
        if here != group:
            print(f"\n{text(f'calendar.{here}', lang)}")
            group = here
        print(f"  {_line(row, lang)}")


def _line(row: Any, lang: str) -> str:
    """One row in words."""
    from planner.core.texts import Message, text
    from planner.plan.tables.labels import label
    from planner.report.books.book import measure_word

    days = {"since": row.valid_from, "until": row.valid_until}
    said = {"days": Message(f"calendar.{'from_on' if row.valid_until is None else 'from_to'}", days), "checked": row.checked_on}
    evidence, measure = label("evidence", row.evidence, lang), "" if row.measure in SPEAKS_FOR_ITSELF or " by " in row.measure else measure_word(row.measure, lang)
    if row.part == "text":
        return text("calendar.line_text", lang, what=f"{row.name}: {row.description}" + (f"; {row.was}" if row.was else ""), evidence=evidence, **said)
    before = f"; {text('calendar.before', lang, was=row.was)}" if row.was and row.was != row.value else ""
    return text("calendar.line", lang, what=f"{row.description}: {row.value} {measure}".strip() + before, cite=row.citation, evidence=evidence, **said)
