"""Conditions and sums of money of each route, restated step by step from the numbers of the decree.

This is a second statement of the rules in `planner.policy`, in fractions and for one person: `build` compares every sum
with what the rules found and refuses a sheet that differs. No number of the law stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from planner.core.dates import add_months, as_days
from planner.core.texts import Message
from planner.policy.decrees import nd178, streamlining
from planner.policy.decrees.rule import BY_DECISION, PENSION, WINDOW, Assessment, DecreeCase
from planner.policy.person.facts import CIVIL_SERVANT
from planner.report.calculation.formula import Check, Equation, Expr, Given, Product, Smallest, number, plus, times
from planner.report.calculation.ledger import Ledger
from planner.report.calculation.model import Line
from planner.report.calculation.times import Times

ONE_MONTH = number(1)


class Steps:
    """Collects the conditions and items of one route; L is the monthly salary as its step gives it."""

    def __init__(self, ledger: Ledger, times_: Times, salary: Given) -> None:
        self.ledger, self.times, self.salary = ledger, times_, salary
        self.conditions: list[Line] = []
        self.items: list[Line] = []

    def own(self, name: str) -> Given:
        """A number of the decree."""
        return self.ledger.own(name)

    def check(self, key: str, left: Given, sign: str, right: Given, *cited: str) -> None:
        """A condition that holds, with its place in the law."""
        formula = Check(left, sign, right)
        cites = self.ledger.cite(*(name for name in cited if name in self.ledger.numbers))
        self.conditions.append(Line(key, Message(f"sheet.check_{key}"), formula, formula.value, "check", (), cites))

    def say(self, key: str, note: Message, cites: tuple[Message, ...] = ()) -> None:
        """A condition that is only stated."""
        self.conditions.append(Line(key, Message(f"sheet.check_{key}"), None, Fraction(1), "check", (note,), cites))

    def pay(self, item: str, label: str, factor: Expr, *cited: str, salary: Given | None = None) -> None:
        """A sum of money: a factor times L (or another salary), rounded to whole đồng."""
        formula = Equation(flattened(factor, salary or self.salary), rounded=True)
        self.items.append(Line(item, Message(f"sheet.item_{label}"), formula, formula.value, "vnd", (), self.ledger.own_cite(*cited)))

    def nothing(self, item: str, label: str, note: Message) -> None:
        """A sum that the route has and the person does not get."""
        self.items.append(Line(item, Message(f"sheet.item_{label}"), None, Fraction(0), "vnd", (note,)))

    def contract_scope(self) -> None:
        """Why a contract is covered."""
        if not self.ledger.case.moment.is_contract[0]:
            return
        if self.ledger.case.contract_scope == "scope.contracts_signed_before":
            limit = self.ledger.own_reading("scope.contracts_signed_before")
            note = Message("sheet.note_signed", {"signed": self.ledger.note("contract_signed_on"), "limit": limit})
            self.say("contract", note, self.ledger.own_cite("scope.contracts_signed_before"))
        else:
            self.ledger.own_reading("scope.open_ended_contracts")
            self.say("contract", Message("sheet.note_open_ended"), self.ledger.own_cite("scope.open_ended_contracts"))

    def pension(self, enough: bool) -> None:
        """Insurance months against those that a pension asks for."""
        least = self.ledger.common(PENSION, self.ledger.case.moment.leave_on)
        months = self.times.si_months()
        self.check("pension" if enough else "no_pension", months, "≥" if enough else "<", least, PENSION)

    def too_far_limit(self) -> str:
        """The decree's number that bounds the months to the retirement age; the doubt about the far bracket is read beyond the near."""
        case, far, near = self.ledger.case, "early_retirement.hazard_far_open", "early_retirement.months_near"
        if not case.has(far) or not case.moment.by_appendix_2[0]:
            return "early_retirement.months_most"
        beyond = case.moment.months_early[0] > case.value(near)
        return "early_retirement.months_most" if beyond and self.ledger.own_reading(far) else near

    def not_early(self) -> None:
        """Why early retirement is closed: too far from the age, or too little insurance."""
        limit = self.too_far_limit()
        most = self.own(limit)
        if self.times.months_early().value > most.value:
            self.check("too_far", self.times.months_early(), ">", most, f"{self.ledger.case.decree}.{limit}")
        else:
            self.pension(enough=False)

    def within_window(self) -> bool:
        """Whether the leaver counts as within the first months of the reorganisation, said as a condition."""
        months = self.own(WINDOW)
        terms = self.ledger.case.moment.terms
        by_decision = self.ledger.own_reading(BY_DECISION)
        cites = self.ledger.own_cite(WINDOW, BY_DECISION)
        if terms.reorganised_on is None:
            self.say("window", Message("sheet.note_window_unknown", {"months": int(months.value)}), cites)
            return True
        self.ledger.asked("reorganised_on", terms.reorganised_on)
        end = add_months(terms.reorganised_on, int(months.value))
        decided = by_decision and terms.decided_on is not None
        self.ledger.asked(*(("decided_on", terms.decided_on) if decided else ("leave_on", terms.leave_on)))
        inside = bool(as_days(terms.decided_on if decided else terms.leave_on) < end)
        key = f"sheet.note_{'decided' if decided else 'window'}_{'inside' if inside else 'after'}"
        self.say("window", Message(key, {"months": int(months.value), "since": terms.reorganised_on, "until": end.item()}), cites)
        return inside


def flattened(factor: Expr, salary: Given) -> Expr:
    """`5 × 2,5 × L` as one product."""
    return Product((*factor.parts, salary)) if isinstance(factor, Product) else times(factor, salary)


def by_right(steps: Steps) -> bool:
    """Past the age of Appendix II: the person may retire at once, and nothing is paid."""
    moment = steps.ledger.case.moment
    if not moment.past_appendix_2[0]:
        return False
    steps.ledger.note("hazard_months")
    steps.ledger.common("retirement.hazard_months_least", moment.leave_on)
    steps.check("before_age", steps.times.months_early(), "≥", ONE_MONTH)
    steps.pension(enough=True)
    for item, label in (("years_early_vnd", "years_early"), ("si_years_vnd", "si_early")):
        steps.nothing(item, label, Message("sheet.note_by_right"))
    return True


def early_streamlining(steps: Steps) -> None:
    """NĐ 29 and NĐ 154: pay by early year, and by insurance, from `months_least` on."""
    if by_right(steps):
        return
    here, counts, decree = "early_retirement", steps.times, steps.ledger.case.decree
    months = counts.months_early()
    steps.check("months_most", months, "≤", steps.own(f"{here}.months_most"), f"{decree}.{here}.months_most")
    steps.pension(enough=True)
    least = steps.own(f"{here}.months_least")
    short = months.value < least.value
    steps.check("months_short" if short else "months_least", months, "<" if short else "≥", least, f"{decree}.{here}.months_least")
    if short:
        note = Message("sheet.note_short", {"least": int(least.value)})
        steps.nothing("years_early_vnd", "years_early", note)
        steps.nothing("si_years_vnd", "si_early", note)
        return
    factor, salary = times(steps.own(f"{here}.per_early_year"), counts.early_years()), _early_salary(steps)
    steps.pay("years_early_vnd", "years_early", factor, f"{here}.per_early_year", salary=salary)
    _pay_by_insurance(steps, salary)


def early_178(steps: Steps) -> None:
    """NĐ 178: by early month, by early year, by insurance."""
    if by_right(steps):
        return
    here, counts, decree = "early_retirement", steps.times, steps.ledger.case.decree
    months, limit = counts.months_early(), steps.too_far_limit()
    steps.check("months_most", months, "≤", steps.own(limit), f"{decree}.{limit}")
    steps.pension(enough=True)
    near_limit = steps.own(f"{here}.months_near")
    near = months.value <= near_limit.value
    if limit != f"{here}.months_near":
        steps.check("near" if near else "far", months, "≤" if near else ">", near_limit, f"{decree}.{here}.months_near")
    bracket = "near" if near else "far"
    least = steps.own(f"{here}.months_least")
    within = steps.within_window()
    if not within and months.value < least.value and steps.ledger.own_reading(f"{here}.short_as_first"):
        steps.say("window", Message("sheet.note_short_as_first", {"least": int(least.value)}), steps.ledger.own_cite(f"{here}.short_as_first"))
        within = True
    per_month = steps.own(f"{here}.per_month_{bracket}")
    parts = [per_month] if within else [steps.own(f"{here}.later_share"), per_month]
    paid = counts.at_most("months_paid", counts.early_months(), steps.own(f"{here}.months_paid_most"))
    steps.pay("months_early_vnd", "months_early", times(*parts, paid), f"{here}.per_month_{bracket}")
    if months.value < least.value:
        steps.check("months_short", months, "<", least, f"{decree}.{here}.months_least")
        note = Message("sheet.note_short", {"least": int(least.value)})
        steps.nothing("years_early_vnd", "years_early", note)
        steps.nothing("si_years_vnd", "si_early", note)
        return
    steps.check("months_least", months, "≥", least, f"{decree}.{here}.months_least")
    steps.pay("years_early_vnd", "years_early", times(steps.own(f"{here}.per_early_year_{bracket}"), _years_178(steps, near)),
              f"{here}.per_early_year_{bracket}")  # fmt: skip
    _pay_by_insurance(steps)


def _years_178(steps: Steps, near: bool) -> Expr:
    """Early years in halves; under one reading the cap of the months paid holds for them too."""
    years, capped = steps.times.early_years(), steps.ledger.case.value("early_retirement.years_capped")
    if capped or not near:
        steps.ledger.own_reading("early_retirement.years_capped")
    if not capped:
        return years
    return Smallest((years, number(Fraction(int(steps.own("early_retirement.months_paid_most").value) // 6, 2))))


def _early_salary(steps: Steps) -> Given:
    """What early retirement is paid from: the average salary of 60 months where the decree wants it and the roster has it."""
    ledger = steps.ledger
    if not ledger.case.has(streamlining.AVERAGE) or not ledger.own_reading(streamlining.AVERAGE):
        return steps.salary
    cites, known = ledger.own_cite(streamlining.AVERAGE), ledger.has("average_salary_60m_vnd")
    steps.say("average", Message("sheet.note_average" if known else "sheet.note_no_average"), cites)
    return ledger.fact("average_salary_60m_vnd") if known else steps.salary


def _pay_by_insurance(steps: Steps, salary: Given | None = None) -> None:
    """The base, and a part for each insurance year beyond the base years."""
    here = "early_retirement"
    base, per_year = steps.own(f"{here}.insurance_base"), steps.own(f"{here}.insurance_further_year")
    further = steps.times.years_beyond(steps.own(f"{here}.insurance_base_years"))
    factor = plus(base, times(per_year, further)) if further.value else base
    steps.pay("si_years_vnd", "si_early", factor, f"{here}.insurance_base", f"{here}.insurance_further_year", salary=salary)


def separation_streamlining(steps: Steps) -> None:
    """NĐ 29 and NĐ 154: separation at once."""
    steps.not_early()
    _flat_and_years(steps, "immediate_separation", "job_search", "job_search")


def transfer_out(steps: Steps) -> None:
    """NĐ 29 and NĐ 154: transfer out."""
    closed, months = steps.own("transfer_out.months_closed"), steps.times.months_early()
    if months.value > closed.value and not steps.ledger.case.moment.past_appendix_2[0]:
        steps.check("transfer_far", months, ">", closed, f"{steps.ledger.case.decree}.transfer_out.months_closed")
    else:
        steps.check("before_age", months, "≥", ONE_MONTH)
        steps.pension(enough=False)
    _flat_and_years(steps, "transfer_out", "flat", "transfer")


def training_separation(steps: Steps) -> None:
    """NĐ 29 and NĐ 154: training, then separation."""
    here = "training_separation"
    moment = steps.ledger.case.moment
    steps.ledger.note("birth_date")
    steps.ledger.asked("leave_on", moment.leave_on)
    steps.check("before_age", steps.times.months_early(), "≥", ONE_MONTH)
    below = steps.own(f"{here}.age_below")
    steps.check("age", number(int(moment.age[0])), "<", below, f"{steps.ledger.case.decree}.{here}.age_below")
    ceilings = plus(steps.own(f"{here}.salary_months"), steps.own(f"{here}.course_fee"))
    steps.pay("training_vnd", "training", ceilings, f"{here}.salary_months", f"{here}.course_fee")
    _flat_and_years(steps, here, "job_search", "job_search")


def _flat_and_years(steps: Steps, route: str, flat: str, label: str) -> None:
    """A flat number of L, and a number of L for each insurance year."""
    steps.pay("job_search_vnd", label, steps.own(f"{route}.{flat}"), f"{route}.{flat}")
    _by_years(steps, route)


def _by_years(steps: Steps, route: str) -> None:
    factor = times(steps.own(f"{route}.per_insurance_year"), steps.times.si_years())
    steps.pay("si_years_vnd", "si_years", factor, f"{route}.per_insurance_year")


def separation_178(steps: Steps) -> None:
    """NĐ 178: separation by insurance months and years, and money to look for work."""
    here, counts = "immediate_separation", steps.times
    decree = steps.ledger.case.decree
    steps.check("months_least", counts.months_early(), "≥", steps.own(f"{here}.months_least"), f"{decree}.{here}.months_least")
    steps.not_early()
    per_month = "per_month" if steps.within_window() else "per_month_later"
    months = counts.at_most("severance_months", counts.pay_months(), steps.own(f"{here}.months_paid_most"))
    steps.pay("severance_vnd", "severance", times(steps.own(f"{here}.{per_month}"), months), f"{here}.{per_month}")
    _by_years(steps, here)
    steps.ledger.note("category")
    who = "civil_servant" if steps.ledger.case.moment.facts.category[0] == CIVIL_SERVANT else "others"
    steps.pay("job_search_vnd", "job_search", steps.own(f"{here}.job_search_{who}"), f"{here}.job_search_{who}")


RESTATED: dict[Callable[[DecreeCase], Assessment], Callable[[Steps], None]] = {
    streamlining.early_retirement: early_streamlining,
    streamlining.immediate_separation: separation_streamlining,
    streamlining.training_separation: training_separation,
    streamlining.transfer_out: transfer_out,
    nd178.early_retirement.assess: early_178,
    nd178.immediate_separation.assess: separation_178,
}
"""How each rule that a decree registers for a route is restated."""
