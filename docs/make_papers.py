"""The pictures of docs/papers.md: each paper as LibreOffice prints it, page by page, into docs/images/papers.

Usage: python docs/make_papers.py [FOLDER]. Needs soffice (with Calc and Writer) and pdftoppm.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
DPI, COLOURS = 72, 24
NATURAL = "base_2030.yaml"
STRUCTURE = "from_22_to_21.yaml"
OTHERS = ("one_year.yaml", "tight_budget_25.yaml")


def main() -> None:
    """Print every paper and write its pictures into the folder named, else into `docs/images/papers`."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images" / "papers"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        made = [*lists(folder), *packs(folder), *briefs(folder), *calculation_sheet(folder)]
        shown = [*map(printed, made), *((as_pdf(book), ()) for book in workbooks(folder))]
        for pdf, pages in shown:
            for picture in pictures(pdf, out, pages):
                print(picture)


def head() -> Any:
    """The head of the papers."""
    from planner.report.letterhead import Letterhead

    return Letterhead(("Bộ Công Thương", "Vụ Tổ chức cán bộ"), "Hà Nội", dt.date(2026, 12, 5), "", ("Bộ trưởng Bộ Công Thương",))


def plan(scenario: str, **changes: Any) -> Any:
    """The plan of a shipped scenario, changed."""
    from planner.roster.read import read_roster
    from planner.scenario.load import load_scenario, merge, scenario_from
    from planner.service.run import Request, make_run

    loaded = load_scenario(ROOT / "scenarios" / scenario)
    asked = scenario_from(merge(loaded.data, changes), name=scenario)
    return make_run(Request(asked, read_roster(ROOT / "data" / "ministry.xlsx"), lang="vi"))


def lists(folder: Path) -> list[Path]:
    """The official lists: of NĐ 154 by all four routes, of NĐ 178 both, with cover, summary and who is on none."""
    from planner.report.official_lists.book import write_forms

    four = ["early_retirement", "immediate_separation", "training_separation", "transfer_out"]
    lawful = {"by_route": {"transfer_out": {"at_least": 2}, "training_separation": {"at_least": 1}}, "routes": four}
    days = {"snapshot_on": dt.date(2025, 3, 1), "decided_on": dt.date(2025, 5, 1), "reorganised_on": dt.date(2025, 3, 1), "regime": "nd178"}
    former = {**days, "periods": [{"name": "2025", "leave_on": dt.date(2025, 7, 1), "reduction_at_least": 0.1}]}
    former["deputies"] = "ignore"  # the rule on deputies is younger
    former["budget"] = {"total_vnd": 300_000_000_000, "by_period": {}}
    write_forms(plan(NATURAL, **lawful), folder / "lists-154.xlsx", letterhead=head())
    write_forms(plan(NATURAL, **former), folder / "lists-178.xlsx", letterhead=head())
    return [folder / "lists-154.xlsx", folder / "lists-178.xlsx"]


def packs(folder: Path) -> list[Path]:
    """One unit's pack: guide, people, missing people, the sheet for paper."""
    from planner.report.exchange import packs_of
    from planner.report.exchange.pack_book import write_pack

    write_pack(packs_of(plan(NATURAL), ["VPC"])[0], folder / "pack.xlsx")
    return [folder / "pack.xlsx"]


def briefs(folder: Path) -> list[Path]:
    """The brief of one plan, as Word document, and of three side by side, as PDF."""
    from planner.report.brief.write import write_brief

    runs = [plan(NATURAL), *(plan(name) for name in OTHERS)]
    write_brief(runs[:1], folder / "brief.docx", "vi", head())
    write_brief(runs, folder / "brief-three.pdf", "vi", head())
    return [folder / "brief.docx", folder / "brief-three.pdf"]


def calculation_sheet(folder: Path) -> list[Path]:
    """The calculation sheet of somebody who leaves at once."""
    from planner.report.calculation import of_plan
    from planner.report.calculation.write import write_calculation

    run = plan(NATURAL)
    assert run.decisions is not None
    leaver = run.decisions.loc[run.decisions["decision"].eq("immediate_separation"), "employee_id"].iloc[0]
    write_calculation(of_plan(run, leaver, issuer="Bộ Công Thương"), folder / "calculation.pdf", "vi")
    return [folder / "calculation.pdf"]


def workbooks(folder: Path) -> list[Path]:
    """Those of which every page is shown: the plan's workbook, and a scenario as a workbook."""
    from planner.report.books.workbook import write_plan_workbook
    from planner.scenario.load import load_scenario
    from planner.scenario.workbook.write import write_workbook
    from planner.service.scenario_files import units_of

    write_plan_workbook(plan(NATURAL), folder / "plan.xlsx", "vi")
    asked = load_scenario(ROOT / "scenarios" / STRUCTURE)
    write_workbook(folder / "scenario.xlsx", asked.data, "vi", units_of(asked))
    return [folder / "plan.xlsx", folder / "scenario.xlsx"]


def printed(file: Path) -> tuple[Path, tuple[int, ...]]:
    """A file as PDF, and the pages to show: of a workbook the first of each sheet, else all."""
    if file.suffix == ".pdf":
        return file, ()
    pdf = as_pdf(file)
    return pdf, sheet_starts(pdf) if file.suffix == ".xlsx" else ()


def as_pdf(file: Path) -> Path:
    """A file as LibreOffice prints it."""
    profile = f"-env:UserInstallation=file://{file.parent / 'profile'}"
    office = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent), str(file)]
    subprocess.run(office, check=True, capture_output=True, timeout=300)
    return file.with_suffix(".pdf")


def sheet_starts(pdf: Path) -> tuple[int, ...]:
    """The first page of each sheet: where the name at the lower left, or the first line, is another than on the page before."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    feet = [page.strip().splitlines()[-1].split("  ")[0] if page.strip() else "" for page in text.split("\f")[:-1]]
    tops = [" ".join(page.split())[:12] for page in text.split("\f")[:-1]]
    return tuple(at for at in range(1, len(feet) + 1) if at == 1 or feet[at - 1] != feet[at - 2] or (not feet[at - 1] and tops[at - 1] != tops[at - 2]))


def pictures(pdf: Path, out: Path, pages: tuple[int, ...]) -> list[Path]:
    """Pages as small pictures; all where none is named."""
    from PIL import Image

    made = []
    with tempfile.TemporaryDirectory() as held:
        subprocess.run(["pdftoppm", "-r", str(DPI), "-png", str(pdf), f"{held}/page"], check=True)
        for number, page in enumerate(sorted(Path(held).iterdir()), 1):
            if not pages or number in pages:
                made.append(out / f"{pdf.stem}-{len(made) + 1:02d}.png")
                Image.open(page).convert("RGB").quantize(COLOURS).save(made[-1], optimize=True)
    return made


if __name__ == "__main__":
    main()
