"""The workspace by its commands, in the open mode: what is said in both languages, and what the exit code is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from planner.core.texts import text
from planner.service.workspace.plan_states import STATES
from planner.service.workspace.rights import Action, Role
from planner.service.workspace.versions import KINDS
from tests.cli.desk import call, furnish
from tests.service.workspace.plans import plan_folder


@pytest.fixture
def desk(installation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a roster and a scenario, and a workspace with a plan in two versions."""
    monkeypatch.chdir(furnish(installation))
    assert call("workspace", "keep", plan_folder(), "--name", "base") == 0
    return installation


def test_the_road_of_a_plan(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("workspace", "keep", plan_folder(), "--name", "base") == 2
    assert "based on version 0, and version 1 was written meanwhile by open:" in capsys.readouterr().err
    assert call("workspace", "keep", plan_folder(), "--name", "base", "--based-on", "1") == 0
    assert "plan/base, version 2, by open:" in capsys.readouterr().out
    assert call("workspace", "people", "plan/base") == 0 and "P01" not in capsys.readouterr().out
    assert call("workspace", "export", "plan/base", "--out", "x.csv") == 2
    assert "names are hidden until the plan is approved or unlocked" in capsys.readouterr().err and not Path("x.csv").exists()
    assert call("workspace", "unlock", "base", "--reason", "Họp ban") == 0
    assert call("workspace", "people", "plan/base") == 0 and "P01" in capsys.readouterr().out
    assert call("workspace", "submit", "base") == 0 and "plan/base: submitted." in capsys.readouterr().out
    assert call("workspace", "keep", plan_folder(), "--name", "base", "--based-on", "2") == 2
    assert "the plan is submitted and is no longer written" in capsys.readouterr().err
    assert (
        call("workspace", "return", "base", "--reason", "Thiếu căn cứ", "--lang", "vi") == 0
        and "plan/base: bản nháp." in capsys.readouterr().out
    )
    assert call("workspace", "show", "plan/base") == 0
    shown = capsys.readouterr().out
    assert "Fewer than five people are not told as a number" in shown and "P01" not in shown and "Nguyễn" not in shown
    assert "Immediate separation" in shown and "_" not in shown, "routes in words"
    assert call("workspace", "people", "plan/base", "--lang", "vi") == 0 and "Ở lại" in capsys.readouterr().out
    assert call("audit", "verify") == 0 and "The audit holds" in capsys.readouterr().out


def test_every_export_prints_the_head(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("workspace", "unlock", "base", "--reason", "r") == 0
    assert (
        call("workspace", "export", "plan/base", "--out", "x.xlsx") == 0
        and call("workspace", "export", "plan/base", "--pseudonyms", "--out", "y.parquet") == 0
    )
    assert call("workspace", "fetch", "base", "--out", "again") == 0 and call("workspace", "seal", "base", "--out", "x.plan") == 0
    shown = capsys.readouterr().out
    named, hidden = pd.read_excel("x.xlsx", dtype=str, engine="openpyxl"), pd.read_parquet("y.parquet")
    for head in (named["audit_head"].iloc[0], hidden["audit_head"].iloc[0]):
        assert f"Head of the audit: {head}" in shown
    assert named["cost_vnd"].astype(int).sum() == hidden["cost_vnd"].sum() and "P01" not in set(hidden["employee_id"])
    assert call("verify", "again") == 0 and '"audit_head"' in Path("again.audit.json").read_text(encoding="utf-8")
    assert not [path for path in map(Path, ("x.xlsx", "y.parquet", "again.audit.json", "x.plan")) if path.stat().st_mode & 0o077]


def test_an_audit_that_was_changed_is_exit_code_1(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("workspace", "lock", "P01", "--decision", "keep", "--reason", "Đề án 06") == 0
    with sqlite3.connect(desk / "runs" / "app" / "workspace" / "planner.sqlite3") as database:
        database.execute("DROP TRIGGER audit_update")
        database.execute("UPDATE audit SET about = 'P02' WHERE number = 2")
    assert call("audit", "verify", "--lang", "vi") == 1
    assert "nhật ký: dòng 2 không phải nội dung đã ghi ở đó" in capsys.readouterr().out


def test_the_audit_of_a_person(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("workspace", "lock", "P01", "--decision", "keep", "--reason", "06") == 0 and call("workspace", "people", "plan/base") == 0
    assert call("audit", "show", "--person", "P01") == 0
    lines = capsys.readouterr().out.splitlines()[-3:]
    assert [
        "writes a version  plan/base, 1" in lines[0],
        "writes a version  lock/P01, 1  P01" in lines[1],
        "sees people  plan/base, 1" in lines[2],
    ] == [True] * 3
    assert call("audit", "show", "--person", "Q99") == 0 and "has no such entry" in capsys.readouterr().out


def test_a_backup_and_back(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("backup", "w.backup") == 0 and call("workspace", "comment", "plan/base", "Nhận xét") == 0
    assert call("restore", "w.backup") == 0 and "the restoring is entry 3:" in capsys.readouterr().out
    assert call("workspace", "list", "--kind", "comment") == 0 and "nothing of this kind" in capsys.readouterr().out
    assert call("audit", "verify") == 0
    assert call("restore", "roster.csv") == 2 and "no backup of a workspace" in capsys.readouterr().err


WRONG = [
    (["workspace", "show", "base"], "KIND/NAME is wanted"),
    (["workspace", "show", "plans/base"], "did you mean plan?"),
    (["workspace", "show", "plan/bse"], "there is no such thing in the workspace"),
    (["workspace", "keep", "nowhere"], "there is nothing here"),
    (["workspace", "keep", "roster.csv", "--kind", "plan"], "roster.csv"),
    (["workspace", "keep", "roster.csv", "--kind", "comment"], "this is no comment that a file or folder holds"),
    (["workspace", "keep", "roster.csv", "--kind", "correction"], "roster.csv"),
    (["workspace", "lock", "P01", "--decision", "kep", "--reason", "r"], "did you mean keep?"),
    (["workspace", "lock", "P01", "--decision", "keep", "--reason", " "], "a reason is wanted"),
    (["workspace", "export", "plan/base", "--out", "x.docx"], ".csv, .xlsx, .parquet"),
    (["workspace", "keap", "x"], "did you mean planner workspace keep?"),
    (["audit", "chek"], "there is no such command"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "")
def test_what_is_wrong_is_one_sentence(desk: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert call(*arguments) == 2
    shown = capsys.readouterr().err
    assert words in shown and "Traceback" not in shown and "unforeseen" not in shown


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_word_of_the_workspace_is_in_the_catalogue(lang: str) -> None:
    for group, names in (("action", Action), ("role", Role), ("state", STATES), ("kind", KINDS)):
        assert all(text(f"workspace.word_{group}_{name}", lang) for name in names)
    assert all(text(f"workspace.state_{name}", lang, state="x") for name in ("keep", "submit", "return", "approve", "implement"))
    assert all(text(f"workspace.{name}_differ", lang) for name in ("approvals", "unlocks", "periods", "deletions"))


def test_whose_key_signed_a_certificate_is_said(desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    call("workspace", "lock", "P01", "--decision", "keep", "--reason", "x")
    call("workspace", "delete", "lock/P01", "--reason", "r", "--out", "gone.json")
    capsys.readouterr()
    assert call("workspace", "certificate", "gone.json") == 0 and "That is the key of this installation." in capsys.readouterr().out
    monkeypatch.setenv("PLANNER_KEYS", str(desk / "other keys"))
    assert call("workspace", "certificate", "gone.json") == 0 and "That is not the key of this installation" in capsys.readouterr().out


def test_a_certificate_that_cannot_be_written_is_kept_and_nothing_goes_where_none_could_stand(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call("workspace", "lock", "P01", "--decision", "keep", "--reason", "x")
    capsys.readouterr()
    assert call("workspace", "delete", "lock/P01", "--reason", "r", "--out", "no/folder.json") == 2
    assert "there is no folder" in capsys.readouterr().err and call("workspace", "show", "lock/P01") == 0
    assert call("workspace", "delete", "lock/P01", "--reason", "r", "--out", "/proc/gone.json") == 2
    told = capsys.readouterr().err
    assert "/proc/gone.json" in told and "what was to be deleted is deleted" in told and "deleted --number 1 --out" in told
    assert call("workspace", "deleted", "--number", "1", "--out", "again.json") == 0 and Path("again.json").is_file()


def test_what_is_deleted_has_a_certificate_that_can_be_checked(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("workspace", "due") == 0 and "the ministry sets them, the programme knows none" in capsys.readouterr().out
    assert (
        call("workspace", "retention", "plan", "--months", "0", "--basis", "QĐ 1/QĐ-BCT") == 0
        and "plan: 0 months (QĐ 1/QĐ-BCT)" in capsys.readouterr().out
    )
    assert call("workspace", "due", "--lang", "vi") == 0 and "plan/base: ghi lần cuối" in capsys.readouterr().out
    assert call("workspace", "delete", "plan/base", "--reason", "hết hạn", "--out", "gone.json") == 0
    assert "plan/base is deleted: one version; certificate 1." in capsys.readouterr().out
    assert call("workspace", "certificate", "gone.json") == 0 and "by open:" in capsys.readouterr().out
    assert call("workspace", "show", "plan/base") == 2 and call("audit", "verify") == 0
    assert (
        call("workspace", "deleted", "--number", "1", "--out", "again.json") == 0
        and Path("again.json").read_bytes() == Path("gone.json").read_bytes()
    )
    Path("gone.json").write_text(Path("gone.json").read_text(encoding="utf-8").replace("hết hạn", "khác"), encoding="utf-8")
    capsys.readouterr()
    assert call("workspace", "certificate", "gone.json") == 2 and "it was changed afterwards" in capsys.readouterr().err


RETENTION_WRONG = [
    (["workspace", "retention", "plans", "--months", "1", "--basis", "x"], "did you mean plan?"),
    (["workspace", "retention", "plan", "--months", "1"], "has a basis"),
    (["workspace", "retention", "plan", "--basis", "x"], "a period in months is wanted, or --none"),
    (["workspace", "retention", "plan", "--months", "1", "--none", "--basis", "x"], "a period in months is wanted, or --none"),
    (["workspace", "retention", "--months", "1"], "of which kind?"),
    (["workspace", "delete", "plan/base", "--reason", " ", "--out", "x.json"], "a reason is wanted"),
    (["workspace", "delete", "plan/base", "--reason", "r", "--out", "x.txt"], ".json"),
    (["workspace", "delete", "plan/none", "--reason", "r", "--out", "x.json"], "there is no such thing"),
    (["workspace", "deleted", "--number", "1"], "give both or neither"),
    (["workspace", "deleted", "--number", "1", "--out", "x.json"], "there is no certificate 1"),
    (["workspace", "certificate", "roster.csv"], "no certificate of a deletion"),
]


@pytest.mark.parametrize(("arguments", "words"), RETENTION_WRONG, ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else "")
def test_what_is_wrong_with_retention_is_one_sentence(
    desk: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert call(*arguments) == 2
    shown = capsys.readouterr().err
    assert words in shown and "Traceback" not in shown and not Path("x.json").exists()


def test_verify_says_how_often_a_plan_was_solved_again_after_its_fairness_was_seen(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("fairness", plan_folder(), "--no-causes") == 0 and call("solve", "s.yaml", "--out", "plan2") == 0
    assert (
        call("workspace", "keep", "plan2", "--name", "base", "--based-on", "1") == 0
        and call("workspace", "unlock", "base", "--reason", "r") == 0
    )
    assert call("workspace", "seal", "base", "--out", "x.plan") == 0
    capsys.readouterr()
    assert call("verify", "x.plan") == 0
    shown = capsys.readouterr().out
    assert "Solved again after fairness figures had been seen, as far as its workspace knows: once." in shown
    assert "version 1 to 2: " in shown and "another roster" in shown
    assert call("seal", "plan2", "--out", "y.plan") == 0 and call("verify", "y.plan", "--lang", "vi") == 0
    assert "niêm phong ngoài không gian làm việc" in capsys.readouterr().out
