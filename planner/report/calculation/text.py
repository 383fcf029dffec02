"""The sheet as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from planner.report.calculation.model import Calculation
from planner.report.calculation.shown import Row, Shown, shown


def as_text(sheet: Calculation, lang: str) -> str:
    """The whole sheet, a step a line with its equations and its place in the law."""
    return "\n".join(_lines(shown(sheet, lang)))


def _lines(page: Shown) -> Iterator[str]:
    yield page.words["title"]
    yield " ".join(part for part in (page.subtitle, page.under) if part)
    if page.banner:
        yield page.banner
    yield ""
    for name, value in page.person:
        yield f"  {name}: {value}"
    yield from _titled(page.facts_title, (f"  {f.label}: {f.value} ({f.source})" for f in page.facts))
    for part in page.parts:
        yield from _titled(part.title, (line for row in part.rows for line in _row(row)))
    if page.sentence:
        yield from ("", page.sentence)
    if page.total:
        yield from ("", f"{page.words['total_label']}: {page.total}", f"{page.words['in_words_label']}: {page.total_in_words}")
    if page.considered:
        yield from _titled(page.words["part_considered"], (f"  {a}: {b}{' ←' if c else ''}" for a, b, c in page.considered))
    yield from ("", f"{page.words['basis_label']}: {page.basis}", f"{page.words['evidence_label']}: {page.evidence}")
    if page.doubts:
        yield from _titled(page.words["part_doubts"], (f"  - {doubt}" for doubt in page.doubts))
    if page.notices:
        yield from _titled(page.words["part_notes"], (f"  - {notice}" for notice in page.notices))
    yield ""
    yield from page.footer


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from lines


def _row(row: Row) -> Iterator[str]:
    yield f"  {row.number}. {row.label}: {row.result}" + (f"  [{row.cite}]" if row.cite else "")
    for line in (*row.formulas, *row.notes):
        yield f"     {line}"
