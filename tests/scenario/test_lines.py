"""Where a fault of a scenario stands, and what was probably meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planner.core.errors import InputError, Problem
from planner.instance.instance import prepare
from planner.scenario.load import load_scenario, scenario_from
from planner.scenario.paths import shown_path, steps_of
from tests.builder import roster_of
from tests.scenario.test_load import GOOD

PARENT = GOOD + """
units:
  default: {reduction_at_most: 0.4}
  by_unit:
    AA: {minimum_headcount: 1}
keep:
  people: [P01, P99]
  skills:
    - skill: law
      at_least: 1
    - {skill: thẩm đinh, at_least: 1}
fairness:
- by: sexx
  max_ratio: 1.2
"""


def faults(path: Path, people: list[dict[str, Any]] | None = None) -> dict[str, Problem]:
    """What is wrong, by key path."""
    with pytest.raises(InputError) as error:
        loaded = load_scenario(path)
        prepare(loaded, roster_of(*(people or [{"skills": "thẩm định"}, {"skills": "law"}])))
    return {str(p.column): p for p in error.value.problems}


def line(text: str, words: str) -> int:
    """The line of a text that holds some words, from 1."""
    (found,) = [i for i, each in enumerate(text.splitlines(), 1) if words in each]
    return found


def test_names_that_the_roster_lacks_have_their_line_and_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(PARENT, encoding="utf-8")
    found = faults(tmp_path / "s.yaml")
    assert {key: p.row for key, p in found.items()} == {
        "units.by_unit.AA": line(PARENT, "AA:"),
        "keep.people.2": line(PARENT, "P99"),
        "keep.skills.thẩm đinh.skill": line(PARENT, "thẩm đinh"),
        "fairness.sexx.by": line(PARENT, "sexx"),
    }
    for key, meant in {"keep.skills.thẩm đinh.skill": "thẩm định", "fairness.sexx.by": "sex"}.items():
        assert f"did you mean {meant}?" in found[key].sentence("en") and f"có phải ý bạn là {meant}?" in found[key].sentence("vi")
    assert "s.yaml, line " in found["keep.people.2"].sentence("en") and "s.yaml, dòng " in found["keep.people.2"].sentence("vi")


def test_what_a_parent_says_has_the_parents_line(tmp_path: Path) -> None:
    (tmp_path / "parent.yaml").write_text(PARENT, encoding="utf-8")
    (tmp_path / "child.yaml").write_text("extends: parent.yaml\ntitle: Child\n\nkeep:\n  people: [P98]\n", encoding="utf-8")
    found = faults(tmp_path / "child.yaml")
    assert (found["keep.people.1"].file, found["keep.people.1"].row) == ("child.yaml", 5)
    assert (found["fairness.sexx.by"].file, found["fairness.sexx.by"].row) == ("parent.yaml", line(PARENT, "sexx"))


def test_a_missing_key_has_the_line_of_what_it_is_missing_in(tmp_path: Path) -> None:
    text = GOOD + "keep:\n  skills:\n    - skill: law\n"
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    assert faults(tmp_path / "s.yaml")["keep.skills.law.at_least"].row == line(text, "skill: law")


def test_what_stands_in_no_file_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(GOOD, encoding="utf-8")
    loaded = load_scenario(tmp_path / "s.yaml")
    with pytest.raises(InputError) as error:
        scenario_from({**loaded.data, "title": 5}, path=loaded.path)
    assert [(p.column, p.row) for p in error.value.problems] == [("title", None)]


@pytest.mark.parametrize(("amount", "meant"), [(2, "2_000_000_000"), (25, "25_000_000_000"), (999_999, "999_999_000_000"), (1_000_000, ""), (1, ""), (0, "")])
def test_money_in_another_unit(tmp_path: Path, amount: int, meant: str) -> None:
    text = GOOD + f"budget:\n  total_vnd: {amount}\n"
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    if meant:
        fault = faults(tmp_path / "s.yaml")["budget.total_vnd"]
        assert f"did you mean {meant}?" in fault.sentence("en") and fault.row == line(text, "total_vnd")
    else:
        assert load_scenario(tmp_path / "s.yaml").scenario.budget.total_vnd == amount


@pytest.mark.parametrize(("share", "meant"), [("20", "0.2"), ("100", "1"), ("1.5", "0.015"), ("101", None)])
def test_a_share_in_per_cent(tmp_path: Path, share: str, meant: str | None) -> None:
    (tmp_path / "s.yaml").write_text(GOOD.replace("reduction_at_least: 0.08", f"reduction_at_least: {share}"), encoding="utf-8")
    said = faults(tmp_path / "s.yaml")["periods.2027.reduction_at_least"].sentence("en")
    assert "too large" in said and ((f"did you mean {meant}?" in said) if meant else "did you mean" not in said)


def test_paths_are_read_back_as_they_are_shown() -> None:
    data = {"keep": {"skills": [{"skill": "a.b"}, {"skill": "c"}, {"skill": "c"}]}, "by": {"x.y": [1]}}
    for steps in (("keep", "skills", 0, "skill"), ("keep", "skills", 2, "skill"), ("by", "x.y", 0), ("none", "at", "all")):
        assert steps_of(data, shown_path(data, steps)) == steps
