"""The official lists as a printer gives them: every word on the paper, none over another, A4 across, pages that are used."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from planner.plan.plan import Run
from planner.report.letterhead import Letterhead
from planner.report.official_lists.book import write_forms
from tests.printed import Paper, cut_off, paper_of, to_pdf
from tests.report.official_lists.cases import grounded, restructured, streamlined
from tests.report.papers.plans import sample_plan

HEAD = Letterhead(("Bộ Công Thương", "Vụ Tổ chức cán bộ"), "Hà Nội", dt.date(2026, 12, 5))
A4_ACROSS = (842, 595)


def cases() -> dict[str, Run]:
    """Runs by the name of their file: every kind of list, few people and many, hostile names."""
    return {"vi-154": streamlined(), "en-178": restructured(), "vi-178": restructured("2026-07-01"), "en-154": grounded(), "vi-sample": sample_plan()}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Paper]:
    folder = tmp_path_factory.mktemp("lists")
    files = []
    for name, run in cases().items():
        files.append(folder / f"{name}.xlsx")
        write_forms(run, files[-1], name[:2], letterhead=HEAD)
    return {file: paper_of(pdf) for file, pdf in zip(files, to_pdf(files, folder), strict=True)}


def test_no_text_is_cut_or_printed_over_another(papers: dict[Path, Paper]) -> None:
    for file, paper in papers.items():
        assert not paper.overlapping(), file.name
        assert not paper.outside() and not cut_off(file, paper), file.name
        assert "###" not in paper.text


def test_pages_are_a4_across_each_with_its_number(papers: dict[Path, Paper]) -> None:
    for file, paper in papers.items():
        assert {tuple(map(round, size)) for size in paper.sizes} == {A4_ACROSS}
        of = "Trang {}/{}" if file.name.startswith("vi") else "Page {} of {}"
        assert all(of.format(page, len(paper.sizes)) in paper.text for page in range(1, len(paper.sizes) + 1))


def test_letters_are_large_enough_to_be_read(papers: dict[Path, Paper]) -> None:
    """Boxes of the words of a list's rows; without Times New Roman all is printed a quarter smaller than an office prints it."""
    for paper in papers.values():
        heights = sorted(word.bottom - word.top for word in paper.words)
        assert heights[len(heights) // 20] > 5.8


def test_the_signatures_stand_under_rows_of_the_list(papers: dict[Path, Paper]) -> None:
    for file, paper in papers.items():
        word = "TỔNG" if file.name.startswith("vi") else "Total"
        for page in {w.page for w in paper.words if w.text in ("NGƯỜI", "PREPARED") and w.top > 100}:
            mine = [w.text for w in paper.words if w.page == page]
            assert any(w in mine for w in (word, "Tổng", "Total:", "Total")), (file.name, page)
