"""YAML is read strictly, each text for itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import planner
from planner.core.strict_yaml import BadYaml, _own_loader, parse_own_yaml, parse_yaml


def test_plain_values_as_yaml_1_2_has_them() -> None:
    assert parse_yaml("a: yes\nb: [1, 2.5, null]\nc: 'x'") == {"a": "yes", "b": [1, 2.5, None], "c": "x"}
    assert parse_yaml("") is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3", 3, "duplicate key"),
        ("a: [1, 2", 1, "expected"),
        ("a: !!python/object:os.system {}", 1, "could not determine a constructor"),
        ("a: *nowhere", 1, "undefined alias"),
        ("a: \x07", None, "special characters"),
        ("[" * 5_000, None, "recursion"),
    ],
)
def test_what_is_not_plain_yaml_is_refused(text: str, line: int | None, words: str) -> None:
    with pytest.raises(BadYaml) as refused:
        parse_yaml(text)
    assert words in refused.value.said and refused.value.line == line


@pytest.mark.parametrize("before", ["%YAML 1.1\n---\na: yes", "a: &x 1\nb: [", "a: 1\na: 2"])
def test_no_text_changes_how_the_next_is_read(before: str) -> None:
    try:
        parse_yaml(before)
    except BadYaml:
        pass
    assert parse_yaml("a: yes") == {"a": "yes"}
    with pytest.raises(BadYaml):
        parse_yaml("a: *x")


PACKAGED = sorted(Path(planner.__file__).parent.rglob("*.yaml"))


def _typed(value: Any) -> Any:
    """The value with the type of every part, so that 1, 1.0 and True differ."""
    if isinstance(value, dict):
        return [(_typed(key), _typed(part)) for key, part in value.items()]
    return [_typed(part) for part in value] if isinstance(value, list) else (type(value), value)


def test_the_fast_parser_reads_every_file_of_the_package_as_the_strict_one() -> None:
    assert len(PACKAGED) > 100
    for path in PACKAGED:
        text = path.read_text(encoding="utf-8")
        assert yaml.load(text, _own_loader()) is not None, path
        assert _typed(parse_own_yaml(text)) == _typed(parse_yaml(text)), path


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "b: {c: 1, c: 1}\n", "values:\n  2025-01-01: 1\n  2025-01-01: 2\n", "a: [1\n"])
def test_the_fast_parser_refuses_what_the_strict_one_refuses(text: str) -> None:
    with pytest.raises(BadYaml) as strict:
        parse_yaml(text)
    with pytest.raises(BadYaml) as fast:
        parse_own_yaml(text)
    assert (fast.value.said, fast.value.line) == (strict.value.said, strict.value.line)


@pytest.mark.parametrize("text", ["a: yes\n", "a: on\n", "a: 012\n", "a: 1:30\n", "a: 2025-1-1\n"])
def test_the_fast_parser_makes_nothing_of_the_words_of_yaml_1_1(text: str) -> None:
    assert parse_own_yaml(text) == {"a": text[3:-1]}
