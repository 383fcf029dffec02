"""The sheet in words of one language: everything that screen, PDF and Word put on paper, as plain text in order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from planner.core.columns import ROSTER_BY_NAME
from planner.core.errors import shown_place
from planner.core.texts import Message, has, number, text
from planner.plan.explain.value_text import shown as shown_fact
from planner.plan.tables.labels import heading, label
from planner.policy.law.parameters import EVIDENCE
from planner.report.calculation.amount_in_words import money_in_words
from planner.report.calculation.formula import exact, month, years_months
from planner.report.calculation.model import Calculation, Fact, LawNumber, LegalDoubt, Line, PricedReading

SHORT_HASH = 12
"""Characters of a fingerprint on paper; enough to tell two inputs apart."""
LONG_CITE = 30
"""Characters from which a place in the law is not repeated in narrow columns."""
HEAD = ("full_name", "employee_id", "birth_date", "position_title", "category", "unit_name")
_MEASURE = re.compile(r" \((%|months|tháng|VND|đồng)\)$")
"""The measure at the end of a heading; values here carry their own."""


@dataclass(frozen=True)
class Row:
    """One step. number: counted through the sheet. formulas: printed equations. money: the result is a sum of money.

    cite_brief: the place in the law for narrow columns; a long one that stood before refers to its row.
    """

    number: int
    label: str
    formulas: tuple[str, ...]
    result: str
    notes: tuple[str, ...]
    cite: str
    cite_brief: str
    money: bool


@dataclass(frozen=True)
class StepGroup:
    """A titled group of steps."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class FactShown:
    """A fact: what, value, where it stands."""

    label: str
    value: str
    source: str


@dataclass(frozen=True)
class Shown:
    """The sheet in one language. words: labels of the form by name. banner: where the law was changed by a what-if.

    total: in figures, "" for natural exits. considered: (decree, total or why not, counts).
    """

    lang: str
    words: dict[str, str]
    issuer: str
    unit: str
    subtitle: str
    under: str
    banner: str
    person: tuple[tuple[str, str], ...]
    facts_title: str
    facts: tuple[FactShown, ...]
    parts: tuple[StepGroup, ...]
    total: str
    total_in_words: str
    sentence: str
    considered: tuple[tuple[str, str, str], ...]
    basis: str
    evidence: str
    doubts: tuple[str, ...]
    notices: tuple[str, ...]
    footer: tuple[str, ...]


FORM_WORDS = (
    "title", "republic", "motto", "place_and_date", "signed_by_maker", "signed_by_head", "sign_hint_maker", "sign_hint_head", "part_considered",
    "part_doubts", "part_notes", "part_facts", "column_step", "column_formula", "column_result", "column_cite", "column_fact", "column_value",
    "column_source", "column_number", "column_decree", "column_total", "column_counts", "in_words_label", "total_label", "basis_label",
    "evidence_label", "not_a_decision", "part_law", "column_law", "column_certainty",
)  # fmt: skip


def shown(sheet: Calculation, lang: str) -> Shown:
    """The sheet in `lang` (`vi` or `en`)."""
    route = label("decision", sheet.route, lang)
    decree = text("sheet.under", lang, decree=Message(f"law.decree_{sheet.regime}")) if sheet.regime else ""
    return Shown(
        lang=lang,
        words={name: text(f"sheet.{name}", lang) for name in FORM_WORDS},
        issuer=sheet.issuer or text("sheet.issuer_blank", lang),
        unit=str(sheet.person["unit_name"]),
        subtitle=text("sheet.subtitle", lang, route=route, leave_on=sheet.leave_on),
        under=decree,
        banner=text("sheet.banner", lang) if sheet.assumptions else "",
        person=tuple((_label(name, lang), _person(sheet, name, lang)) for name in HEAD),
        facts_title=_facts_title(sheet, lang),
        facts=tuple(FactShown(_label(f.column, lang), value_text(f, lang), _source(f, lang)) for f in sorted(sheet.facts, key=order)),
        parts=tuple(_parts(sheet, lang)),
        total=number(sheet.total_vnd, lang) if sheet.regime else "",
        total_in_words=money_in_words(sheet.total_vnd, lang) if sheet.regime else "",
        sentence=sheet.sentence.render(lang) if sheet.sentence else "",
        considered=tuple(_considered(sheet, lang)),
        basis=sheet.basis.render(lang) if sheet.basis else "",
        evidence=label("evidence", EVIDENCE[sheet.evidence], lang),
        doubts=tuple(_doubt(doubt, sheet.total_vnd, lang) for doubt in sheet.doubts),
        notices=tuple(message.render(lang) for message in (*sheet.assumptions, *sheet.warnings)),
        footer=tuple(_footer(sheet, lang)),
    )


def _parts(sheet: Calculation, lang: str) -> Iterator[StepGroup]:
    """The groups of steps that have any, numbered through."""
    at = 0
    seen: dict[str, int] = {}
    for name, lines in (("times", sheet.times), ("conditions", sheet.conditions), ("salary", sheet.salary), ("items", sheet.items)):
        rows = tuple(_row(at + i, line, seen, lang) for i, line in enumerate(lines, 1))
        at += len(rows)
        if rows:
            yield StepGroup(text(f"sheet.part_{name}", lang), rows)


def _row(at: int, line: Line, seen: dict[str, int], lang: str) -> Row:
    formulas = line.formula.printed(lang) if line.formula else ()
    cite = "; ".join(cite.render(lang) for cite in line.cites)
    notes = tuple(note.render(lang) for note in line.notes)
    first = seen.setdefault(cite, at)
    brief = text("sheet.cite_as_row", lang, row=first) if first != at and len(cite) > LONG_CITE else cite
    return Row(at, line.label.render(lang), formulas, result_text(line, lang), notes, cite, brief, line.measure == "vnd")


def result_text(line: Line, lang: str) -> str:
    """A step's result with its measure."""
    if line.measure == "month":
        return month(int(line.result))
    if line.measure == "check" and line.formula is None:
        return ""
    return text(f"sheet.measure_{line.measure}", lang, value=exact(line.result, lang))


def value_text(fact: Fact, lang: str) -> str:
    """A fact's value as the language writes it."""
    kind = ROSTER_BY_NAME[fact.column].kind if fact.column in ROSTER_BY_NAME else "date"
    if kind == "months":
        return text("sheet.measure_months", lang, value=number(int(fact.value), lang))
    if kind in ("decimal", "percent"):
        return exact(Fraction(str(fact.value)), lang) + ("%" if kind == "percent" else "")
    return shown_fact(fact.column, _plain(fact.value), lang)


def law_text(found: LawNumber, lang: str) -> str:
    """A number of the law as the sheet used it, or its reading in words."""
    if found.value is None:
        return found.says.render(lang) if found.says else ""
    if found.unit == "age by birth month":
        return years_months(int(found.value), lang)
    return exact(found.value, lang) + ("%" if found.unit == "percent" else "")


def order(fact: Fact) -> tuple[bool, int]:
    """What was asked for first, then the columns as the roster has them."""
    names = list(ROSTER_BY_NAME)
    return fact.source != "asked", names.index(fact.column) if fact.column in names else 0


def _label(column: str, lang: str) -> str:
    key = f"sheet.fact_{column}"
    if column == "unit_name":
        return heading("unit", lang)
    return text(key, lang) if has(key) else _MEASURE.sub("", heading(column, lang))


def _person(sheet: Calculation, name: str, lang: str) -> str:
    return shown_fact(name, _plain(sheet.person[name]), lang)


def _plain(value: Any) -> Any:
    """Dates as days; what is absent as None."""
    if value is None or value != value:
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def _facts_title(sheet: Calculation, lang: str) -> str:
    """The heading of the facts, with the file and sheet where they stand."""
    title = text("sheet.part_facts", lang)
    places = {fact.place[:2] for fact in sheet.facts if fact.place is not None}
    if len(places) != 1:
        return title
    file, tab = places.pop()
    where = text("sheet.source_tab", lang, file=file, sheet=tab) if tab else str(file)
    return f"{title} ({where})"


def _source(fact: Fact, lang: str) -> str:
    """Where a fact stands: the cell, the line of a CSV, the law, or the request."""
    if fact.source == "asked":
        return text("sheet.source_asked", lang)
    if fact.source == "law":
        return text("sheet.source_law", lang, cite=fact.cite)
    if fact.place is None or fact.place[3] is None:
        return text("sheet.source_roster", lang)
    _, tab, row, column = fact.place
    return f"{shown_place(column)}{row}" if tab else text("sheet.source_row", lang, row=row)


def _considered(sheet: Calculation, lang: str) -> Iterator[tuple[str, str, str]]:
    for found in sheet.considered:
        result = found.why_not.render(lang) if found.why_not else number(found.total_vnd, lang)
        yield Message(f"law.decree_{found.regime}").render(lang), result, text("words.yes", lang) if found.chosen else ""


def _doubt(doubt: LegalDoubt, total: int, lang: str) -> str:
    """One doubtful number: what, how sure, where, and what another reading would give."""
    found = doubt.number
    value = law_text(found, lang)
    mark = label("evidence", EVIDENCE[found.evidence], lang)
    key = "sheet.doubt" if value else "sheet.doubt_no_value"
    said = [text(key, lang, what=found.description[lang], value=value, mark=mark, cite=found.cite)]
    for reading in doubt.readings:
        said.append(_reading(reading, total, lang))
    return "; ".join(said)


def _reading(reading: PricedReading, total: int, lang: str) -> str:
    """What another reading would give, against the total of the sheet."""
    if reading.total_vnd is None:
        return text("sheet.doubt_closed", lang, says=reading.says[lang])
    key = "sheet.doubt_same" if reading.total_vnd == total else "sheet.doubt_other"
    return text(key, lang, says=reading.says[lang], total=reading.total_vnd)


def _footer(sheet: Calculation, lang: str) -> Iterator[str]:
    origin = sheet.origin
    yield text(
        "sheet.footer", lang, made_on=origin.made_on, planner=origin.planner, roster=origin.roster, checked=origin.law_checked_on,
        roster_sha=origin.roster_sha256[:SHORT_HASH], law_sha=origin.law_sha256[:SHORT_HASH],
    )  # fmt: skip
    yield text("sheet.not_a_decision", lang)
