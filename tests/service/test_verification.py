"""Whoever changes a plan and makes the list of its files anew still meets `verify`, wherever the truth can be known anew."""

from __future__ import annotations

import json
import os
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from planner.core import child
from planner.core.errors import problem
from planner.plan.plan import Run
from planner.report.books import book, streamed_rows
from planner.roster.corrections import apply
from planner.roster.people.correction import Correction
from planner.roster.read import read_roster
from planner.roster.write import write_roster
from planner.scenario.load import load_scenario, to_yaml
from planner.service.manifest import MANIFEST, write_manifest
from planner.service.run import Request, make_run, read_for
from planner.service.saved_runs import load_run, save_run
from planner.service.verification import verify_folder
from tests.builder import SCENARIO, roster_of, run_of, scenario_with, target
from tests.report.books.test_office import moving_run
from tests.report.official_lists.cases import restructured, streamlined
from tests.small import small_run

DEEP = int(os.environ.get("DEEP", "1"))
PEOPLE = [{}, {"rating_1": "completed"}, {"full_name": "=1+1"}, {"employee_id": "@P"}, {"rating_2": "completed"}]
FREE = ("provenance.seconds", "provenance.threads", "provenance.solver")
"""What nobody can know anew."""


def corrected_run() -> Run:
    """A plan whose roster was corrected by a ledger, and of which something was noticed."""
    roster = replace(roster_of(*PEOPLE), problems=(problem("roster.status_damaged", file="x.csv", row=3, column=2, severity="warning"),))
    made, _ = apply(roster, [Correction("P01", "step", "", "5", True, "Lan", "2026-11-22T04:00:00+00:00"), Correction("P02", "sex", "M", "F", False, "Lan", "2026-11-22T04:00:00+00:00")])
    assert made is not None
    return run_of(made, periods=target(0.2), corrections="ledgers/c.csv")


def goals_run() -> Run:
    """A plan of goals in order, close to an earlier one."""
    near = run_of(roster_of(*PEOPLE), periods=target(0.2)).decisions
    asked = scenario_with(periods=target(0.4), tiers=[{"minimise": "involuntary"}, {"minimise": "cost"}, {"maximise": "objective"}], stay_close=3)
    return make_run(Request(asked, roster_of(*PEOPLE), time_limit_s=20, close_to=near, lang="vi"))


RUNS: dict[str, Callable[[], Run]] = {
    "plain": lambda: run_of(roster_of(*PEOPLE), periods=target(0.2)),
    "corrected": corrected_run,
    "goals": goals_run,
    "small": small_run,
    "moving": moving_run,
    "streamlined": streamlined,
    "restructured": restructured,
    "impossible": lambda: run_of(roster_of(*PEOPLE), periods=target(1.0), keep={"people": ["P01"]}),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_plan_holds_and_is_read_back_as_it_was(tmp_path: Path, name: str) -> None:
    run = RUNS[name]()
    save_run(run, tmp_path / "plan")
    assert [p.sentence() for p in verify_folder(tmp_path / "plan")] == []
    if run.solved:
        again = load_run(tmp_path / "plan")
        assert [w.sentence("vi") for w in again.warnings] == [w.sentence("vi") for w in run.warnings]
        assert again.instance.loaded.data == run.instance.loaded.data and again.instance.loaded.changes == run.instance.loaded.changes


def test_a_plan_of_files_holds_with_its_parent_and_names(tmp_path: Path) -> None:
    write_roster(roster_of(*PEOPLE), tmp_path / "sheet.csv")
    (tmp_path / "base.yaml").write_text(to_yaml({**SCENARIO, "roster": "sheet.csv"}), encoding="utf-8")
    (tmp_path / "mine.yaml").write_text("extends: base.yaml\ntitle: Của tôi\nperiods:\n  - {name: '2027', leave_on: 2027-07-01, reduction_at_least: 0.2}\n", encoding="utf-8")
    loaded = load_scenario(tmp_path / "mine.yaml")
    run = make_run(Request(loaded, read_for(loaded), time_limit_s=20))
    save_run(run, tmp_path / "plan", "vi")
    assert [p.sentence() for p in verify_folder(tmp_path / "plan")] == [], "the workbook is in another language than the plan"
    again = load_run(tmp_path / "plan")
    assert again.instance.loaded.data["roster"] == "sheet.csv" and len(again.instance.loaded.changes) >= 2
    assert again.summary["provenance"]["scenario"] == "mine.yaml" and again.instance.loaded.path.name == "mine.yaml"


@pytest.mark.parametrize("copied", [True, False])
def test_a_long_workbook_holds_too_whoever_writes_its_second_half(tmp_path: Path, copied: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "STREAMED_FROM", 0)
    with monkeypatch.context() as patch:
        patch.setattr(streamed_rows, "SHARED_FROM", 2)
        patch.setattr(child, "_can_copy", lambda: copied)
        save_run(small_run(), tmp_path / "plan")
    assert verify_folder(tmp_path / "plan") == [], "one process writes the same"


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the plans, written."""
    folder = tmp_path_factory.mktemp("plans")
    for name in ("plain", "corrected", "goals", "impossible"):
        save_run(RUNS[name](), folder / name)
    return folder


@pytest.fixture
def plan(plans: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a plan to be changed."""

    def copied(name: str) -> Path:
        shutil.copytree(plans / name, tmp_path / name)
        return tmp_path / name

    return copied


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value."""
    if isinstance(data, dict | list) and data:
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, key))
    else:
        yield path


def at(data: Any, path: tuple[Any, ...]) -> Any:
    """The value at a path."""
    for key in path:
        data = data[key]
    return data


def forged(folder: Path, path: tuple[Any, ...], value: Any) -> None:
    """`plan.json` with another value at a path, and the list of files made anew."""
    data = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    at(data, path[:-1])[path[-1]] = value
    (folder / "plan.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    write_manifest(folder)


def other(value: Any) -> Any:
    """A value of the same kind that says something else."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return {} if value is None else [*value, "x"] if isinstance(value, list) else {**value, "x": 1} if isinstance(value, dict) else f"{value} x"


@pytest.mark.parametrize("name", ["plain", "corrected", "goals"])
def test_every_value_of_plan_json_that_is_forged_is_noticed(plan: Callable[[str], Path], name: str) -> None:
    folder = plan(name)
    whole = (folder / "plan.json").read_bytes()
    data, missed = json.loads(whole), []
    paths = [path for path in leaves(data) if ".".join(map(str, path)) not in FREE]
    for path in paths if DEEP > 1 else random.Random(1).sample(paths, min(16, len(paths))):
        (folder / "plan.json").write_bytes(whole)
        forged(folder, path, other(at(data, path)))
        if not _objected(folder):
            missed.append(path)
    assert missed == []


def test_an_impossible_answer_says_what_its_inputs_say(plan: Callable[[str], Path]) -> None:
    folder = plan("impossible")
    whole = (folder / "plan.json").read_bytes()
    data = json.loads(whole)
    for path in [("title",), *(("provenance", key) for key in data["provenance"]), ("headcount",), ("cost_vnd",), ("status",)]:
        if ".".join(path) in (*FREE, "provenance.xlsxwriter"):
            continue
        (folder / "plan.json").write_bytes(whole)
        forged(folder, path, other(at(data, path)))
        assert _objected(folder), path
    (folder / "plan.json").write_bytes(whole)
    (folder / "decisions.csv").write_text("x", encoding="utf-8")
    write_manifest(folder)
    assert any("does not belong" in p.sentence() for p in verify_folder(folder))


def _objected(folder: Path) -> bool:
    from planner.core.errors import InputError

    try:
        return bool(verify_folder(folder))
    except InputError:
        return True


@pytest.mark.parametrize("key", ["planner", "law_sha256"])
def test_a_plan_of_another_version_or_law_is_not_believed(plan: Callable[[str], Path], key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = plan("plain")
    monkeypatch.setattr("planner.service.manifest." + {"planner": "__version__", "law_sha256": "law_sha256"}[key], "9" if key == "planner" else lambda: "9" * 64)
    write_manifest(folder)
    monkeypatch.undo()
    assert ["made by version" in p.sentence() for p in verify_folder(folder)] == [True]


def edited(folder: Path, part: str, old: bytes, new: bytes) -> None:
    """The workbook with other bytes in one of its parts, and the list of files made anew."""
    file = folder / "plan.xlsx"
    with zipfile.ZipFile(file) as written:
        parts = {info.filename: written.read(info.filename) for info in written.infolist()}
    assert old in parts[part], part
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)
    write_manifest(folder)


@pytest.mark.parametrize(
    ("part", "old", "new", "words"),
    [
        ("xl/worksheets/sheet1.xml", b"<v>5</v>", b"<v>6</v>", "Summary, row"),
        ("xl/sharedStrings.xml", "Nguyễn Văn 01".encode(), "Nguyễn Văn 10".encode(), "People, row"),
        ("xl/styles.xml", b"#,##0", b'"1"##', "the workbook is not the one"),
        ("xl/workbook.xml", b'<sheet name="Law used"', b'<sheet state="hidden" name="Law used"', "Law used"),
    ],
)
def test_a_changed_workbook_is_noticed(plan: Callable[[str], Path], part: str, old: bytes, new: bytes, words: str) -> None:
    folder = plan("plain")
    edited(folder, part, old, new)
    told = [p.sentence() for p in verify_folder(folder)]
    assert told and words in told[0] and "plan.xlsx" in told[0]


def test_a_workbook_of_another_librarys_version_is_compared_by_its_cells(plan: Callable[[str], Path]) -> None:
    folder = plan("plain")
    edited(folder, "xl/styles.xml", b"#,##0", b"#,##1")
    forged(folder, ("provenance", "xlsxwriter"), "0.1")
    told = [p.sentence() for p in verify_folder(folder)]
    assert told and all("Keys" in line for line in told), "the sheet that shows the version"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no workbook"])
def test_a_workbook_that_is_none_is_noticed(plan: Callable[[str], Path], content: bytes) -> None:
    folder = plan("plain")
    (folder / "plan.xlsx").write_bytes(content)
    write_manifest(folder)
    assert ["the workbook is not the one" in p.sentence() for p in verify_folder(folder)] == [True]


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(plan: Callable[[str], Path]) -> None:
    folder = plan("plain")
    with zipfile.ZipFile(folder / "plan.xlsx") as written:
        parts = {info.filename: written.read(info.filename) for info in written.infolist()}
    with zipfile.ZipFile(folder / "plan.xlsx", "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, b"\0" * 200_000_000 if name == "xl/sharedStrings.xml" else data)
    write_manifest(folder)
    assert ["the workbook is not the one" in p.sentence() for p in verify_folder(folder)] == [True]


def test_a_forged_reason_is_noticed(plan: Callable[[str], Path]) -> None:
    folder = plan("plain")
    frame = pd.read_csv(folder / "decisions.csv", dtype=str, keep_default_na=False)
    frame.loc[2, "reason"] = "He said so"
    frame.to_csv(folder / "decisions.csv", index=False, lineterminator="\n")
    write_manifest(folder)
    assert [(p.row, p.column) for p in verify_folder(folder)] == [(4, "reason")]


def test_prices_that_are_no_numbers_prove_nothing(plan: Callable[[str], Path]) -> None:
    for word in ("NaN", "Infinity", "1e999"):
        folder = plan("plain")
        file = folder / "inputs" / "prices.json"
        kept = json.loads(file.read_text(encoding="utf-8"))
        kept[0]["price"] = float(word)
        file.write_text(json.dumps(kept), encoding="utf-8")
        write_manifest(folder)
        assert any("prices.json" in p.sentence() for p in verify_folder(folder))
        shutil.rmtree(folder)


def swapped(text: str, a: str, b: str) -> str:
    """A text with two words in each other's place."""
    return text.replace(a, "\0").replace(b, a).replace("\0", b)


@pytest.mark.parametrize("whole", [False, True], ids=["one file", "every file but the roster"])
def test_consistent_exchanges_of_two_people_are_noticed(plan: Callable[[str], Path], whole: bool) -> None:
    folder, dice = plan("plain"), random.Random(5)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ids = pd.read_csv(folder / "decisions.csv", dtype=str)["employee_id"].tolist()
    names = read_roster(folder / "inputs" / "roster.parquet").people["full_name"].tolist()
    for _ in range(3 if DEEP == 1 else 100):
        (i, j), file = dice.sample(range(len(ids)), 2), folder / "decisions.csv"
        file.write_text(swapped(file.read_text(encoding="utf-8"), ids[i], ids[j]), encoding="utf-8")
        if whole:
            edited(folder, "xl/sharedStrings.xml", b"<si>", b"<si>")
            plan_file = folder / "plan.json"
            plan_file.write_text(swapped(swapped(plan_file.read_text(encoding="utf-8"), ids[i], ids[j]), names[i], names[j]), encoding="utf-8")
        write_manifest(folder)
        assert verify_folder(folder)
        for path, content in before.items():
            path.write_bytes(content)
    assert verify_folder(folder) == []


def test_two_people_exchanged_in_the_roster_are_noticed(plan: Callable[[str], Path]) -> None:
    folder = plan("plain")
    file = folder / "inputs" / "roster.parquet"
    roster = read_roster(file)
    people = roster.people.copy()
    people.loc[[0, 1], "full_name"] = people.loc[[1, 0], "full_name"].to_numpy()
    (folder / MANIFEST).unlink()  # our own writers put nothing into a plan's folder
    write_roster(replace(roster, people=people), file)
    write_manifest(folder)
    assert any("roster kept with the plan" in p.sentence() for p in verify_folder(folder))


def test_every_byte_of_the_list_itself_counts(plan: Callable[[str], Path]) -> None:
    folder, dice = plan("plain"), random.Random(2)
    whole = (folder / MANIFEST).read_bytes()
    for _ in range(60 if DEEP == 1 else 500):
        place = dice.randrange(len(whole))
        (folder / MANIFEST).write_bytes(whole[:place] + bytes([whole[place] ^ (1 << dice.randrange(8))]) + whole[place + 1 :])
        assert verify_folder(folder), place


def test_a_plan_of_an_older_version_still_opens_but_is_not_believed(plan: Callable[[str], Path]) -> None:
    folder = plan("plain")
    data = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    for part, names in ((data, ("notes", "fairness", "saving_natural_vnd_per_year")), (data["provenance"], ("lang", "xlsxwriter"))):
        for name in names:
            del part[name]
    (folder / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    (folder / "inputs" / "origin.json").unlink()
    write_manifest(folder)
    assert load_run(folder).solved
    assert ["provenance.lang" in p.sentence() for p in verify_folder(folder)] == [True]
    data["provenance"]["lang"] = "en"
    (folder / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    write_manifest(folder)
    assert ["origin.json" in p.sentence() for p in verify_folder(folder)] == [True]
