"""Scenarios that harm or stop who reads them: one sentence with the key, at once."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.core.guard import harmful_yaml
from planner.scenario.checks import MOST_ENTRIES, MOST_SAID
from planner.scenario.load import MAX_FILE_BYTES, load_scenario
from planner.service.run import read_for
from tests.builder import ROOT, roster_of, run_of
from tests.messy import still_wrong

pytestmark = pytest.mark.usefixtures("real_children")

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
    "an hour beyond every zone": (GOOD.replace("2026-12-01", "2026-12-01T00:00:00+99:99"), ("s.yaml",)),
    "the year 9999": (GOOD.replace("2027-07-01", "9999-12-31"), ("periods.2027.leave_on",)),
    "the last century": (GOOD.replace("snapshot_on: 2026-12-01", "snapshot_on: 1879-12-31"), ("snapshot_on",)),
    "a hexadecimal number without end": (GOOD + f"budget: {{total_vnd: 0x{'F' * 5000}}}\n", ("budget.total_vnd",)),
    "an older YAML's numbers": ("%YAML 1.1\n---\n" + GOOD + f"budget: {{total_vnd: 1{':59' * 5000}}}\n", ("s.yaml",)),
    "infinity by its kind": (GOOD + 'objective: {involuntary: !!float ".inf"}\n', ("objective.involuntary",)),
    "bytes": (GOOD + "description: !!binary aGVsbG8=\n", ("description",)),
    "a programme": (GOOD + 'description: !!python/object/apply:os.system ["true"]\n', ("description",)),
    "half of a letter": (GOOD.replace("title: t", 'title: "\\ud800"'), ("title",)),
    "half of a letter in a key": (GOOD + '"\\ud800": 1\n', ("ud800",)),
    "a byte of zero in a path": (GOOD.replace("r.csv", '"r\\0.csv"'), ("roster",)),
    "one name twice": (GOOD + "keep: {people: [&a x, &a y, *a]}\n", ("keep.people",)),
    "a growth behind what is no number": (grows("[x, x, x]", "[%]").replace("keep:", "description: _\nkeep:"), ("keep",)),
    "nests that are repeated in nests": (
        GOOD + "keep:\n  a0: &a0 1\n" + "".join(f"  a{n}: &a{n} {'[' * 9}*a{n - 1}{']' * 9}\n" for n in range(1, 60)),
        ("keep",),
    ),
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


def refused(file: Path) -> list[str]:
    """The sentences with which a scenario file is refused."""
    with pytest.raises(InputError) as raised:
        load_scenario(file)
    return [problem.sentence() for problem in raised.value.problems]


def test_entries_up_to_the_limit_are_read_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "s.yaml").write_text(GOOD, encoding="utf-8")
    count = 17  # the mapping, six keys with five values and a list, and the period with six of its own
    monkeypatch.setattr(harmful_yaml, "MOST_NODES", count + 2)
    load_scenario(tmp_path / "s.yaml")
    monkeypatch.setattr(harmful_yaml, "MOST_NODES", count - 1)
    assert "holds more than 16 entries" in refused(tmp_path / "s.yaml")[0]


def test_a_scenario_and_its_parents_together_have_one_size(tmp_path: Path) -> None:
    """Twenty parents of a megabyte each would be read one after another."""
    (tmp_path / "parent.yaml").write_text(GOOD + "#" * (MAX_FILE_BYTES - len(GOOD) - 60), encoding="utf-8")
    (tmp_path / "s.yaml").write_text("extends: parent.yaml\n", encoding="utf-8")
    assert load_scenario(tmp_path / "s.yaml").scenario.title == "t"
    (tmp_path / "s.yaml").write_text("extends: parent.yaml\n#" + " " * 60, encoding="utf-8")
    assert "over 1 MB" in refused(tmp_path / "s.yaml")[0]


def test_a_circle_is_named(tmp_path: Path) -> None:
    for name, parent in (("a", "b"), ("b", "c"), ("c", "b")):
        (tmp_path / f"{name}.yaml").write_text(f"extends: {parent}.yaml\n", encoding="utf-8")
    (said,) = refused(tmp_path / "a.yaml")
    assert "b.yaml → c.yaml → b.yaml" in said and "extends" in said


def test_a_chain_without_end_is_given_up(tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"{number}.yaml").write_text(f"extends: {number + 1}.yaml\n", encoding="utf-8")
    assert "more than 20 files" in refused(tmp_path / "0.yaml")[0]


@pytest.mark.parametrize(("parent", "said"), [
    ("/dev/zero", "no ordinary file"), ("/dev/stdin", "no ordinary file"), ("pipe", "no ordinary file"), ("folder", "no ordinary file"),
    ("/proc/self/environ", "no ordinary file"), ("loop", "no such scenario file"), ("not/there", "no such scenario file"), ("x" * 300, "no such scenario file"),
])  # fmt: skip
def test_only_ordinary_files_are_extended(tmp_path: Path, parent: str, said: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "s.yaml").write_text(f"extends: {parent}\n", encoding="utf-8")
    (sentence,) = refused(tmp_path / "s.yaml")
    assert said in sentence


@pytest.mark.parametrize("key", ["roster", "corrections"])
@pytest.mark.parametrize("place", ["pipe.csv", "zero.csv", "loop.csv", "/proc/self/environ"])
def test_only_ordinary_files_are_taken_for_roster_and_corrections(tmp_path: Path, key: str, place: str) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    text = GOOD.replace("r.csv", place) if key == "roster" else GOOD.replace("r.csv", str(ROOT / "data" / "ministry.xlsx")) + f"corrections: {place}\n"
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_for(load_scenario(tmp_path / "s.yaml"))
    assert len(raised.value.problems) == 1


def test_a_hundred_thousand_faults_are_not_told_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(GOOD + f"keep: {{people: [{', '.join(['1'] * (MOST_SAID + 5))}]}}\n", encoding="utf-8")
    said = refused(tmp_path / "s.yaml")
    assert len(said) == MOST_SAID + 1 and "5 more faults" in said[-1]
    (tmp_path / "s.yaml").write_text(GOOD + f"keep: {{people: [{', '.join(['1'] * MOST_SAID)}]}}\n", encoding="utf-8")
    assert len(refused(tmp_path / "s.yaml")) == MOST_SAID


def test_a_list_of_more_entries_than_are_compared_is_refused_at_once(tmp_path: Path) -> None:
    for key, entry in (("fairness", "{by: sex, max_ratio: 2}"), ("keep: {succession", "{if_leaves: A, keep: B}")):
        text = f"{GOOD}{key}: [{', '.join([entry] * (MOST_ENTRIES + 1))}]{'}' if '{' in key else ''}\n"
        (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
        (said,) = refused(tmp_path / "s.yaml")
        assert "2,001 entries" in said and key.split(": {")[-1] in said


def test_people_of_another_roster_are_told_at_once_and_counted(tmp_path: Path) -> None:
    """Each was compared with everybody for what was probably meant, and counted among all that are kept: hours."""
    roster = roster_of(*({} for _ in range(300)))
    people = [f"Q{i:05}" for i in range(40_000)]
    with pytest.raises(InputError) as raised:
        run_of(roster, keep={"people": people})
    said = [problem.sentence() for problem in raised.value.problems]
    assert len(said) == MOST_SAID + 1 and "39,800 more" in said[-1] and "keep.people.200" in said[-2]
