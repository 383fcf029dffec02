"""A wrong workbook: each fault names its sheet, row and column, says what is wrong and what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from planner.core.errors import InputError
from planner.instance.instance import prepare
from planner.scenario.load import LoadedScenario
from planner.scenario.workbook.read import scenario_of_sheets
from tests.builder import roster_of

GENERAL = [
    ["Nội dung", "Giá trị", "Giải thích"], ["Tên kịch bản *", "Thử"], ["Danh sách nhân sự (tệp) *", "r.csv"], ["Ngày chốt số liệu *", "01/12/2026"],
    ["Ngày quyết định *", dt.date(2026, 12, 15)],
]  # fmt: skip
PERIODS = [["Tên giai đoạn *", "Ngày nghỉ *", "Giảm lũy kế ít nhất", "Giảm lũy kế nhiều nhất", "Kinh phí tối đa của giai đoạn (đồng)"], [2027, "01/07/2027", "20%"]]


@dataclass
class Tab:
    """A sheet as guarded opening gives it."""

    name: str
    grid: list[list[Any]]
    visible: bool = True
    rows: list[tuple[int, list[str | None]]] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = [(n, [cell(value) for value in row]) for n, row in enumerate(self.grid, 1) if any(v is not None for v in row)]


def cell(value: Any) -> str | None:
    """A value as a raw cell; text that begins with `!` is one already."""
    if isinstance(value, str) and value.startswith("!"):
        return value[1:]
    if value is None or value == "":
        return None
    return {str: "s", dt.date: "d"}.get(type(value), "n") + (value.isoformat() if isinstance(value, dt.date) else str(value))


def read(*tabs: tuple[str, list[list[Any]]]) -> LoadedScenario:
    """The scenario of a small workbook, whose sheets are replaced or added to."""
    sheets = {"Chung": GENERAL, "Giai đoạn": PERIODS, **dict(tabs)}
    return scenario_of_sheets([Tab(name, grid) for name, grid in sheets.items()], Path("k.xlsx"))


def faults(*tabs: tuple[str, list[list[Any]]], lang: str = "vi") -> list[str]:
    """The sentences of a workbook that is refused."""
    with pytest.raises(InputError) as refused:
        read(*tabs)
    return [each.sentence(lang) for each in refused.value.problems]


def test_a_small_workbook_is_a_scenario() -> None:
    found = read()
    assert found.data == {
        "title": "Thử", "roster": "r.csv", "snapshot_on": dt.date(2026, 12, 1), "decided_on": dt.date(2026, 12, 15),
        "periods": [{"name": "2027", "leave_on": dt.date(2027, 7, 1), "reduction_at_least": 0.2}],
    }  # fmt: skip


def test_headings_may_stand_lower_and_in_english_and_in_another_order() -> None:
    grid = [["Anything above"], [], ["Reduction to date, at least", "Period", "Leaving date"], ["20%", "2027", "2027-07-01"]]
    assert read(("Giai đoạn", grid)).data == read().data
    assert scenario_of_sheets([Tab("general", GENERAL), Tab("PERIODS", grid), Tab("Ghi chú", [["my own"]]), Tab("x", [["hidden"]], False)], Path("k.xlsx")).data == read().data


def test_a_missing_date_names_its_empty_cell() -> None:
    said = faults(("Chung", [*GENERAL[:4], ["Ngày quyết định", None]]))
    assert said == ["k.xlsx, Chung, dòng 5, cột B: ô này còn trống mà kịch bản cần; hãy điền"]


def test_no_period_at_all_names_the_first_row_to_fill() -> None:
    assert faults(("Giai đoạn", PERIODS[:1]), lang="en") == ["k.xlsx, Giai đoạn, row 2, A: the cell is empty and a scenario needs it; fill it in"]


def test_every_fault_is_told_at_once_and_a_refused_cell_is_not_called_empty() -> None:
    said = faults(("Chung", [*GENERAL[:3], ["Ngày chốt số liệu", "1/12/26"], ["Ngày quyết định", "15/13/2026"]]), ("Giai đoạn", [PERIODS[0], ["2027", "01/07/2027", 20]]))
    assert [s.split(": ")[0] for s in said] == ["k.xlsx, Chung, dòng 4, cột B", "k.xlsx, Chung, dòng 5, cột B", "k.xlsx, Giai đoạn, dòng 2, cột C"]
    assert "20%" in said[2] and "01/12/2026" in said[0]


def test_faults_across_cells_have_a_cell_too() -> None:
    late = [PERIODS[0], ["2027", "01/07/2027", "20%", "10%"], ["2027", "01/07/2026"]]
    said = faults(("Giai đoạn", late), lang="en")
    assert any(s.startswith("k.xlsx, Giai đoạn, row 2, A") for s in said), said  # at least above at most
    assert any(s.startswith("k.xlsx, Giai đoạn, row 3, A") and "twice" in s for s in said), said
    assert any(s.startswith("k.xlsx, Giai đoạn, row 3, B") for s in said), said


@pytest.mark.parametrize(
    ("tab", "grid", "place", "words"),
    [
        ("Trang lạ", [["x"]], "k.xlsx, Trang lạ, row 1, A", "no part of a scenario"),
        ("Don vị", [["x"]], "k.xlsx, Don vị, row 1, A", "did you mean “Đơn vị”"),
        ("Đơn vị", [["Mã đơn vị", "Giam nhiều nhất"], ["VP", "30%"]], "k.xlsx, Đơn vị, row 1, B", "did you mean"),
        ("Đơn vị", [["Mã đơn vị", "Giảm nhiều nhất"], ["VP", "30%", "beside"]], "k.xlsx, Đơn vị, row 2, C", "beside the table"),
        ("Đơn vị", [["Mã đơn vị", "Giảm nhiều nhất"], [None, "30%"]], "k.xlsx, Đơn vị, row 2, A", "has values and no"),
        ("Đơn vị", [["Mã đơn vị", "Giảm nhiều nhất"], ["VP", "30%"], ["VP", "40%"]], "k.xlsx, Đơn vị, row 3, A", "stands in row 2 already"),
        ("Đơn vị", [["nothing", "known"], ["VP", "30%"]], "k.xlsx, Đơn vị, row 1, A", "headings of this sheet are not there"),
        ("Trọng số", [["Nội dung", "Giá trị"], ["Điểm lạ", 3]], "k.xlsx, Trọng số, row 2, A", "no setting of this sheet"),
        ("Trọng số", [["Nội dung", "Giá trị"], ["Điểm mỗi khen thưởng", 3], ["Điểm mỗi khen thưởng", 4]], "k.xlsx, Trọng số, row 3, B", "stands twice"),
        ("Hình thức nghỉ", [["Hình thức, nơi biệt phái", "Được chọn", "Ít nhất (người)"], ["Tăng cường về cấp xã", "Không", 3]], "k.xlsx, Hình thức nghỉ, row 2, B", "contradict"),
        ("Hình thức nghỉ", [["Hình thức, nơi biệt phái", "Được chọn"], ["Nghỉ hưu sớm hơn", "Có"]], "k.xlsx, Hình thức nghỉ, row 2, A", "not known here"),
        ("Sắp xếp đơn vị", [["Hợp nhất các đơn vị", "Giải thể đơn vị"], ["A; B", "C"]], "k.xlsx, Sắp xếp đơn vị, row 2, A", "merge"),
        ("Giữ lại", [["Kỹ năng", "Còn ít nhất"], ["thẩm định", None]], "k.xlsx, Giữ lại, row 2, B", "is empty and a scenario needs it"),
        ("Thiết lập khác", [["Khóa", "Giá trị của khóa"], ["title", "Hai"]], "k.xlsx, Thiết lập khác, row 2, A", "stands in sheet Chung, row 2 too"),
        ("Thiết lập khác", [["Khóa", "Giá trị của khóa"], ["unknwn", 1]], "k.xlsx, Thiết lập khác, row 2, B", "unknown key"),
        ("Thiết lập khác", [["Khóa", "Giá trị của khóa"], ["law..x", 1]], "k.xlsx, Thiết lập khác, row 2, A", "is no key"),
        ("Thiết lập khác", [["Khóa", "Giá trị của khóa"], ["solver.seed", "[1"]], "k.xlsx, Thiết lập khác, row 2, B", "cannot be read"),
        ("Thiết lập khác", [["Khóa", "Giá trị của khóa"], ["solver.seed", None]], "k.xlsx, Thiết lập khác, row 2, B", "needs a key and a value"),
        ("Thiết lập khác", [["Khóa", "Giá trị của khóa"], ["keep.people.2", "P01"]], "k.xlsx, Thiết lập khác, row 2, B", "numbered from 1"),
    ],
)  # fmt: skip
def test_a_fault_has_its_cell(tab: str, grid: list[list[Any]], place: str, words: str) -> None:
    said = faults((tab, grid), lang="en")
    assert any(s.startswith(place + ": ") and words in s for s in said), said
    assert all("YAML" not in s or tab == "Thiết lập khác" for s in said)


def test_a_list_that_stands_whole_and_in_rows_is_refused() -> None:
    said = faults(("Giữ lại", [["Giữ người (mã số)"], ["P01"]]), ("Thiết lập khác", [["Khóa", "Giá trị của khóa"], ["keep.people", "[P02]"]]), lang="en")
    assert any("too; keep one of the two" in s for s in said)


def test_a_key_without_end_is_refused() -> None:
    said = faults(("Thiết lập khác", [["Khóa", "Giá trị của khóa"], ["a." * 5_000 + "a", 1]]), lang="en")
    assert any(s.startswith("k.xlsx, Thiết lập khác, row 2, A: ") and "is no key" in s and len(s) < 400 for s in said)


def test_harmful_text_in_other_settings_is_refused() -> None:
    said = faults(("Thiết lập khác", [["Khóa", "Giá trị của khóa"], ["description", "[" * 100 + "]" * 100]]), lang="en")
    assert any("cannot be read" in s for s in said)


def test_a_name_that_the_roster_lacks_has_its_cell() -> None:
    loaded = read(("Đơn vị", [["Mã đơn vị", "Giảm nhiều nhất"], ["*", "40%"], ["VPX", "30%"]]), ("Giữ lại", [["Giữ người (mã số)"], ["P09"]]))
    with pytest.raises(InputError) as refused:
        prepare(loaded, roster_of({}, {}))
    places = {(p.sheet, p.row, p.label) for p in refused.value.problems}
    assert places == {("Đơn vị", 3, "A"), ("Giữ lại", 2, "A")}
    steps = read(("Sắp xếp đơn vị", [["Giải thể đơn vị", "chuyển người đến"], ["Z", "A"]]))
    with pytest.raises(InputError) as refused:
        prepare(steps, roster_of({}, {}))
    assert [(p.sheet, p.row, p.label) for p in refused.value.problems] == [("Sắp xếp đơn vị", 2, "A")]
