"""`--json`: one document on standard output, of the form that docs/schemas says, for every command; errors too."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.main import get_command

from planner.cli.commands import app
from planner.cli.frame.answers import ANSWERS
from tests.builder import ROOT
from tests.cli.desk import IMPOSSIBLE, call, furnish, write_scenario

SCHEMAS = ROOT / "docs" / "schemas"
DATES = ("--leave-on", "2027-07-01")
CALLS: dict[str, list[str]] = {
    "version": ["--version"],
    "template": ["template", "t.xlsx"],
    "sample": ["sample", "sample.csv", "--people", "20", "--units", "2", "--seed", "1"],
    "mapping": ["mapping", "roster.csv", "--out", "m.mapping.yaml"],
    "check": ["check", "roster.csv"],
    "check broken": ["check", "broken.csv"],
    "benefits": ["benefits", "roster.csv", *DATES, "--out", "b.csv"],
    "outcomes": ["outcomes", "roster.csv", "--on", "2026-12-01", "--out", "o.csv"],
    "cliffs": ["cliffs", "roster.csv", *DATES, "--out", "c.csv"],
    "new": ["new", "new.xlsx", "--roster", "roster.csv"],
    "scenario": ["scenario", "s.yaml", "--out", "s.xlsx"],
    "contested": ["contested", "plan"],
    "prices": ["prices", "plan"],
    "frontier": ["frontier", "plan", "--points", "3", "--out", "frontier"],
    "alternatives": ["alternatives", "plan", "--count", "1", "--out", "alternatives"],
    "fairness": ["fairness", "plan", "--no-causes"],
    "twins": ["twins", "plan"],
    "otherwise": ["otherwise", "plan", "P01"],
    "acceptance": ["acceptance", "plan", "--draws", "100", "--out", "accepted"],
    "measure": ["measure", "s.yaml", "plan/decisions.csv", "--out", "measured"],
    "law": ["law", "--on", "2026-12-01", "--out", "law.csv"],
    "resignation": ["resignation", "roster.csv", *DATES, "--out", "r.csv"],
    "purge": ["purge", "--yes"],
    "replay": ["replay", "roster.csv", *DATES, "--against", "2028-07-01", "--out", "replayed"],
    "solve": ["solve", "s.yaml", "--out", "plan2"],
    "solve impossible": ["solve", "no.yaml", "--out", "none2"],
    "repair": ["repair", "none", "1", "--out", "repaired.yaml"],
    "batch": ["batch", "s.yaml", "no.yaml", "--out", "runs", "--best", "cost_vnd"],
    "compare": ["compare", "plan", "none", "--out", "cmp.csv"],
    "explain": ["explain", "plan", "P04"],
    "verify": ["verify", "plan"],
    "verify forged": ["verify", "forged"],
    "seal": ["seal", "plan", "--out", "x.plan"],
    "verify sealed": ["verify", "x.plan"],
    "export-model": ["export-model", "s.yaml", "m.mps"],
    "sheet": ["sheet", "roster.csv", "P01", "--route", "immediate_separation", *DATES],
    "forms": ["forms", "plan", "--out", "f.xlsx"],
    "packs": ["packs", "plan", "--out", "packs"],
    "returned": ["returned", "plan", "packs/001-A.xlsx", "--out", "review.xlsx"],
    "accept": ["accept", "review.xlsx", "--by", "Lan", "--out", "ledger.csv"],
    "verify ledger": ["verify", "ledger.csv"],
    "brief": ["brief", "plan", "--out", "brief.docx"],
    "queue": ["queue", "plan"],
    "db": ["db", "upgrade"],
    "workspace": ["workspace", "keep", "plan", "--name", "base"],
    "workspace scenario": ["workspace", "keep", "s.yaml"],
    "workspace roster": ["workspace", "keep", "roster.csv"],
    "workspace batch": ["workspace", "keep", "runs"],
    "workspace correction": ["workspace", "keep", "ledger.csv", "--kind", "correction"],
    "workspace lock": ["workspace", "lock", "P01", "--decision", "keep", "--reason", "06"],
    "workspace comment": ["workspace", "comment", "plan/base", "A comment"],
    "workspace list": ["workspace", "list"],
    "workspace show": ["workspace", "show", "plan/base"],
    "workspace unlock": ["workspace", "unlock", "base", "--reason", "meeting"],
    "workspace pack": ["workspace", "pack", "base", "--unit", "A", "--out", "pack.xlsx"],
    "workspace return-pack": ["workspace", "return-pack", "base", "pack.xlsx"],
    "workspace correct": ["workspace", "correct", "base", "P01", "step", "5", "--reason", "r"],
    "workspace packs": ["workspace", "packs", "base", "--out", "sent-back"],
    "workspace ledger": ["workspace", "ledger", "base", "--out", "of-units.csv"],
    "workspace people": ["workspace", "people", "plan/base"],
    "workspace export": ["workspace", "export", "plan/base", "--out", "people.csv"],
    "workspace fetch": ["workspace", "fetch", "base", "--out", "fetched"],
    "workspace seal": ["workspace", "seal", "base", "--out", "w.plan"],
    "workspace submit": ["workspace", "submit", "base"],
    "workspace return": ["workspace", "return", "base", "--reason", "incomplete"],
    "workspace keep next": ["workspace", "keep", "plan", "--name", "next"],
    "workspace submit next": ["workspace", "submit", "next"],
    "workspace unlock next": ["workspace", "unlock", "next", "--reason", "meeting"],
    "follow start": ["follow", "start", "next"],
    "follow": ["follow", "list", "next"],
    "follow set": ["follow", "set", "next", "1", "--state", "done", "--done-on", "2027-07-01", "--paid", "5"],
    "follow add": ["follow", "add", "next", "appeal", "P01", "--day", "2027-01-05", "--due", "2027-02-05"],
    "follow show": ["follow", "show", "next", "--on", "2027-08-01"],
    "follow history": ["follow", "history", "next", "1"],
    "follow export": ["follow", "export", "next", "lines.xlsx"],
    "follow import": ["follow", "import", "next", "lines.xlsx"],
    "follow replan": ["follow", "replan", "next", "--on", "2026-12-31", "--out", "rest"],
    "workspace retention": ["workspace", "retention", "comment", "--months", "0", "--basis", "QĐ 1"],
    "workspace due": ["workspace", "due"],
    "workspace delete": ["workspace", "delete", "scenario/s", "--reason", "twice", "--out", "gone.json"],
    "workspace deleted": ["workspace", "deleted"],
    "workspace certificate": ["workspace", "certificate", "gone.json"],
    "audit": ["audit", "verify"],
    "audit show": ["audit", "show", "--person", "P01"],
    "backup": ["backup", "w.backup"],
    "restore": ["restore", "w.backup"],
}
"""A call of each command; some more where an answer has another form. Each stands on the files of those before it."""


def make_schemas() -> ModuleType:
    """The script that writes docs/schemas."""
    spec = importlib.util.spec_from_file_location("make_schemas", ROOT / "docs" / "make_schemas.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def validated(command: str, written: str) -> Any:
    """The one document of a standard output, where it is of the command's form."""
    document = json.loads(written)
    schema = json.loads((SCHEMAS / f"{command}.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(document)
    return document


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster, one that is broken, scenarios, a plan, a proof that there is none, and a forged plan."""
    folder = furnish(tmp_path_factory.mktemp("desk"))
    write_scenario(folder, "no", **IMPOSSIBLE)
    (folder / "broken.csv").write_text((folder / "roster.csv").read_text(encoding="utf-8").replace("P02", "P01"), encoding="utf-8")
    assert call("solve", folder / "s.yaml", "--out", folder / "plan") == 0
    assert call("solve", folder / "no.yaml", "--out", folder / "none") == 3
    assert call("packs", folder / "plan", "--out", folder / "packs") == 0
    shutil.copytree(folder / "plan", folder / "forged")
    (folder / "forged" / "decisions.csv").write_text("employee_id\n", encoding="utf-8")
    return folder


def test_every_command_has_its_schema_and_a_call_here() -> None:
    commands = {*get_command(app).commands, "version"}  # type: ignore[attr-defined]
    assert set(ANSWERS) == commands == {name.split()[0] for name in CALLS}
    assert {path.stem for path in SCHEMAS.glob("*.json")} == commands


def test_the_schemas_are_those_of_the_code() -> None:
    for name, content in make_schemas().made().items():
        assert (SCHEMAS / name).read_text(encoding="utf-8") == content, "run: python docs/make_schemas.py"
        Draft202012Validator.check_schema(json.loads(content))


CODES = {"check broken": 2, "solve impossible": 3, "verify forged": 1}


@pytest.mark.parametrize("name", CALLS)
def test_the_answer_is_one_document_of_its_schema(desk: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.setenv("PLANNER_RUNS", str(desk / "kept"))
    capsys.readouterr()
    code = call(*CALLS[name], "--json")
    document = validated(name.split()[0], capsys.readouterr().out)
    assert code == CODES.get(name, 0), document
    assert "error" not in document


@pytest.mark.parametrize("name", [name for name in CALLS if " " not in name and name != "version"])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_an_error_is_one_document_too(desk: Path, name: str, before: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(desk)
    arguments = [*CALLS[name], "--no-such-option"]
    assert call(*(["--json", *arguments] if before else [*arguments, "--json"])) == 2
    shown = capsys.readouterr()
    (error,) = validated(name, shown.out)["error"]
    assert set(error) == {"file", "sheet", "row", "column", "key", "message"} and error["key"] == "--no-such-option"
    assert "no such option" in shown.err and "Traceback" not in shown.err


def test_an_error_of_a_scenario_has_its_line_and_key(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_scenario(desk, "wrong", titel="x", budget={"total_vnd": 25})
    assert call("--json", "solve", file, "--out", desk / "x") == 2
    (error,) = [e for e in validated("solve", capsys.readouterr().out)["error"] if e["key"] == "titel"]
    lines = file.read_text(encoding="utf-8").splitlines()
    assert error["file"] == "wrong.yaml" and lines[error["row"] - 1].startswith("titel:") and error["column"] is None


def test_no_plan_is_an_error_with_its_own_code(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("explain", desk / "none", "P01", "--json") == 3
    assert "no plan is possible" in validated("explain", capsys.readouterr().out)["error"][0]["message"]
