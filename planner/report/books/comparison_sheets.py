"""The sheets of a comparison: figures side by side, units, and the people on whom the plans differ."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell as cell

from planner.core.texts import text
from planner.plan.comparison import Comparison
from planner.plan.tables.labels import heading, label
from planner.report.books.book import Book, Column
from planner.report.books.cell_values import values_of
from planner.report.books.live_tables import live_table

SIGNED = {
    "int": "+#,##0;-#,##0;0",
    "money": "+#,##0;-#,##0;0",
    "pct": "+0.0%;-0.0%;0.0%",
    "decimal": "+#,##0.0;-#,##0.0;0.0",
    "gap": "+0.0000%;-0.0000%;0.0000%",
}


def write_figures(book: Book, found: Comparison) -> None:
    """A row a figure, a column a plan, then the differences from the first plan as live formulas."""
    lang, plans = book.lang, len(found.names)
    sheet = book.sheet("figures")
    titles = [heading("figure", lang), *found.names, *(book.word("difference_of", plan=name) for name in found.names[1:])]
    columns = [Column(title, "text", [], 38) for at, title in enumerate(titles)]
    book.head(sheet, 0, columns)
    for row, figure in enumerate(found.figures.to_dict("records"), 1):
        book.put(sheet, row, 0, text(f"words.figure_{figure['figure']}", lang))
        kind = figure["kind"]
        for i in range(1, plans + 1):
            value = figure[f"plan_{i}"]
            shown = label("status", value, lang) if kind == "status" else value
            book.put(sheet, row, i, shown, "wrap" if kind == "status" else kind)
        for i in range(2, plans + 1):
            change = figure[f"difference_{i}"]
            if change is not None:
                formula = f"={cell(row, i)}-{cell(row, 1)}"
                book.formula(sheet, row, plans + i - 1, formula, change, kind, num_format=SIGNED[kind])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def write_units_compared(book: Book, found: Comparison) -> None:
    """A row a unit: people after and money in each plan, and the differences from the first as live formulas."""
    lang, frame = book.lang, found.units
    names = ["unit", "name", "before_1"]
    names += [f"{figure}_{i}" for figure in ("after", "cost_vnd") for i in range(1, len(found.names) + 1)]
    names += [f"difference_{figure}_{i}" for i in range(2, len(found.names) + 1) for figure in ("after", "cost_vnd")]
    columns = [
        Column(_unit_heading(name, found, lang), _unit_kind(name), values_of(frame[name]), 34 if name == "name" else None) for name in names
    ]
    columns = [Column(c.heading, c.kind, c.values, c.width or max(14.0, 4 + len(c.heading) / 3)) for c in columns]
    at = {name: i for i, name in enumerate(names)}
    known = {name: frame[name].notna().tolist() for name in names if name.startswith("difference_")}

    def formulas(row: int) -> dict[str, str]:
        live = {}
        for name, has in known.items():
            figure, _, i = name.removeprefix("difference_").rpartition("_")
            if has[row - 1]:
                live[name] = f"={cell(row, at[f'{figure}_{i}'])}-{cell(row, at[f'{figure}_1'])}"
        return live

    live_table(book, "units", columns, names, formulas)


def write_people_who_differ(book: Book, found: Comparison) -> None:
    """A row a person on whom the plans differ, with what each plan decides."""
    lang, frame = book.lang, found.people
    columns = [Column(heading(c, lang), "text", values_of(frame[c])) for c in ("employee_id", "full_name", "unit", "position_title")]
    for i, name in enumerate(found.names, 1):
        decided = [
            decision_words(d, p, u, lang)
            for d, p, u in zip(frame[f"decision_{i}"], frame[f"period_{i}"], frame[f"to_unit_{i}"], strict=True)
        ]
        columns.append(Column(name, "wrap", decided, 34))
    book.table("differing", columns)


def decision_words(decision: str, period: str, to_unit: str, lang: str) -> str:
    """A decision with its period or its new unit: "Nghỉ hưu trước tuổi (2028)"."""
    words = label("decision", decision, lang)
    more = to_unit or period
    return f"{words} ({more})" if more else words


def _unit_heading(name: str, found: Comparison, lang: str) -> str:
    base, _, i = name.rpartition("_")
    if not i.isdigit():
        return heading(name, lang)
    if base == "before":
        return heading("before", lang)
    figure = heading(base.removeprefix("difference_"), lang)
    plan = found.names[int(i) - 1]
    return f"{figure}: {plan}" if not base.startswith("difference_") else f"{heading('difference', lang)} – {figure}: {plan}"


def _unit_kind(name: str) -> str:
    kinds: dict[str, Any] = {"unit": "text", "name": "wrap"}
    return kinds.get(name, "int")
