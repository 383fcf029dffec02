"""YAML of somebody else: nothing is built that was not looked through, and a long text is read by a child with limits."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from planner.core.guard import yaml_reader
from planner.core.guard.harmful_yaml import DEEPEST, MOST_NODES, HarmfulYaml, refuse_harm
from planner.core.guard.yaml_reader import AT_ONCE, read_harmless
from planner.core.strict_yaml import BadYaml

pytestmark = pytest.mark.usefixtures("real_children")

PLAIN = """text: "a\\tb"
numbers: [1, 2.5, 1e3, 0x1F, 0o17, -3, 99999999999999999999]
words: [true, false, null, yes, 1.2.3, _, 1:30, ~]
days: [2026-12-01, 2026-12-01T10:11:12, 2026-12-01T10:11:12.5Z]
keys: {1: a, 2.5: b, 2026-12-01: c, null: e, [1, 2]: f}
again: &x {a: [1]}
same: *x
merged: {<<: *x, b: 2}
empty: [[], {}, ""]
"""
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))


def test_a_child_reads_what_this_process_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    here = read_harmless(PLAIN)
    assert here["days"][0] == dt.date(2026, 12, 1) and here["merged"] == {"a": [1], "b": 2}
    monkeypatch.setattr(yaml_reader, "AT_ONCE", 0)
    there = read_harmless(PLAIN)
    assert there == here and [[type(v) for v in each] for each in there.values()] == [[type(v) for v in each] for each in here.values()]


@pytest.mark.parametrize(
    "text", ["a: [1", "a: 1\na: 2", "a: *nowhere", "a: !!python/object:os.system {}", "--- 1\n--- 2", "a: 2026-02-30", BOMB]
)
def test_a_child_refuses_what_this_process_refuses(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for at_once in (10**9, 0):
        monkeypatch.setattr(yaml_reader, "AT_ONCE", at_once)
        with pytest.raises(BadYaml) as raised:
            read_harmless(text)
        harm = raised.value
        said.append((harm.said, harm.line, *((harm.key, harm.message.render("vi")) if isinstance(harm, HarmfulYaml) else ())))
    assert said[0] == said[1]


@pytest.mark.parametrize("first", ["_", "0x_", "+_", "0b_", "1.2.3", "._", "-_", '"\\U0010FFFF"', "0o8"])
def test_what_is_no_number_after_all_hides_nothing_behind_it(first: str) -> None:
    with pytest.raises(HarmfulYaml, match="too_large"):
        refuse_harm(f"text: {first}\n{BOMB}")


def test_repeating_a_nest_in_a_nest_counts_as_nesting() -> None:
    text = "x0: &x0 1\n" + "".join(f"x{n}: &x{n} {'[' * 5}*x{n - 1}{']' * 5}\n" for n in range(1, 40))
    with pytest.raises(HarmfulYaml, match="too_deep"):
        refuse_harm(text)
    refuse_harm("x: &x " + "[" * (DEEPEST - 2) + "]" * (DEEPEST - 2) + "\ny: [*x]\n")
    with pytest.raises(HarmfulYaml, match="too_deep"):
        refuse_harm("x: &x " + "[" * (DEEPEST - 2) + "]" * (DEEPEST - 2) + "\ny: [[*x]]\n")


@pytest.mark.parametrize(
    "text",
    [
        "1" * 900_000 + "x",
        "1_" * 450_000 + "x",
        "1" * 450_000 + "e" + "1" * 450_000 + "x",
        "." * 900_000 + "x",
        "2026-01-01" + " " * 900_000 + "x",
    ],
)
def test_a_long_text_that_is_nearly_a_number_or_a_day_costs_no_more_than_another(text: str) -> None:
    """Once it took hours."""
    used = time.process_time()
    assert read_harmless(f'"a": {text}') is not None
    assert time.process_time() - used < 30


def test_what_takes_the_child_too_long_or_too_much_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "a: [" + "1," * AT_ONCE + "]"
    monkeypatch.setattr(yaml_reader, "WALL_SECONDS", 0.0)
    with pytest.raises(HarmfulYaml, match="too_slow"):
        read_harmless(long)
    monkeypatch.setattr(yaml_reader, "WALL_SECONDS", 45.0)
    monkeypatch.setattr(yaml_reader.Child, "tell", lambda child, text: child.kill())
    with pytest.raises(HarmfulYaml, match="child_died"):
        read_harmless(long)


def test_the_longest_short_text_is_read_at_once() -> None:
    """The counts alone hold: a process of its own would take longer to start than the worst of these takes to be read."""
    assert AT_ONCE < MOST_NODES
    for text in (
        "[" + "~," * (AT_ONCE // 2 - 1) + "]",
        "? " * (AT_ONCE // 2),
        '"' + "\\u00e1" * (AT_ONCE // 6 - 1) + '"',
        "- \n" * (AT_ONCE // 3),
    ):
        used = time.process_time()
        try:
            read_harmless(text)
        except BadYaml:
            pass
        assert time.process_time() - used < 10
