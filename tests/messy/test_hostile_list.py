"""Every input of docs/hostile-inputs.md is refused: here through the planner's own functions, a few through the command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.core.errors import InputError, errors_of
from planner.core.texts import LANGUAGES
from planner.instance.instance import prepare
from planner.roster import read
from planner.roster.load import examine
from planner.scenario.load import load_scenario
from planner.service.run import read_for
from tests.builder import ROOT
from tests.messy.hostile_list import MEGABYTES, Case, cases, cost, fault

DOCUMENT = ROOT / "docs" / "hostile-inputs.md"
BY_COMMAND = ("rows.parquet", "list.parquet", "line.csv", "scenario-00.yaml")
MOST_SAID = 250


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return cases(tmp_path_factory.mktemp("list"))


def test_every_roster_is_refused_in_words(found: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    within = read.within
    monkeypatch.setattr(read, "within", lambda memory, _: within(memory, 4))  # the one that is wrong everywhere shall not take sixteen
    for case in found:
        if case.kind == "roster":
            examined = examine(case.file)
            said = errors_of(examined.problems)
            assert examined.roster is None and said, case
            assert all("\n" not in each.sentence(lang) for each in said[:10] for lang in LANGUAGES), case


def test_every_scenario_is_refused_in_words(found: list[Case]) -> None:
    for case in found:
        if case.kind == "scenario":
            with pytest.raises(InputError) as raised:
                asked = load_scenario(case.file)
                prepare(asked, read_for(asked))
            assert len(raised.value.problems) < MOST_SAID, case
            assert all("\n" not in each.sentence(lang) for each in raised.value.problems for lang in LANGUAGES), case


def test_the_command_says_it_and_stays_small(found: list[Case]) -> None:
    for case in found:
        if case.name in BY_COMMAND:
            made = cost(case)
            assert not fault(case, made), (case, made)
            assert len(made.said.strip().splitlines()) == 1, (case, made.said)
            assert 20 < made.megabytes < MEGABYTES


def test_the_document_lists_what_is_made_here(found: list[Case]) -> None:
    rows = re.findall(r"^\| (?:roster|scenario) \| (.+?) \|", Path(DOCUMENT).read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [case.what if case.kind == "scenario" else f"{case.what} (`{case.name}`)" for case in found]
