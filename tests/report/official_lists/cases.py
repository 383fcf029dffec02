"""Small plans that fill every official list."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from planner.plan.plan import Run
from tests.builder import period, roster_of, run_of
from tests.small import HOSTILE

UNITS = [{"unit": "=A", "name": "+Vụ A"}, {"unit": "B", "name": "Vụ [B] & C/D: tên rất dài để thử giới hạn của trang tính"}]
ALL = ["early_retirement", "immediate_separation", "training_separation", "transfer_out"]
YOUNG: dict[str, Any] = {"birth_date": "1992-05-15", "si_months": 90, "unit": "=A"}


@cache
def streamlined() -> Run:
    """NĐ 154: somebody leaves by each of the four routes, in two units and two periods."""
    early = {
        "birth_date": "1969-02-15",
        "si_months": 400,
        "unit": "=A",
        "volunteers": "early_retirement",
        "over_frame_pct": 5.5,
        "leadership_allowance": 0.6,
    }
    people: list[dict[str, Any]] = [
        {**early, "full_name": HOSTILE}, {**early, "unit": "B", "sex": "F", "birth_date": "1972-06-01"}, {**early, "si_months": 241},
        *({**YOUNG, "rating_1": "not_completed", "full_name": f"@Người {i}", **({"volunteers": "training"} if i == 0 else {})} for i in range(3)), *({**YOUNG, "unit": "B"} for _ in range(6)),
    ]  # fmt: skip
    return run_of(
        roster_of(*people, units=UNITS),
        title="20 % & =1+1",
        periods=[
            period("2027", "2027-07-01", reduction_at_least=0.3, reduction_at_most=0.35),
            period("2028", "2028-07-01", reduction_at_least=0.5),
        ],
        routes=ALL,
        by_route={route: {"at_least": 3 if route == "early_retirement" else 1} for route in ALL},
        units={"default": {"reduction_at_most": 1.0}},
    )


@cache
def restructured(leave_on: str = "2025-07-01") -> Run:
    """NĐ 178: early retirement in both brackets and separation, decided within the first 12 months or (from 2026 on, forced) after them."""
    people: list[dict[str, Any]] = [
        {"birth_date": "1966-08-15", "si_months": 400, "volunteers": "early_retirement"},
        {"birth_date": "1970-01-15", "si_months": 300, "volunteers": "early_retirement"},
        {"birth_date": "1990-01-15", "si_months": 120, "volunteers": "separation"},
        {}, {}, {},
    ]  # fmt: skip
    return run_of(
        roster_of(*people),
        snapshot_on=dt.date(2025, 3, 1),
        decided_on=dt.date(int(leave_on[:4]), 5, 1),
        reorganised_on=dt.date(2025, 3, 1),
        regime="nd178",
        periods=[period("2025", leave_on, reduction_at_least=0.5)],
        objective={"retained_merit": 1.0, "involuntary": 1000},
    )


@cache
def grounded() -> Run:
    """NĐ 154, a ground of every source: written as a point, in words, by each rule, and none; natural exits besides."""
    gone: dict[str, Any] = {"lock": "leave", "birth_date": "1992-05-15", "si_months": 90}
    people: list[dict[str, Any]] = [
        {**gone, "unit": "M", "full_name": "Một Hợp Nhất"},
        {**gone, "unit": "M", "position_level": "deputy", "volunteers": "separation", "full_name": "Hai Phó Hợp Nhất"},
        {**gone, "unit": "S", "position_level": "division_head", "volunteers": "separation", "full_name": "Ba Trưởng Phòng"},
        {**gone, "unit": "S", "rating_1": "not_completed", "full_name": "Bốn Không Hoàn Thành"},
        {**gone, "unit": "S", "full_name": "Năm Chưa Rõ"},
        {**gone, "unit": "S", "leaving_ground": "điểm đ", "rating_1": "not_completed", "full_name": "Sáu Đã Ghi"},
        {**gone, "unit": "S", "leaving_ground": "theo kết luận số 12", "full_name": "Bảy Bằng Lời"},
        {**gone, "unit": "D", "full_name": "Tám Giải Thể"},
        {**gone, "unit": "D", "position_level": "deputy", "volunteers": "separation", "full_name": "Hai Phó Giải Thể"},
        {**gone, "unit": "R", "full_name": "Chín Đổi Tên"},
        {**gone, "unit": "M", "category": "contract", "full_name": "Mười Hai Hợp Đồng"},
        {"unit": "S", "birth_date": "1965-08-15", "si_months": 400, "full_name": "Mười Đúng Tuổi"},
        {"unit": "S", "category": "contract", "contract_end_on": "2027-03-31", "full_name": "Mười Một Hết Hạn"},
        *({"unit": unit} for unit in "MMSSSS"),
    ]  # fmt: skip
    return run_of(
        roster_of(*people, units=[{"unit": "M", "merged_from": 2}, {"unit": "S"}, {"unit": "D"}, {"unit": "R"}]),
        periods=[period("2027", "2027-07-01"), period("2028", "2028-07-01")],
        reorganise=[
            {"dissolve": "D", "people_to": ["S"]},
            {"merge": ["R"], "into": {"unit": "R2", "name": "Vụ Tên mới", "kind": "department"}},
        ],
        routes=["immediate_separation"],
        deputies="ignore",
    )
