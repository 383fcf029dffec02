"""What a draft changes of its parent, said in the words of the forms and never by the keys of the file."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.scenario.load import load_scenario
from planner.scenario.paths import put
from planner.ui.session import drafts
from tests.ui.conftest import ROOT

BASE = load_scenario(ROOT / "scenarios" / "base_2030.yaml").data
NEW = {"unit": "VMOI", "name": "Vụ mới", "kind": "department"}
MERGER = {"merge": ["VPC", "VTCCB"], "into": NEW}


@pytest.fixture
def said(monkeypatch):
    """The lines for a change of the sample's scenario at one place."""
    from planner.ui.forms import change_words
    from planner.ui.session import state

    def lines(path, entry, lang="vi"):
        monkeypatch.setattr(state, "lang", lambda: lang)
        return list(change_words.said_changes(list(drafts.shown_changes(BASE, put(BASE, path, entry)))))

    return lines


@pytest.mark.parametrize(
    ("path", "entry", "line"),
    [
        (("title",), "Thử | Try", "Mục tiêu · Tên kịch bản: Giảm 20% đến năm 2030, ưu tiên tự nguyện → Thử"),
        (("decided_on",), dt.date(2027, 1, 15), "Mục tiêu · Ngày quyết định: 15/12/2026 → 15/01/2027"),
        (("periods", 2, "reduction_at_least"), 0.255, "Mục tiêu · Đến hết 2030, ít nhất (%): 20 → 25,5"),
        (("periods", 0, "leave_on"), dt.date(2027, 9, 1), "Mục tiêu · 2027 · Ngày nghỉ: 01/07/2027 → 01/09/2027"),
        (("periods", 0, "reduction_at_most"), 0.1, "Mục tiêu · 2027 · Nhiều nhất (%): – → 10"),
        (("reduction", "of"), "quota", "Mục tiêu · Mục tiêu tính trên: – → biên chế được giao"),
        (("reduction", "by_kind", "office", "reduction_at_most"), 0.3, "Mục tiêu · Văn phòng · Nhiều nhất (%): – → 30"),
        (("units", "default", "reduction_at_most"), None, "Đơn vị · Mỗi đơn vị giảm nhiều nhất (%): 40 → –"),
        (("units", "by_unit", "A.1"), {"minimum_headcount": 1200}, "Đơn vị · A.1 · Giữ ít nhất: – → 1.200"),
        (("reorganise",), [MERGER], "Cơ cấu · Cơ cấu tổ chức mới: + Hợp nhất VPC, VTCCB thành VMOI (Vụ mới)"),
        (("reorganise",), [{"merge": ["VPC"], "into": NEW}], "Cơ cấu · Cơ cấu tổ chức mới: + VPC đổi thành VMOI (Vụ mới)"),
        (("keep", "people"), ["A-1", "A-2"], "Con người · Những người giữ lại: + A-1; + A-2"),
        (("keep", "key_roles"), False, "Con người · Giữ người ở vị trí then chốt: Có → Không"),
        (("keep", "positions"), [{"level": "head", "at_least": 3, "per": "unit"}], "Con người · Cấp chức vụ phải giữ: + Cấp trưởng · 3 · từng đơn vị"),
        (("fairness",), [{"by": "sex", "max_ratio": 1.25}], "Con người · Công bằng: + Giới tính · 1,25"),
        (("deputies",), 3, "Con người · Số cấp phó trong đơn vị: Theo luật → 3"),
        (("budget", "total_vnd"), 45_500_000_000, "Chi phí · Tổng các giai đoạn (tỷ đồng): 60 → 45,5"),
        (("routes",), ["early_retirement"], "Chi phí · Hình thức nghỉ được chọn: − Thôi việc ngay"),
        (("by_route", "early_retirement", "at_most"), 40, "Chi phí · Nghỉ hưu trước tuổi · Nhiều nhất (người): – → 40"),
        (("secondment", "commune", "at_least"), 5, "Chi phí · Tăng cường về cấp xã · Ít nhất (người): – → 5"),
        (("objective", "cost_per_million_vnd"), 0.0005, "Trọng số, luật · Mỗi triệu đồng: 0,05 → 0,0005"),
        (("solver", "relative_gap"), 0.001, "Trọng số, luật · Khoảng cách coi là tối ưu: 0,00001 → 0,001"),
    ],
)  # fmt: skip
def test_a_change_is_said_as_the_form_says_it(said, path, entry, line):
    assert said(path, entry) == [line]


def test_numbers_and_words_are_those_of_the_language(said):
    assert said(("periods", 2, "reduction_at_least"), 0.255, "en") == ["Targets · By 2030, at least (%): 20 → 25.5"]


def test_a_longer_list_of_periods_says_what_came(said):
    new = {"name": "2032", "leave_on": dt.date(2032, 7, 1), "reduction_at_least": 0.3}
    assert said(("periods",), [*BASE["periods"], new]) == ["Mục tiêu · Giai đoạn và các mốc thời gian: + 2032 · 01/07/2032 · 30"]


def test_no_change_of_any_shipped_scenario_shows_a_key(monkeypatch):
    from planner.ui.forms import change_words
    from planner.ui.session import state

    monkeypatch.setattr(state, "lang", lambda: "vi")
    for file in sorted((ROOT / "scenarios").glob("*.yaml")):
        for line in change_words.said_changes(list(drafts.shown_changes(BASE, load_scenario(file).data))):
            assert "_" not in line.partition(":")[0], line
