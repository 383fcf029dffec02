"""The catalogue: every text in both languages, with the same values."""

import datetime as dt
import re
import string
from pathlib import Path

import pytest

from planner.core import texts
from tests.builder import ROOT

ROOMS = texts.rooms()
KEY = re.compile(r"""["'f]((?:""" + "|".join(ROOMS) + r""")\.[a-z0-9_]+)["']""")


@pytest.mark.parametrize("room", ROOMS)
def test_each_text_stands_in_both_languages_with_the_same_values(room: str) -> None:
    for name, entry in texts.room(room).items():
        assert set(entry) == {"en", "vi"}, f"{room}.{name}"
        names = [{field for _, field, _, _ in string.Formatter().parse(entry[lang]) if field} for lang in texts.LANGUAGES]
        assert names[0] == names[1], f"{room}.{name}: {names}"


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    missing = []
    for file in [*Path(ROOT / "planner").rglob("*.py"), ROOT / "app.py"]:
        for key in KEY.findall(file.read_text(encoding="utf-8")):
            if not texts.has(key) and not key.endswith((".toml", ".py", ".yaml", ".json", ".xlsx", ".parquet", ".csv", ".zip")):
                missing.append(f"{file.name}: {key}")
    assert not missing


def test_numbers_and_dates_are_written_as_the_language_writes_them() -> None:
    assert texts.number(1234567, "vi") == "1.234.567" and texts.number(1234567, "en") == "1,234,567"
    assert texts.percent(0.2, "vi") == "20,0%" and texts.percent(0.2, "en") == "20.0%"
    assert texts.date(dt.date(2027, 1, 15), "vi") == "15/01/2027" and texts.date(dt.date(2027, 1, 15), "en") == "2027-01-15"


def test_a_message_inside_a_message_takes_the_language() -> None:
    inner = texts.Message("check.roster")
    assert texts.Message("check.hash_differs", {"what": inner}).render("vi").startswith("danh sách")


RAW = re.compile(r"(?<![\w./@-])(?:[a-z]+\d*(?:_[a-z0-9]+)+|[a-z]+\d*(?:\.[a-z0-9_]+)+)(?![\w/])")
FILES = re.compile(r"\.(?:csv|json|xlsx|txt|yaml|docx|pdf|png|parquet|plan|g)$")
FOR_EDITORS = {"beyond", "case", "help", "keys", "roster", "scenario", "scenario_book"}
"""Sentences for those who write files or commands: there a key is what is to be written."""


@pytest.mark.parametrize("room", sorted(set(ROOMS) - FOR_EDITORS))
def test_what_leaders_read_holds_no_key_of_a_file(room: str) -> None:
    said = {f"{room}.{name}": re.sub(r"\{[^}]*\}", "", sentence) for name, entry in texts.room(room).items() for sentence in entry.values()}
    assert not {name: keys for name, sentence in said.items() if (keys := [key for key in RAW.findall(sentence) if not FILES.search(key)])}


def test_a_chance_is_never_told_as_none_or_certain_where_it_is_not() -> None:
    assert [texts.chance(value) for value in (0, 0.0001, 0.0005, 0.5, 0.9995, 0.9999, 1)] == [
        "0.0%", "less than 0.1%", "less than 0.1%", "50.0%", "more than 99.9%", "more than 99.9%", "100.0%",
    ]  # fmt: skip
    assert (texts.chance(1e-9, "vi"), texts.chance(1 - 1e-9, "vi")) == ("dưới 0,1%", "trên 99,9%")
