"""Keys of a scenario changed by the path that messages show."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.errors import InputError
from planner.scenario.load import scenario_from
from planner.scenario.named_keys import parsed_setting, path_of, settings_of, with_values
from planner.scenario.paths import get

DATA = {
    "title": "t",
    "roster": "r.xlsx",
    "snapshot_on": dt.date(2026, 12, 1),
    "decided_on": dt.date(2026, 12, 15),
    "periods": [
        {"name": "2027", "leave_on": dt.date(2027, 7, 1), "reduction_at_least": 0.08},
        {"name": "2030", "leave_on": dt.date(2030, 7, 1), "reduction_at_least": 0.20},
    ],
    "keep": {"skills": [{"skill": "luật", "unit": "A", "at_least": 1}, {"skill": "luật", "unit": "B", "at_least": 2}, {"skill": "C. và D.", "at_least": 1}]},
    "units": {"by_unit": {"V.P": {"minimum_headcount": 3}}},
    "fairness": [{"by": "sex", "max_ratio": 1.2}],
}


def said(call, *args) -> list[str]:
    with pytest.raises(InputError) as error:
        call(*args)
    return [p.sentence("en") for p in error.value.problems]


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("title", ("title",)),
        ("periods.2030.reduction_at_least", ("periods", 1, "reduction_at_least")),
        ("periods.2.reduction_at_least", ("periods", 1, "reduction_at_least")),
        ("keep.skills.A.at_least", ("keep", "skills", 0, "at_least")),
        ("keep.skills.C. và D..at_least", None),
        ("keep.skills.3.at_least", ("keep", "skills", 2, "at_least")),
        ("units.by_unit.V.P.minimum_headcount", ("units", "by_unit", "V.P", "minimum_headcount")),
        ("units.by_unit.NEW.minimum_headcount", ("units", "by_unit", "NEW", "minimum_headcount")),
        ("fairness.sex.max_ratio", ("fairness", 0, "max_ratio")),
        ("budget.by_period.2027", ("budget", "by_period", "2027")),
    ],
)
def test_a_key_leads_to_its_place(key: str, path: tuple[str | int, ...] | None) -> None:
    if path is None:
        assert "a part of this key path is empty" in said(path_of, DATA, key)[0]
    else:
        assert path_of(DATA, key) == path


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("periods.2031.reduction_at_least", "no entry 2031; did you mean 2030? Its entries are: 2027, 2030"),
        ("periods.9.reduction_at_least", "no entry 9; its entries are: 2027, 2030"),
        ("keep.skills.luật.at_least", "luật names several entries of the list (numbers 1, 2)"),
        ("title.x", "title is a single value"),
        ("a..b", "empty"),
    ],
)
def test_a_key_that_leads_nowhere_is_named(key: str, words: str) -> None:
    assert words in said(path_of, DATA, key)[0]


def test_values_change_and_are_told() -> None:
    loaded = scenario_from(DATA)
    changed = with_values(loaded, {"periods.2030.reduction_at_least": 0.25, "budget.total_vnd": 40_000_000_000, "fairness.sex.max_ratio": 1.5})
    assert [float(p.reduction_at_least) for p in changed.scenario.periods] == [0.08, 0.25]
    assert sorted(str(change) for change in changed.changes) == [
        'budget: - -> {"total_vnd": 40000000000}', 'fairness: [{"by": "sex", "max_ratio": 1.2}] -> [{"by": "sex", "max_ratio": 1.5}]',
        'periods: [{"leave_on": "2027-07-01", "name": "2027", "reduction_at_least": 0.08}, {"leave_on": "2030-07-01", "name": "2030", "reduction_at_least": 0.2}] -> '
        '[{"leave_on": "2027-07-01", "name": "2027", "reduction_at_least": 0.08}, {"leave_on": "2030-07-01", "name": "2030", "reduction_at_least": 0.25}]',
    ]  # fmt: skip
    assert loaded.data == DATA, "the first scenario stays as it was"
    assert changed.sha256 != loaded.sha256


def test_a_value_taken_out_again_gives_the_first_scenario() -> None:
    loaded = scenario_from(DATA)
    there = with_values(loaded, {"redeploy.allowed": True})
    assert with_values(there, {"redeploy.allowed": None}).sha256 == loaded.sha256


def test_all_faults_are_told_at_once() -> None:
    loaded = scenario_from(DATA)
    assert len(said(with_values, loaded, {"periods.x.leave_on": 1, "title.y": 2})) == 2
    assert "did you mean title" in said(with_values, loaded, {"titel": "x"})[0]


@pytest.mark.parametrize(
    ("written", "value"),
    [("0.25", 0.25), ("60_000_000_000", 60_000_000_000), ("2027-07-01", dt.date(2027, 7, 1)), ("[a, b]", ["a", "b"]), ("true", True), ("VP", "VP"), ("", None)],
)
def test_a_setting_is_read_as_in_a_file(written: str, value: object) -> None:
    assert parsed_setting(f"a.b={written}") == ("a.b", value)


def test_faulty_settings_are_told_at_once() -> None:
    words = said(settings_of, ["x", "a=[", "b=1", "b=2", "=3"])
    assert len(words) == 4
    assert "KEY=VALUE" in words[0] and "cannot be read" in words[1] and "set twice" in words[2]


@given(st.dictionaries(st.from_regex(r"[A-Za-zĐđ][A-Za-z0-9Đđ .]{0,5}[A-Za-z]", fullmatch=True), st.integers(1, 9), min_size=1, max_size=4))
def test_every_key_that_stands_is_found(units: dict[str, int]) -> None:
    data = {"units": {"by_unit": {name: {"minimum_headcount": n} for name, n in units.items()}}}
    for name, n in units.items():
        if all(part.strip() for part in name.split(".")):
            assert get(data, path_of(data, f"units.by_unit.{name}.minimum_headcount")) == n
