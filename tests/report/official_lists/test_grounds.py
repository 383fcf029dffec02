"""The ground of each person on the lists, the cover that names who has none, and the people who are on no list."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from planner.core.texts import LANGUAGES
from planner.report.official_lists import forms_of
from planner.report.official_lists.book import write_forms
from planner.report.official_lists.cover import missing_grounds
from planner.report.official_lists.unlisted import unlisted
from tests.report.official_lists.cases import grounded, restructured, streamlined

POINTS = {
    "Một Hợp Nhất": ("a", "rule"), "Hai Phó Hợp Nhất": ("a", "rule"), "Hai Phó Giải Thể": ("b", "rule"), "Ba Trưởng Phòng": ("", "missing"), "Bốn Không Hoàn Thành": ("e", "rule"),
    "Năm Chưa Rõ": ("", "missing"), "Sáu Đã Ghi": ("đ", "given"), "Bảy Bằng Lời": ("", "given"), "Tám Giải Thể": ("a", "rule"),
    "Chín Đổi Tên": ("", "missing"), "Mười Hai Hợp Đồng": ("", "missing"),
}  # fmt: skip
RANKS = ("thấp thứ", "lowest", "điểm số", "merit", "trong số", "có thể nghỉ của")


def texts_of(path: Path, sheet: int | None = None) -> list[str]:
    """Every text of a workbook, or of one of its sheets."""
    sheets = openpyxl.load_workbook(path).worksheets
    return [str(c.value) for s in (sheets if sheet is None else [sheets[sheet]]) for row in s.iter_rows() for c in row if c.value is not None]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_written_ground_counts_before_a_rule_and_nobody_gets_one_that_no_fact_settles(lang: str) -> None:
    forms = forms_of(grounded(), lang)
    found = {who: (point, source) for form in forms for who, point, source in zip(form.people["full_name"], form.people["point"], form.people["source"], strict=True)}
    assert found == POINTS
    shown = {who: value for form in forms for who, value in zip(form.people["full_name"], form.column("ground").values, strict=True)}
    cite = "{} khoản 1 Điều 2 NĐ 154/2025/NĐ-CP" if lang == "vi" else "{}, Article 2(1), NĐ 154/2025/NĐ-CP"
    word = "điểm" if lang == "vi" else "point"
    assert shown["Sáu Đã Ghi"] == f"{word} {cite.format('đ')}" and shown["Một Hợp Nhất"] == f"{word} {cite.format('a')}"
    assert shown["Bảy Bằng Lời"] == "theo kết luận số 12" and shown["Năm Chưa Rõ"] is None
    assert missing_grounds(forms) == 4


@pytest.mark.parametrize("run", [streamlined, restructured, grounded])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_list_gives_a_merit_or_a_rank_among_colleagues_as_a_reason(run: object, lang: str, tmp_path: Path) -> None:
    write_forms(run(), tmp_path / "f.xlsx", lang)  # type: ignore[operator]
    for sheet in range(1, len(openpyxl.load_workbook(tmp_path / "f.xlsx").worksheets)):
        said = " ".join(texts_of(tmp_path / "f.xlsx", sheet)).lower()
        assert not [rank for rank in RANKS if rank in said]


def test_under_nd_178_no_ground_is_missing() -> None:
    assert missing_grounds(forms_of(restructured())) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_cover_holds_evidence_and_gaps_and_the_signed_pages_hold_none_of_it(lang: str, tmp_path: Path) -> None:
    forms = write_forms(grounded(), tmp_path / "f.xlsx", lang)
    cover, lists = texts_of(tmp_path / "f.xlsx", 0), texts_of(tmp_path / "f.xlsx", 2)
    assert {"Ba Trưởng Phòng", "Năm Chưa Rõ", "Chín Đổi Tên"} < set(cover) and "Một Hợp Nhất" not in cover
    assert forms[0].evidence in cover and not any("(K2)" in line or "[K2]" in line for line in [*lists, *texts_of(tmp_path / "f.xlsx", 1)])
    assert any(("không in, không gửi" if lang == "vi" else "do not print or send") in line for line in cover)
    by_rule = "quy tắc, cần kiểm tra lại: xếp loại năm gần nhất" if lang == "vi" else "a rule, to be checked: newest rating"
    assert any(line.startswith(by_rule) for line in cover)
    assert any(("cơ quan ban hành, địa danh, ngày ký" if lang == "vi" else "issuer, place, date") in line for line in cover)
    note = "điểm e khoản 1 Điều 2 NĐ 154/2025/NĐ-CP: xếp loại không hoàn thành" if lang == "vi" else "point e, Article 2(1), NĐ 154/2025/NĐ-CP: rated as not"
    assert any(line.startswith(note) for line in lists)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_leaves_and_is_on_no_list_stands_on_a_sheet_with_the_reason(lang: str, tmp_path: Path) -> None:
    found = unlisted(grounded(), lang)
    assert found["full_name"].tolist() == ["Mười Đúng Tuổi", "Mười Một Hết Hạn"]
    first, second = found["why"]
    assert ("đúng tuổi" in first and "hết hạn hợp đồng" in second) if lang == "vi" else ("lawful age" in first and "contract ends" in second)
    write_forms(grounded(), tmp_path / "f.xlsx", lang)
    assert {"Mười Đúng Tuổi", "Mười Một Hết Hạn", first, second} < set(texts_of(tmp_path / "f.xlsx", -1))
    listed = {who for form in forms_of(grounded(), lang) for who in form.people["full_name"]}
    assert not listed & set(found["full_name"])


def test_of_one_period_the_leavers_of_the_others_are_on_no_list() -> None:
    whole, first = forms_of(streamlined()), forms_of(streamlined(), period="2027")
    others = unlisted(streamlined(), "vi", "2027")
    assert len(others) == sum(len(f.units) for f in whole) - sum(len(f.units) for f in first) > 0
    assert set(others["why"]) == {"nghỉ ở giai đoạn 2028: thuộc biểu của giai đoạn đó"}
