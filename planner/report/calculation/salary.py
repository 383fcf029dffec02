"""The current monthly salary (tiền lương tháng hiện hưởng) step by step: coefficient, allowances, base salary."""

from __future__ import annotations

from planner.core.texts import Message
from planner.policy.person.facts import PERCENT_COLUMNS
from planner.policy.person.salary import PUBLIC_SERVICE, month_matters, salary_day
from planner.report.calculation.formula import Equation, Given, half_up, number, plus, times, value_of
from planner.report.calculation.ledger import Columns, Ledger
from planner.report.calculation.model import Line

BASE_SALARY, MONTHS_BEFORE, COUNTED = "salary.base_salary", "salary.months_before", "salary.percent_components"
OVER_FRAME = "over_frame_pct"


def salary_lines(ledger: Ledger) -> tuple[Line, ...]:
    """The steps up to `line:salary`, the exact monthly salary L of the decree."""
    if not ledger.case.moment.facts.by_coefficient[0]:
        agreed = ledger.fact("contract_salary_vnd")
        return (Line("salary", Message("sheet.salary_agreed"), Equation(agreed), agreed.value, "vnd"),)
    base_lines, base = _base(ledger)
    share_lines, shares = _allowances(ledger, base)
    coefficient_lines, coefficient = _coefficient(ledger, base, shares)
    month_line, month_salary = _base_salary(ledger)
    equation = Equation(times(coefficient, month_salary))
    left = _left_out(ledger)
    notes = [Message("sheet.note_not_counted", {"columns": Columns("", {"columns": left})})] if left else []
    if equation.value.denominator != 1:
        notes.append(Message("sheet.note_exact_salary", {"value": half_up(equation.value)}))
    cites = ledger.own_cite(COUNTED)
    salary = Line("salary", Message("sheet.salary"), equation, equation.value, "vnd", tuple(notes), cites)
    return (*base_lines, *share_lines, *coefficient_lines, month_line, salary)


def salary_of(lines: tuple[Line, ...]) -> Given:
    """L, as later steps use it."""
    return number(lines[-1].result, lines[-1].ref)


def _base(ledger: Ledger) -> tuple[list[Line], Given]:
    """Rank, leadership and over-frame together; the coefficient alone where there is nothing else."""
    coefficient = ledger.fact("salary_coefficient")
    lines: list[Line] = []
    parts = [coefficient]
    if ledger.has("leadership_allowance"):
        parts.append(ledger.fact("leadership_allowance"))
    if ledger.has(OVER_FRAME):
        parts.append(_line(lines, OVER_FRAME, Message("sheet.over_frame"), Equation(times(coefficient, ledger.fact(OVER_FRAME)))))
    if len(parts) == 1:
        return lines, coefficient
    return lines, _line(lines, "base", Message("sheet.base"), Equation(plus(*parts)))


def _allowances(ledger: Ledger, base: Given) -> tuple[list[Line], list[Given]]:
    """Each percentage that the decree counts and the person has, of the base."""
    lines: list[Line] = []
    found = []
    for column in ledger.own_reading(COUNTED):
        percent = _percent(ledger, column)
        if percent is not None:
            label = Columns("", {"columns": (column,)})
            found.append(_line(lines, column, label, Equation(times(base, percent)), ledger.own_cite(COUNTED)))
    return lines, found


def _percent(ledger: Ledger, column: str) -> Given | None:
    """A percentage of the roster, or the law's where the roster gives none; None where there is none."""
    if column == "public_service_pct" and ledger.case.moment.facts.public_service_by_law[0]:
        found = ledger.by_law(column, PUBLIC_SERVICE, salary_day(ledger.law, ledger.case.moment.leave_on))
        return found if found.value else None
    return ledger.fact(column) if ledger.has(column) else None


def _coefficient(ledger: Ledger, base: Given, shares: list[Given]) -> tuple[list[Line], Given]:
    """The whole coefficient; the base itself where nothing is added."""
    parts = [base, *shares, *([ledger.fact("reserved_coefficient")] if ledger.has("reserved_coefficient") else [])]
    lines: list[Line] = []
    if len(parts) == 1:
        return lines, base
    return lines, _line(lines, "coefficient", Message("sheet.coefficient"), Equation(plus(*parts)))


def _base_salary(ledger: Ledger) -> tuple[Line, Given]:
    """The base salary (lương cơ sở) of the month that counts."""
    law, leave_on = ledger.law, ledger.case.moment.leave_on
    day = salary_day(law, leave_on)
    found = ledger.common(BASE_SALARY, day)
    if month_matters(law, leave_on):
        ledger.common(MONTHS_BEFORE, leave_on)
    label = Message("sheet.base_salary", {"month": f"{day.month:02d}/{day.year}"})
    line = Line("base_salary", label, Equation(found), found.value, "vnd", (), ledger.cite(BASE_SALARY))
    return line, number(found.value, line.ref)


def _left_out(ledger: Ledger) -> tuple[str, ...]:
    """Percentages that the person has and the decree does not count."""
    counted = ledger.own_reading(COUNTED)
    by_law = bool(ledger.case.moment.facts.public_service_by_law[0])
    others = [c for c in PERCENT_COLUMNS if c not in (*counted, OVER_FRAME)]
    return tuple(c for c in others if ledger.has(c) or (c == "public_service_pct" and by_law))


def _line(lines: list[Line], key: str, label: Message, equation: Equation, cites: tuple[Message, ...] = ()) -> Given:
    """Adds a step of coefficients and gives its result."""
    line = Line(key, label, equation, value_of(equation.expr), "coefficient", (), cites)
    lines.append(line)
    return number(line.result, line.ref)
