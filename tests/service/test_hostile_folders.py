"""Whatever stands in a plan's folder, its list of files made anew: a sentence and an exit code, never a traceback."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.cli.main import run
from planner.service.manifest import write_manifest
from planner.service.saved_runs import save_run
from tests.service.test_verification import RUNS, at, leaves

DEEP = int(os.environ.get("DEEP", "1"))
COMMANDS = (["verify", "P"], ["explain", "P", "P01"], ["compare", "P", "P"], ["queue", "P"], ["sheet", "P", "P02"], ["repair", "P", "1", "--out", "r.yaml"])
ODD: tuple[Any, ...] = (None, "x", -1, 1e308, 10**400, [], {}, [[]], {"a": {}}, True, float("nan"), float("inf"), "\x1b[2J" * 3)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with a ledger, one of goals in order, and a proof that there is none."""
    folder = tmp_path_factory.mktemp("plans")
    for name in ("corrected", "goals", "impossible"):
        save_run(RUNS[name](), folder / name, workbook=name == "corrected")
    return folder


@pytest.fixture
def plan(plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A copy of a plan to be harmed; its commands are given beside it."""
    monkeypatch.chdir(tmp_path)

    def copied(name: str) -> Path:
        shutil.rmtree("P", ignore_errors=True)
        shutil.copytree(plans / name, "P")
        return Path("P")

    return copied


def try_all(what: object, capfd: pytest.CaptureFixture[str], commands: tuple[list[str], ...] = COMMANDS) -> set[int]:
    """The exit codes of every command on the folder; none leaves anything but a sentence."""
    codes = set()
    for command in commands:
        codes.add(code := run(command))  # a fault of the programme is raised here, see tests/conftest.py
        shown = capfd.readouterr()
        assert "Traceback" not in shown.err and (code == 0 or shown.err or shown.out), (what, command)
        assert code in (0, 1, 2, 3, 4), (what, command)
    return codes


@pytest.mark.parametrize("name", ["corrected", "goals", "impossible"])
def test_any_value_of_plan_json(plan: Callable[[str], Path], name: str, capfd: pytest.CaptureFixture[str]) -> None:
    folder, dice = plan(name), random.Random(3)
    whole = (folder / "plan.json").read_text(encoding="utf-8")
    paths = list(leaves(json.loads(whole)))
    inner = sorted({path[:n] for path in paths for n in range(1, len(path))}, key=str)
    cases = [(path, odd) for path in [*paths, *inner] for odd in ODD]
    for path, odd in dice.sample(cases, min(len(cases), 300 if DEEP > 1 else 8)):
        data = json.loads(whole)
        at(data, path[:-1])[path[-1]] = odd
        (folder / "plan.json").write_text(json.dumps(data), encoding="utf-8")
        write_manifest(folder)
        try_all((path, odd), capfd)


@pytest.mark.parametrize(
    ("name", "path", "odd"),
    [
        ("goals", ("tiers", 0, "best"), None),
        ("goals", ("tiers", 0, "limit"), None),
        ("goals", ("tiers", 0, "bound"), None),
        *(("impossible", (figure,), odd) for figure in ("bound", "gap", "loss_gap", "price_bound") for odd in ({}, "many")),
    ],
)
def test_figures_that_are_none(plan: Callable[[str], Path], name: str, path: tuple[str | int, ...], odd: object, capfd: pytest.CaptureFixture[str]) -> None:
    folder = plan(name)
    data = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    at(data, path[:-1])[path[-1]] = odd
    (folder / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    write_manifest(folder)
    assert try_all((path, odd), capfd, COMMANDS[:2]) & {1, 2}


CONTENTS = [b"a," * (100_000 if DEEP > 1 else 10_000), b"", b"[" * 100_000, b"PAR1" * 20, b'{"a": 1}']
MORE = [b"{", b"[]", b"null", b"\xff\xfe\x00", b"a,b\n1\n", b"a: &x [*x]\n", b"1e999", b"\x00" * 1000]


@pytest.mark.parametrize("name", ["corrected", "goals", "impossible"] if DEEP > 1 else ["corrected"])
@pytest.mark.parametrize("content", [*CONTENTS, *(MORE if DEEP > 1 else [])], ids=lambda content: repr(content[:8]))
def test_any_content_of_any_file(plan: Callable[[str], Path], name: str, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    folder = plan(name)
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"):
        whole = file.read_bytes()
        file.write_bytes(content)
        write_manifest(folder)
        codes = try_all((file, content), capfd, COMMANDS[:2])
        assert codes != {0} or file.name in ("roster.status.parquet",), file
        file.write_bytes(whole)


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("decisions.csv", lambda t: t.replace("retain", "dance")),
        ("decisions.csv", lambda t: t.replace(",0,", ",many,")),
        ("decisions.csv", lambda t: t.replace(",0,", f",{10**30},")),
        ("decisions.csv", lambda t: t.replace("employee_id,unit", "employee_id,unit,unit")),
        ("decisions.csv", lambda t: t.replace("false", "perhaps")),
        ("decisions.csv", lambda t: t + t.splitlines()[-1] + "\n"),
        ("decisions.csv", lambda t: "\n".join(reversed(t.splitlines()))),
        ("inputs/origin.json", lambda t: t.replace("roster.status_damaged", "no.such_text")),
        ("inputs/origin.json", lambda t: t.replace("roster.status_damaged", "cli.checked")),
        ("inputs/origin.json", lambda t: t.replace('"row": 3', '"row": "3"')),
        ("inputs/origin.json", lambda t: t.replace('"paths": {', '"paths": {"extends": "/etc/passwd", ')),
        ("inputs/origin.json", lambda t: t.replace('"scenario": null', '"scenario": "../../x"')),
        ("inputs/scenario.yaml", lambda t: t.replace("title:", "titel:")),
        ("inputs/scenario.yaml", lambda t: t + "extends: /etc/passwd\n"),
        ("inputs/scenario.yaml", lambda t: t.replace("roster.parquet", "/dev/zero")),
        ("inputs/prices.json", lambda t: t.replace('"price"', '"prize"')),
        ("inputs/corrections.csv", lambda t: t.replace("Lan", "Minh")),
    ],
)
def test_files_that_are_nearly_right(plan: Callable[[str], Path], file: str, change: Callable[[str], str], capfd: pytest.CaptureFixture[str]) -> None:
    folder = plan("corrected")
    text = (folder / file).read_text(encoding="utf-8")
    assert change(text) != text
    (folder / file).write_text(change(text), encoding="utf-8")
    write_manifest(folder)
    assert 1 in try_all((file, text[:20]), capfd)


def test_folders_and_links_where_files_should_be(plan: Callable[[str], Path], capfd: pytest.CaptureFixture[str]) -> None:
    folder = plan("corrected")
    for file in [folder / name for name in ("manifest.json", "plan.json", "decisions.csv", "inputs/roster.parquet", "inputs/scenario.yaml")]:
        whole = file.read_bytes()
        file.unlink()
        file.mkdir()
        assert 0 not in try_all(file, capfd, COMMANDS[:2])
        file.rmdir()
        file.symlink_to("/dev/zero")
        assert 0 not in try_all(file, capfd, COMMANDS[:2])
        file.unlink()
        os.mkfifo(file)
        assert 0 not in try_all(file, capfd, COMMANDS[:2])
        file.unlink()
        file.write_bytes(whole)
    assert try_all(folder, capfd, COMMANDS[:2]) == {0}


