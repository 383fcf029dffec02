"""PDF, Word and Excel say what the sheet says; text of a roster stays text; the workbook's formulas are live and right."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.policy.terms import Terms
from planner.report.calculation import Calculation, calculation
from planner.report.calculation.shown import shown
from planner.report.calculation.write import write_calculation
from planner.report.calculation.write_pdf import FORM, calculation_pdf
from tests.builder import roster_of
from tests.office import recalculated
from tests.small import HOSTILE

EXAMPLE = {
    "full_name": "Đặng Thị Ngọc Ánh", "birth_date": "1966-01-15", "salary_coefficient": 4.65, "leadership_allowance": 0.6,
    "si_months": 264, "position_title": "Trưởng phòng",
}  # fmt: skip
MAY = ("early_retirement", Terms(dt.date(2025, 5, 1), reorganised_on=dt.date(2025, 3, 1)))
JULY = dt.date(2027, 7, 1)
MARKUP = '#panic() $x^2$ *b* [a] <b>&amp;\x07 "q" \\ @ref = {{7*7}}'


Asked = tuple[str, Terms]


def sheet_of(asked: Asked = MAY, **person: Any) -> Calculation:
    """A sheet with everything fixed."""
    roster = roster_of({**EXAMPLE, **person}, units=[{"unit": "A", "name": "Vụ Thị trường trong nước"}])
    return calculation(roster, "P01", *asked, issuer="Bộ Công Thương", made_on=dt.date(2026, 11, 22))


CASES = [
    pytest.param(MAY, {}, id="early retirement, NĐ 178"),
    pytest.param(
        ("early_retirement", Terms(dt.date(2025, 7, 1), reorganised_on=dt.date(2024, 1, 1))),
        {"birth_date": "1970-01-15"},
        id="far bracket, later",
    ),
    pytest.param(
        ("immediate_separation", Terms(dt.date(2025, 5, 1))), {"birth_date": "1985-01-15", "si_paid_out_months": 20}, id="severance"
    ),
    pytest.param(
        ("training_separation", Terms(JULY, snapshot_on=dt.date(2026, 12, 1))),
        {
            "birth_date": "1990-01-15",
            "salary_coefficient": 3.3333,
            "over_frame_pct": 6.0,
            "seniority_pct": 7.77,
            "reserved_coefficient": 0.15,
        },
        id="training, fractions of a đồng",
    ),
    pytest.param(
        ("transfer_out", Terms(JULY)),
        {"salary_coefficient": None, "contract_salary_vnd": 9_999_999, "category": "contract", "birth_date": "1975-01-15"},
        id="agreed salary",
    ),
    pytest.param(("normal_retirement", Terms(dt.date(2028, 1, 1))), {}, id="natural"),
]

RECALCULATED = [instance.values[0] for instance in CASES[1:4]]
"""Those that a second programme computes again; it takes a second or two each."""


@pytest.mark.parametrize(("asked", "person"), CASES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_pdf_is_one_page(asked: Asked, person: dict[str, Any], lang: str) -> None:
    sheet = sheet_of(asked, **person)
    assert re.findall(rb"/Count\s+(\d+)", calculation_pdf(sheet, lang)) == [b"1"]


def test_the_same_sheet_gives_the_same_pdf() -> None:
    sheet = sheet_of()
    assert calculation_pdf(sheet).startswith(b"%PDF") and calculation_pdf(sheet) == calculation_pdf(sheet)


def test_the_pdf_holds_the_words_and_shows_markup_as_it_is(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: the words of the PDF were NOT read back")
    write_calculation(sheet_of(full_name=MARKUP), tmp_path / "sheet.pdf", "vi")
    words = subprocess.run(["pdftotext", "-layout", tmp_path / "sheet.pdf", "-"], capture_output=True, check=True).stdout.decode()
    for part in (
        "PHIẾU TÍNH CHẾ ĐỘ",
        "5 × 2,5 × 15.356.250 = 191.953.125",
        "744.778.125",
        "VỤ THỊ TRƯỜNG TRONG NƯỚC",
        "#panic() $x^2$ *b* [a] <b>&amp;",
    ):
        assert part in words, part


def test_the_form_has_no_text_of_its_own() -> None:
    form = FORM.read_text(encoding="utf-8")
    assert "sys.inputs.sheet" in form and "eval" not in form and "PHIẾU" not in form


@pytest.mark.parametrize(("asked", "person"), CASES)
def test_the_word_document_says_what_the_sheet_says(asked: Asked, person: dict[str, Any], tmp_path: Path) -> None:
    import docx

    sheet = sheet_of(asked, **person)
    write_calculation(sheet, tmp_path / "sheet.docx", "vi")
    document = docx.Document(str(tmp_path / "sheet.docx"))
    words = "\n".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for r in t.rows for c in r.cells])
    page = shown(sheet, "vi")
    for row in (row for part in page.parts for row in part.rows):
        assert all(text in words for text in (row.label, row.result, row.cite_brief, *row.formulas, *row.notes))
    for text in (page.total, page.total_in_words, page.sentence, page.unit.upper(), page.subtitle, page.words["signed_by_head"]):
        assert text in words
    assert document.sections[0].footer.paragraphs[0].text.startswith("Lập ngày 22/11/2026")


def test_text_of_a_roster_stays_text_in_word(tmp_path: Path) -> None:
    import docx

    write_calculation(sheet_of(full_name=MARKUP), tmp_path / "sheet.docx", "vi")
    words = "\n".join(c.text for t in docx.Document(str(tmp_path / "sheet.docx")).tables for r in t.rows for c in r.cells)
    assert MARKUP.replace("\x07", "") in words


@pytest.mark.parametrize(("asked", "person"), CASES)
def test_the_workbooks_formulas_give_the_sheets_numbers(asked: Asked, person: dict[str, Any], tmp_path: Path) -> None:
    sheet = sheet_of(asked, **person)
    write_calculation(sheet, tmp_path / "sheet.xlsx", "vi")
    stored = {c.coordinate: c.value for row in load_workbook(tmp_path / "sheet.xlsx", data_only=True).active.iter_rows() for c in row}
    formulas = {
        c.coordinate: c.value for row in load_workbook(tmp_path / "sheet.xlsx").active.iter_rows() for c in row if c.data_type == "f"
    }
    steps = [line for line in sheet.lines if line.formula is not None]
    assert len(formulas) == len(steps) + bool(sheet.items)  # and the sum in words
    if sheet.items:
        assert sheet.total_vnd in stored.values()
    if asked not in RECALCULATED:
        return
    again = load_workbook(recalculated(tmp_path / "sheet.xlsx", tmp_path), data_only=True).active
    for cell in formulas:
        found, kept = again[cell].value, stored[cell]
        same = found == kept if not isinstance(kept, float) else abs(found - kept) < 1e-6
        assert same, (cell, formulas[cell], kept, found)


def test_a_changed_number_changes_the_workbook_and_takes_the_words_away(tmp_path: Path) -> None:
    write_calculation(sheet_of(), tmp_path / "sheet.xlsx", "vi")
    book = load_workbook(tmp_path / "sheet.xlsx")
    tab = book.active
    cell = next(tab.cell(row=c.row, column=4) for row in tab.iter_rows() for c in row if c.value == "Hệ số lương")
    assert cell.value == 4.65
    cell.value = 4.98
    book.save(tmp_path / "changed.xlsx")
    again = load_workbook(recalculated(tmp_path / "changed.xlsx", tmp_path), data_only=True).active
    values = [c.value for row in again.iter_rows() for c in row]
    assert 744_778_125 not in values and round((4.98 + 0.6) * 1.25 * 2_340_000 * 48.5) in values
    assert any("hãy lập lại phiếu" in str(value) for value in values)


def test_text_of_a_roster_is_no_formula_in_the_workbook(tmp_path: Path) -> None:
    write_calculation(sheet_of(full_name=HOSTILE, position_title="=1+1"), tmp_path / "sheet.xlsx", "en")
    cells = [c for row in load_workbook(tmp_path / "sheet.xlsx").active.iter_rows() for c in row]
    assert {c.data_type for c in cells if c.value in (HOSTILE, "=1+1")} == {"s"} and not [c for c in cells if c.hyperlink]


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no format"):
        write_calculation(sheet_of(), tmp_path / "sheet.odt")
