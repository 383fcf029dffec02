"""No room, no temporary place, too little memory, too few files or processes: one sentence, exit code 2, everything as before."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from planner.cli.main import TRACEBACK, run
from planner.core import child
from planner.core.errors import InputError
from planner.core.system_errors import LEAST_MEMORY, problem_of, problem_of_any
from tests.builder import ROOT, target
from tests.cli.desk import call, furnish, write_scenario


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every command that writes has written once."""
    folder = furnish(tmp_path_factory.mktemp("desk"))
    write_scenario(folder, "no", periods=target(0.9), keep={"key_roles": True})
    (folder / "odd.csv").write_text((folder / "roster.csv").read_text(encoding="utf-8").replace("awards", "giai thuong gi"), encoding="utf-8")
    with inside(folder):
        for arguments in COMMANDS.values():
            assert run(arguments) in (0, 3), arguments
        (folder / "m.mapping.yaml").unlink()  # it is not written over
    return folder


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


COMMANDS = {
    "solve": ["solve", "s.yaml", "--out", "plan"],
    "solve no": ["solve", "no.yaml", "--out", "none"],
    "repair": ["repair", "none", "1", "--out", "repaired.yaml"],
    "batch": ["batch", "s.yaml", "--out", "runs"],
    "packs": ["packs", "plan", "--out", "packs"],
    "forms": ["forms", "plan", "--out", "forms.xlsx"],
    "sheet pdf": ["sheet", "plan", "P03", "--out", "sheet.pdf"],
    "sheet docx": ["sheet", "plan", "P03", "--out", "sheet.docx"],
    "sheet xlsx": ["sheet", "plan", "P03", "--out", "sheet.xlsx"],
    "queue": ["queue", "plan", "--out", "queue.csv"],
    "returned": ["returned", "plan", "packs/001-A.xlsx", "--out", "review.xlsx"],
    "check": ["check", "roster.csv", "--normalized", "n.csv"],
    "check parquet": ["check", "roster.csv", "--normalized", "n.parquet"],
    "mapping": ["mapping", "odd.csv", "--out", "m.mapping.yaml"],
    "benefits": ["benefits", "roster.csv", "--leave-on", "2027-07-01", "--out", "benefits.csv"],
    "outcomes": ["outcomes", "roster.csv", "--on", "2027-07-01", "--out", "outcomes.csv"],
    "replay": ["replay", "roster.csv", "--leave-on", "2027-07-01", "--against", "2028-07-01", "--out", "replay"],
    "cliffs": ["cliffs", "roster.csv", "--leave-on", "2027-07-01", "--out", "cliffs.csv"],
    "template": ["template", "t.xlsx"],
    "sample": ["sample", "sample.csv", "--people", "30", "--units", "2", "--seed", "1"],
    "export-model": ["export-model", "s.yaml", "m.mps"],
}


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and what it holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def little_room() -> Iterator[None]:
    """No file may grow over 60 bytes, as on a disk that is full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # zipfile, tidying up behind the error
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_one_sentence_and_nothing_is_lost(desk: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(desk)
    with inside(desk), little_room():
        assert run(COMMANDS[command]) == 2
    shown = capsys.readouterr().err
    said = [line for line in shown.splitlines() if "lets no file grow" in line]
    out = next(part for at, part in enumerate(COMMANDS[command]) if at and COMMANDS[command][at - 1] in ("--out", "--normalized") or part in ("t.xlsx", "sample.csv", "m.mps"))
    assert len(said) >= 1 and out.partition(".")[0] in said[0] and "Traceback" not in shown
    assert everything(desk) == before


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("batch", "replay", "packs", "solve", "solve no")])
def test_a_file_where_a_folder_should_be(desk: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(desk)
    arguments = [*COMMANDS[command]]
    at = arguments.index("--out") + 1 if "--out" in arguments else arguments.index("--normalized") + 1 if "--normalized" in arguments else 1 + (command == "export-model")
    arguments[at] = f"roster.csv/{arguments[at]}"
    with inside(desk):
        assert run(arguments) == 2
        arguments[at] = arguments[at].replace("roster.csv", "nowhere")
        assert run(arguments) == 2
    shown = capsys.readouterr().err
    assert "there is no folder roster.csv" in shown and "there is no folder nowhere" in shown and "Traceback" not in shown
    assert everything(desk) == before


@pytest.mark.parametrize("command", ["solve", "batch", "packs", "replay"])
def test_a_file_where_the_results_should_stand(desk: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(desk)
    for place in ("s.yaml", "s.yaml/inner"):
        with inside(desk):
            assert run([*COMMANDS[command][:-1], place]) == 2
        shown = capsys.readouterr().err
        assert "s.yaml" in shown and "Traceback" not in shown
    assert everything(desk) == before


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "x", "a.csv"), "a.csv: there is no room left"),
        (OSError(errno.EROFS, "x", "a.csv"), "a.csv: the disk can only be read"),
        (PermissionError(errno.EACCES, "x", b"a.csv"), "a.csv: you may not read or write here"),
        (OSError(errno.EMFILE, "x"), "too many files are open"),
        (BlockingIOError(errno.EAGAIN, "x"), "no further process"),
        (OSError(errno.EIO, "x", "a.csv"), "a.csv: the disk cannot be read or written"),
        (OSError(9999, "odd"), "the system refused: odd"),
        (OSError("Cannot save"), "the system refused: Cannot save"),
        (MemoryError(), "there is not enough memory"),
        (RecursionError(), "what is written here is nested too deeply"),
        (RuntimeError("can't start new thread"), "no further process or thread"),
        (ImportError("libx.so: failed to map segment from shared object"), "there is not enough memory"),
        (ValueError(OSError(errno.ENOSPC, "x", "a.csv")), "a.csv: there is no room left"),
    ],
)
def test_each_refusal_of_the_system_has_its_sentence(error: Exception, words: str) -> None:
    found = problem_of(error)
    assert found is not None and found.sentence().startswith(words)


def test_a_fault_of_a_programme_is_none_of_the_systems() -> None:
    assert problem_of(ValueError("odd")) is None
    assert "ValueError: odd" in problem_of_any(ValueError("odd\nmore")).sentence()


def test_a_fault_of_this_programme_is_a_sentence_too(desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> None:
        raise KeyError("odd")

    monkeypatch.setattr("planner.roster.load.examine", broken)
    with pytest.raises(KeyError):
        call("check", desk / "roster.csv")
    monkeypatch.delenv(TRACEBACK)
    assert call("check", desk / "roster.csv") == 2
    shown = capsys.readouterr().err
    assert "KeyError: 'odd'" in shown and "Traceback" not in shown


def test_no_temporary_place(desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/nowhere"])
    with pytest.raises(OSError) as caught:
        tempfile.mkdtemp()
    found = problem_of(caught.value)
    assert found is not None and "TMPDIR" in found.sentence()


def test_no_further_process(desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(child.subprocess, "Popen", refuse)
    assert call("sample", desk / "book.xlsx", "--people", 10, "--units", 1, "--seed", 1) == 0
    capsys.readouterr()
    assert call("check", desk / "book.xlsx") == 2
    assert "no further process" in capsys.readouterr().err
    (desk / "book.xlsx").unlink()


def planner(*arguments: object, **limits: int) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, with limits of the system."""

    def confine() -> None:
        for name, value in limits.items():
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))

    return subprocess.run(
        [sys.executable, "-m", "planner", *map(str, arguments)],
        capture_output=True, text=True, cwd=ROOT, check=False, preexec_fn=confine, env={k: v for k, v in os.environ.items() if k != TRACEBACK},
    )  # fmt: skip


@pytest.mark.parametrize(("limits", "words"), [({"AS": LEAST_MEMORY - 1}, "not enough memory"), ({"NOFILE": 6}, "too many files are open")])
def test_limits_of_the_system(desk: Path, limits: dict[str, int], words: str) -> None:
    before = everything(desk)
    done = planner("solve", desk / "s.yaml", "--out", desk / "plan", **limits)
    assert done.returncode == 2 and words in done.stderr and "Traceback" not in done.stderr
    assert everything(desk) == before


def test_output_that_cannot_be_written() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "planner", "--help"], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert done.returncode == 2 and "no room left" in done.stderr and len(done.stderr.splitlines()) == 1
    with Path("/dev/full").open("w") as full:
        assert subprocess.run([sys.executable, "-m", "planner", "check", "none.csv"], stderr=full, cwd=ROOT, check=False).returncode == 2


def test_an_input_error_keeps_its_own_words() -> None:
    assert problem_of(InputError(())) is None
