"""A unit's head in a terminal: receives the pack, corrects, sends back; a review's ledger bears who had signed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.roster.corrections import read_corrections
from planner.service.workspace.rights import open_actor
from tests.cli.desk import call, furnish
from tests.cli.signed_in import acts_for, valid
from tests.report.exchange.returned.fill import FIRST, answer, fill
from tests.service.workspace.access.provider import id_of


@pytest.fixture
def planned(house: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A workspace where people sign in, with a plan whose names are unlocked; the terminal acts for the head of unit B."""
    furnish(house)
    assert call("solve", "s.yaml", "--out", "plan") == 0
    for name, *role in (("lan", "planner"), ("hai", "approver"), ("ba", "unit_head", "--unit", "B")):
        assert call("workspace", "grant", id_of(name), *role) == 0
    for name in ("lan", "hai"):
        acts_for(name, capsys)
        if name == "lan":
            assert call("workspace", "keep", "plan", "--name", "base") == 0
        assert call("workspace", "unlock", "base", "--reason", "r") == 0
    acts_for("ba", capsys)
    return house


def test_a_units_head_corrects_and_returns_in_a_terminal(planned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("workspace", "pack", "base", "--out", "b.xlsx", "--lang", "vi") == 0 and "planner workspace return-pack base" in capsys.readouterr().out
    fill(planned / "b.xlsx", planned / "back.xlsx", {(FIRST, "step"): 5})
    assert call("workspace", "return-pack", "base", "back.xlsx", "--json") == 0
    assert valid(capsys)["object"] == "pack/base@B"
    assert call("workspace", "correct", "base", "P05", "step", "4", "--reason", "QĐ 12", "--json") == 0
    made = valid(capsys)
    assert (made["object"], made["author"], made["after"]) == ("correction/base@B", id_of("ba"), "4")
    assert call("workspace", "correct", "base", "P01", "step", "4", "--reason", "r", "--lang", "vi") == 2
    assert "chỉ xem và đính chính người của đơn vị mình; P01 không thuộc đơn vị này" in capsys.readouterr().err
    assert call("workspace", "correct", "base", "P05", "stepp", "4", "--reason", "r") == 2 and "step" in capsys.readouterr().err
    assert call("workspace", "packs", "base", "--out", "x") == 2 and call("workspace", "ledger", "base", "--out", "x.csv") == 2
    acts_for("lan", capsys)
    assert call("workspace", "packs", "base", "--out", "back", "--json") == 0
    (pack,) = valid(capsys)["written"]
    assert call("workspace", "ledger", "base", "--out", "units.csv") == 0 and "corrections: units.csv" in capsys.readouterr().out
    (entry,) = read_corrections(planned / "units.csv")
    assert (entry.author, entry.by, entry.reason) == (id_of("ba"), "Ba", "QĐ 12")
    assert call("returned", "plan", pack, "--out", "review.xlsx", "--lang", "vi") == 0
    answer(planned / "review.xlsx", planned / "done.xlsx", {})
    assert call("accept", "done.xlsx", "--by", "Lan", "--out", "ledger.csv") == 0
    (decided,) = read_corrections(planned / "ledger.csv")
    assert (decided.author, decided.by) == (id_of("lan"), "Lan")  # who decides is the author, not who asked
    assert call("workspace", "sign-out") == 0 and call("audit", "verify") == 0


def test_without_signing_in_the_author_is_the_account_of_the_machine(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    furnish(place)
    assert call("solve", "s.yaml", "--out", "plan") == 0 and call("packs", "plan", "--out", "packs", "--lang", "vi") == 0
    fill(place / "packs" / "001-A.xlsx", place / "back.xlsx", {(FIRST, "step"): 5})
    assert call("returned", "plan", "back.xlsx", "--out", "review.xlsx", "--lang", "vi") == 0
    answer(place / "review.xlsx", place / "done.xlsx", {})
    assert call("accept", "done.xlsx", "--by", "Somebody else", "--out", "ledger.csv") == 0
    assert [entry.author for entry in read_corrections(place / "ledger.csv")] == [open_actor().id]
    assert not (place / "runs" / "app").exists()  # no workspace is made by the way
