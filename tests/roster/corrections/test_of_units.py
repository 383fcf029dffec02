"""Units' names, kinds and quotas corrected: what the ledger takes, what it refuses, and that all else stays as it was."""

from __future__ import annotations

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.roster.corrections import apply, correct, correct_unit, read_corrections, unapplied, write_corrections
from planner.roster.read import read_roster

PEOPLE = """employee_id,full_name,birth_date,sex,unit,category,si_months,salary_coefficient
VP,Nguyễn Văn An,1980-05-01,M,VP,civil_servant,200,3.66
A2,Trần Thị Bình,1985-06-02,F,TCCB,civil_servant,150,3.33
"""
UNITS = """unit,name,kind,assigned_quota,minimum_headcount
VP,VP,office,30,2
TCCB,Vụ Tổ chức cán bộ,department,,
"""
WHO = {"by": "Lê Thị Minh", "reason": "quyết định 12"}


@pytest.fixture
def roster(tmp_path):
    (tmp_path / "a.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "a.units.csv").write_text(UNITS, encoding="utf-8")
    return read_roster(tmp_path / "a.csv")


def refused(roster, unit, column, written) -> str:
    with pytest.raises(InputError) as error:
        correct_unit(roster, unit, column, written, **WHO)
    return error.value.problems[0].sentence("en")


@pytest.mark.parametrize(("column", "written", "stands"), [
    ("units.name", "  Văn phòng Bộ ", "Văn phòng Bộ"),
    ("units.kind", "Vụ", "department"),
    ("units.assigned_quota", "1.050", 1050),
    ("units.assigned_quota", "0", 0),
    ("units.assigned_quota", "", pd.NA),
])  # fmt: skip
def test_a_unit_is_corrected_and_everything_else_stays(roster, column, written, stands):
    made, problems = apply(roster, [correct_unit(roster, "VP", column, written, **WHO)])
    assert made is not None and not problems
    cell = made.units.loc[made.units["unit"].eq("VP"), column.removeprefix("units.")].iloc[0]
    assert (cell is pd.NA) if stands is pd.NA else cell == stands
    assert made.sha256 != roster.sha256 and made.people.equals(roster.people) and list(made.units.dtypes) == list(roster.units.dtypes)
    changed = made.units.ne(roster.units) & ~(made.units.isna() & roster.units.isna())
    assert int(changed.fillna(True).to_numpy().sum()) == 1
    assert not unapplied(made, "corrections.csv")


@pytest.mark.parametrize(("unit", "column", "written", "said"), [
    ("VP", "units.assigned_quota", "-1", "cannot be below nothing"),
    ("VP", "units.assigned_quota", "nhiều", "nhiều"),
    ("VP", "units.name", " ", "must have a name"),
    ("VP", "units.name", "vụ tổ chức cán bộ", "called"),
    ("VP", "units.kind", "hàng không", "hàng không"),
    ("VP", "units.minimum_headcount", "3", "no column units.minimum_headcount"),
    ("XX", "units.name", "X", "no unit with the id XX"),
])  # fmt: skip
def test_what_a_sheet_would_be_refused_for_is_refused(roster, unit, column, written, said):
    assert said in refused(roster, unit, column, written)


def test_a_ledger_with_people_and_units_is_read_back_and_applied(roster, tmp_path):
    """The id of a person may be that of a unit: neither is taken for the other."""
    entries = [
        correct_unit(roster, "VP", "units.name", "Văn phòng Bộ", **WHO),
        correct(roster, "VP", "full_name", "Nguyễn Văn Ân", **WHO),
    ]
    write_corrections(entries, tmp_path / "corrections.csv")
    made, problems = apply(roster, read_corrections(tmp_path / "corrections.csv"), "corrections.csv")
    assert made is not None and not problems
    assert made.people["full_name"].tolist() == ["Nguyễn Văn Ân", "Trần Thị Bình"] and made.units["name"].tolist()[0] == "Văn phòng Bộ"
    assert not unapplied(made, "corrections.csv")
    again, problems = apply(made, entries, "corrections.csv")
    assert again is None and problems[0].row == 2 and "Văn phòng Bộ" in problems[0].sentence("en")


def test_a_correction_that_does_not_stand_in_the_units_is_found(roster):
    from dataclasses import replace

    made, _ = apply(roster, [correct_unit(roster, "VP", "units.assigned_quota", "40", **WHO)])
    (found,) = unapplied(replace(made, units=roster.units), "corrections.csv")
    assert found.row == 2 and "40" in found.sentence("en") and "30" in found.sentence("en")
