"""One word a thing: the list in `texts/one_word.toml` holds for every text that a page shows, in both languages."""

from __future__ import annotations

import re

import pytest

from planner.core.texts import LANGUAGES, room, rooms

OF_PAPERS = frozenset(("forms", "sheet", "scenario_book", "letterhead", "law", "roster", "sample", "streamlit", "one_word"))
"""Official papers and headings that files are read by: the words of the law, and of those who wrote the files."""
SHOWN = sorted(set(rooms()) - OF_PAPERS)
EDITS = frozenset((
    "ui.repair_use", "ui.mapping_apply", "ui.scenario_text_apply", "ui.correction_lost",
))  # fmt: skip
"""Texts of edits: they alone say "áp dụng"."""
PAGES = ("ui", "leavers", "story", "goals", "notes")
KEY = re.compile(r"\b[a-z]+_[a-z_]+\b")
COUNTED = re.compile(r"\{(\w+):int\} (?:more |other )?([a-z]+s|people|entries)\b")
ALWAYS_MANY = frozenset(("of", "as", "is", "was", "has", "leavers"))
MANY = frozenset((
    "ui.plan_units_many", "ui.binding_all", "ui.problem_which", "ui.against_all", "ui.batch_drawn", "ui.people_first", "ui.units_all",
))  # fmt: skip
"""Texts whose number is never one: they are shown where there are more."""


def never() -> list[tuple[str, str, str]]:
    """(language, what is said, what is not) of the list."""
    known = room("one_word")
    return sorted(
        (lang, known[name.replace(".never", ".word")][lang], bad)
        for name, entry in known.items() if name.endswith(".never")
        for lang in LANGUAGES for bad in entry[lang].split(" | ")
    )  # fmt: skip


@pytest.mark.parametrize(("lang", "good", "bad"), never())
def test_a_thing_has_one_word(lang, good, bad):
    found = [
        f"{where}.{name}" for where in SHOWN for name, entry in room(where).items()
        if re.search(rf"\b{re.escape(bad)}\b", entry[lang], 0 if bad[0].isupper() else re.IGNORECASE)
    ]  # fmt: skip
    assert not found, f'say "{good}" and not "{bad}": {found}'


def test_what_is_said_is_said_somewhere():
    for name, entry in room("one_word").items():
        if name.endswith(".word"):
            for lang in LANGUAGES:
                assert any(entry[lang].lower() in known[lang].lower() for where in SHOWN for known in room(where).values()), (name, lang)


def test_only_edits_are_applied():
    found = {f"{where}.{name}" for where in PAGES for name, entry in room(where).items() if "áp dụng" in entry["vi"].lower()}
    assert found == EDITS


def test_a_plan_alone_is_called_phuong_an():
    assert not [name for where in ("ui", "explain") for name, entry in room(where).items() if "các phương án của người" in entry["vi"].lower()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_say_words_and_no_keys(lang):
    found = {name: KEY.findall(bare) for name, entry in room("ui").items() if KEY.search(bare := re.sub(r"\{[^}]*\}|`[^`]*`", "", entry[lang]))}
    assert not found


def test_an_english_number_has_the_word_that_fits_it():
    found = {}
    for where in PAGES:
        for name, entry in room(where).items():
            bare = re.sub(r"\{\w+:\?[^}]*\}", "", entry["en"])
            hits = [m.group(0) for m in COUNTED.finditer(bare) if m.group(2) not in ALWAYS_MANY]
            if hits:
                found[f"{where}.{name}"] = hits
    assert set(found) == MANY, sorted(set(found) ^ MANY)
