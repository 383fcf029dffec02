"""Every workbook that is written, opened and recalculated by LibreOffice in one start: the same figures, and no formula made of data."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.plan.comparison import compare
from planner.policy.replay import cliffs, replay
from planner.policy.terms import Terms
from planner.report.books import book
from planner.report.books.replay_book import write_replay
from planner.report.books.workbook import write_comparison, write_plan_workbook
from planner.report.calculation import of_plan
from planner.report.calculation.write import write_calculation
from planner.report.exchange import packs_of
from planner.report.exchange.pack_book import write_pack
from planner.report.exchange.returned import origin_of, read_packs, review_of
from planner.report.exchange.review_book import write_review
from planner.report.official_lists.book import write_forms
from planner.roster.template.workbook import write_template
from tests.builder import roster_of, run_of, target
from tests.office import recalculated_all
from tests.report.exchange.returned.fill import FIRST, fill
from tests.report.official_lists.cases import restructured, streamlined
from tests.small import small_run

HOSTILE = [
    '=HYPERLINK("http://evil","x")', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "{=1+1}", "\t=1+1", "http://evil", "Nguye\u0302\u0303n NFD",
    "x" * 40_000, "\x07bell _x0041_", "'=quoted", "<b>&amp;</b>", "%0A", "[Vụ]: A/B?*\\", "History",
]  # fmt: skip
EVIL = ("http", "cmd", "evil", "1+1", "@", "=-2", "=+")
"""What no formula of ours holds."""
STREAMED = "streamed.xlsx"


def hostile_run() -> Any:
    """People, units and titles that try to be formulas, links, paths and sheet names."""
    people = [{"full_name": text, "position_title": text, "skills": text, "unit": ("=A", "[B]/?")[i % 2]} for i, text in enumerate(HOSTILE)]
    units = [{"unit": "=A", "name": "=1+1"}, {"unit": "[B]/?", "name": "@Vụ: B"}]
    return run_of(roster_of(*people, units=units), periods=target(0.2), title='=HYPERLINK("x") & 20 %', description="=1+1\n+2")


def moving_run() -> Any:
    """Moves between units, shares of quotas, bounds of units."""
    units = [{"unit": "A", "name": "Vụ A", "assigned_quota": 7}, {"unit": "B", "name": "Vụ B", "assigned_quota": 9}]
    run = run_of(
        roster_of({}, {}, {}, {}, {}, {"unit": "B"}, {"unit": "B", "volunteers": "any"}, units=units),
        periods=target(0.6),
        reduction={"of": "quota"},
        redeploy={"allowed": True, "at_most_per_unit": 2},
        secondment={"commune": {"at_least": 1}, "province": {"at_most": 1}},
        units={"by_unit": {"A": {"reduction_at_least": 0.4}, "B": {"reduction_at_most": 0.5}}},
        objective={"retained_merit": 1.0, "involuntary": 500.0},
    )
    assert run.solved and run.summary["seconded"] == 1
    return run


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("all")
    run, patch = hostile_run(), pytest.MonkeyPatch()
    write_plan_workbook(run, folder / "plan.xlsx", "vi")
    patch.setattr(book, "STREAMED_FROM", 0)
    write_plan_workbook(run, folder / STREAMED, "vi")
    patch.undo()
    write_plan_workbook(small_run(), folder / "plan-small.xlsx", "en")
    write_plan_workbook(moving_run(), folder / "plan-moves.xlsx", "vi")
    write_forms(streamlined(), folder / "forms.xlsx")
    write_forms(restructured(), folder / "forms-178.xlsx")
    pack = next(p for p in packs_of(run) if p.unit == "=A")
    write_pack(pack, folder / "pack.xlsx")
    clean = packs_of(streamlined())[0]
    write_pack(clean, folder / "clean.xlsx")
    back = fill(
        folder / "clean.xlsx",
        folder / "back.xlsx",
        {(FIRST, "full_name"): "=1+1", (FIRST + 1, "request_reason"): "+x", (FIRST + 1, "step"): 3, (FIRST + 2, "sex"): "=?"},
    )
    packs, now = read_packs([back])[0], streamlined().instance.roster
    write_review(review_of(packs, now), folder / "review.xlsx", origin=origin_of(packs, now, folder))
    write_template(folder / "template.xlsx")
    write_comparison(compare([streamlined(), streamlined()], ["=one", "+two"]), folder / "comparison.xlsx", "vi")
    write_calculation(of_plan(streamlined(), "P01"), folder / "calculation.xlsx", "vi")
    roster = run.instance.roster
    found = replay(roster.people, Terms(dt.date(2025, 8, 31)), Terms(dt.date(2025, 9, 30)))
    write_replay(
        found,
        {"a": cliffs(found.source, found.left.terms), "b": cliffs(found.source, found.right.terms)},
        roster.units,
        folder / "replay.xlsx",
    )
    return sorted(path for path in folder.iterdir() if path.suffix == ".xlsx" and path != back)


@cache
def cells(path: Path, values: bool) -> dict[tuple[str, str], Any]:
    """(sheet, cell) to value (or formula) of every cell that is filled."""
    return {
        (s.title, c.coordinate): c
        for s in openpyxl.load_workbook(path, data_only=values)
        for row in s.iter_rows()
        for c in row
        if c.value is not None
    }


def same(stored: Any, computed: Any) -> bool:
    """Equal, numbers to a tiny part."""
    if isinstance(stored, int | float) and isinstance(computed, int | float):
        return bool(computed == pytest.approx(stored, rel=1e-9, abs=1e-6))
    return bool(stored == computed)


def test_libreoffice_shows_the_same_figures_in_every_file(files: list[Path], tmp_path: Path) -> None:
    assert len(files) == 13
    for path, again in zip(files, recalculated_all(files, tmp_path), strict=True):
        live = [at for at, cell in cells(path, False).items() if cell.data_type == "f"]
        stored, there = cells(path, True), cells(again, True)
        differ = {
            at: (stored[at].value, there[at].value if at in there else None)
            for at in live
            if not (at in stored and at in there and same(stored[at].value, there[at].value))
        }
        assert not differ, (path.name, differ)
        texts = {
            at: cell.value
            for at, cell in stored.items()
            if isinstance(cell.value, str) and cell.value and at not in live and "\x07" not in cell.value and "_x" not in cell.value
        }
        lost = {at: text for at, text in texts.items() if at not in there or str(there[at].value).split() != text.split()}
        assert not lost, (path.name, lost)
    packs, problems = read_packs([tmp_path / "recalculated" / "clean.xlsx"])  # a head of unit who works with LibreOffice
    assert not problems and review_of(packs, streamlined().instance.roster).empty


def test_no_formula_or_link_is_made_of_data(files: list[Path]) -> None:
    for path in files:
        for at, cell in cells(path, False).items():
            if cell.data_type == "f":
                assert not any(word in str(cell.value) for word in EVIL), (path.name, at, cell.value)
            assert cell.hyperlink is None
    hostile = {str(cell.value) for cell in cells(next(p for p in files if p.name == "plan.xlsx"), True).values()}
    assert HOSTILE[0] in hostile and "+1+1" in hostile and any(len(text) == book.LARGEST_TEXT for text in hostile)


def test_a_streamed_workbook_holds_the_same_cells(files: list[Path]) -> None:
    whole, streamed = (next(p for p in files if p.name == name) for name in ("plan.xlsx", STREAMED))

    def told(path: Path, values: bool) -> dict[Any, Any]:
        """Value and looks of each cell; openpyxl leaves an escaped underscore in the text of streamed cells."""
        plain = {at: c.value.replace("_x005F_", "_") if isinstance(c.value, str) else c.value for at, c in cells(path, values).items()}
        return {at: (plain[at], c.number_format, c.font.b, c.border.bottom.style) for at, c in cells(path, values).items()}

    for values in (True, False):
        assert told(whole, values) == told(streamed, values)
    heights = [
        {(s.title, r): d.height for s in openpyxl.load_workbook(path) for r, d in s.row_dimensions.items() if d.height}
        for path in (whole, streamed)
    ]
    assert heights[0] == heights[1]
