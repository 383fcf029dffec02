"""One small ministry with every kind of decision, planned once for the tests of tables, explanations and reports."""

from __future__ import annotations

from functools import cache
from typing import Any

from planner.plan.plan import Run
from tests.builder import EARLY, NEAR_RETIREMENT, period, roster_of, run_of

HOSTILE = '=HYPERLINK("http://evil","x")'
PEOPLE: list[dict[str, Any]] = [
    {"full_name": HOSTILE, "rating_1": "excellent"},  # P01
    {**NEAR_RETIREMENT},  # P02 natural
    {**EARLY, "volunteers": "early_retirement"},  # P03 volunteers
    {"rating_1": "not_completed", "rating_2": "not_completed", "rating_3": "completed"},  # P04 the lowest merit
    {"key_role": True, "rating_1": "not_completed", "rating_2": "not_completed", "rating_3": "not_completed"},  # P05
    {"sex": "F", "youngest_child_born_on": "2026-06-01"},  # P06 protected
    {"lock": "keep"},  # P07
    {"category": "contract", "contract_end_on": "2027-03-31", "unit": "B"},  # P08 contract ends
    {"unit": "B", "lock": "leave"},  # P09
    {"unit": "B", "under_discipline": True},  # P10
    {"unit": "B", "attention_groups": "disability", "rating_1": "excellent"},  # P11
    {"unit": "B", "rating_1": "excellent", "rating_2": "excellent"},  # P12
]
UNITS = [{"unit": "A", "name": "+Vụ A", "assigned_quota": 8, "minimum_headcount": 3}, {"unit": "B", "name": "Vụ B & C"}]
PERIODS = [period("2027", "2027-07-01", reduction_at_least=0.2), period("2028", "2028-07-01", reduction_at_least=0.4)]
KEEP = {"keep": {"key_roles": True}, "objective": {"retained_merit": 1.0, "cost_per_million_vnd": 0.01, "involuntary": 60.0}}


@cache
def small_run() -> Run:
    """Twelve people in two units, 40 % in two periods."""
    return run_of(roster_of(*PEOPLE, units=UNITS), periods=PERIODS, units={"default": {"reduction_at_most": 0.8}}, **KEEP)
