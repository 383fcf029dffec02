"""A plan's folder is one transaction: wholly old or wholly new, whenever its writer dies; what is changed in it is named."""

from __future__ import annotations

import json
import os
import random
import signal
import time
import zipfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from planner.core import child, folders
from planner.core.errors import InputError
from planner.plan.plan import Run
from planner.service import manifest
from planner.service.manifest import MANIFEST, faults_of
from planner.service.saved_runs import load_run, read_decisions, read_summary, save_run, saving
from planner.service.verification import verify_folder
from tests.builder import roster_of, run_of, target
from tests.killed import die_at

DEEP = int(os.environ.get("DEEP", "1"))
RANDOM_KILLS = 12 * DEEP
CHANGED_BYTES = 60 if DEEP == 1 else 500


@cache
def older() -> Run:
    """A plan of four people."""
    return run_of(roster_of({}, {"rating_1": "completed"}, {}, {}), periods=target(0.25))


@cache
def newer() -> Run:
    """A plan of six other people."""
    return run_of(roster_of({}, {}, {"rating_1": "completed"}, {"unit": "B"}, {"unit": "B"}, {"unit": "B"}), periods=target(0.3))


def in_a_child(work: Callable[[], None]) -> int:
    """Do `work` in a forked child; the signal that ended it, 0 where it ended well."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def left_over(folder: Path) -> list[str]:
    """What stands beside a plan's folder."""
    return [p.name for p in folder.parent.iterdir() if p != folder]


def assert_one_of_the_two(folder: Path) -> str:
    """The folder is wholly the older or the newer plan; which."""
    assert verify_folder(folder) == []
    people = len(read_decisions(folder))
    assert people in (4, 6)
    return "older" if people == 4 else "newer"


@pytest.mark.parametrize("one_step", [True, False], ids=["exchange", "two renames"])
def test_a_writer_that_dies_at_any_change_of_a_name_leaves_one_plan_whole(tmp_path: Path, one_step: bool, monkeypatch) -> None:
    if not one_step:
        monkeypatch.setattr(folders, "_exchanged", lambda staged, out: False)
    folder, step, seen = tmp_path / "plan", 0, set()
    while True:
        step += 1
        ended = []
        for after in (False, True):
            save_run(older(), folder, workbook=False)
            died = partial(die_at, step, after, ((os, "rename"), (os, "replace"), (folders, "_exchanged")))
            ended.append(in_a_child(lambda died=died: (died(), save_run(newer(), folder, workbook=False))))  # type: ignore[arg-type]
            with folders.locked(folder):
                folders.recovered(folder)
            seen.add(assert_one_of_the_two(folder))
            assert left_over(folder) == []
        if not any(ended):
            break
    assert step > 1 and seen == {"older", "newer"}


def test_a_writer_that_is_killed_at_any_moment_leaves_one_plan_whole(tmp_path: Path) -> None:
    folder, dice = tmp_path / "plan", random.Random(7)
    save_run(older(), folder, workbook=False)
    started = time.perf_counter()
    save_run(newer(), folder, workbook=False)
    takes = time.perf_counter() - started
    for _ in range(RANDOM_KILLS):
        child = os.fork()
        if not child:
            while True:
                save_run(newer(), folder, workbook=False)
                save_run(older(), folder, workbook=False)
        time.sleep(dice.uniform(0, 3 * takes))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert_one_of_the_two(folder)
        save_run(older(), folder, workbook=False)
        assert left_over(folder) == []


@pytest.fixture
def with_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks are written by a copy of this process, as by a command, whatever threads other tests left here."""
    monkeypatch.setattr(child, "_can_copy", lambda: True)


def made(run: Run, folder: Path) -> None:
    """Save a run as a command does that makes it."""
    with saving(folder, "en") as kept:
        kept.begin(run)
        kept.finish(run)


def parts_of(workbook: Path) -> dict[str, bytes]:
    """What a workbook holds, but for the moment at which it was made."""
    with zipfile.ZipFile(workbook) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"}


def test_what_is_saved_while_it_is_made_is_the_same_plan(tmp_path: Path, with_a_copy: None) -> None:
    save_run(newer(), tmp_path / "saved", "en")
    made(newer(), tmp_path / "made")
    assert left_over(tmp_path / "made") == ["saved"] and verify_folder(tmp_path / "made") == []
    names = [sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file()) for folder in (tmp_path / "saved", tmp_path / "made")]
    assert names[0] == names[1] and len(names[0]) >= 7
    for name in names[0]:
        if name.name not in ("plan.xlsx", MANIFEST):
            assert (tmp_path / "saved" / name).read_bytes() == (tmp_path / "made" / name).read_bytes(), name
    assert parts_of(tmp_path / "saved" / "plan.xlsx") == parts_of(tmp_path / "made" / "plan.xlsx")


def test_of_a_plan_that_does_not_pass_the_check_nothing_is_left(tmp_path: Path, with_a_copy: None) -> None:
    save_run(older(), tmp_path / "plan")
    before = {p: p.read_bytes() for p in (tmp_path / "plan").rglob("*") if p.is_file()}
    with pytest.raises(KeyError), saving(tmp_path / "plan", "en") as kept:
        kept.begin(newer())
        raise KeyError
    with pytest.raises(RuntimeError, match="never finished"), saving(tmp_path / "plan", "en") as kept:
        kept.begin(newer())
    assert {p: p.read_bytes() for p in (tmp_path / "plan").rglob("*") if p.is_file()} == before and left_over(tmp_path / "plan") == []


def test_a_full_disk_while_the_workbook_is_written_names_it_and_leaves_the_older_plan(tmp_path: Path, with_a_copy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    save_run(older(), tmp_path / "plan")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("planner.report.books.workbook.write_keys", full)
    with pytest.raises(OSError, match="No space") as told:
        made(newer(), tmp_path / "plan")
    assert told.value.filename == str(tmp_path / "plan" / "plan.xlsx")
    monkeypatch.undo()
    assert assert_one_of_the_two(tmp_path / "plan") == "older" and left_over(tmp_path / "plan") == []


def test_a_writer_that_is_killed_while_its_copy_writes_leaves_one_plan_whole(tmp_path: Path, with_a_copy: None) -> None:
    folder, dice = tmp_path / "plan", random.Random(9)
    save_run(older(), folder, workbook=False)
    started = time.perf_counter()
    made(newer(), folder)
    takes = time.perf_counter() - started
    for _ in range(RANDOM_KILLS):
        writer = os.fork()
        if not writer:
            while True:
                made(newer(), folder)
                made(older(), folder)
        time.sleep(dice.uniform(0, 3 * takes))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        assert_one_of_the_two(folder)
        save_run(older(), folder, workbook=False)  # waits for the copy, which ends with its writer
        assert left_over(folder) == []


def test_two_writers_of_one_folder_take_turns(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    for _ in range(10):
        children = []
        for run in (older(), newer()):
            child = os.fork()
            if not child:
                try:
                    save_run(run, folder, workbook=False)
                    os._exit(0)
                except BaseException:
                    os._exit(1)
            children.append(child)
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
        assert_one_of_the_two(folder)
        assert left_over(folder) == []


def test_a_writer_that_waits_too_long_is_told_who_writes(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "plan"
    monkeypatch.setattr(folders, "PATIENCE_S", 0.2)
    child = os.fork()
    if not child:
        with folders.locked(folder):
            time.sleep(20)
        os._exit(0)
    while not (tmp_path / ".plan.lock").exists() or not (tmp_path / ".plan.lock").read_text():
        time.sleep(0.01)
    with pytest.raises(InputError, match=rf"process and start: {child}, "):
        save_run(older(), folder, workbook=False)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    save_run(older(), folder, workbook=False)
    assert left_over(folder) == []


def test_a_failed_write_leaves_the_older_plan(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "plan"
    save_run(older(), folder, workbook=False)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("planner.service.saved_runs.write_manifest", full)
    with pytest.raises(OSError, match="No space"):
        save_run(newer(), folder, workbook=False)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before and left_over(folder) == []


def test_only_the_owner_may_read_a_plan(tmp_path: Path) -> None:
    os.umask(os.umask(0o022))
    save_run(older(), tmp_path / "plan")
    modes = {p.stat().st_mode & 0o777 for p in (tmp_path / "plan").rglob("*") if p.is_file()}
    assert modes == {0o600} and {p.stat().st_mode & 0o777 for p in (tmp_path / "plan", tmp_path / "plan" / "inputs")} == {0o700}


def test_a_folder_with_other_things_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.docx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"letter\.docx"):
        save_run(older(), tmp_path / "mine")
    save_run(older(), tmp_path / "plan", workbook=False)
    (tmp_path / "plan" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"notes\.txt"):
        save_run(newer(), tmp_path / "plan")
    assert (tmp_path / "plan" / "notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("read", [load_run, read_summary, read_decisions])
def test_every_changed_byte_of_every_file_is_noticed(tmp_path: Path, read: Callable[[Path], object]) -> None:
    folder, dice = tmp_path / "plan", random.Random(11)
    save_run(newer(), folder)
    files = [p for p in folder.rglob("*") if p.is_file()]
    assert len(files) >= 6
    for file in files:
        whole = file.read_bytes()
        for _ in range(CHANGED_BYTES):
            at = dice.randrange(len(whole))
            file.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << dice.randrange(8))]) + whole[at + 1 :])
            found = faults_of(folder)
            assert found and str(file) in {p.file for p in found}, (file.name, at)
        with pytest.raises(InputError, match=file.name.replace(".", r"\.")):
            read(folder)
        file.write_bytes(whole)
    assert faults_of(folder) == [] and verify_folder(folder) == []


def test_removed_and_added_files_are_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    save_run(newer(), folder)
    for file in [p for p in folder.rglob("*") if p.is_file()]:
        whole = file.read_bytes()
        file.unlink()
        assert verify_folder(folder), file.name
        with pytest.raises(InputError):
            load_run(folder)
        file.write_bytes(whole)
    (folder / "inputs" / "more.csv").write_text("x", encoding="utf-8")
    assert ["does not belong" in p.sentence("en") for p in verify_folder(folder)] == [True]


@pytest.mark.parametrize("name", ["/proc/kcore", "/dev/zero", "../other/plan.json", "inputs/../../x", "", ".", "a\0b", "a" * 5_000, "a/" * 3_000])
def test_a_list_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    """The memory of the machine stands in an ordinary file without end."""
    folder = tmp_path / "plan"
    save_run(older(), folder, workbook=False)
    body = {key: value for key, value in json.loads((folder / MANIFEST).read_text(encoding="utf-8")).items() if key != "sha256"}
    body["files"][name] = "0" * 64
    (folder / MANIFEST).write_text(manifest._written(body), encoding="utf-8")
    assert [p.message.key for p in faults_of(folder)] == ["files.manifest_broken"]


@pytest.mark.parametrize(("key", "value"), [("planner", {"a": 1}), ("planner", None), ("law_sha256", [1]), ("files", {"plan.json": None}), ("files", ["plan.json"])])
def test_a_list_of_other_kinds_of_values_is_a_broken_one(tmp_path: Path, key: str, value: object) -> None:
    folder = tmp_path / "plan"
    save_run(older(), folder, workbook=False)
    body = {name: kept for name, kept in json.loads((folder / MANIFEST).read_text(encoding="utf-8")).items() if name != "sha256"} | {key: value}
    (folder / MANIFEST).write_text(manifest._written(body), encoding="utf-8")
    assert [p.message.key for p in verify_folder(folder)] == ["files.manifest_broken"]


def test_a_file_without_end_is_another_one_at_once(tmp_path: Path) -> None:
    save_run(older(), tmp_path / "plan", workbook=False)
    with (tmp_path / "plan" / "plan.json").open("r+b") as file:
        file.truncate(2**42)
    assert [p.message.key for p in verify_folder(tmp_path / "plan")] == ["files.file_changed"]


def test_consistent_exchanges_of_two_people_are_noticed(tmp_path: Path) -> None:
    folder, dice = tmp_path / "plan", random.Random(5)
    save_run(newer(), folder, workbook=False)
    file = folder / "decisions.csv"
    whole = file.read_text(encoding="utf-8")
    ids = [line.split(",")[0] for line in whole.splitlines()[1:]]
    for _ in range(20 if DEEP == 1 else 100):
        a, b = dice.sample(ids, 2)
        file.write_text(whole.replace(a, "\0").replace(b, a).replace("\0", b), encoding="utf-8")
        assert verify_folder(folder)
    file.write_text(whole, encoding="utf-8")
    assert verify_folder(folder) == [] and (folder / MANIFEST).is_file()


def test_a_staffing_sheet_is_no_plans_folder(tmp_path):
    sheet = tmp_path / "VPC.xlsx"
    sheet.write_bytes(b"PK")
    assert [fault.message.key for fault in faults_of(sheet)] == ["files.a_file_no_plan"]
