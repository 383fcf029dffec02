"""Scenarios that harm or stop who reads them: one sentence with the key, at once."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.scenario.load import load_scenario
from tests.builder import ROOT
from tests.messy import still_wrong

GOOD = """title: t
roster: r.csv
snapshot_on: 2026-12-01
decided_on: 2026-12-15
periods:
  - {name: "2027", leave_on: 2027-07-01, reduction_at_least: 0.1}
"""
CPU_SECONDS, MEMORY = 6, 2**31
"""What a child may use that reads a scenario which grows: twice what a good one takes."""


def grows(first: str, each: str) -> str:
    """Aliases of aliases: nine of the level below on each of nine levels, a thousand million in the end.

    each: what a level holds, with `%` for its nine aliases.
    """
    lines = [f"  a0: &a0 {first}"]
    lines += [f"  a{n}: &a{n} {each.replace('%', ', '.join([f'*a{n - 1}'] * 9))}" for n in range(1, 10)]
    return GOOD + "keep:\n" + "\n".join(lines) + "\n  people: *a9\n"


GROWING = {
    "lists": grows("[x, x, x, x, x, x, x, x, x]", "[%]"),
    "mappings in lists": grows("{x: 1}", "{y: [%]}"),
    "merged mappings": grows("{x: 1}", "{<<: [%]}"),
}
SMALL: dict[str, tuple[str, tuple[str, ...]]] = {
    "an alias of itself": (GOOD + "keep: &a\n  people: *a\n", ("keep",)),
    "deep lists": (GOOD + "keep: " + "[" * 5000 + "]" * 5000 + "\n", ("keep",)),
    "deep mappings": (GOOD + "keep: " + "{a: " * 3000 + "1" + "}" * 3000 + "\n", ("keep",)),
    "deep blocks": (GOOD + "keep:\n" + "".join("  " * (n + 1) + "a:\n" for n in range(800)), ("keep",)),
    "infinite money": (GOOD + "budget: {total_vnd: .inf}\n", ("budget.total_vnd",)),
    "no number": (GOOD + "budget: {total_vnd: .nan}\n", ("budget.total_vnd",)),
    "an infinite weight": (GOOD + "objective: {involuntary: .inf}\n", ("objective.involuntary",)),
    "a weight below everything": (GOOD + "objective: {redeploy: -.inf}\n", ("objective.redeploy",)),
    "an infinite share": (GOOD.replace("0.1", ".inf"), ("reduction_at_least",)),
    "a number too large for a float": (GOOD + "objective: {involuntary: 1e999}\n", ("objective.involuntary",)),
    "a number of five thousand digits": (GOOD + f"budget: {{total_vnd: {'9' * 5000}}}\n", ("budget.total_vnd",)),
    "30 February": (GOOD.replace("2026-12-01", "2026-02-30"), ("snapshot_on",)),
    "31 June in a list": (GOOD.replace("2027-07-01", "2027-06-31"), ("leave_on",)),
    "a thirteenth month": (GOOD.replace("2026-12-15", "2026-13-15"), ("decided_on",)),
    "an hour that no day has": (GOOD.replace("2026-12-01", "2026-12-01T25:61:00Z"), ("snapshot_on",)),
    "30 February in quotes": (GOOD.replace("2026-12-01", '"2026-02-30"'), ("snapshot_on",)),
}


def marked(names: dict[str, object]) -> list[object]:
    """The names as parameters; those that are still wrong must fail."""
    reasons = still_wrong.SCENARIOS
    return [pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=reasons[name]) if name in reasons else ()) for name in names]


@pytest.mark.parametrize("name", marked(dict(SMALL)))
def test_what_no_scenario_can_mean_is_one_sentence_with_its_key(tmp_path: Path, name: str) -> None:
    text, keys = SMALL[name]
    file = tmp_path / "s.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_scenario(file)
    for lang in ("vi", "en"):
        said = [problem.sentence(lang) for problem in raised.value.problems]
        assert len(said) == 1 and "\n" not in said[0] and len(said[0]) < 400, said
        assert any(key in said[0] for key in keys), said


@pytest.mark.parametrize("name", marked(dict(GROWING)))
def test_aliases_that_grow_without_end_are_refused_before_they_grow(tmp_path: Path, name: str) -> None:
    (tmp_path / "s.yaml").write_text(GROWING[name], encoding="utf-8")

    def limits() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [sys.executable, "-m", "planner", "solve", str(tmp_path / "s.yaml"), "--out", str(tmp_path / "plan")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, preexec_fn=limits, timeout=120)
    assert done.returncode == 2, done.stderr[-300:]
    said = done.stderr.strip().splitlines()
    assert len(said) == 1 and "keep" in said[0], said[:3]
    assert not (tmp_path / "plan").exists()


def test_an_alias_that_saves_writing_is_read(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(GOOD.replace("0.1}", '&share 0.1}\n  - {name: "2028", leave_on: 2028-07-01, reduction_at_least: *share}'), encoding="utf-8")
    assert [float(p.reduction_at_least or 0) for p in load_scenario(file).scenario.periods] == [0.1, 0.1]
