"""The brief as files: two pages as PDF and as Word document, whatever is asked; text stays text; commands and their exit codes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from planner.cli.main import run as call
from planner.core.errors import InputError
from planner.core.texts import LANGUAGES
from planner.plan.plan import Run
from planner.report.brief.write import PAGES, write_brief
from planner.report.brief.write_pdf import FORM, pages_of
from planner.service.saved_runs import save_run
from tests.builder import roster_of, run_of, said, target
from tests.printed import paper_of, to_pdf
from tests.report.brief.test_brief import HEAD, moving
from tests.report.official_lists.cases import grounded, streamlined
from tests.report.papers.plans import sample_plan

MARKUP = '#panic() $x^2$ *b* [a] <b>&amp;\x07 "q" \\ @ref = {{7*7}}'


def large_run() -> Run:
    """Sixty units with long names, a long title, many things asked."""
    units = [{"unit": f"U{at:02d}", "name": f"Cục Quản lý và Phát triển thị trường trong nước khu vực {at} và các tỉnh lân cận"} for at in range(60)]
    people = [{"unit": f"U{at % 60:02d}", "rating_1": ("good", "completed", "not_completed")[at % 3]} for at in range(180)]
    return run_of(
        roster_of(*people, units=units), title="Phương án sắp xếp tổ chức bộ máy và tinh giản biên chế giai đoạn 2026 – 2030 " * 5, periods=target(0.2),
        budget={"total_vnd": 90_000_000_000, "by_period": {"2027": 80_000_000_000}}, keep={"key_roles": True},
        units={"default": {"reduction_at_most": 0.7}, "by_unit": {"U01": {"reduction_at_most": 0.5}}}, redeploy={"allowed": True},
        fairness=[{"by": "sex", "max_ratio": 3}, {"by": "age_band", "max_ratio": 3}], deputies="law",
    )  # fmt: skip


CASES: dict[str, list[Run]] = {}


def cases() -> dict[str, list[Run]]:
    """Plans by the name of their brief: one, several, small, large, with markup in their texts."""
    if not CASES:
        CASES.update(
            sample=[sample_plan()],
            several=[sample_plan(), sample_plan("one_year"), sample_plan("tight_budget_25"), sample_plan("equal_units")],
            small=[moving()],
            two=[streamlined(), grounded()],
            large=[large_run()],
            markup=[run_of(roster_of({}, {}, units=[{"unit": "A", "name": MARKUP}]), periods=target(0.5), title=MARKUP)],
        )
    return CASES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_has_two_pages_and_nothing_is_cut_or_overprinted(lang: str, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: the pages were NOT measured")
    for name, runs in cases().items():
        write_brief(runs, tmp_path / f"{name}.pdf", lang, HEAD)
        assert pages_of((tmp_path / f"{name}.pdf").read_bytes()) == PAGES, name
        paper = paper_of(tmp_path / f"{name}.pdf")
        assert len(paper.sizes) == PAGES and {tuple(map(round, size)) for size in paper.sizes} == {(595, 842)}
        assert not paper.overlapping() and not paper.outside(), name


def test_the_word_document_has_two_pages_too(tmp_path: Path) -> None:
    files = []
    for lang in LANGUAGES:
        for name, runs in cases().items():
            files.append(tmp_path / f"{name}-{lang}.docx")
            write_brief(runs, files[-1], lang, HEAD)
    for pdf in to_pdf(files, tmp_path):
        paper = paper_of(pdf)
        assert len(paper.sizes) == PAGES, pdf.name
        assert not paper.overlapping() and not paper.outside(), pdf.name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_files_say_the_same(lang: str, tmp_path: Path) -> None:
    import docx

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: the words of the PDF were NOT read back")
    write_brief([moving()], tmp_path / "b.docx", lang, HEAD)
    write_brief([moving()], tmp_path / "b.pdf", lang, HEAD)
    document = docx.Document(str(tmp_path / "b.docx"))
    texts = [p.text for p in document.paragraphs] + [p.text for t in document.tables for r in t.rows for c in r.cells for p in c.paragraphs]
    printed = subprocess.run(["pdftotext", str(tmp_path / "b.pdf"), "-"], capture_output=True, check=True).stdout.decode()
    shown = set(printed.split())
    missing = {word for text in texts for word in text.replace("―", " ").replace("[", " ").replace("]", " ").split() if word not in shown}
    assert not missing


def test_texts_of_a_scenario_are_never_markup(tmp_path: Path) -> None:
    import docx

    write_brief(cases()["markup"], tmp_path / "b.docx", "vi")
    write_brief(cases()["markup"], tmp_path / "b.pdf", "vi")
    words = "\n".join(p.text for p in docx.Document(str(tmp_path / "b.docx")).paragraphs)
    assert "#panic() $x^2$ *b* [a] <b>&amp;" in words
    form = FORM.read_text(encoding="utf-8")
    assert "sys.inputs.brief" in form and "eval" not in form and "TỜ TRÌNH" not in form


def test_the_same_plans_give_the_same_pdf(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_brief([moving()], tmp_path / f"{name}.pdf", "vi", HEAD)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


# ---- the command


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Folders of a plan, and of an impossible scenario, in an installation of its own."""
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    made: dict[str, Any] = {
        "plan": moving(),
        "impossible": run_of(roster_of({"key_role": True}, {"key_role": True}), periods=target(0.5), keep={"key_roles": True}),
    }
    for name, run in made.items():
        save_run(run, tmp_path / name, workbook=False)
    return {name: tmp_path / name for name in made}


def test_the_command_writes_the_brief_and_keeps_its_head(folders: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import docx

    out = tmp_path / "b.docx"
    head = ["--issuer", "Bộ Công Thương", "--place", "Hà Nội", "--date", "2026-12-05", "--to", "Bộ trưởng", "--to", "Các Thứ trưởng", "--number", "12/TTr"]
    assert call(["brief", str(folders["plan"]), "--out", str(out), *head]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert call(["brief", str(folders["plan"]), str(folders["plan"]), "--out", str(out), "--lang", "en"]) == 0
    assert "as the last time: issuer Bộ Công Thương; place Hà Nội; date 2026-12-05; to Bộ trưởng, Các Thứ trưởng" in capsys.readouterr().err
    words = [p.text for p in docx.Document(str(out)).paragraphs]
    assert "To: Bộ trưởng; Các Thứ trưởng" in words and "On 2 alternative plans for reorganising and reducing staff" in words
    table = docx.Document(str(out)).tables[0].rows[0].cells[0].text
    assert "BỘ CÔNG THƯƠNG" in table and "No.: ......../TTr-" in table  # a number is of one paper


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_without_a_plan_ends_with_3_and_says_why(folders: dict[str, Path], tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    for names in (["impossible"], ["plan", "impossible"]):
        assert call(["--lang", lang, "brief", *[str(folders[name]) for name in names], "--out", str(tmp_path / "b.pdf")]) == 3
        shown = capsys.readouterr()
        assert str(folders["impossible"]) in shown.err and ("không" if lang == "vi" else "no plan") in shown.err
        assert not (tmp_path / "b.pdf").exists() and "Traceback" not in shown.err


def test_a_broken_folder_ends_with_2_and_names_the_file(folders: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folders["plan"] / "decisions.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("retain", "redeploy", 1), encoding="utf-8")
    assert call(["brief", str(folders["plan"]), "--out", str(tmp_path / "b.pdf")]) == 2
    assert "decisions.csv" in capsys.readouterr().err and not (tmp_path / "b.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["plan", "--out", "b.odt"], ".docx, .pdf"),
        (["nowhere", "--out", "b.pdf"], "nowhere"),
        (["plan"] * 5 + ["--out", "b.pdf"], "at most 4 plans stand side by side on two pages; these are 5"),
        (["plan", "--out", "b.pdf", "--date", "mai"], "mai is no date"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(
    folders: dict[str, Path], tmp_path: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [str(tmp_path / part) if part in ("plan", "nowhere") or part.startswith("b.") else part for part in arguments]
    assert call(["brief", *told]) == 2
    shown = capsys.readouterr().err
    assert words in shown and "Traceback" not in shown and not list(tmp_path.glob("b.*"))


def test_a_brief_that_cannot_be_made_to_fit_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from planner.report.brief import write

    monkeypatch.setattr(write, "pages_of", lambda pdf: 3)
    with pytest.raises(InputError) as error:
        write_brief([moving()], tmp_path / "b.pdf")
    assert "không vừa hai trang" in said(error.value, "vi") and not (tmp_path / "b.pdf").exists()
