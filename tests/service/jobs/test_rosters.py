from __future__ import annotations

import pytest

from planner.core.errors import problem
from planner.service.jobs.saved_rosters import is_kept, keep_roster, kept_problems, kept_roster, with_locks


def test_a_kept_roster_comes_back_the_same(tmp_path, small_roster):
    sha256 = keep_roster(tmp_path, small_roster, (problem("roster.nobody", file="a.xlsx", severity="warning"),))
    assert is_kept(tmp_path, sha256)
    assert kept_roster(tmp_path, sha256).sha256 == small_roster.sha256
    assert [p["severity"] for p in kept_problems(tmp_path, sha256)] == ["warning"]


def test_a_ledger_makes_another_roster_and_leaves_the_first_as_it_is(tmp_path, small_roster):
    from planner.roster.corrections import apply, correct, current

    first = keep_roster(tmp_path, small_roster)
    person = str(small_roster.people["employee_id"].iloc[0])
    same = correct(small_roster, person, "full_name", current(small_roster, person, "full_name"), by="HR", reason="giấy khai sinh")
    made, problems = apply(small_roster, [same])
    assert made is not None and not problems and made.sha256 == small_roster.sha256
    confirmed = keep_roster(tmp_path, made)
    assert confirmed != first
    assert [e.reason for e in kept_roster(tmp_path, confirmed).corrections] == ["giấy khai sinh"]
    assert kept_roster(tmp_path, first).corrections == ()
    assert keep_roster(tmp_path, small_roster) == first and kept_roster(tmp_path, first).corrections == ()


@pytest.mark.parametrize("text", ["", "..", "0" * 63, "0" * 64])
def test_what_is_not_kept_is_refused(tmp_path, text):
    assert not is_kept(tmp_path, text)
    with pytest.raises(ValueError):
        kept_roster(tmp_path, text)


def test_a_release_is_written_into_a_copy_with_its_own_fingerprint(small_roster):
    person = str(small_roster.people["employee_id"].iloc[3])
    changed = with_locks(small_roster, {person: "leave"})
    assert changed.people["lock"].iloc[3] == "leave"
    assert small_roster.people["lock"].iloc[3] != "leave"
    assert changed.sha256 != small_roster.sha256


def test_a_keep_takes_back_a_release_of_the_file(small_roster):
    person = str(small_roster.people["employee_id"].iloc[3])
    released = with_locks(small_roster, {person: "leave"})
    assert with_locks(released, {person: "keep"}).people["lock"].iloc[3] == "none"


def test_unknown_people_change_nothing(small_roster):
    assert with_locks(small_roster, {"NOBODY": "leave"}).sha256 == small_roster.sha256
    assert with_locks(small_roster, {}) is small_roster
