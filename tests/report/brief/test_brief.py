"""The brief: what was asked in sentences, the figures of `plan.json`, what they hang on; numbers of people and no names."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from functools import cache
from typing import Any

import pytest

from planner.core.errors import InputError, problem
from planner.core.texts import LANGUAGES, number, percent, text
from planner.plan.plan import Run
from planner.plan.unverified_data import verification_queue
from planner.report import small_counts
from planner.report.brief import MOST_PLANS, Brief, brief_of
from planner.report.brief.asked import asked
from planner.report.brief.figures import units_table
from planner.report.brief.hangs import hangs_on
from planner.report.letterhead import Letterhead
from planner.service.run import Request, make_run
from tests.builder import EARLY, NEAR_RETIREMENT, period, roster_of, run_of, said, scenario_with, target
from tests.plan.test_unverified_data import doubted
from tests.report.official_lists.cases import grounded, streamlined

HEAD = Letterhead(("Bộ Công Thương", "Vụ Tổ chức cán bộ"), "Hà Nội", dt.date(2026, 12, 5), "12/TTr-TCCB", ("Bộ trưởng Bộ Công Thương",))


@pytest.fixture(autouse=True)
def every_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """These ministries are small, and their figures are told; what is not told has tests of its own, see test_told.py."""
    monkeypatch.setattr(small_counts, "LEAST_SHOWN", 0)


def words_of(brief: Brief) -> str:
    """Everything a brief says, a line a text."""

    def flat(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, dict):
            return [text for part in value.values() for text in flat(part)]
        return [text for part in value for text in flat(part)] if isinstance(value, tuple | list) else []

    return "\n".join(flat(asdict(brief)))


@cache
def moving() -> Run:
    """A plan with natural, voluntary and involuntary exits, moves, and secondments."""
    units = [{"unit": "A", "name": "Vụ A", "assigned_quota": 8}, {"unit": "B", "name": "Vụ B", "assigned_quota": 9}]
    people = ({**EARLY, "volunteers": "early_retirement"}, NEAR_RETIREMENT, {"rating_1": "not_completed"}, {}, {}, {}, {}, {"unit": "B"}, {"unit": "B"})
    return run_of(
        roster_of(*people, units=units), periods=target(0.3), redeploy={"allowed": True, "at_most_per_unit": 2}, secondment={"commune": {"at_least": 1}},
        units={"by_unit": {"A": {"reduction_at_least": 0.5}}}, budget={"total_vnd": 9_000_000_000},
    )  # fmt: skip


@pytest.mark.parametrize("run", [streamlined, grounded, moving])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figures_are_those_of_plan_json(run: Any, lang: str) -> None:
    plan = run()
    s, found = plan.summary, {}
    table = brief_of([plan], lang).first[1].table
    assert table is not None
    rows = {row[0]: row[1] for row in table.rows}
    vi = lang == "vi"
    head, routes = s["headcount"], s["routes"]
    natural = sum(routes[r]["people"] for r in ("normal_retirement", "contract_end"))
    chosen = sum(part["people"] for route, part in routes.items()) - natural
    found = {
        "Số người hiện có" if vi else "People present": number(head["baseline"], lang),
        "Số người nghỉ, tỷ lệ giảm" if vi else "Leave, share of the baseline": f"{number(head['leavers'], lang)} ({percent(head['reduction'], lang)})",
        "– nghỉ hưu đúng tuổi, hết hạn hợp đồng" if vi else "– retire at the lawful age, contract ends": number(natural, lang),
        "– tự nguyện" if vi else "– asked to leave": number(chosen - s["involuntary"], lang),
        "– không tự nguyện" if vi else "– did not ask": number(s["involuntary"], lang),
        "Số người còn lại" if vi else "Remaining": number(head["remaining"], lang),
        "Chi phí (đồng)" if vi else "Cost (VND)": number(s["cost_vnd"], lang),
        "Tiết kiệm mỗi năm (đồng)" if vi else "Saving a year (VND)": number(s["saving_vnd_per_year"], lang),
        "Thời gian hoàn vốn (tháng)" if vi else "Payback (months)": "–" if s["payback_months"] is None else number(s["payback_months"], lang, 1),
    }
    assert {name: rows[name] for name in found} == found
    assert natural + (chosen - s["involuntary"]) + s["involuntary"] == head["leavers"]
    for mine in s["periods"]:
        name = text("brief.figure_period", "vi" if vi else "en", name=mine["name"])
        assert rows[name] == f"{number(mine['leavers'], lang)}; {percent(mine['cumulative_reduction'], lang)}; {number(mine['cost_vnd'], lang)}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_units_add_up_and_the_smaller_ones_are_taken_together_where_they_are_many(lang: str) -> None:
    people = [{"unit": f"U{at:02d}", "rating_1": "not_completed" if at < 3 else "good"} for at in range(12) for _ in range(3)]
    run = run_of(roster_of(*people), periods=target(0.2))
    whole, short = units_table([run], lang, 26), units_table([run], lang, 6)
    assert len(whole.rows) == 13 and len(short.rows) == 7
    assert whole.rows[-1] == short.rows[-1] and whole.rows[-1][1:4] == tuple(number(n, lang) for n in (36, run.summary["headcount"]["leavers"], run.summary["headcount"]["remaining"]))
    assert short.rows[-2][0] == ("7 đơn vị khác" if lang == "vi" else "7 other units")
    assert [sum(int(row[at]) for row in short.rows[:-1]) for at in (1, 2, 3)] == [int(short.rows[-1][at]) for at in (1, 2, 3)]
    losers = {unit["name"] for unit in run.summary["units"] if unit["leavers"]}
    assert losers <= {row[0] for row in short.rows}


@pytest.mark.parametrize(
    ("changes", "vi", "en"),
    [
        ({"periods": [period("2027", "2027-07-01", reduction_at_least=0.08), period("2030", "2030-07-01", reduction_at_least=0.2, reduction_at_most=0.3)]},
         "Giảm ít nhất 8,0% đến 01/07/2027; ít nhất 20,0% đến 01/07/2030; nhiều nhất 30,0% đến 01/07/2030 (tính trên số người hiện có).",
         "Reduction of at least 8.0% by 2027-07-01; at least 20.0% by 2030-07-01; at most 30.0% by 2030-07-01 (of the people present)."),
        ({}, "Không đặt tỷ lệ giảm.", "No reduction is asked for."),
        ({"periods": target(0.2), "reduction": {"of": "quota", "by_kind": {"office": {"reduction_at_least": 0.1}}}},
         "Giảm ít nhất 20,0% đến 01/07/2027 (tính trên biên chế được giao).", "Reduction of at least 20.0% by 2027-07-01 (of the assigned posts)."),
        ({"reduction": {"by_kind": {"office": {"reduction_at_least": 0.1}}, "by_category": {"contract": {"reduction_at_most": 0.5}}}},
         "2 loại đối tượng hoặc loại đơn vị có giới hạn riêng.", "2 categories or kinds of unit have limits of their own."),
        ({"budget": {"total_vnd": 60_000_000_000, "by_period": {"2027": 5_000_000_000}}},
         "Chi phí không quá 60.000.000.000 đồng.", "Cost at most 60,000,000,000 VND."),
        ({"budget": {"by_period": {"2027": 5_000_000_000}}}, "Chi phí trong 2027 không quá 5.000.000.000 đồng.", "Cost in 2027 at most 5,000,000,000 VND."),
        ({"units": {"default": {"reduction_at_most": 0.4, "minimum_headcount": 5, "exits_at_most_per_period": 9}, "by_unit": {"A": {"reduction_at_least": 0.1}}}},
         "Mỗi đơn vị: giảm không quá 40%, giữ ít nhất 5 người, mỗi giai đoạn nghỉ không quá 9 người.",
         "Every unit: at most 40% fewer, at least 5 people remain, at most 9 leave in each period."),
        ({"units": {"by_unit": {"A": {"reduction_at_least": 0.1}}}}, "1 đơn vị có giới hạn riêng.", "1 unit has limits of its own."),
        ({"reorganise": [{"merge": ["A", "B"], "into": {"unit": "C", "name": "C", "kind": "department"}}, {"dissolve": "D", "people_to": ["C"]},
                         {"move": {"people": ["P01", "P02"], "to": "C"}}]},
         "Cơ cấu: hợp nhất 1 lần, giải thể 1 đơn vị, chuyển 2 người theo cơ cấu mới.",
         "Structure: 1 merger, 1 unit dissolved, 2 people moved with it."),
        ({"keep": {"key_roles": True, "people": ["P01"], "skills": [{"skill": "thuế", "at_least": 1}]}},
         "Giữ lại: người ở vị trí then chốt, trừ khi tự nguyện; 1 người nêu đích danh; 1 kỹ năng.",
         "Kept: people in key roles unless they ask to leave; 1 people by name; 1 skills."),
        ({"deputies": "law"}, "Số cấp phó trong mức của Nghị định số 303/2025/NĐ-CP.", "Deputies within what NĐ 303/2025/NĐ-CP allows."),
        ({"deputies": 3}, "Mỗi đơn vị nhiều nhất 3 cấp phó.", "At most 3 deputies in a unit."),
        ({"redeploy": {"allowed": True, "at_most_per_unit": 5}}, "Được điều chuyển đến đơn vị còn chỉ tiêu, mỗi đơn vị nhận nhiều nhất 5 người.",
         "People may move to units with vacant posts, at most 5 into one."),
        ({"fairness": [{"by": "sex", "max_ratio": 1.25}, {"by": "ethnic_minority", "max_ratio": 2}]},
         "Công bằng: tỷ lệ nghỉ của từng nhóm không quá 1,25 (giới tính); 2 (dân tộc thiểu số) lần mức chung.",
         "Exits fall evenly: a group's share of exits at most 1.25 (sex); 2 (ethnic minority) times that of all."),
        ({"routes": ["immediate_separation"]}, "Hình thức được chọn: thôi việc ngay.", "Exits that may be chosen: immediate separation."),
        ({"by_route": {"immediate_separation": {"at_most": 3}}, "stay_close": 4}, "2 yêu cầu khác (xem tệp Excel của phương án).",
         "2 further requirements (in the plan's workbook)."),
    ],
)  # fmt: skip
def test_each_thing_that_is_asked_is_a_sentence(changes: dict[str, Any], vi: str, en: str) -> None:
    scenario = scenario_with(**changes).scenario
    assert vi in asked(scenario, "vi") and en in asked(scenario, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_head_is_that_of_a_submission_under_decree_30(lang: str) -> None:
    brief = brief_of([moving()], lang, HEAD)
    assert brief.issuer == ("BỘ CÔNG THƯƠNG", "VỤ TỔ CHỨC CÁN BỘ")
    if lang == "vi":
        assert (brief.nation, brief.motto) == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc")
        assert (brief.kind, brief.draft, brief.number) == ("TỜ TRÌNH", "DỰ THẢO", "Số: 12/TTr-TCCB")
        assert (brief.place_and_day, brief.to) == ("Hà Nội, ngày 05 tháng 12 năm 2026", "Kính gửi: Bộ trưởng Bộ Công Thương")
        assert brief.close == "Kính trình xem xét, quyết định./." and brief.recipients == ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")
    else:
        assert (brief.kind, brief.draft, brief.number) == ("SUBMISSION", "DRAFT", "No.: 12/TTr-TCCB")
        assert brief.to == "To: Bộ trưởng Bộ Công Thương" and brief.place_and_day == "Hà Nội, 05/12/2026"
    bare = brief_of([moving()], lang)
    assert "......../TTr-" in bare.number and "....." in bare.place_and_day and bare.to.endswith("Lãnh đạo Bộ" if lang == "vi" else "the leaders of the ministry")


@pytest.mark.parametrize("run", [streamlined, grounded, moving])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_named(run: Any, lang: str) -> None:
    plan = run()
    shown = words_of(brief_of([plan, plan], lang)) + words_of(brief_of([plan], lang))
    named = [value for name in ("employee_id", "full_name") for value in plan.people[name] if str(value) in shown]
    assert not named


def test_a_title_in_two_languages_shows_its_half() -> None:
    run = run_of(roster_of({}, {}), periods=target(0.5), title="Giảm một nửa | Half as many")
    assert brief_of([run], "vi").subject.endswith(": Giảm một nửa") and brief_of([run], "en").subject.endswith(": Half as many")
    assert "Half as many" not in words_of(brief_of([run], "vi"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_alternatives_stand_side_by_side_with_what_each_asks(lang: str) -> None:
    people = roster_of(*({} for _ in range(10)))
    runs = [run_of(people, periods=target(share), title=f"Plan {share}", **more) for share, more in ((0.2, {}), (0.3, {"budget": {"total_vnd": 10**10}, "deputies": 2}))]
    brief = brief_of(runs, lang, HEAD)
    table = brief.first[1].table
    assert table is not None and table.headings[1:] == (("Phương án 1", "Phương án 2") if lang == "vi" else ("Plan 1", "Plan 2"))
    rows = {row[0]: row[1:] for row in table.rows}
    vi = lang == "vi"
    assert rows["Yêu cầu: tỷ lệ giảm ít nhất" if vi else "Asked: least reduction"] == (("2027: 20,0%", "2027: 30,0%") if vi else ("2027: 20.0%", "2027: 30.0%"))
    assert rows["Yêu cầu: chi phí tối đa (đồng)" if vi else "Asked: most money (VND)"] == ("–", number(10**10, lang))
    assert rows["Số yêu cầu khác phương án 1" if vi else "Requirements that differ from plan 1"] == ("–", "3")
    assert rows["Chi phí (đồng)" if vi else "Cost (VND)"] == tuple(number(run.summary["cost_vnd"], lang) for run in runs)
    units = brief.second[0].table
    assert units is not None and units.rows[-1][1:] == ("10 → 8", "10 → 7")
    assert ("Phương án 2: Plan 0.3" if vi else "Plan 2: Plan 0.3") in brief.opening


def test_periods_of_alternatives_stand_in_the_order_of_time_whichever_plan_has_them() -> None:
    people = roster_of(*({} for _ in range(10)))
    early = [period("2027", "2027-07-01", reduction_at_least=0.1), period("2029", "2029-07-01", reduction_at_least=0.2)]
    table = brief_of([run_of(people, periods=[period("2028", "2028-07-01", reduction_at_least=0.2)]), run_of(people, periods=early)], "en").first[1].table
    assert table is not None and [row[0][7:11] for row in table.rows if row[0].startswith("Period ")] == ["2027", "2028", "2029"]


def test_other_staff_lists_are_said() -> None:
    runs = [run_of(roster_of(*({} for _ in range(n))), periods=target(0.5)) for n in (4, 6)]
    assert "Các phương án được lập trên những danh sách nhân sự khác nhau." in brief_of(runs, "vi").opening
    assert "The alternatives are made from different staff lists." not in brief_of([runs[0], runs[0]], "en").opening


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_hangs_on_doubtful_law_is_told_with_its_money(lang: str) -> None:
    vi = lang == "vi"
    begins, rest = ("Quy định chưa chắc chắn", "Còn {} điểm khác của quy định") if vi else ("Law not certain", "{} more doubtful points of the law")
    found, whole = hangs_on(streamlined(), lang, 1), hangs_on(streamlined(), lang, 99)
    told, every = ([line for line in lines if line.startswith(begins)] for lines in (found, whole))
    assert told == every[:1] and len(every) > 1 and all(("đồng" if vi else "VND") in line for line in every)
    assert any(line.startswith(rest.format(len(every) - 1)) for line in found) and not any(line.startswith(rest.partition("{}")[0] or "x") for line in whole)


def test_unverified_data_are_counted_by_what_they_change() -> None:
    year = {"value": "1968", "read": dt.date(1968, 1, 1)}
    goes = {**EARLY, "volunteers": "early_retirement", "lock": "leave", "birth_date": "1968-01-01"}
    roster = doubted(
        roster_of(goes, {}, {"rating_1": "excellent"}),
        (2, "full_name", "roster.same_person", {"date": dt.date(1980, 1, 1), "other": "VP!B9"}),
        (1, "youngest_child_born_on", "roster.group_unknown", {"value": "x", "allowed": "y"}),
        (0, "birth_date", "roster.date_year_only", year),
    )
    run = make_run(Request(scenario_with(periods=target(0.3), routes=["early_retirement"]), roster, lang="en"))
    queue = verification_queue(roster, run, "vi")
    effects = queue["effect"].tolist()
    falls, money = sum(effect in ("decision", "counted") for effect in effects), effects.count("money")
    difference = int(queue["difference_vnd"].fillna(0).abs().sum())
    assert falls >= 1 and falls + money == 2
    assert (
        f"Dữ liệu chưa xác nhận: 3 giá trị; nếu hiểu khác thì {falls} giá trị làm thay đổi người được nghỉ, {money} giá trị làm thay đổi số tiền "
        f"(tổng cộng {number(difference, 'vi')} đồng)." in hangs_on(run, "vi", 1)
    )
    assert any(line.startswith(f"Data not confirmed: 3 values; with another reading {falls} would change who may leave") for line in hangs_on(run, "en", 1))
    assert "Dữ liệu: không có giá trị nào của danh sách nhân sự chờ xác nhận." in hangs_on(streamlined(), "vi", 1)


def test_warnings_are_counted_and_nobody_is_named() -> None:
    run = streamlined()
    made = replace(run)
    found = [
        problem("leavers.unprotected_family", severity="warning", count=4, who="Nguyễn Văn A (P01)", vi="x", en="x"),
        problem("leavers.unprotected_inspection", severity="warning", count=3, who="Nguyễn Văn A (P01)", vi="x", en="x"),
        problem("leavers.overdue", severity="warning", count=1, leavers=2, day=dt.date(2026, 1, 1), who="Nguyễn Văn A (P01)"),
    ]
    made.__dict__["warnings"] = tuple(found)
    lines = hangs_on(made, "vi", 1)
    assert "Có 4 người nghỉ chưa kiểm tra được diện bảo vệ vì bảng dữ liệu thiếu cột." in lines
    assert "Còn 1 cảnh báo khác trong tệp Excel của phương án." in lines and not any("Nguyễn" in line for line in lines)


def test_a_plan_under_another_law_says_that_it_is_a_what_if() -> None:
    override = {"parameter": "nd154.immediate_separation.per_insurance_year", "from": dt.date(2025, 6, 16), "value": 2, "reason": "thử"}
    run = run_of(roster_of(*({} for _ in range(5))), periods=target(0.2), law=[override])
    assert hangs_on(run, "vi", 1)[0] == "Phương án giả định quy định khác hiện hành ở 1 điểm: đây là phương án giả định."
    assert hangs_on(run, "en", 1)[0].startswith("The plan assumes another law than that in force in 1 points")


def test_what_cannot_be_written_is_said() -> None:
    impossible = run_of(roster_of({"key_role": True}, {"key_role": True}), periods=target(0.5), keep={"key_roles": True})
    with pytest.raises(InputError, match="no plan is possible here, so there is no brief to write: "):
        brief_of([impossible])
    unknown = replace(impossible, summary={**impossible.summary, "status": "unknown"})
    with pytest.raises(InputError) as error:
        brief_of([unknown])
    assert "chưa tìm được phương án" in said(error.value, "vi")
    with pytest.raises(InputError) as error:
        brief_of([moving()] * (MOST_PLANS + 1))
    assert said(error.value, "vi") == "DIR: hai trang chỉ so sánh được tối đa 4 phương án; ở đây có 5"
