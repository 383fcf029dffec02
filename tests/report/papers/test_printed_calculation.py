"""The calculation sheet as a printer gives it, from each of its three files: no word is cut or printed over another."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.report.calculation import of_plan
from planner.report.calculation.write import ENDINGS, write_calculation
from tests.printed import cut_off, paper_of, to_pdf
from tests.report.official_lists.cases import restructured, streamlined


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_text_is_cut_or_printed_over_another(lang: str, tmp_path: Path) -> None:
    files = []
    for name, run, person in (("early", restructured(), "P02"), ("leaves", streamlined(), "P04")):
        for ending in ENDINGS:
            files.append(tmp_path / f"{name}-{ending[1:]}{ending}")
            write_calculation(of_plan(run, person, issuer="Bộ Công Thương"), files[-1], lang)
    papers = {file: file for file in files if file.suffix == ".pdf"}
    rest = [file for file in files if file.suffix != ".pdf"]
    papers |= dict(zip(rest, to_pdf(rest, tmp_path), strict=True))
    for file, pdf in papers.items():
        paper = paper_of(pdf)
        assert not paper.overlapping() and not paper.outside() and "###" not in paper.text, file.name
        assert file.suffix != ".xlsx" or not cut_off(file, paper), file.name
