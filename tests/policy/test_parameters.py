"""The law's numbers: the shipped ones are sound, and each way to spoil a file is one clear sentence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.policy.law.parameters import EVIDENCE, FOLDER, load_law

GOOD = """description:
  vi: "Trợ cấp"
  en: "Allowance"
unit: L/year
reference: {title: "NĐ 154/2025/NĐ-CP, Điều 7"}
evidence: K2
checked_on: 2026-11-20
values:
  2025-06-16: 0.5
  2027-01-01: {value: 0.6, reference: {title: "NĐ 1/2027"}, evidence: S}
"""


def read(folder: Path, text: str, name: str = "some.thing"):
    path = folder / (name.replace(".", "/") + ".yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    load_law.cache_clear()
    return load_law(folder).parameter(name)


def test_the_law_that_is_shipped_has_no_fault() -> None:
    law = load_law()
    assert law.problems() == []
    assert len(law.names) > 60
    for name in law.names:
        parameter = law.parameter(name)
        assert parameter.description["vi"] and parameter.description["en"]
        assert all(value.reference.title for value in parameter.values)
        assert parameter.checked_on <= dt.date(2030, 1, 1)
    assert law.checked_on == min(law.parameter(name).checked_on for name in law.names)


def test_a_good_file_is_read_by_date_with_its_own_support(tmp_path: Path) -> None:
    parameter = read(tmp_path, GOOD)
    before, after = parameter.at(dt.date(2026, 12, 31)), parameter.at(dt.date(2027, 1, 1))
    assert (before.value, EVIDENCE[before.evidence]) == (Decimal("0.5"), "K2")
    assert (after.value, EVIDENCE[after.evidence], after.reference.title) == (Decimal("0.6"), "S", "NĐ 1/2027")


def test_a_date_before_the_first_value_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="some.thing has no value on 2025-06-15; its first value holds from 2025-06-16"):
        read(tmp_path, GOOD).at(dt.date(2025, 6, 15))


def test_a_missing_parameter_is_named() -> None:
    with pytest.raises(InputError, match="no parameter nd154.nothing"):
        load_law().on("nd154.nothing", dt.date(2027, 1, 1))


def test_a_folder_without_law_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no parameter file"):
        load_law(tmp_path / "empty")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("evidence: K2\n", "evidence: K2\nvalid: 1\n", ["some/thing.yaml", "valid", "unknown key"]),
        ("evidence: K2\n", "", ["evidence", "missing"]),
        ("evidence: K2\n", "evidence: K2\nevidence: S\n", ["line", "duplicate key"]),
        ("evidence: K2\n", "evidence: K9\n", ["K9 is no evidence mark", "S, K1, K2, ?"]),
        ("unit: L/year", "unit: dollars", ["unknown unit dollars"]),
        ("checked_on: 2026-11-20", "checked_on: yesterday", ["checked_on", "a date as YYYY-MM-DD"]),
        ("  2025-06-16: 0.5", '  "16/6/2025": 0.5', ["values.16/6/2025", "not a date"]),
        ("  2025-06-16: 0.5", "  2025-06-16: half", ["values.2025-06-16", "half", "a number of at least 0"]),
        ("  2025-06-16: 0.5", "  2025-06-16: -1", ["-1", "at least 0"]),
        ("  2025-06-16: 0.5", "  2025-06-16: true", ["True", "at least 0"]),
        ("evidence: S}", "evidence: S, note: x}", ["values.2027-01-01.note", "unknown key"]),
        ('reference: {title: "NĐ 1/2027"}, ', "reference: {href: x}, ", ["reference.title", "missing"]),
        ('  en: "Allowance"\n', "", ["description.en", "missing"]),
        ('{title: "NĐ 154/2025/NĐ-CP, Điều 7"}', "NĐ 154", ["reference", "the key title"]),
        ("values:", "values: []\nmore:", ["more", "unknown key"]),
        (GOOD, "- a\n- b\n", ["a list of keys with values"]),
        (GOOD, "a: [1\n", ["not valid YAML"]),
    ],
)
def test_one_fault_is_said_with_file_and_key(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as error:
        read(tmp_path, GOOD.replace(old, new))
    assert all(word in str(error.value) for word in ["thing.yaml", *said]), str(error.value)
    assert all(problem.sentence("vi") for problem in error.value.problems)


READINGS = """  2025-06-16:
    value: 0.5
    other_readings:
      - {value: 1, says: {vi: "một", en: "one"}}
      - {value: 2, says: {vi: "hai", en: "two"}}
"""


def test_other_readings_are_read_with_their_unit(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD.replace("  2025-06-16: 0.5\n", READINGS)).at(dt.date(2026, 1, 1)).other_readings
    assert [(r.value, r.says["en"]) for r in found] == [(Decimal(1), "one"), (Decimal(2), "two")]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{value: 1, says", "{value: 0.5, says", ["other_readings.0.value", "must differ"]),
        ("{value: 1, says", "{value: half, says", ["other_readings.0.value", "at least 0"]),
        ("{value: 1, says", "{says", ["other_readings.0.value", "missing"]),
        ('vi: "một", ', "", ["other_readings.0.says.vi", "missing"]),
        ('{value: 2, says: {vi: "hai", en: "two"}}', "2", ["other_readings.1", "a list of other readings"]),
        ("{value: 2,", "{value: 2, note: x,", ["other_readings.1.note", "unknown key"]),
    ],
)
def test_a_fault_of_another_reading_is_said(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    assert old in READINGS
    with pytest.raises(InputError) as error:
        read(tmp_path, GOOD.replace("  2025-06-16: 0.5\n", READINGS.replace(old, new)))
    assert all(word in str(error.value) for word in said), str(error.value)


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, GOOD.replace("unit: L/year", "unit: x").replace("K2", "K7").replace("2026-11-20", "now"))
    assert len(error.value.problems) == 3


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("month", "1.5", "a whole number"),
        ("share", "1.5", "from 0 to 1"),
        ("yes/no", "1", "true or false"),
        ("date", "5", "a date"),
        ("columns", "party_pct", "column names"),
        ("coefficient by step", "{A1: [2.34, 2.34]}", "rising"),
        ("coefficient by step", "[1, 2]", "names with values"),
        ("rank by code", "{x: {vi: a, en: b}}", "a rank with the keys"),
        ("age by birth month", "{F: [[null, null, 55, 0]], M: [[null, 1960-12, 60, 0], [1961-02, null, 62, 0]]}", "without gap"),
        ("age by birth month", "{F: [[null, null, 55, 0]], M: [[1960-01, null, 62, 0]]}", "the last open"),
        ("age by birth month", "{F: [[null, null, 55, 0]], M: [[null, 1960-13, 60, 0]]}", "without gap"),
        ("person by number of former units", "[[0, 1], [0, 2]]", "rising"),
        ("person by number of former units", "[[1, 0], [2, 1]]", "from 0 on"),
        ("age by birth month", "{M: [[null, null, 60, 0]]}", "each of these names and no other: M, F"),
        ("age by birth month", "{M: [[null, null, 60, 12]], F: [[null, null, 55, 0]]}", "from 0 to 11"),
        ("person by kind", "{department: 3}", "department, office, inspectorate, agency_1, agency_2, public_unit"),
        ("percent by insurance years", "{M: [[20, 45, 2], [15, 40, 1]], F: [[15, 45, 2]]}", "rising"),
        ("columns", "[over_frame_pct]", "seniority_pct, profession_pct"),
        ("columns", "[seniority_pct, seniority_pct]", "each once"),
        ("L", "1001", "from 0 to 1,000"),
        ("L/year", "0.1234567", "at most 6 decimals"),
        ("percent", "25.125", "at most 2 decimals"),
        ("VND/month", "9000000", "from 0 to 8,999,999"),
        ("month", "1201", "from 0 to 1,200"),
        ("coefficient by post", "{head: 1.00001}", "at most 4 decimals"),
    ],
)
def test_a_value_must_fit_its_unit(tmp_path: Path, unit: str, value: str, said: str) -> None:
    text = GOOD.replace("L/year", unit)
    text = text[: text.index("values:")] + f"values:\n  2025-06-16: {value}\n"
    with pytest.raises(InputError, match=said):
        read(tmp_path, text)


def test_the_files_of_the_law_name_no_place_of_this_machine() -> None:
    for path in FOLDER.rglob("*.yaml"):
        assert "/home/" not in path.read_text(encoding="utf-8")


def test_threads_that_load_the_law_at_once_read_the_same_numbers() -> None:
    from concurrent.futures import ThreadPoolExecutor

    def everything(_: int) -> dict[str, object]:
        law = load_law.__wrapped__(FOLDER)
        return {name: law.newest(name) for name in law.names}

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(everything, range(4))
    assert first and all(other == first for other in others)
