"""A decree says its routes once: what is paid can be shown on a list and restated on a sheet, and nothing is shown that nobody pays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from planner.core.texts import LANGUAGES, has, text
from planner.core.vocabulary import CHOSEN_ROUTES, Decision
from planner.policy.benefits import ROUTES, compute
from planner.policy.decrees.decree import Decree, Route
from planner.policy.decrees.regime import DECREES, forms, registered
from planner.policy.decrees.streamlining import STREAMLINING, early_retirement
from planner.policy.terms import Terms
from planner.report.calculation.items import RESTATED
from planner.report.official_lists.layouts import KINDS, LAYOUTS

ALL = tuple(DECREES.values())


def test_every_list_that_a_decree_names_is_laid_out_and_no_other() -> None:
    assert {rule.form for decree in ALL for rule in decree.routes.values()} == set(LAYOUTS) == set(forms())
    for kind in KINDS:
        assert kind.decrees and all(DECREES[decree].routes[kind.route].form == kind.key for decree in kind.decrees)
    shown = {(decree, kind.route) for kind in KINDS for decree in kind.decrees}
    assert shown == {(decree.name, route) for decree in ALL for route in decree.routes}


@pytest.mark.parametrize("form", sorted(LAYOUTS))
def test_every_list_has_its_words(form: str) -> None:
    assert all(text(f"forms.{part}_{form}", lang) for part in ("title", "short", "evidence") for lang in LANGUAGES)


def test_every_rule_of_a_decree_is_restated_on_the_sheet_and_no_other() -> None:
    assert {rule.assess for decree in ALL for rule in decree.routes.values()} == set(RESTATED)


@pytest.mark.parametrize("decree", ALL, ids=[decree.name for decree in ALL])
def test_a_decree_has_its_words_and_nobody_leaves_by_a_route_that_it_lacks(decree: Decree, people: Callable[..., pd.DataFrame]) -> None:
    wanted = (f"law.decree_{decree.name}", f"words.regime_{decree.name}", f"scenario_book.regime.{decree.name}", f"calendar.group_{decree.name}")
    assert not [key for key in wanted if not has(key)]
    frame = people({"category": "civil_servant"}, {"birth_date": dt.date(1990, 1, 15)}, {"birth_date": dt.date(1966, 1, 15)})
    found = compute(frame, Terms(dt.date(2025, 7, 1), regime=decree.name))  # type: ignore[arg-type]
    for route in CHOSEN_ROUTES:
        assert found.eligible[ROUTES.index(route)].any() == (route in decree.routes), route


def with_routes(**changes: Any) -> Decree:
    """NĐ 154 with some routes said otherwise; None leaves one out."""
    routes = {**STREAMLINING, **{Decision(name): rule for name, rule in changes.items()}}
    return replace(DECREES["nd154"], routes={route: rule for route, rule in routes.items() if rule is not None})


@pytest.mark.parametrize(
    ("decree", "said"),
    [
        (with_routes(transfer_out=Route(early_retirement, "")), "nd154: no official list shows transfer_out"),
        (with_routes(transfer_out=Route(early_retirement, "1a")), "list 1a shows early_retirement, not transfer_out"),
        (with_routes(contract_end=Route(early_retirement, "2a")), "contract_end is no route that is chosen"),
        (with_routes(transfer_out=None), "nd154: no refusal says that it lacks a route"),
        (replace(DECREES["nd154"], name="nd999"), "Regime names"),
    ],
)
def test_a_decree_that_is_not_whole_cannot_be_registered(decree: Decree, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        registered(*ALL[:-1], decree)
