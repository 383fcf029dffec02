"""What a command is told to write is never put into a plan's folder, through a link, or in the place of something else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from planner.cli.main import run
from planner.core.errors import InputError
from planner.core.folders import locked, replaced_folder
from planner.roster.corrections import append_corrections, read_corrections
from planner.roster.people.correction import Correction
from planner.service.saved_runs import save_run
from planner.service.verification import verify_folder
from tests.small import small_run

ENTRIES = [Correction(f"P0{i}", "step", "", "5", True, "Lan", f"2026-11-2{i}T04:00:00+00:00") for i in (1, 2, 3)]


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    save_run(small_run(), tmp_path / "plan", workbook=False)
    shutil.copytree(tmp_path / "plan", tmp_path / "other")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "plan"


@pytest.mark.parametrize(
    "command",
    [
        ["queue", "--out", "other/decisions.csv", "plan"],
        ["queue", "--out", "other/inputs/queue.csv", "plan"],
        ["sample", "other/inputs/roster.parquet", "--people", "20", "--units", "2", "--seed", "1"],
        ["template", "other/t.xlsx"],
        ["packs", "plan", "--out", "other/packs"],
        ["packs", "plan", "--out", "other/inputs"],
        ["packs", "plan", "--out", "other"],
        ["seal", "plan", "--out", "other/x.plan"],
        ["batch", "plan/inputs/scenario.yaml", "--out", "other"],
        ["solve", "plan/inputs/scenario.yaml", "--out", "other/inputs/x"],
        ["fairness", "plan", "--out", "other/f.csv"],
    ],
    ids=" ".join,
)
def test_nothing_is_written_into_a_plan(plan: Path, command: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    before = sorted(str(path) for path in Path("other").rglob("*"))
    assert run(command) == 2
    said = capfd.readouterr().err
    assert "name a place outside it" in said or "nothing was written" in said
    assert verify_folder(Path("other")) == [] and sorted(str(path) for path in Path("other").rglob("*")) == before


def test_a_strangers_file_below_a_plan_is_not_lost(plan: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("other/inputs/notes.txt").write_text("mine")
    assert run(["solve", "plan/inputs/scenario.yaml", "--out", "other"]) == 2
    assert "inputs/notes.txt" in capfd.readouterr().err and Path("other/inputs/notes.txt").read_text() == "mine"


def test_a_link_to_a_plan_is_followed(plan: Path) -> None:
    os.symlink("other", "link")
    with replaced_folder(Path("link")) as staged:
        (staged / "new.txt").write_text("new")
    assert Path("link").is_symlink() and [p.name for p in Path("other").iterdir()] == ["new.txt"]
    assert sorted(p.name for p in Path().iterdir()) == ["link", "other", "plan"]


@pytest.mark.parametrize("kind", ["link", "two names", "pipe", "folder"])
def test_what_is_no_lock_is_neither_emptied_nor_waited_for(tmp_path: Path, kind: str) -> None:
    precious, lock = tmp_path / "precious", tmp_path / ".ledger.csv.lock"
    precious.write_text("data")
    if kind == "link":
        lock.symlink_to(precious)
    elif kind == "two names":
        os.link(precious, lock)
    elif kind == "pipe":
        os.mkfifo(lock)
    else:
        lock.mkdir()
    with pytest.raises(InputError, match="something else than a lock"), locked(tmp_path / "ledger.csv"):
        pass
    assert precious.read_text() == "data" and os.path.lexists(lock)


def test_a_ledger_whose_columns_were_moved_goes_on_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "ledger.csv"
    append_corrections(ENTRIES[:2], file)
    rows = [line.split(",") for line in file.read_text(encoding="utf-8-sig").splitlines()]
    file.write_text("".join(",".join([row[-1], *row[:-1]]) + "\n" for row in rows), encoding="utf-8-sig")
    append_corrections(ENTRIES[2:], file)
    assert list(read_corrections(file)) == ENTRIES


def test_folders_on_the_way_are_their_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with replaced_folder(tmp_path / "a" / "b" / "plan") as staged:
            (staged / "x").write_text("x")
    finally:
        os.umask(before)
    assert all((tmp_path / place).stat().st_mode & 0o777 == 0o700 for place in ("a", "a/b", "a/b/plan"))


@pytest.mark.parametrize("name", ["runs.csv", "comparison.xlsx", "Decisions.Parquet"])
def test_a_run_called_like_a_result_costs_its_own_row_only(plan: Path, name: str) -> None:
    import pandas as pd

    text = Path("plan/inputs/scenario.yaml").read_text(encoding="utf-8").replace("roster.parquet", "plan/inputs/roster.parquet")
    Path("good.yaml").write_text(text, encoding="utf-8")
    Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    assert run(["batch", "good.yaml", f"{name}.yaml", "--out", "out"]) in (0, 2)
    rows = pd.read_csv("out/runs.csv", encoding="utf-8-sig").set_index("scenario")
    assert rows.loc["good.yaml", "status"] == "optimal" and rows.loc[f"{name}.yaml", "status"] == "error"
    assert "rename the file" in rows.loc[f"{name}.yaml", "error"]


def test_what_people_open_has_no_signs_that_steer_a_terminal(tmp_path: Path) -> None:
    import pandas as pd

    from planner.roster.values.text import write_for_people

    write_for_people(pd.DataFrame({"title": ["\x1b[2Ja\u202eb", "fine"], "n": [1, 2]}), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig") == "title,n\n[2Jab,1\nfine,2\n"


@pytest.mark.parametrize(("free", "said"), [(0, "folder of temporary files"), (2**30, "no room left on the disk")])
def test_a_full_folder_of_temporary_files_is_named_and_not_the_disk_of_the_result(monkeypatch: pytest.MonkeyPatch, free: int, said: str) -> None:
    import errno
    from types import SimpleNamespace

    from planner.core.system_errors import problem_of

    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    found = problem_of(OSError(errno.ENOSPC, "No space left on device", "plan.xlsx"))
    assert found is not None and said in found.sentence("en") and "plan.xlsx" in found.sentence("en")


def test_an_unfinished_workbook_leaves_no_parts_among_the_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.report.books.book import opened

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(OSError, match="full"), opened(tmp_path / "x.xlsx", "en", "x", 10**6) as book:
        sheet = book.workbook.add_worksheet("a")
        sheet.write(0, 0, "Nguyễn Văn A")
        raise OSError(28, "full")
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_could_not_be_looked_at_is_not_said_to_be_wrong(plan: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    from planner.core.errors import problem
    from planner.service import verification

    def refused(folder: Path) -> list[object]:
        raise InputError(problem("roster.too_much_memory", file="roster.parquet"))

    monkeypatch.setattr(verification, "verify_folder", refused)
    assert run(["verify", "plan"]) == 2
    assert "needs more memory" in capfd.readouterr().err
