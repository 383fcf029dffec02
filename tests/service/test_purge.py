"""`planner purge`: what is old goes, what somebody still holds stays, and nothing goes before it was listed."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from planner.service.jobs.state import JobState, Phase, write_state
from planner.service.purge import DAY_S, old_things, remove
from planner.service.workspace.desks.desk import Desk
from planner.service.workspace.desks.kept import KeptDesk

NOW = time.time()
OLD_JOB, NEW_JOB, HELD_JOB = (f"2026{month}01-000000-0123456789ab" for month in ("01", "11", "02"))
SHA = {name: letter * 64 for name, letter in zip(("free", "held", "of_job", "new"), "abcd", strict=True)}


def aged(path: Path, days: float) -> None:
    for each in [*path.rglob("*"), path]:
        os.utime(each, (NOW - days * DAY_S,) * 2)


def job(app: Path, name: str, roster: str, days: float, phase: Phase = Phase.DONE) -> None:
    (app / name / "plan").mkdir(parents=True)
    write_state(app, JobState(name, "plan", "Title", phase))
    (app / name / "task.json").write_text(json.dumps({"roster": roster}), encoding="utf-8")
    aged(app / name, days)


def desk(app: Path, name: str, days: float, **content: object) -> None:
    (app / "desks").mkdir(parents=True, exist_ok=True)
    (app / "desks" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    (app / "uploads" / name / "files").mkdir(parents=True)
    (app / "uploads" / name / "files" / "x.xlsx").write_bytes(b"x")
    aged(app / "uploads" / name, days)
    aged(app / "desks" / f"{name}.json", days)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An old desk with a job, a new desk that holds an old job and an old roster, and things that nobody holds."""
    app = tmp_path / "runs" / "app"
    desk(app, "old", 100, roster=SHA["free"], plans=[OLD_JOB])
    desk(app, "new", 1, roster=SHA["held"], plans=[HELD_JOB], current=HELD_JOB)
    job(app, OLD_JOB, SHA["free"], 100)
    job(app, HELD_JOB, SHA["of_job"], 90)
    job(app, NEW_JOB, SHA["free"], 2)
    for name, sha in SHA.items():
        (app / "rosters" / sha).mkdir(parents=True)
        aged(app / "rosters" / sha, 3 if name == "new" else 95)
    (app / "rosters" / "sample.json").write_text("{}", encoding="utf-8")
    return app


def names(app: Path, days: float, *kept: KeptDesk) -> list[str]:
    return [f"{each.kind} {each.path.name}" for each in old_things(app, days, NOW, kept)]


def in_store(name: str, days: float, **content: Any) -> KeptDesk:
    """A desk in the store, saved so many days ago."""
    at = dt.datetime.fromtimestamp(NOW - days * DAY_S, dt.UTC)
    return KeptDesk(name, "owner", 3, at, "lan", 2_000, "", Desk(name, **content) if content else None)


def test_what_is_old_and_held_by_nobody_is_listed_in_order(app: Path) -> None:
    assert names(app, 30) == ["desk old.json", "upload old", f"job {OLD_JOB}"]  # the roster of the new job is `free`, too
    os.remove(app / NEW_JOB / "task.json")
    assert names(app, 30) == ["desk old.json", "upload old", f"job {OLD_JOB}", f"roster {SHA['free']}"]


def test_an_age_counts_from_the_day_itself(app: Path) -> None:
    assert "desk old.json" in names(app, 100) and "desk old.json" not in names(app, 100.01)


def test_everything_goes_at_last(app: Path) -> None:
    things = old_things(app, 0, NOW + 1)
    assert remove(things) == []
    assert sorted(path.relative_to(app).as_posix() for path in app.rglob("*")) == ["desks", "rosters", "rosters/sample.json", "uploads"]


def test_a_job_under_way_stays_and_one_of_a_dead_server_goes(app: Path) -> None:
    job(app, "20261128-000000-0123456789ab", "", 0.5, Phase.RUNNING)
    job(app, "20261102-000000-0123456789ab", "", 20, Phase.RUNNING)
    found = names(app, 0)
    assert "job 20261128-000000-0123456789ab" not in found and "job 20261102-000000-0123456789ab" in found


def test_links_and_other_names_are_not_touched(app: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "file").write_text("x", encoding="utf-8")
    (app / "20250101-000000-0123456789ab").symlink_to(tmp_path / "elsewhere")
    (app / "something").mkdir()
    aged(app / "something", 900)
    assert not [name for name in names(app, 30) if "something" in name or "2025" in name]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert old_things(tmp_path / "no", 0) == []


def test_a_desk_that_cannot_be_read_is_still_listed(app: Path) -> None:
    (app / "desks" / "torn.json").write_text("[[", encoding="utf-8")
    aged(app / "desks" / "torn.json", 50)
    assert "desk torn.json" in names(app, 30)


def test_a_desk_in_the_store_holds_what_is_on_it(app: Path) -> None:
    (app / "uploads" / ("a" * 24)).mkdir()
    aged(app / "uploads" / ("a" * 24), 90)
    young = in_store("a" * 24, 2, plans=[OLD_JOB], roster=SHA["free"])
    assert names(app, 30, young) == ["desk old.json", "upload old"], "its upload, its plan and its roster stay"
    old = in_store("a" * 24, 40, job=OLD_JOB, roster_name="bộ.xlsx")
    (found, *_) = [each for each in old_things(app, 30, NOW, [old]) if each.desk is not None]
    assert (found.kind, found.title, str(found.path), found.size, round(found.days)) == ("desk", "bộ.xlsx", "desk/" + "a" * 24, 2_000, 40)
    assert names(app, 30, old) == ["desk old.json", "desk " + "a" * 24, "upload old", "upload " + "a" * 24, f"job {OLD_JOB}"]
    assert remove([found]) == [], "what is in the store is the store's to remove"


def test_a_damaged_desk_in_the_store_holds_nothing_and_is_listed(app: Path) -> None:
    assert names(app, 30, in_store("b" * 24, 50))[:2] == ["desk old.json", "desk " + "b" * 24]


def test_files_that_were_taken_over_are_listed_too_and_hold_nothing(app: Path) -> None:
    (app / "desks" / "taken-over").mkdir()
    (app / "desks" / "old.json").rename(app / "desks" / "taken-over" / "old.json")
    assert names(app, 30)[0] == "desk old.json"
    assert remove([each for each in old_things(app, 30, NOW) if each.kind == "desk"]) == [] and not list((app / "desks" / "taken-over").iterdir())
