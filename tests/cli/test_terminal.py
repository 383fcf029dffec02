"""No control character of anybody's text reaches a terminal, by whichever command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from planner.cli.frame import terminal
from planner.cli.main import run
from planner.roster.write import write_roster
from planner.scenario.load import merge, to_yaml
from planner.service.manifest import write_manifest
from tests.builder import SCENARIO, roster_of, target
from tests.cli.desk import call

EVIL = "A\x1b]0;pwned\x07\x1b[2J\x9b31m\u202eB"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_signs_stand_in_their_place_and_all_else_stays() -> None:
    assert terminal.harmless(EVIL) == "A␛]0;pwned␇␛[2J\ufffd31m\ufffdB"
    assert terminal.harmless("Đỗ Thị\tÁnh\n\x7f\r") == "Đỗ Thị\tÁnh\n␡␍"


def test_own_styles_pass_and_those_of_a_text_do_not(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with terminal.guarded():
        terminal.draw(terminal.words("\x1b[31mred\nand more", style="bold"))
    shown = capsys.readouterr().out
    assert "\x1b[1m" in shown and "\x1b[31m" not in shown and "␛[31mred and more" in shown


def test_json_says_the_same_to_a_programme(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.guarded():
        terminal.print_json({EVIL: ["Đỗ", EVIL]})
    shown = capsys.readouterr().out
    assert not CONTROL.search(shown) and json.loads(shown) == {EVIL: ["Đỗ", EVIL]} and "Đỗ" in shown


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans, and names, units and titles that try to write on the terminal."""
    folder = tmp_path_factory.mktemp("desk")
    people = roster_of({"full_name": EVIL}, {"position_title": EVIL}, {"unit": EVIL}, {}, units=[{"unit": "A"}, {"unit": EVIL, "name": EVIL}])
    write_roster(people, folder / "roster.csv")
    for name, share in (("a", 0.25), ("b", 0.5)):
        asked = merge(SCENARIO, {"periods": target(share)})
        (folder / f"{name}.yaml").write_text(to_yaml(asked), encoding="utf-8")
        assert call("solve", folder / f"{name}.yaml", "--out", folder / name) == 0
    file = folder / "b" / "plan.json"
    written = json.loads(file.read_text(encoding="utf-8"))
    written |= {"title": EVIL, "conflict_summary": EVIL, "doubts": [{**d, "description": EVIL} for d in written["doubts"]]}
    file.write_text(json.dumps(written), encoding="utf-8")
    write_manifest(folder / "b")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "b"],
        ["compare", "a", "b"],
        ["explain", "b", "P01"],
        ["explain", "b", "P9\x1b[2J"],
        ["sheet", "b", "P01"],
        ["queue", "b"],
        ["check", "roster.csv"],
        ["check", "roster.csv", "--json"],
        ["check", "none\x1b[2J.csv"],
        ["replay", "roster.csv", "--leave-on", "2027-07-01", "--against", "2028-07-01"],
        ["solve", "b.yaml", "--out", "c\x1b[2J"],
        ["batch", "b.yaml", "--out", "runs"],
        ["con\x1b[2Jquer"],
    ],
    ids=lambda a: a[0] + str(len(a)),
)
def test_nothing_of_it_reaches_the_terminal(desk: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(desk)
    run(arguments)
    shown = capfd.readouterr()
    assert shown.out + shown.err and not CONTROL.search(shown.out + shown.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "b", "\udcff"],
        ["sheet", "b", "\udcff"],
        ["packs", "b", "--unit", "\udcff", "--out", "p"],
        ["solve", "b.yaml", "--set", "title=\udcff", "--out", "c"],
        ["solve", "b.yaml", "--set", "\udcff=1", "--out", "c"],
        ["solve", "b.yaml", "--roster", "\udcff.csv", "--out", "c"],
        ["batch", "\udcff.yaml", "--out", "r\udcff"],
        ["verify", "\udcff"],
        ["check", "\udcff.csv"],
        ["check", "\udcff.parquet"],
        ["law", "--on", "\udcff"],
        ["queue", "b", "--out", "\udcff"],
        ["\udcff"],
        ["--lang", "\udcff", "law"],
    ],
    ids=lambda a: a[0][:6].encode(errors="backslashreplace").decode() + str(len(a)),
)
def test_bytes_that_are_no_text_are_refused_in_words(desk: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(desk)
    assert run(arguments) in (1, 2)
    shown = capfd.readouterr()
    assert shown.out + shown.err and "Traceback" not in shown.err and not (desk / "c").exists()
