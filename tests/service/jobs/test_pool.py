"""The pool with real workers: a plan, a refusal, a cancel, a crash."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest

from planner.service.jobs.pool import Pool
from planner.service.jobs.state import Phase, folder_of, read_state
from planner.service.jobs.worker import NICER
from planner.service.places import made_from, plan_of_job

LONG = 60.0
FLOOR = "units: {default: {minimum_headcount: 5}}\n"


def wait_until(holds, seconds=LONG):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_a_plan_is_made_outside_this_process(pool, task):
    job = pool.submit("plan", task, title="Small", limit_s=LONG)
    state = pool.wait(job, LONG)
    assert state.phase is Phase.DONE, state
    folder = folder_of(pool.root, job)
    summary = json.loads((plan_of_job(folder) / "plan.json").read_text(encoding="utf-8"))
    assert summary["status"] == "optimal"
    assert summary["headcount"]["leavers"] >= 9
    assert wait_until(lambda: (made_from(plan_of_job(folder)) / "plan.vi.xlsx").is_file()), "the workbook follows the plan"
    assert read_state(pool.root, job).phase is Phase.DONE


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no niceness")
def test_the_server_goes_before_a_worker_that_yields(tmp_path):
    own = os.getpriority(os.PRIO_PROCESS, 0)
    for yields in (True, False):
        made = Pool(tmp_path / str(yields), most=1, reading=True, yields=yields)
        try:
            made.warm_up()
            (worker,) = made._workers
            assert wait_until(lambda worker=worker: worker.ready)
            assert os.getpriority(os.PRIO_PROCESS, worker.process.pid) == min(19, own + (NICER if yields else 0))
        finally:
            made.close()


def test_wrong_input_comes_back_as_sentences_with_their_place(pool, task):
    wrong = task["scenario"].replace("snapshot_on", "snapshot_an")
    state = pool.wait(pool.submit("plan", {**task, "scenario": wrong}, title="Wrong", limit_s=LONG), LONG)
    assert state.phase is Phase.REFUSED
    assert any(p["en"]["column"] == "snapshot_an" and "did you mean snapshot_on" in p["en"]["message"] for p in state.problems)


def test_an_infeasible_plan_is_an_answer_with_its_conflict_in_both_languages(pool, task):
    impossible = task["scenario"].replace("0.15", "0.99") + FLOOR
    job = pool.submit("plan", {**task, "scenario": impossible}, title="Impossible", limit_s=LONG)
    assert pool.wait(job, LONG).phase is Phase.DONE
    folder = folder_of(pool.root, job)
    assert json.loads((plan_of_job(folder) / "plan.json").read_text(encoding="utf-8"))["status"] == "infeasible"
    entries = json.loads((made_from(plan_of_job(folder)) / "conflict.json").read_text(encoding="utf-8"))
    assert entries and all(entry["vi"] != entry["en"] for entry in entries)


def test_an_infeasible_plan_gets_its_menu_after_its_conflict(pool, task):
    impossible = task["scenario"].replace("0.15", "0.99") + FLOOR
    job = pool.submit("plan", {**task, "scenario": impossible}, title="Impossible", limit_s=LONG)
    assert pool.wait(job, LONG).phase is Phase.DONE
    file = made_from(plan_of_job(folder_of(pool.root, job))) / "menu.json"
    assert json.loads(file.read_text(encoding="utf-8"))["headline"]["vi"].startswith("Không có phương án")

    def menu():
        return json.loads(file.read_text(encoding="utf-8"))["repairs"]

    assert wait_until(lambda: menu() is not None, LONG)
    assert menu() and all(r["vi"] != r["en"] and r["verified"] for r in menu())
    assert json.loads((plan_of_job(folder_of(pool.root, job)) / "plan.json").read_text(encoding="utf-8"))["repairs"]


def test_a_release_and_a_keep_reach_the_plan(pool, task, small_roster, rosters):
    first = pool.submit("plan", task, title="Small", limit_s=LONG)
    assert pool.wait(first, LONG).phase is Phase.DONE
    from planner.service.saved_runs import load_run

    decisions = load_run(plan_of_job(folder_of(pool.root, first))).decisions.set_index("employee_id")["decision"]
    stays = decisions[decisions == "retain"].index
    people = small_roster.people.set_index("employee_id")
    free = [i for i in stays if not people.loc[i, ["pregnant", "maternity_leave", "under_discipline", "under_inspection"]].any()
            and people.loc[i, "youngest_child_born_on"] != people.loc[i, "youngest_child_born_on"]]  # fmt: skip
    job = pool.submit("plan", {**task, "locks": {free[0]: "leave"}, "before": str(plan_of_job(folder_of(pool.root, first)))}, title="Lock", limit_s=LONG)
    assert pool.wait(job, LONG).phase is Phase.DONE
    after = load_run(plan_of_job(folder_of(pool.root, job))).decisions.set_index("employee_id")["decision"]
    assert after[free[0]] not in ("retain", "redeploy")


def test_a_worker_that_dies_costs_its_own_task_only(pool, task):
    assert wait_until(lambda: any(w.ready and w.job is None for w in pool._workers))
    job = pool.submit("plan", task, title="Dies", limit_s=LONG)
    worker = pool._busy_with(job)
    worker.process.kill()
    assert pool.wait(job, LONG).phase is Phase.CRASHED
    again = pool.submit("plan", task, title="Lives", limit_s=LONG)
    assert pool.wait(again, LONG).phase is Phase.DONE


def test_cancelling_ends_a_running_job_and_the_queue_goes_on(pool, task):
    assert wait_until(lambda: any(w.ready and w.job is None for w in pool._workers))
    running = pool.submit("plan", task, title="Runs", limit_s=LONG)
    waiting = pool.submit("plan", task, title="Waits", limit_s=LONG)
    dropped = pool.submit("plan", task, title="Dropped", limit_s=LONG)
    worker = pool._busy_with(running)
    assert pool.state(dropped).phase is Phase.WAITING and pool.state(dropped).ahead == 2
    pool.cancel(dropped)
    pool.cancel(running)
    assert pool.state(running).phase is Phase.CANCELLED
    assert pool.state(dropped).phase is Phase.CANCELLED
    assert wait_until(lambda: worker.process.poll() is not None), "a cancelled search is killed"
    assert pool.wait(waiting, LONG).phase is Phase.DONE


def test_five_at_once_are_queued_and_each_is_told_behind_how_many(pool, task):
    assert wait_until(lambda: any(w.ready and w.job is None for w in pool._workers))
    (worker,) = pool._workers
    os.kill(worker.process.pid, signal.SIGSTOP)  # however fast the machine is, the first is not done before the last is asked
    try:
        jobs = [pool.submit("plan", task, title=f"Number {n}", limit_s=LONG) for n in range(5)]
        assert [pool.state(job).phase for job in jobs] == [Phase.RUNNING, *[Phase.WAITING] * 4]
        assert [pool.state(job).ahead for job in jobs] == [0, 1, 2, 3, 4]
    finally:
        os.kill(worker.process.pid, signal.SIGCONT)
    assert pool.wait(jobs[0], LONG).phase is Phase.DONE
    assert wait_until(lambda: pool.state(jobs[1]).phase is not Phase.WAITING)  # they begin by themselves, in their order
    assert pool.state(jobs[4]).ahead <= 3
    assert [pool.wait(job, LONG).phase for job in jobs] == [Phase.DONE] * 5


def test_who_can_begin_at_once_waits_behind_nobody(tmp_path, task, monkeypatch):
    monkeypatch.setattr(Pool, "_hire", lambda self: None)
    idle = Pool(tmp_path / "app", most=2)
    jobs = [idle.submit("plan", task, title="x", limit_s=LONG) for _ in range(4)]
    assert [idle.state(job).ahead for job in jobs] == [0, 0, 2, 3]
    idle.close()


def test_a_task_far_beyond_its_limit_is_given_up(pool, task, monkeypatch):
    monkeypatch.setattr("planner.service.jobs.pool.PATIENCE_S", 0.0)
    assert wait_until(lambda: any(w.ready and w.job is None for w in pool._workers))
    job = pool.submit("plan", task, title="Slow", limit_s=-1.0)
    assert pool.wait(job, LONG).phase in (Phase.CRASHED, Phase.DONE)


def test_workers_that_cannot_start_are_not_tried_for_ever(tmp_path, task, monkeypatch):
    monkeypatch.setattr("planner.core.child.sys.executable", "/bin/false")
    broken = Pool(tmp_path / "app", most=1)
    try:
        job = broken.submit("plan", task, title="Never", limit_s=LONG)
        assert broken.wait(job, LONG).phase is Phase.CRASHED
    finally:
        broken.close()


def test_an_unknown_job_is_none(pool):
    assert pool.state("20260101-000000-000000000000") is None


@pytest.mark.parametrize("word", ["keep", "leave"])
def test_nothing_is_submitted_to_a_closed_pool(tmp_path, task, word):
    closed = Pool(tmp_path / "app")
    closed.close()
    with pytest.raises(RuntimeError):
        closed.submit("plan", {**task, "locks": {"x": word}}, title="Late", limit_s=1)
