"""Which workers do what: nobody's bad upload keeps somebody waiting who wants something else."""

from __future__ import annotations

import pytest

from planner.service.jobs.tasks import TASKS
from planner.ui.session import workers


class Asked:
    """Stands for a pool: remembers what it was asked."""

    def __init__(self, root, most, reading=False, yields=False):
        self.root, self.most, self.reading, self.yields, self.kinds = root, most, reading, yields, []

    def submit(self, kind, task, *, title, limit_s):
        self.kinds.append(kind)
        return "20261129-000000-0123456789ab"

    def wait(self, job, limit_s):
        return None

    def close(self):
        pass

    def warm_up(self):
        pass


@pytest.fixture
def pools(tmp_path, monkeypatch):
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path))
    monkeypatch.setattr(workers, "Pool", Asked)
    monkeypatch.setattr(workers, "WARM_UP_AFTER_S", 3600.0)
    made = {name: {} for name in ("_long", "_quick", "_reading")}
    for name, empty in made.items():
        monkeypatch.setattr(workers, name, empty)
    return made


def test_bad_uploads_are_read_beside_plans_and_questions(pools):
    for quick in (True, False):
        for kind in TASKS:
            workers.work(kind, {}, quick=quick)
    asked = {name: next(iter(pool.values())) for name, pool in pools.items()}
    assert set(asked["_reading"].kinds) == {"read", "row", "mend", "hand_table"}
    assert not {"read", "row", "mend"} & {*asked["_quick"].kinds, *asked["_long"].kinds}
    assert asked["_reading"].reading and not asked["_long"].reading
    assert asked["_reading"].most == 3  # two that use up their time, and one for the others
    assert {name: pool.yields for name, pool in asked.items()} == {"_reading": True, "_long": True, "_quick": False}  # a page waits for quick ones


def test_the_readers_are_made_ready_with_the_others(pools):
    workers._warm_up(Asked("x", 2), ())
    assert pools["_reading"] and pools["_quick"]
