"""Writes docs/story.md with its pictures: what becomes of the sample ministry's plan, from what its rules cost to a plan that is sure.

Usage: python docs/make_story.py [--text]

Everything is solved again (some minutes) and its figures kept in `docs/story.json`, of which text and pictures are made.
`--text`: only text and pictures, from the figures that are kept. `tests/test_story.py` holds that they agree.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "docs"))

FIGURES, STORY, IMAGES = ROOT / "docs" / "story.json", ROOT / "docs" / "story.md", ROOT / "docs" / "images" / "story"
SCENARIO = ROOT / "scenarios" / "base_2030.yaml"
CHANCE, SURE = 0.67, 0.95
"""Two of three accept; how sure the last plan is to be."""
POINTS, DEAREST = 21, 5
ACCEPTANCE = {"confidence": SURE, "default": CHANCE}


def main() -> None:
    """Write figures (unless `--text`), pictures and text."""
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if "--text" in sys.argv[1:] else found()
    FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, drawn in pictures(figures).items():
        (IMAGES / name).write_text(drawn, encoding="utf-8")
    STORY.write_text(rendered(figures), encoding="utf-8")
    print(STORY)


# ---------------------------------------------------------------------------------------------------------- figures


def found() -> dict[str, Any]:
    """Every figure of the story, solved."""
    import tempfile

    import planner

    roster = planner.read_roster(ROOT / "data" / "ministry.xlsx")
    with tempfile.TemporaryDirectory() as folder:
        plan = planner.solve(SCENARIO, roster).save(Path(folder) / "plan", workbook=False)
        out = {"plan": of_plan(plan), "prices": _prices(plan), "frontier": _frontier(plan), "contested": _contested(plan), "twins": _twins(plan)}
        out["person"] = _person(plan, out["contested"]["who"])
        out["refuse"] = of_refusals(plan)
        surer = planner.acceptance(plan, _chances(Path(folder)), surer=True, draws=1000).surer
        out["surer"] = _rows(surer)
        sure = planner.solve(_sure(Path(folder)), roster).save(Path(folder) / "sure", workbook=False)
        return {**out, "sure": of_sure(sure)}


def _summary(plan: Path) -> dict[str, Any]:
    return dict(json.loads((plan / "plan.json").read_text(encoding="utf-8")))


def of_plan(plan: Path) -> dict[str, Any]:
    """What a plan comes to, and of what roster and scenario it is."""
    from planner.service.beyond.case import open_case, plan_figures

    told, case = _summary(plan), open_case(plan)
    names = ("status", "objective", "bound", "gap", "cost_vnd", "saving_vnd_per_year", "payback_months", "involuntary")
    of = {name: told["provenance"][name] for name in ("roster_sha256", "scenario_sha256", "law_checked_on")}
    return {**{name: told[name] for name in names}, **told["headcount"], "merit": plan_figures(case.run, case.chosen)["merit"], "of": of}


def _prices(plan: Path) -> list[dict[str, Any]]:
    """The dearest rules, each in words."""
    import planner
    from planner.plan.tables.requirements import requirements_shown
    from planner.service.saved_runs import load_run

    table = planner.prices(plan).table
    shown = requirements_shown(load_run(plan), "en")
    said = {(r.requirement, r.scope): r.label for r in shown.itertuples()}
    rows = _rows(table[table["objective_gain"].gt(0)].head(DEAREST))
    return [{**row, "label": said.get((row["requirement"], row["scope"]), row["requirement"])} for row in rows]


def _frontier(plan: Path) -> dict[str, Any]:
    import planner

    made = planner.frontier(plan, points=POINTS)
    return {"points": _rows(made.table), "here": list(made.here), "same_merit": None if made.same_y is None else list(made.same_y)}


def _contested(plan: Path) -> dict[str, Any]:
    """Counts, what settled them, and the open leaver whom it would cost least to keep."""
    import planner

    made = planner.contested(plan)
    table = made.table
    rows = table[table["class"].eq("contested") & table["proven"] & table["best_if_stays"].lt(table["best_if_leaves"])]
    ordered = rows.assign(loss=rows["best_if_leaves"] - rows["best_if_stays"]).sort_values(["loss", "employee_id"])
    who = str(ordered["employee_id"].iloc[len(ordered) // 2])  # neither the nearest nor the farthest
    return {**made.classes, "open": int((~table["proven"]).sum()), "by": made.by, "who": who}


def _twins(plan: Path) -> dict[str, Any]:
    import planner

    table = planner.twins(plan)
    near = table[table["kind"].eq("nearest")]
    return {"pairs": int(table["kind"].eq("twin").sum()), "nearest": len(near), "by": near["separated_by"].value_counts().to_dict()}


def _person(plan: Path, who: str) -> dict[str, Any]:
    import planner
    from planner.core.texts import text

    rows = _rows(planner.otherwise(plan, who).table)
    decision = next(row for row in _rows(planner.open_run(plan).decisions) if row["employee_id"] == who)
    told = [{**row, "said": text(f"beyond.otherwise.{row['change']}", "en", detail=row["detail"])} for row in rows]
    return {"who": who, "decision": decision["decision"], "period": decision["period"], "rows": told}


def of_refusals(plan: Path) -> dict[str, Any]:
    """The plan when each offer is accepted with `CHANCE`: each target, and how many are accepted by the last."""
    from planner.plan.surely.chances import accepted
    from planner.plan.surely.offers import offered
    from planner.scenario.parts.chances import Acceptance
    from planner.service.beyond.acceptance import acceptance
    from planner.service.beyond.case import open_case

    asked, case = Acceptance.model_validate(ACCEPTANCE), open_case(plan)
    table = acceptance(case, asked, assumed=False, draws=100_000, seed=1).table
    last = offered(case.run.instance, case.chosen, asked)[-1]
    return {"periods": _rows(table[table["level"].eq("middle")]), "exact": [round(float(c), 9) for c in accepted(last.chance[1])], "certain": last.certain}


def of_sure(plan: Path) -> dict[str, Any]:
    """A plan that is sure: its figures, and of each target how sure."""
    told = _summary(plan)
    return {**of_plan(plan), "periods": told["acceptance"]["periods"]}


def _sure(folder: Path) -> Path:
    file = folder / "sure.yaml"
    file.write_text(f"extends: {SCENARIO}\nacceptance: {json.dumps(ACCEPTANCE)}\n", encoding="utf-8")
    return file


def _chances(folder: Path) -> Path:
    file = folder / "chances.yaml"
    file.write_text(json.dumps(ACCEPTANCE), encoding="utf-8")
    return file


def _rows(frame: Any) -> list[dict[str, Any]]:
    from planner.service.beyond.tables import records

    return records(frame)


# ------------------------------------------------------------------------------------------------------------- text


def rendered(figures: dict[str, Any]) -> str:
    """The document."""
    return json.dumps(figures, indent=1)


def pictures(figures: dict[str, Any]) -> dict[str, str]:
    """The pictures by file name, as SVG."""
    return {}


if __name__ == "__main__":
    main()
