"""One small parser for each kind of cell.

A parser takes a cell as `guarded_reader` describes it (a letter and text) and gives the value, or a `Fault`: what has two
readings is a fault, never a guess. Parsers see each distinct cell of a column once, not each person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from planner.core.columns import RATINGS, Choice, Column
from planner.core.errors import Severity
from planner.core.texts import Message
from planner.roster.values.dates import parse_date
from planner.roster.values.faults import CellFault, DoubtfulCell
from planner.roster.values.numbers import MonthsUnit, parse_decimal, parse_int, parse_money, parse_months, parse_percent
from planner.roster.values.ratings import rating_of_points
from planner.roster.values.text import clean_text, fold

_BLANKS = frozenset({"-", "–", "—", "--", "…", "...", "....", "……"})
EMPTY_MARKS = _BLANKS | {"n/a", "na"}
"""What people write into a cell that has nothing to say; in text "na" may be a name."""
_FOOTNOTE = re.compile(
    r"([^\W\d_][^\d_=<>&%@#+¹²³⁴⁵⁶⁷⁸⁹⁰]*[^\W\d_¹²³⁴⁵⁶⁷⁸⁹⁰])\s*(?:\(\d{1,2}\)|\[\d{1,2}\]|\([*†]{1,4}\)|[*†¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})+", re.DOTALL
)
_TRUE = frozenset({"x", "✓", "✔", "√", "☑", "có", "co", "đúng", "1", "true", "yes", "y"})
_FALSE = frozenset({"không", "khong", "ko", "k", "sai", "0", "false", "no", "n"})
_STEP = re.compile(r"(?:bậc\s*)?(\d{1,2})(?:\s*/\s*\d{1,2})?")  # "3/9": step 3 of 9
_WRAPPED = re.compile(r'="([^"]*)"')
_NOTE = re.compile(r"([^\W\d_][^()\[\]=<>&%@#+]*\w)\s+[(\[]([^()\[\]]*[^\W\d_][^()\[\]]*)[)\]]\s*")
_ETH = str.maketrans("Ðð", "Đđ")  # the Icelandic letter, which looks the same as a capital
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+")  # what Excel shows of a long number
_NUMBERS = frozenset({"int", "decimal", "percent", "money", "months"})
_WHOLE_NAME = 3  # words
_PRECISE = 15  # digits that a number cell of Excel keeps


@dataclass(frozen=True, slots=True)
class Manner:
    """How the cells of one column were written.

    plain: canonical CSV or Parquet, where a point is the decimal point. months: what bare numbers of a duration count.
    epoch_1904: the workbook counts days from 1904. month_first: the column writes 8/10/1975 for the tenth of August.
    """

    plain: bool = False
    months: MonthsUnit = "months"
    epoch_1904: bool = False
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, and whether it was still read."""

    message: Message
    severity: Severity = "error"


def parse_cells(column: Column, cells: Sequence[str], manner: Manner) -> tuple[list[Any], dict[int, Fault]]:
    """The values of distinct cells (None where empty or unreadable) and the faults by position."""
    parse = _PARSERS[column.kind]
    values: list[Any] = []
    faults: dict[int, Fault] = {}
    for at, cell in enumerate(cells):
        value = None
        try:
            if cell[:3] == 's="' and (wrapped := _WRAPPED.fullmatch(cell[1:])):
                cell = "s" + wrapped[1]  # an export keeps zeros by a formula of text
            if cell[:2] == "s'" and column.kind not in ("text", "list") and not manner.plain:
                cell = "s" + cell[2:]  # typed before a number so that it stays text
            if cell[0] in "ef":
                raise CellFault("cell_error" if cell[0] == "e" else "formula_without_value", value=cell[1:])
            if cell[0] == "d" and column.kind in _NUMBERS:
                raise _turned_into_date(cell)
            if column.kind in ("text", "list") or fold(cell[1:]) not in EMPTY_MARKS:
                value = parse(cell, column, manner)
        except DoubtfulCell as doubt:
            value = doubt.value
            faults[at] = Fault(Message(f"roster.{doubt.key}", doubt.params), "warning")
        except CellFault as fault:
            faults[at] = Fault(Message(f"roster.{fault.key}", fault.params))
        values.append(value)
    return values, faults


def _turned_into_date(cell: str) -> CellFault:
    """What Excel may have made a date of: 3/9 of the third of September, 4.98 of the first of April 1998."""
    year, month, day = cell[1:11].split("-")
    words = [f"{int(day)}/{int(month)}", f"{int(day)}.{int(month)}", *([f"{int(month)}.{year[2:]}"] if day == "01" else [])]
    return CellFault("number_made_date", value=f"{day}/{month}/{year}", words=", ".join(words))


def shown(cell: str) -> str:
    """The cell as a user would recognise it, cut to a length that fits a sentence."""
    text = clean_text(cell[1:])
    return text if len(text) <= 60 else text[:57] + "..."


_NO_NAME = re.compile(r"\d{4}|[/\\@_=+]")
_NUMBER_BEFORE = re.compile(r"^(?:\d{1,5}\s*[.)/-]|[Đđ]/[Cc]\b)\s*")


def parse_text(cell: str, column: Column, manner: Manner) -> str | None:
    """Text in NFC. A number is written without a point, a rank code as 01.003; None where nothing is left."""
    kind, text = cell[0], cell[1:]
    if kind in "np":
        if column.name == "rank_code" and "." in text and float(text) < 100:
            return f"{float(text):06.3f}"  # Excel dropped the zeros of 01.003 and 15.110
        if column.name == "employee_id" and len(text.strip("-").split("e")[0].replace(".", "")) > _PRECISE:
            raise CellFault("id_lost_digits", value=text)
    said = clean_text(text)
    if column.name == "full_name" and kind == "s" and ("\n" in text or "\r" in text) and _names_two(text):
        raise CellFault("names_two", value=said)
    if not manner.plain and not said.isascii():
        said = said.translate(_ETH)
    if column.name == "employee_id" and kind == "s" and _SHORTENED.fullmatch(said):
        raise CellFault("id_lost_digits", value=said)
    if column.name == "full_name" and not manner.plain and (match := _FOOTNOTE.fullmatch(said)):
        raise DoubtfulCell(match[1], "name_footnote", value=said, read=match[1])
    if column.name == "full_name" and not manner.plain and (match := _NOTE.fullmatch(said)):
        raise DoubtfulCell(match[1], "name_note", value=said, read=match[1])
    if column.name == "full_name" and not manner.plain and _NO_NAME.search(_NUMBER_BEFORE.sub("", said)):
        raise DoubtfulCell(said, "name_strange", value=said)
    return None if said in _BLANKS else said or None


def _names_two(text: str) -> bool:
    """Whether the lines of a cell are names of several people: three words each; a long name may stand in two lines, too."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    whole = [words for words in lines if len(words) >= _WHOLE_NAME and all(word[0].isupper() and word.replace(".", "").isalpha() for word in words)]
    return len(whole) > 1


def parse_enum(cell: str, column: Column, manner: Manner) -> str:
    """The canonical word for a value of the schema in any of its spellings; of a rating also from points of 100."""
    choice = _choices(column.choices).get(fold(cell[1:]).rstrip("."))
    if choice is None and column.choices is RATINGS:
        choice = rating_of_points(cell, manner.plain)
    if choice is None:
        raise CellFault("enum_unknown", value=shown(cell), allowed=allowed_words(column.choices))
    return choice


def parse_bool(cell: str, column: Column, manner: Manner) -> bool:
    """True for x, có, 1, true, yes; False for không, 0, false, no."""
    word = fold(cell[1:])
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise CellFault("bool_unknown", value=shown(cell))


def is_tick(cell: str) -> bool:
    """Whether a cell says yes: x, ✓, có, 1."""
    return fold(cell[1:]) in _TRUE


def parse_list(cell: str, column: Column, manner: Manner) -> str:
    """Items joined by ";", each once, in the order written; the schema's words where it has a list of them.

    A group that the schema does not know is kept as it is written, with a warning: ministries have groups of their own.
    """
    items = [clean_text(item) for item in re.split(r"[;\r\n]", cell[1:])]
    items = [item for item in items if item and item not in EMPTY_MARKS]
    if column.choices:
        known = _choices(column.choices)
        items = [part for item in items for part in _split_known(item, known)]
        unknown = [item for item in items if fold(item) not in known]
        items = [known.get(fold(item), item) for item in items]
        if unknown:
            raise DoubtfulCell(_joined(items), "group_unknown", value=", ".join(unknown)[:80], allowed=allowed_words(column.choices))
    return _joined(items)


def _joined(items: Sequence[str]) -> str:
    return ";".join(dict.fromkeys(items))


def _split_known(item: str, known: dict[str, str]) -> list[str]:
    """Commas divide an item only where every part is a known word: then it has one reading."""
    parts = [part.strip() for part in item.split(",") if part.strip()]
    return parts if len(parts) > 1 and all(fold(part) in known for part in parts) else [item]


@cache
def _choices(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Every spelling, folded, to its canonical word."""
    return {fold(word): choice.value for choice in reversed(choices) for word in (*choice.aliases, choice.en, choice.vi, choice.value)}


def allowed_words(choices: tuple[Choice, ...]) -> str:
    """The allowed words for a message, in both languages: `Nam / Male (M)`."""
    return "; ".join(f"{c.vi} / {c.en} ({c.value})" for c in choices)


Parser = Callable[[str, Column, Manner], Any]


def _date(cell: str, column: Column, manner: Manner) -> Any:
    return parse_date(cell, manner.epoch_1904, manner.month_first)


def _decimal(cell: str, column: Column, manner: Manner) -> float:
    return parse_decimal(cell, manner.plain)


def _percent(cell: str, column: Column, manner: Manner) -> float:
    return parse_percent(cell, manner.plain)


def _int(cell: str, column: Column, manner: Manner) -> int:
    if column.name == "step" and cell[0] == "s" and (match := _STEP.fullmatch(fold(cell[1:]))):
        return int(match.group(1))
    return parse_int(cell, manner.plain)


def _money(cell: str, column: Column, manner: Manner) -> int:
    return parse_money(cell, manner.plain)


def _months(cell: str, column: Column, manner: Manner) -> int:
    return parse_months(cell, manner.months, manner.plain)


_PARSERS: dict[str, Parser] = {
    "text": parse_text,
    "enum": parse_enum,
    "bool": parse_bool,
    "list": parse_list,
    "date": _date,
    "decimal": _decimal,
    "percent": _percent,
    "int": _int,
    "money": _money,
    "months": _months,
}
