"""Why a person stays or leaves is told in both languages, from the plan's own prices."""

from __future__ import annotations

import numpy as np
import pytest

from planner.core.errors import InputError
from planner.optimise.model.build import build
from planner.plan.explain import explain, rendered
from planner.plan.explain.nearest import nearest_otherwise
from planner.plan.tables import counted, requirements_shown
from tests.builder import period, roster_of, run_of, said, target
from tests.small import small_run


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_everybody_can_be_explained(lang: str) -> None:
    run = small_run()
    for person in run.instance.people["employee_id"]:
        told = rendered(explain(run, person), lang)
        assert person in told and "{" not in told and "nan" not in told.lower().split()


def test_the_person_released_is_compared_with_staying() -> None:
    found = explain(small_run(), "P04")
    told = rendered(found, "en")
    assert found.decision == "immediate_separation" and "better than the best decision to the contrary: Stays" in told
    assert "Least reduction by 2028" in told and "adds" in told
    assert "With a merit higher by" in told and "Easing" in told


def test_points_worse_are_the_difference_of_worth() -> None:
    run = small_run()
    model, found = build(run.instance), explain(run, "P12")
    worth = model.gain - model.rows.matrix.T @ run.plan.prices
    first, last = run.instance.options.start[11], run.instance.options.start[12]
    allowed = [c for c in found.choices if c.allowed]
    assert len(allowed) == last - first
    chosen = next(c for c in found.choices if c.chosen)
    assert chosen.short_by == 0 and np.isclose(chosen.worth, worth[run.plan.chosen[11]])
    assert sorted(c.worth for c in allowed) == pytest.approx(sorted(worth[first:last]))


def test_the_nearest_case_shares_the_unit_and_names_what_differs() -> None:
    run = small_run()
    twin = nearest_otherwise(run.instance, run.plan.chosen, 3)
    assert twin is not None and twin.decision == "retain" and "unit" in twin.same
    assert "merit" in [column for column, _, _ in twin.differences]
    assert nearest_otherwise(run.instance, run.plan.chosen, 1) is None  # a natural leaver has no twin


def test_what_bars_an_exit_is_told_with_what_would_happen_without_it() -> None:
    run = small_run()
    assert "Without this – key role" in rendered(explain(run, "P05"), "en")
    assert "already been taken" in rendered(explain(run, "P09"), "en")
    assert "This is the only decision open" in rendered(explain(run, "P07"), "en")
    assert "The person volunteered" in rendered(explain(run, "P03"), "en")


def test_natural_exits_are_told_shortly() -> None:
    found = explain(small_run(), "P02")
    assert "The retirement age is reached in 2027-05" in rendered(found, "en") and "05/2027" in rendered(found, "vi")
    assert "(2027, 2027-06-01)" in rendered(found, "en").splitlines()[0] and "01/06/2027" in rendered(found, "vi")
    assert "2027-07-01" not in rendered(found, "en")  # the period's date is nobody's here
    assert found.changes == () and found.nearest is None
    assert "The contract ends on 2027-03-31" in rendered(explain(small_run(), "P08"), "en")


def test_an_unknown_id_names_near_ones() -> None:
    run = small_run()
    with pytest.raises(InputError) as error:
        explain(run, "P1")
    assert "did you mean" in said(error.value) and "P12" in said(error.value)
    with pytest.raises(InputError) as error:
        explain(run, "zzzzzz")
    assert "check the id" in said(error.value) and "kiểm tra" in said(error.value, "vi")
    assert explain(run, " p05 ").employee_id == "P05"
    with pytest.raises(InputError) as error:
        explain(run, "nguyễn văn 05")
    assert "P05" in said(error.value)


def test_a_run_without_a_plan_cannot_be_explained() -> None:
    run = run_of(roster_of({"key_role": True}, {"key_role": True}), periods=target(0.5), keep={"key_roles": True})
    with pytest.raises(InputError) as error:
        explain(run, "P01")
    assert "has no plan" in said(error.value)


def test_a_limit_in_one_period_is_told_where_it_decides() -> None:
    """Two dates, one exit each: leaving early costs merit of nobody, so the limit of each date has a price."""
    people = [{"rating_1": r, "rating_2": r, "rating_3": r} for r in ("not_completed", "completed", "good", "excellent")]
    run = run_of(
        roster_of(*people), periods=[period("a", "2027-07-01"), period("b", "2028-07-01", reduction_at_least=0.5)],
        units={"default": {"exits_at_most_per_period": 1}}, objective={"retained_merit": 1.0, "cost_per_million_vnd": 0.01},
    )  # fmt: skip
    shown = requirements_shown(run, "en").set_index("label")
    assert shown.loc["Most exits of Vụ A (A) in b", ["scope", "activity", "upper", "binds"]].tolist() == ["A (b)", 1, 1, True]
    behind = counted(run).query("requirement == 'units.default.exits_at_most_per_period' and scope == 'A (b)'")
    assert len(behind) == 1
    assert [p["leavers"] for p in run.summary["periods"]] == [1, 1]
    told = {lang: " ".join(rendered(explain(run, f"P0{i}"), lang) for i in (1, 2)) for lang in ("en", "vi")}
    assert "Most exits of Vụ A (A) in" in told["en"] and "Số người nghỉ nhiều nhất của Vụ A (A) trong" in told["vi"]
