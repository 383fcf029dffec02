"""Arithmetic that can be printed: every step is an expression over exact numbers, shown in words and as a live formula.

A step is kept as what is computed, not as text, so that screen, PDF, Word and Excel say the same and a reader with a
pocket calculator gets the number that is printed. Numbers are fractions; each prints as a finite decimal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TypeAlias

from planner.core.texts import text

CellOf = Callable[[str], str]
"""The cell that holds a number, by its reference."""
MINUS, TIMES = "−", "×"


@dataclass(frozen=True, slots=True)
class Given:
    """A number that stands elsewhere. ref: `fact:<column>`, `law:<parameter>` or `line:<key>`; "" where only here."""

    value: Fraction
    ref: str = ""
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """a + b + …"""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Less:
    """left − right."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Product:
    """a × b × …"""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest of the parts."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Most:
    """The largest of the parts."""

    parts: tuple[Expr, ...]


Expr: TypeAlias = "Given | Sum | Less | Product | Smallest | Most"


def number(value: object, ref: str = "", *, percent: bool = False) -> Given:
    """A number with its place."""
    return Given(Fraction(str(value)) if not isinstance(value, Fraction) else value, ref, percent)


def plus(*parts: Expr) -> Expr:
    """The sum; a single part is itself."""
    return parts[0] if len(parts) == 1 else Sum(parts)


def times(*parts: Expr) -> Expr:
    """The product; a single part is itself."""
    return parts[0] if len(parts) == 1 else Product(parts)


def value_of(expr: Expr) -> Fraction:
    """The exact value."""
    match expr:
        case Given(value=value):
            return value
        case Sum(parts=parts):
            return sum((value_of(p) for p in parts), start=Fraction(0))
        case Less(left=left, right=right):
            return value_of(left) - value_of(right)
        case Product(parts=parts):
            product = Fraction(1)
            for part in parts:
                product *= value_of(part)
            return product
        case Smallest(parts=parts):
            return min(value_of(p) for p in parts)
        case Most(parts=parts):
            return max(value_of(p) for p in parts)


def printed(expr: Expr, lang: str) -> str:
    """The expression with its numbers: `(5 + 0,5 × 2) × 15.356.250`."""
    match expr:
        case Given(value=value, percent=percent):
            return exact(100 * value, lang) + "%" if percent else exact(value, lang)
        case Sum(parts=parts):
            return " + ".join(_inside(p, lang, Less) for p in parts)
        case Less(left=left, right=right):
            return f"{_inside(left, lang)} {MINUS} {_inside(right, lang, Sum, Less)}"
        case Product(parts=parts):
            return f" {TIMES} ".join(_inside(p, lang, Sum, Less) for p in parts)
        case Smallest(parts=parts) | Most(parts=parts):
            name = "min" if isinstance(expr, Smallest) else "max"
            return f"{name}({'; '.join(printed(p, lang) for p in parts)})"


def _inside(expr: Expr, lang: str, *bracketed: type) -> str:
    """A part of an expression, in brackets where it is of one of the kinds."""
    shown = printed(expr, lang)
    return f"({shown})" if isinstance(expr, bracketed) else shown


def excel(expr: Expr, cell_of: CellOf) -> str:
    """The expression as an Excel formula without `=`; numbers with a place are cells."""
    match expr:
        case Given(value=value, ref=ref):
            return cell_of(ref) if ref else exact(value, "en").replace(",", "").replace(MINUS, "-")
        case Sum(parts=parts):
            return "(" + "+".join(excel(p, cell_of) for p in parts) + ")"
        case Less(left=left, right=right):
            return f"({excel(left, cell_of)}-{excel(right, cell_of)})"
        case Product(parts=parts):
            return "*".join(excel(p, cell_of) for p in parts)
        case Smallest(parts=parts) | Most(parts=parts):
            return f"{'MIN' if isinstance(expr, Smallest) else 'MAX'}({','.join(excel(p, cell_of) for p in parts)})"


def exact(value: Fraction, lang: str) -> str:
    """All digits of a finite decimal, grouped as the language writes it. ValueError where it has no end."""
    scaled, places = abs(Fraction(value)), 0
    while scaled.denominator != 1:
        scaled, places = scaled * 10, places + 1
        if places > 60:
            raise ValueError(f"{value} has no finite decimal form")
    digits = str(scaled.numerator).zfill(places + 1)
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    group, point = (".", ",") if lang == "vi" else (",", ".")
    sign = MINUS if value < 0 else ""
    return sign + f"{int(whole):,}".replace(",", group) + (point + part if part else "")


def half_up(value: Fraction) -> int:
    """Whole đồng, a half goes up."""
    return floor(value + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Equation:
    """`expression = value`; where `rounded`, then to whole đồng, and the value is the rounded one."""

    expr: Expr
    rounded: bool = False

    @property
    def value(self) -> Fraction:
        """The result that later steps use."""
        return Fraction(half_up(value_of(self.expr))) if self.rounded else value_of(self.expr)

    def printed(self, lang: str) -> tuple[str, ...]:
        """The equation; nothing for a number that is only taken over."""
        full = value_of(self.expr)
        if isinstance(self.expr, Given) and full == self.value:
            return ()
        shown = f"{printed(self.expr, lang)} = {exact(full, lang)}"
        if full != self.value:
            shown += " " + text("sheet.rounded", lang, value=exact(self.value, lang))
        return (shown,)

    def excel(self, cell_of: CellOf) -> str:
        """The live formula. Noise of binary numbers goes off before the đồng are rounded, where that is exact."""
        formula = excel(self.expr, cell_of)
        if not self.rounded:
            return formula
        near = Fraction(floor(value_of(self.expr) * 10**5 + Fraction(1, 2)), 10**5)
        return f"ROUND(ROUND({formula},5),0)" if half_up(near) == self.value else f"ROUND({formula},0)"


@dataclass(frozen=True, slots=True)
class MonthLater:
    """A month so many months after another: month of birth and retirement age. Months count from January 1970 (0)."""

    born: int
    ref: str
    months: Given

    @property
    def value(self) -> Fraction:
        """The month's index."""
        return Fraction(self.born) + self.months.value

    def printed(self, lang: str) -> tuple[str, ...]:
        """`01/1966 + 61 năm 9 tháng = 10/2027`."""
        age = years_months(int(self.months.value), lang)
        return (f"{month(self.born)} + {age} = {month(int(self.value))}",)

    def excel(self, cell_of: CellOf) -> str:
        """The first day of the month."""
        born = cell_of(self.ref)
        return f"EDATE(DATE(YEAR({born}),MONTH({born}),1),{cell_of(self.months.ref)})"


@dataclass(frozen=True, slots=True)
class MonthsBetween:
    """Months from one month to another, and `more`: for time to the retirement age, and whole months since a day."""

    first: int
    first_ref: str
    last: int
    last_ref: str
    after: int = 0
    more: int = 0

    @property
    def value(self) -> Fraction:
        """The number of months."""
        return Fraction(self.last + self.after - self.first + self.more)

    def printed(self, lang: str) -> tuple[str, ...]:
        """`(2027 − 2025) × 12 + (11 − 5) = 30`; `after` moves the last month, `more` is added at the end."""
        (y1, m1), (y2, m2) = (divmod(i + 12 * 1970, 12) for i in (self.first, self.last + self.after))
        more = "" if not self.more else f" {'+' if self.more > 0 else MINUS} {abs(self.more)}"
        sum_ = f"({y2} {MINUS} {y1}) {TIMES} 12 + ({m2 + 1} {MINUS} {m1 + 1}){more}"
        return (f"{sum_} = {exact(self.value, lang)}",)

    def excel(self, cell_of: CellOf) -> str:
        """From the cells of the two days."""
        a, b = cell_of(self.first_ref), cell_of(self.last_ref)
        return f"(YEAR({b})-YEAR({a}))*12+MONTH({b})-MONTH({a})+{self.after + self.more}"


@dataclass(frozen=True, slots=True)
class HalfYears:
    """Months as years in halves: an odd part of 1 to `odd` months is half a year, a longer one a whole year."""

    months: Given
    odd: Given

    @property
    def value(self) -> Fraction:
        """Years, in halves."""
        years, rest = divmod(int(self.months.value), 12)
        return years + self.part(rest)

    def part(self, rest: int) -> Fraction:
        """What an odd part counts."""
        return Fraction(0) if rest == 0 else Fraction(1, 2) if rest <= self.odd.value else Fraction(1)

    def printed(self, lang: str) -> tuple[str, ...]:
        """`2 × 12 + 6 = 30`, then `2 + 0,5 = 2,5`."""
        years, rest = divmod(int(self.months.value), 12)
        first = f"{years} {TIMES} 12 + {rest} = {exact(self.months.value, lang)}"
        if not rest:
            return (first,)
        return first, f"{years} + {exact(self.part(rest), lang)} = {exact(self.value, lang)}"

    def excel(self, cell_of: CellOf) -> str:
        """From the cell of the months."""
        cell, odd = cell_of(self.months.ref), cell_of(self.odd.ref)
        return f"INT({cell}/12)+IF(MOD({cell},12)=0,0,IF(MOD({cell},12)<={odd},0.5,1))"


@dataclass(frozen=True, slots=True)
class FullYears:
    """Months as full years; what is left over does not count."""

    months: Given

    @property
    def value(self) -> Fraction:
        """Full years."""
        return Fraction(int(self.months.value) // 12)

    def printed(self, lang: str) -> tuple[str, ...]:
        """`2 × 12 + 6 = 30`."""
        years, rest = divmod(int(self.months.value), 12)
        return (f"{years} {TIMES} 12 + {rest} = {exact(self.months.value, lang)}",)

    def excel(self, cell_of: CellOf) -> str:
        """From the cell of the months."""
        return f"INT({cell_of(self.months.ref)}/12)"


@dataclass(frozen=True, slots=True)
class Check:
    """A condition between two numbers that holds: `30 ≤ 60`. sign: one of < ≤ ≥ >."""

    left: Given
    sign: str
    right: Given

    @property
    def value(self) -> Fraction:
        """The number that was judged."""
        return self.left.value

    def printed(self, lang: str) -> tuple[str, ...]:
        """`30 ≤ 60`."""
        return (f"{exact(self.left.value, lang)} {self.sign} {exact(self.right.value, lang)}",)

    def excel(self, cell_of: CellOf) -> str:
        """True where it holds."""
        sign = {"≤": "<=", "≥": ">="}.get(self.sign, self.sign)
        left = cell_of(self.left.ref) if self.left.ref else exact(self.left.value, "en")
        right = cell_of(self.right.ref) if self.right.ref else exact(self.right.value, "en")
        return f"{left}{sign}{right}"


Formula: TypeAlias = "Equation | MonthLater | MonthsBetween | HalfYears | FullYears | Check"


def month(index: int) -> str:
    """A month index as `10/2027`, in either language."""
    year, number_ = divmod(index + 12 * 1970, 12)
    return f"{number_ + 1:02d}/{year}"


def years_months(months: int, lang: str) -> str:
    """Months as `61 năm 9 tháng`, or `60 năm`."""
    years, rest = divmod(months, 12)
    return text("sheet.years_months" if rest else "sheet.years", lang, years=years, months=rest)


def first_day(index: int) -> dt.date:
    """The first day of a month index."""
    year, number_ = divmod(index + 12 * 1970, 12)
    return dt.date(year, number_ + 1, 1)
