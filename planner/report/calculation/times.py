"""Time as the decrees count it: retirement month, months early, insurance, half-years. Each step is made when asked for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from planner.core.dates import month_index, whole_months
from planner.core.texts import Message
from planner.policy.decrees.rule import ADDED, DEDUCTION, HALVES, OUTSIDE
from planner.report.calculation.formula import (
    Equation,
    Expr,
    Formula,
    FullYears,
    Given,
    HalfYears,
    Less,
    MonthLater,
    MonthsBetween,
    Most,
    Smallest,
    month,
    number,
    plus,
)
from planner.report.calculation.ledger import Ledger
from planner.report.calculation.model import Line, Measure

ODD = "counting.half_year_months"
NOTHING = number(0)


class Times:
    """The counts of one person under one decree; `lines` holds the steps in the order in which they were first used."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.moment = ledger, ledger.case.moment
        self.lines: dict[str, Line] = {}

    def retirement_month(self) -> Given:
        """The month in which the retirement age is reached, by the row of the table that holds the month of birth."""
        return self._once("retirement_month", self._retirement_month)

    def months_early(self) -> Given:
        """Months from the first of the leaving month to the first of the month after the retirement month."""
        return self._once("months_early", self._months_early)

    def early_months(self) -> Given:
        """Months early as they are paid: with what the decree's counting adds."""
        early = self.months_early()
        if not self.ledger.case.has(ADDED) or early.value <= 0:
            return early
        added = self.ledger.own(ADDED)
        if not added.value:
            return early
        return self._once("early_months", lambda: self._line("early_months", Equation(plus(early, added)), "months"))

    def early_years(self) -> Given:
        """Years early in halves, or full years where the decree counts those alone."""
        return self._once("early_years", self._early_years)

    def si_months(self) -> Given:
        """All insurance months on the leaving date."""
        return self._once("si_months", self._si_months)

    def pay_months(self) -> Given:
        """Insurance months that count for pay: what was paid out before is deducted."""
        if not self._deducted():
            return self.si_months()
        return self._once("pay_months", self._pay_months)

    def _deducted(self) -> list[str]:
        """The stretches of insurance that the roster holds and the decree does not count for pay."""
        case, out = self.ledger.case, ["si_paid_out_months"]
        if case.has(OUTSIDE) and self.ledger.has("si_outside_state_months") and not self.ledger.own_reading(OUTSIDE):
            out.append("si_outside_state_months")
        return [column for column in out if self.ledger.has(column)]

    def si_years(self) -> Given:
        """Insurance years for pay, in halves."""
        return self._once("si_years", self._si_years)

    def at_most(self, key: str, months: Given, cap: Given) -> Given:
        """A number of months, not above a cap; the number itself where the cap does not bind."""
        if months.value <= cap.value:
            return months
        return self._once(key, lambda: self._line(key, Equation(Smallest((months, cap))), "months", {"most": int(cap.value)}))

    def years_beyond(self, base_years: Given) -> Given:
        """Insurance years beyond the base years, at least 0."""
        years = self.si_years()
        equation = Equation(Most((Less(years, base_years), NOTHING)))
        params = {"base": int(base_years.value)}
        return self._once("further_years", lambda: self._line("further_years", equation, "years", params))

    def _retirement_month(self) -> Line:
        moment, on = self.moment, self.moment.leave_on
        table = "retirement.appendix_2" if moment.by_appendix_2[0] else "retirement.appendix_1"
        born = int(moment.facts.birth_month[0])
        self.ledger.note("birth_date")
        self.ledger.note("sex")
        if moment.facts.hazard_months[0] >= self.ledger.law.on("retirement.hazard_months_least", on):
            self.ledger.note("hazard_months")
            self.ledger.common("retirement.hazard_months_least", on)
        rows = self.ledger.law.on(table, on)["F" if moment.facts.female[0] else "M"]
        since, until, age = next(row for row in rows if (row[1] is None or born <= row[1]))
        self.ledger.read(table, on, Fraction(age))
        formula = MonthLater(born, "fact:birth_date", number(age, f"law:{table}"))
        note = Message(
            f"sheet.note_row_{'women' if moment.facts.female[0] else 'men'}{_open(since, until)}",
            {"since": "" if since is None else month(since), "until": "" if until is None else month(until)},
        )
        appendix = "2" if moment.by_appendix_2[0] else "1"
        label = Message(f"sheet.retirement_month_{appendix}")
        return Line("retirement_month", label, formula, formula.value, "month", (note,), self.ledger.cite(table))

    def _months_early(self) -> Line:
        retires = self.retirement_month()
        leaves = int(month_index(self.moment.leave_on))
        self.ledger.asked("leave_on", self.moment.leave_on)
        return self._line("months_early", MonthsBetween(leaves, "fact:leave_on", int(retires.value), retires.ref, 1), "months")

    def _early_years(self) -> Line:
        months = self.early_months()
        halves = not self.ledger.case.has(HALVES) or self.ledger.own_reading(HALVES)
        formula: Formula = HalfYears(months, self.ledger.own(ODD)) if halves else FullYears(months)
        return self._line("early_years", formula, "years", cites=self.ledger.own_cite(ODD if halves else HALVES), notes=_odd_note(formula))

    def _si_months(self) -> Line:
        held = self.ledger.fact("si_months")
        snapshot = self.ledger.facts.get("snapshot_on")
        leave_on = self.moment.leave_on
        if snapshot is None or snapshot.value == leave_on:
            return self._line("si_months", Equation(held), "months")
        self.ledger.asked("leave_on", leave_on)
        first, last = int(month_index(snapshot.value)), int(month_index(leave_on))
        whole = int(whole_months(snapshot.value, leave_on))
        since = self._once(
            "months_since",
            lambda: self._line(
                "months_since", MonthsBetween(first, "fact:snapshot_on", last, "fact:leave_on", 0, whole - last + first), "months"
            ),
        )
        return self._line("si_months", Equation(Most((plus(held, since), NOTHING)) if whole < 0 else plus(held, since)), "months")

    def _pay_months(self) -> Line:
        facts = [self.ledger.fact(column) for column in self._deducted()]
        short = sum(fact.value for fact in facts) > self.si_months().value
        left: Expr = self.si_months()
        for fact in facts:
            left = Less(left, fact)
        return self._line("pay_months", Equation(Most((left, NOTHING)) if short else left), "months")

    def _si_years(self) -> Line:
        odd, cites = self.ledger.own(ODD), self.ledger.own_cite(ODD)
        if not self._deducted():
            formula = HalfYears(self.si_months(), odd)
            return self._line("si_years", formula, "years", cites=cites, notes=_odd_note(formula))
        if self.ledger.reading(DEDUCTION, self.moment.leave_on):
            formula = HalfYears(self.pay_months(), odd)
            return self._line("si_years", formula, "years", cites=cites, notes=_odd_note(formula))
        return self._years_apart(odd, cites)

    def _years_apart(self, odd: Given, cites: tuple[Message, ...]) -> Line:
        """The other reading: both stretches of time are rounded, then one is deducted from the other."""
        total = self.si_months()
        every = self._once("si_years_all", lambda: self._line("si_years_all", HalfYears(total, odd), "years"))
        left: Expr = every
        for column in self._deducted():
            left = Less(left, self._stretch(column, total, odd))
        return self._line("si_years", Equation(Most((left, NOTHING))), "years", cites=cites)

    def _stretch(self, column: str, total: Given, odd: Given) -> Given:
        """The half-years of one stretch that does not count."""
        fact, what = self.ledger.fact(column), "paid" if column == "si_paid_out_months" else "outside"
        key = "paid_out_months" if what == "paid" else "outside_months"
        months = self._once(key, lambda: self._line(key, Equation(Smallest((fact, total))), "months"))
        return self._once(f"si_years_{what}", lambda: self._line(f"si_years_{what}", HalfYears(months, odd), "years"))

    def _line(
        self, key: str, formula: Formula, measure: Measure, params: dict[str, int] | None = None,
        cites: tuple[Message, ...] = (), notes: tuple[Message, ...] = (),
    ) -> Line:  # fmt: skip
        return Line(key, Message(f"sheet.{key}", params or {}), formula, formula.value, measure, notes, cites)

    def _once(self, key: str, make: Callable[[], Line]) -> Given:
        """The step `key`, made at its first use."""
        if key not in self.lines:
            line = make()
            self.lines[key] = line
        line = self.lines[key]
        return number(line.result, line.ref)


def _odd_note(formula: Formula) -> tuple[Message, ...]:
    """What the odd months count, where there are any."""
    if not isinstance(formula, HalfYears | FullYears) or not (rest := int(formula.months.value) % 12):
        return ()
    if isinstance(formula, FullYears):
        return (Message("sheet.note_odd_none", {"odd": rest}),)
    half = formula.part(rest) == Fraction(1, 2)
    return (Message("sheet.note_odd_half" if half else "sheet.note_odd_year", {"odd": rest, "limit": int(formula.odd.value)}),)


def _open(since: int | None, until: int | None) -> str:
    return "_first" if since is None else "_last" if until is None else ""
