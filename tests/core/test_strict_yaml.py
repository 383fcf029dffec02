"""YAML is read strictly, each text for itself."""

from __future__ import annotations

import pytest

from planner.core.strict_yaml import BadYaml, parse_yaml


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
