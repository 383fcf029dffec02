"""Packs and reviews as a printer gives them: the facts that a head must check are on paper, nothing is cut or overprinted."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.plan.plan import Run
from planner.report.exchange import Pack, packs_of
from planner.report.exchange.layout import EDITABLE
from planner.report.exchange.pack_book import write_pack
from planner.report.exchange.pack_paper import FACTS, said_of
from planner.report.exchange.returned import origin_of, read_packs, review_of
from planner.report.exchange.review_book import write_review
from tests.builder import roster_of, run_of, target
from tests.printed import Paper, cut_off, paper_of, squeezed, to_pdf
from tests.report.exchange.returned.fill import FIRST, fill
from tests.small import small_run

LONG_NAME = "005-Van-phong-bo_da_ra_soat_lan_2_gui_lai_Vu_To_chuc_can_bo_ngay_15-01-2027_ban_cuoi_cung_co_chu_ky.xlsx"
FULL = {
    "position_title": "Phó trưởng phòng Hành chính - Quản trị, kiêm phụ trách công tác văn thư, lưu trữ", "education": "Thạc sĩ Quản lý kinh tế",
    "skills": "hành chính - quản trị;chuyển đổi số;thẩm định dự án đầu tư", "rank_code": "01.002", "step": 4, "leadership_allowance": 0.6,
    "over_frame_pct": 7.0, "hazard_months": 24, "si_paid_out_months": 12, "awards": 3, "key_role": True, "sex": "F", "pregnant": True,
    "youngest_child_born_on": "2024-05-06", "attention_groups": "war_merit;sole_earner", "volunteers": "any", "rating_1": "excellent",
    "leaving_ground": "điểm đ khoản 1 Điều 2",
}  # fmt: skip


def full_run() -> Run:
    """A unit with a person of whom everything is known, one of whom next to nothing is, and some others."""
    bare = {"rating_1": None, "rating_2": None, "rating_3": None}
    return run_of(roster_of(FULL, bare, *({} for _ in range(12)), {"rating_1": "not_completed"}), periods=target(0.1))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Paper]:
    folder = tmp_path_factory.mktemp("packs")
    for lang in ("vi", "en"):
        write_pack(packs_of(full_run(), (), lang)[0], folder / f"{lang}-pack.xlsx", lang)
    write_pack(packs_of(small_run())[0], folder / "sent.xlsx")
    cells = {(FIRST + at, "full_name"): f"Nguyễn Thị Tên Rất Dài Để Thử Chiều Rộng {at}" for at in range(4)}
    back = fill(folder / "sent.xlsx", folder / LONG_NAME, cells | {(FIRST + 4, "sex"): "Nư"})
    packs, roster = read_packs([back])[0], small_run().instance.roster
    write_review(review_of(packs, roster), folder / "vi-review.xlsx", origin=origin_of(packs, roster, folder))
    files = [folder / f"{name}.xlsx" for name in ("vi-pack", "en-pack", "vi-review")]
    return {file: paper_of(pdf) for file, pdf in zip(files, to_pdf(files, folder), strict=True)}


def test_no_text_is_cut_or_printed_over_another(papers: dict[Path, Paper]) -> None:
    for file, paper in papers.items():
        assert not paper.overlapping(), file.name
        assert not paper.outside() and not cut_off(file, paper) and "###" not in paper.text, file.name


@pytest.mark.parametrize(
    ("lang", "facts"),
    [
        ("vi", ("Ngày sinh: 15/05/1985", "Thời gian đóng BHXH (tháng): 180", "BHXH đã hưởng trợ cấp (tháng): 12", "Hệ số lương: 3,33",
                "Thâm niên vượt khung (%): 7", "Đang mang thai: Có", "Vị trí then chốt: Có", "Ngày sinh con nhỏ nhất: 06/05/2024",
                "Nhóm cần quan tâm: Người có công; Lao động duy nhất trong gia đình", "Tự nguyện nghỉ: Mọi hình thức",
                "Xếp loại năm gần nhất: Hoàn thành xuất sắc nhiệm vụ", "Căn cứ tinh giản: điểm đ khoản 1 Điều 2")),
        ("en", ("Date of birth: 1985-05-15", "Social insurance (months): 180", "Pregnant: Yes", "Salary coefficient: 3.33", "Key role: Yes",
                "Attention groups: War merit; Sole earner", "Rating, last year: Excellent")),
    ],
)  # fmt: skip
def test_the_facts_to_check_are_on_paper(papers: dict[Path, Paper], lang: str, facts: tuple[str, ...]) -> None:
    pack = packs_of(full_run(), (), lang)[0]
    first = "\n".join(said_of(pack, names, lang)[0] for names in FACTS.values()).split("\n")
    assert set(facts) < set(first)
    paper = next(paper for file, paper in papers.items() if file.name == f"{lang}-pack.xlsx")
    printed = [word.text for word in paper.words]
    assert not [word for fact in facts for word in fact.split() if word not in printed]


def test_every_fact_that_a_unit_may_correct_has_its_place_on_the_paper() -> None:
    assert {name for names in FACTS.values() for name in names} == {column.name for column in EDITABLE} | {"employee_id"}


def test_what_says_nothing_is_left_out_but_not_what_is_missing() -> None:
    pack: Pack = packs_of(full_run())[0]
    care = said_of(pack, FACTS["care"], "vi")
    assert "Đang nghỉ thai sản" not in care[0] and "Đang mang thai: Có" in care[0]
    assert care[1] == "Xếp loại năm gần nhất: chưa có"


def test_the_long_name_of_a_file_stands_on_the_review_in_full(papers: dict[Path, Paper]) -> None:
    paper = next(paper for file, paper in papers.items() if file.name == "vi-review.xlsx")
    assert squeezed(paper.text).count(LONG_NAME) >= 1
