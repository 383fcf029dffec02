"""Counts under five, and what would tell them, are not in a brief."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.texts import LANGUAGES, text
from planner.report.brief import brief_of
from planner.report.brief.figures import units_table
from planner.report.brief.told import WITHHELD, told_of, units_told
from planner.report.letterhead import Letterhead
from tests.builder import roster_of, run_of, target
from tests.report.brief.test_brief import moving, words_of


def summary(natural: int = 20, chosen: int = 30, involuntary: int = 12, periods: tuple[int, ...] = (20, 30), **more: Any) -> dict[str, Any]:
    """A plan's figures of 200 people."""
    leavers, done = sum(periods), 0
    rows = []
    for at, people in enumerate(periods):
        done += people
        rows.append({"name": f"P{at}", "leavers": people, "cumulative_reduction": done / 200, "cost_vnd": people * 10})
    return {
        "headcount": {"baseline": 200, "leavers": leavers, "remaining": 200 - leavers, "reduction": leavers / 200},
        "routes": {"normal_retirement": {"people": natural}, "early_retirement": {"people": chosen}},
        "involuntary": involuntary, "redeployed": 0, "seconded": 0, "cost_vnd": 500, "saving_vnd_per_year": 90, "payback_months": 7.0,
        "saving_natural_vnd_per_year": 40, "periods": rows, **more,
    }  # fmt: skip


def test_what_is_five_or_more_is_told() -> None:
    told = told_of(summary())
    assert told.kinds == {"natural": 20, "voluntary": 18, "involuntary": 12} and told.saving_natural_vnd == 40
    assert told.periods == {"P0": (20, 0.1, 200), "P1": (30, 0.25, 300)} and told.money["payback_months"] == 7.0


@pytest.mark.parametrize(("natural", "told"), [(0, 0), (4, None), (5, 5)])
def test_a_kind_of_exit_is_told_from_five_people_on(natural: int, told: int | None) -> None:
    kinds = told_of(summary(natural=natural, chosen=50 - natural)).kinds
    assert kinds["natural"] == told
    assert (kinds["involuntary"] is None) == (told is None), "else what is left of all leavers is the small number"
    assert kinds["voluntary"] == 50 - natural - 12


def test_the_saving_by_few_natural_exits_is_not_told() -> None:
    assert told_of(summary(natural=3, chosen=47)).saving_natural_vnd is None


def test_shares_to_date_do_not_tell_a_period_of_few() -> None:
    told = told_of(summary(periods=(3, 10, 37))).periods
    assert told == {"P0": (None, None, None), "P1": (None, None, None), "P2": (37, 0.25, 370)}


def test_where_few_leave_in_all_no_total_is_told() -> None:
    told = told_of(summary(natural=2, chosen=2, involuntary=1, periods=(4,)))
    assert told.headcount == {"baseline": 200, "leavers": None, "remaining": None, "reduction": None}
    assert set(told.money.values()) == {None} and told.saving_natural_vnd is None
    assert told.periods == {"P0": (None, None, None)}


@pytest.mark.parametrize("name", ["redeployed", "seconded"])
def test_few_moves_are_not_told(name: str) -> None:
    assert getattr(told_of(summary(**{name: 4})), name) is None and getattr(told_of(summary(**{name: 5})), name) == 5


def unit(before: int, leavers: int, moved_in: int = 0, moved_out: int = 0) -> dict[str, int]:
    return {"before": before, "leavers": leavers, "redeployed_in": moved_in, "redeployed_out": moved_out,
            "after": before - leavers + moved_in - moved_out, "cost_vnd": leavers * 10}  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 40), st.floats(0, 1)), min_size=1, max_size=12))
def test_no_count_of_a_unit_under_five_can_be_reckoned_from_the_table(made: list[tuple[int, float]]) -> None:
    rows = [unit(before, round(before * share)) for before, share in made]
    told = units_told(rows)
    hidden = [at for at in range(len(rows)) if told["leavers"].isna()[at]]
    for at, row in enumerate(rows):
        known = told.iloc[at]
        assert not (0 < row["leavers"] < 5) or at in hidden
        if at in hidden:
            assert known[["after", "reduction", "cost_vnd"]].isna().all()
        else:
            assert known["leavers"] == row["leavers"] and known["cost_vnd"] == row["cost_vnd"]
    together = sum(rows[at]["leavers"] for at in hidden)
    assert not 0 < together < 5 or together == sum(row["leavers"] for row in rows)


def test_a_few_people_moved_are_not_told_by_who_is_there_after() -> None:
    told = units_told([unit(50, 10, moved_in=2), unit(60, 12, moved_out=2), unit(70, 14)])
    assert told["after"].isna().tolist() == [True, True, False] or told["after"].isna().all()
    assert told["leavers"].tolist() == [10, 12, 14]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_says_what_its_mark_means_and_sentences_tell_no_few(lang: str) -> None:
    made = brief_of([moving()], lang, Letterhead())
    assert made.first[1].table is not None and any(WITHHELD in cell for row in made.first[1].table.rows for cell in row)
    assert text("brief.withheld", lang) in made.first[1].points and text("brief.withheld", lang) in made.second[0].points
    assert words_of(made).count(text("brief.withheld", lang)) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_unit_without_people_has_no_share_that_could_be_withheld(lang: str) -> None:
    units = [{"unit": unit, "name": f"Vụ {unit}", "assigned_quota": 30} for unit in "AB"]
    run = run_of(roster_of(*[{}] * 20, units=units), periods=target(0.25))
    rows = {row[0]: row for row in units_table([run], lang, 26).rows}
    assert rows["Vụ B"] == ("Vụ B", "0", "0", "0", "–", "0") and WITHHELD not in rows["Vụ A"]
