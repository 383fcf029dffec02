"""The ledger: strict in reading, strict in applying, and what is applied went through the reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.columns import ROSTER, ROSTER_BY_NAME
from planner.core.errors import InputError
from planner.roster.corrections import (
    append_corrections,
    apply,
    canonical,
    cell_text,
    correct,
    current,
    read_corrections,
    unapplied,
    write_corrections,
)
from planner.roster.people.correction import Correction
from planner.roster.people.frame import Roster
from planner.roster.values.parse import Manner, parse_cells
from tests.builder import roster_of, said

AT = "2026-11-22T04:00:00+00:00"


def entry(person: str, column: str, before: str, after: str, accepted: bool = True, **more: str) -> Correction:
    """An entry by Lan."""
    return Correction(person, column, before, after, accepted, "Lan", AT, **more)


@pytest.fixture(scope="module")
def roster() -> Roster:
    return roster_of(
        {}, {"position_title": "Phó Vụ trưởng", "position_level": "deputy"}, {"unit": "B"}, units=[{"unit": "A"}, {"unit": "B"}]
    )


def corrected(roster: Roster, *entries: Correction) -> pd.DataFrame:
    """The people after the entries, which must all hold."""
    made, problems = apply(roster, entries)
    assert made is not None, [p.sentence() for p in problems]
    return made.people.set_index("employee_id")


def refused(roster: Roster, *entries: Correction) -> str:
    """What is said of entries that do not hold."""
    made, problems = apply(roster, entries, "c.csv")
    assert made is None and all(p.file == "c.csv" for p in problems)
    return "\n".join(p.sentence() for p in problems)


def test_accepted_cells_are_written_and_refused_ones_are_not(roster: Roster) -> None:
    people = corrected(roster, entry("P01", "birth_date", "1985-05-15", "1970-05-12"), entry("P02", "sex", "M", "F", accepted=False))
    assert str(people.loc["P01", "birth_date"])[:10] == "1970-05-12" and people.loc["P02", "sex"] == "M"
    assert people.dtypes.equals(roster.people.set_index("employee_id").dtypes)


def test_the_corrected_roster_has_its_own_fingerprint_and_its_ledger(roster: Roster) -> None:
    entries = [entry("P01", "step", "", "5"), entry("P01", "step", "5", "6"), entry("P01", "sex", "M", "F", accepted=False)]
    made, _ = apply(roster, entries)
    assert made is not None and made.sha256 != roster.sha256 and made.corrections == tuple(entries)
    assert made.people["step"].tolist()[0] == 6 and not unapplied(made, "c.csv")
    again, _ = apply(made, [entry("P01", "step", "6", "7")])
    assert again is not None and len(again.corrections) == 4 and again.people["step"].tolist()[0] == 7
    assert unapplied(replace(made, corrections=(entry("P01", "step", "", "9"),)), "c.csv")


def test_people_join_and_go_in_place(roster: Roster) -> None:
    new = {
        "full_name": "=cmd",
        "birth_date": "1990-01-01",
        "sex": "F",
        "unit": "B",
        "category": "civil_servant",
        "si_months": "100",
        "salary_coefficient": "2.34",
    }
    people = corrected(
        roster,
        entry("N1", "employee_id", "", "N1"),
        *(entry("N1", k, "", v) for k, v in new.items()),
        entry("P02", "employee_id", "P02", ""),
    )
    assert (
        people.index.tolist() == ["P01", "P03", "N1"]
        and people.loc["N1", "full_name"] == "=cmd"
        and people.loc["N1", "position_level"] == "staff"
    )


def test_who_goes_and_comes_back_is_there_once(roster: Roster) -> None:
    cells = {"full_name": "Lê Mới", "birth_date": "1990-01-01", "sex": "F", "unit": "B", "category": "civil_servant", "si_months": "100"}
    entries = [
        entry("P01", "employee_id", "P01", ""), entry("P01", "employee_id", "", "P01"),
        *(entry("P01", name, "", value) for name, value in {**cells, "salary_coefficient": "2.34", "position_title": "Vụ trưởng"}.items()),
    ]  # fmt: skip
    people = corrected(roster, *entries)
    assert people.index.tolist() == ["P02", "P03", "P01"]
    assert people.loc["P01", "full_name"] == "Lê Mới" and people.loc["P01", "position_level"] == "head"
    assert corrected(roster, *entries, entry("P01", "employee_id", "P01", "")).index.tolist() == ["P02", "P03"]


def test_a_level_follows_its_title_unless_it_is_corrected_too(roster: Roster) -> None:
    assert corrected(roster, entry("P02", "position_title", "Phó Vụ trưởng", "Chuyên viên")).loc["P02", "position_level"] == "staff"
    both = [entry("P02", "position_title", "Phó Vụ trưởng", "Vụ trưởng"), entry("P02", "position_level", "deputy", "division_head")]
    assert corrected(roster, *both).loc["P02", "position_level"] == "division_head"


@pytest.mark.parametrize(("wrong", "words"), [
    (entry("P01", "step", "4", "5"), "\"4\" stands there, but it is \"–\" now"),
    (entry("P01", "stepp", "", "5"), "no column stepp"),
    (entry("P9", "step", "", "5"), "nobody in the roster has the id P9"),
    (entry("P01", "unit", "A", "C"), "no unit C"),
    (entry("P01", "sex", "M", ""), "may not be empty"),
    (entry("P01", "sex", "M", "?"), "not one of the words"),
    (entry("P01", "si_months", "180", "900"), "900 months"),
    (entry("P01", "employee_id", "P01", "P7"), "cannot be changed"),
    (entry("P01", "employee_id", "", "P01"), "cannot join"),
    (entry("N1", "employee_id", "", "N1"), "is empty"),
])  # fmt: skip
def test_what_does_not_hold_is_said_with_its_line(roster: Roster, wrong: Correction, words: str) -> None:
    told = refused(roster, entry("P03", "step", "", "2"), wrong)
    assert words in told and "row 3" in told


def test_an_id_that_nobody_is_left_for_is_refused(roster: Roster) -> None:
    assert "nobody in the roster" in refused(roster, *(entry(p, "employee_id", p, "") for p in ("P01", "P02", "P03")))


def test_a_spreadsheets_spelling_of_before_is_taken(roster: Roster) -> None:
    people = corrected(
        roster,
        entry("P01", "birth_date", "15/05/1985", "1970-05-12"),
        entry("P01", "salary_coefficient", "3,33", "3.66"),
        entry("P01", "key_role", "FALSE", "true"),
    )
    assert people.loc["P01", "salary_coefficient"] == 3.66 and people.loc["P01", "key_role"]


def test_twins_are_noticed(roster: Roster) -> None:
    made, problems = apply(roster, [entry("P02", "full_name", "Nguyễn Văn 02", "nguyễn văn 01")])
    assert made is not None and any(p.message.key == "corrections.same_person" for p in made.problems)


@pytest.mark.parametrize(("column", "written", "after"), [
    ("birth_date", "12/05/1970", "1970-05-12"), ("salary_coefficient", "3,66", "3.66"), ("sex", "nữ", "F"), ("key_role", "x", "true"),
    ("seniority_pct", "25%", "25"), ("skills", "a; b", "a;b"), ("step", "", ""), ("awards", "", "0"),
])  # fmt: skip
def test_a_correction_in_place_is_read_as_a_user_writes(roster: Roster, column: str, written: str, after: str) -> None:
    made = correct(roster, "P01", column, written, by="Lan", reason="giấy tờ")
    assert made.after == after and made.before == current(roster, "P01", column) and dt.datetime.fromisoformat(made.at).tzinfo


@pytest.mark.parametrize(
    ("person", "column", "written"),
    [("P9", "sex", "F"), ("P01", "sexx", "F"), ("P01", "sex", "?"), ("P01", "sex", " "), ("P01", "employee_id", "X")],
)
def test_a_correction_in_place_that_cannot_be_is_refused(roster: Roster, person: str, column: str, written: str) -> None:
    with pytest.raises(InputError):
        correct(roster, person, column, written, by="Lan", reason="")


def test_the_ledger_is_written_and_read_unchanged_and_grows_without_doubles(tmp_path: Path) -> None:
    entries = [entry("=1", "full_name", "'+a", "@b", reason='-x, "y"', from_file="=f.xlsx"), entry("P01", "sex", "M", "F", accepted=False)]
    assert append_corrections(entries, tmp_path / "c.csv") == 2
    assert read_corrections(tmp_path / "c.csv") == tuple(entries)
    assert append_corrections([replace(entries[0], at="2027-01-01T00:00:00+07:00"), entry("P02", "sex", "M", "F")], tmp_path / "c.csv") == 1
    assert all(
        not cell.startswith(("=", "+", "@"))
        for line in (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()[1:]
        for cell in line.split(",")
    )


HEAD = "employee_id,column,before,after,accepted,by,at,from_file,reason,chain\n"


@pytest.mark.parametrize(("content", "words"), [
    ("", "headings"), ("a,b\n", "no column a"), (HEAD.replace("accepted,", ""), "missing"),
    (HEAD + f"P1,sex,M,F,perhaps,Lan,{AT},,,\n", "perhaps"), (HEAD + "P1,sex,M,F,true,Lan,yesterday,,,\n", "yesterday"),
    (HEAD + f",sex,M,F,true,,{AT},,,\n", "must be filled"),
])  # fmt: skip
def test_a_broken_ledger_is_said_line_by_line(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "c.csv").write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_corrections(tmp_path / "c.csv")
    assert words in said(error.value)


def test_files_that_are_no_ledger_at_all(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_bytes(b"\xff\xfe\x00PK")
    for name in ("c.csv", "none.csv"):
        with pytest.raises(InputError):
            read_corrections(tmp_path / name)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "date": st.dates(dt.date(1930, 1, 1), dt.date(2100, 1, 1)).map(lambda d: pd.Timestamp(d)),
    "bool": st.booleans(), "decimal": st.integers(0, 130_000).map(lambda n: n / 10_000), "percent": st.integers(100, 10_000).map(lambda n: n / 100),
    "int": st.integers(0, 100_000), "months": st.integers(0, 720), "money": st.integers(500_000, 10**12),
}  # fmt: skip


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_canonical_text_is_read_back_as_the_same_value(data: st.DataObject) -> None:
    column = data.draw(st.sampled_from([c for c in ROSTER if c.kind in VALUES or c.kind == "enum"]))
    value = data.draw(VALUES[column.kind]) if column.kind in VALUES else data.draw(st.sampled_from(column.choices)).value
    text = cell_text(value, column)
    (back,), faults = parse_cells(column, ["s" + text], Manner(plain=True))
    assert (
        not faults
        and canonical(back, column) == text
        and text == cell_text(np.datetime64(value) if column.kind == "date" else value, ROSTER_BY_NAME[column.name])
    )


def test_writing_nothing_makes_an_empty_ledger(tmp_path: Path) -> None:
    write_corrections([], tmp_path / "c.csv")
    assert read_corrections(tmp_path / "c.csv") == ()


def test_a_scenario_whose_ledger_is_not_in_the_roster_is_noticed(roster: Roster) -> None:
    from tests.builder import instance_of

    assert any(p.message.key == "case.no_corrections" for p in instance_of(roster, corrections="c.csv").warnings)
    made, _ = apply(roster, [entry("P01", "step", "", "5")])
    assert made is not None and not any(p.message.key == "case.no_corrections" for p in instance_of(made, corrections="c.csv").warnings)
