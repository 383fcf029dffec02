"""The official lists: who is on which, items that add up to what the plan pays, and words for what cannot be written."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from planner.cli.main import run as call
from planner.core.errors import InputError
from planner.core.texts import LANGUAGES
from planner.plan.plan import Run
from planner.report.official_lists import Form, forms_of, summary_of_units
from planner.report.official_lists.book import write_forms
from tests.builder import roster_of, run_of, said, target
from tests.report.official_lists.cases import restructured, streamlined

LATE = "2026-07-01"


def money_of(form: Form) -> list[tuple[int, int]]:
    """(sum of the items, total) of each person."""
    items = [c.values for c in form.columns if c.kind == "money"][1:]  # the first is the salary
    total = next(c.values for c in form.columns if c.kind == "total")
    return [(sum(row), whole) for row, whole in zip(zip(*items, strict=True), total, strict=True)]


@pytest.mark.parametrize(("run", "keys"), [(streamlined, "1a 1b 1c 1d"), (restructured, "i1 i2"), (lambda: restructured(LATE), "i1 i2")])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_everybody_who_leaves_by_a_route_is_on_one_list_and_the_items_add_up(run: object, keys: str, lang: str) -> None:
    made: Run = run()  # type: ignore[operator]
    forms = forms_of(made, lang)
    assert [form.key for form in forms] == keys.split()
    decisions = made.decisions
    assert decisions is not None
    for form in forms:
        mine = decisions[decisions["decision"].eq(form.route)]
        assert len(form.units) == len(mine) and sum(total for _, total in money_of(form)) == mine["cost_vnd"].sum()
        assert all(items == total for items, total in money_of(form))
    found = summary_of_units(forms)
    assert sum(map(sum, found.cost.values())) == made.summary["cost_vnd"] and sum(map(sum, found.people.values())) == 0 + sum(
        len(f.units) for f in forms
    )


def columns_of(form: Form) -> dict[tuple[str, ...], list[object]]:
    """Headings to values."""
    return {column.headings: column.values for column in form.columns}


def test_the_insurance_allowance_is_split_at_twenty_years() -> None:
    found = columns_of(forms_of(streamlined())[0])
    base, further = (next(v for k, v in found.items() if k[-1].startswith(w)) for w in ("Trợ cấp cho 20 năm", "Trợ cấp từ năm thứ 21"))
    salary = found[("Tiền lương tháng hiện hưởng",)]
    years = found[("Số năm đóng BHXH",)]
    for paid, more, month, year in zip(base, further, salary, years, strict=True):
        assert paid == 0 or (paid == pytest.approx(5 * month, abs=10) and more == pytest.approx(0.5 * (year - 20) * month, abs=10))  # type: ignore[operator]
    assert any(base)
    assert found[("Ngày, tháng, năm sinh", "Nữ")] != found[("Ngày, tháng, năm sinh", "Nam")]


@pytest.mark.parametrize(("day", "window"), [("2025-07-01", "Trong 12 tháng đầu"), (LATE, "Từ tháng thứ 13 trở đi")])
def test_money_of_decree_178_stands_in_the_column_of_its_window_and_bracket(day: str, window: str) -> None:
    early, separation = forms_of(restructured(day))
    found = columns_of(early)
    paid = {key: values for key, values in found.items() if key[0].startswith("Trợ cấp một lần") and any(values)}
    assert {key[1] for key in paid} == {window} and len(paid) == 1 + (day != LATE or len(paid) == 2)
    left = {
        key: values
        for key, values in columns_of(separation).items()
        if key[0] in ("Trong 12 tháng đầu", "Từ tháng thứ 13 trở đi") and any(values)
    }
    assert {key[0] for key in left} == {window}


def test_the_workbook_is_set_up_for_printing_and_its_formulas_carry_values(tmp_path: Path) -> None:
    forms = write_forms(streamlined(), tmp_path / "f.xlsx")
    book, live = openpyxl.load_workbook(tmp_path / "f.xlsx", data_only=True), openpyxl.load_workbook(tmp_path / "f.xlsx")
    assert book.sheetnames == ["Dành cho bộ phận lập biểu", "Tổng hợp", *(form.short for form in forms)]
    assert book.active.title == "Tổng hợp"
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0 and "&P" in sheet.oddFooter.right.text
    for sheet in book.worksheets[1:]:
        assert sheet.print_title_rows
        words = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
        assert any(word.startswith("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ") for word in words) and "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
    formulas = [(s.title, c.coordinate) for s in live for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert len(formulas) > 40 and all(isinstance(book[t][at].value, int | float) for t, at in formulas)
    assert not any(str(live[t][at].value).startswith("=HYPERLINK") for t, at in formulas)


def test_one_period_alone(tmp_path: Path) -> None:
    whole, first = forms_of(streamlined()), forms_of(streamlined(), period="2027")
    assert sum(len(f.units) for f in first) < sum(len(f.units) for f in whole)
    with pytest.raises(InputError) as error:
        forms_of(streamlined(), period="2031")
    assert "2027, 2028" in said(error.value)


def test_what_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    impossible = run_of(roster_of({"key_role": True}, {"key_role": True}), periods=target(0.5), keep={"key_roles": True})
    with pytest.raises(InputError, match="no plan"):
        forms_of(impossible)
    nobody = run_of(roster_of({}, {}), periods=target(0))
    with pytest.raises(InputError, match="nobody leaves"):
        write_forms(nobody, tmp_path / "f.xlsx")
    assert call(["forms", str(tmp_path), "--out", str(tmp_path / "f.xlsx")]) == 2
    assert "Traceback" not in capsys.readouterr().err and not (tmp_path / "f.xlsx").exists()


@pytest.mark.parametrize(("lang", "marked"), [("vi", True), ("en", False)])
def test_numbers_are_grouped_and_pointed_as_the_language_is(lang: str, marked: bool, tmp_path: Path) -> None:
    write_forms(streamlined(), tmp_path / "f.xlsx", lang)
    cells = [c for sheet in openpyxl.load_workbook(tmp_path / "f.xlsx").worksheets for row in sheet.iter_rows() for c in row]
    formats = {c.number_format for c in cells if isinstance(c.value, int | float) and c.number_format != "General"}
    assert formats and all(("[$-42A]" in form) == marked for form in formats), formats
