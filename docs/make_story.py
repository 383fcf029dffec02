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
APART = {
    "law": "what the law opens to them and what it costs", "decided": "a decision already taken, such as a key role", "requirement": "a rule that counts one of them alone",
    "merit": "merit", "weight": "a weight of the goal", "nothing": "nothing at all",
}  # fmt: skip
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
    from planner.core.texts import text
    from planner.plan.tables.requirements import requirements_shown
    from planner.scenario.requirement_kinds import KEPT_PEOPLE, KEY_ROLES
    from planner.service.saved_runs import load_run

    table = planner.prices(plan).table
    shown = requirements_shown(load_run(plan), "en")
    said = {(r.requirement, r.scope): r.label for r in shown.itertuples()}
    rows = _rows(table[table["objective_gain"].gt(0)].head(DEAREST))
    forms = {".".join(map(str, kind.key)): text(f"requirement.{kind.name}.form", "en") for kind in (KEY_ROLES, KEPT_PEOPLE)}  # these have no row
    return [{**row, "label": said.get((row["requirement"], row["scope"]), forms.get(row["requirement"], row["requirement"]))} for row in rows]


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
    return "\n".join(part(figures).strip() + "\n" for part in (_opening, _rules, _open_cases, _refusals, _sure_plan, _limits))


def _opening(f: dict[str, Any]) -> str:
    plan = f["plan"]
    natural = plan["leavers"] - f["refuse"]["periods"][-2]["offered"]
    return f"""
# A story: from a plan to a plan that is sure

Everything on this page is worked out by `python docs/make_story.py` for the made-up ministry in `data/`; nothing is drawn or written by hand. Each step is one command and has a page of its own.

## The plan

A ministry of {_n(plan["baseline"])} people is to be a fifth smaller by 2030 (`scenarios/base_2030.yaml`). `planner solve` finds the best lawful plan: **{_n(plan["leavers"])} people leave**, {_n(natural)} of whom would retire or reach the end of a contract anyway, and {_n(plan["involuntary"])} against their will. It costs {_bn(plan["cost_vnd"])}, saves {_bn(plan["saving_vnd_per_year"])} a year and has paid for itself after {plan["payback_months"]:.0f} months. No lawful plan is better{"" if not plan["gap"] else f" by more than {100 * plan['gap']:.4f} %"}: that is proven.

Whoever signs it will be asked four things. What did the rules cost? Could it have been others? What if people refuse? How sure is the target?
"""


def _rules(f: dict[str, Any]) -> str:
    front, plan = f["frontier"], f["plan"]
    first, last = front["points"][0], front["points"][-1]
    proven = sum(point["proven"] for point in front["points"])
    less = plan["cost_vnd"] - front["same_merit"][0]
    lines = "".join(f"| {row['label']} | {row['objective_gain']:,.0f} | {_signed(row['involuntary'])} | {_signed_bn(row['cost_vnd'])} | {'yes' if row['proven'] else 'no'} |\n" for row in f["prices"])
    return f"""
## What the rules cost

`planner prices` takes away one rule at a time and plans again. 100 points are the rating "excellent" of one person who stays.

![Points that the plan would gain without each of its dearest rules](images/story/prices.svg)

| without this rule | points gained | involuntary exits | cost | proven |
|---|---|---|---|---|
{lines}
Prices do not add up, and none is advice to drop a rule. They say what a rule is worth being sure of. [More](prices.md)

Money is a choice too. `planner frontier` asks for each sum how much merit can stay at most: {len(front["points"])} plans from {_bn(first["x"])} to {_bn(last["x"])}, {proven} of them proven. The plan (red) lies below the line because it also spares people from leaving against their will: **the same merit could be had for {_bn(less)} less**. [More](frontier.md)

![The most merit that can stay for each cost, and the plan below the line](images/story/frontier.svg)
"""


def _open_cases(f: dict[str, Any]) -> str:
    cases, by, twins, person = f["contested"], f["contested"]["by"], f["twins"], f["person"]
    rows = "".join(f"| {row['said']} | {row['decision'].replace('_', ' ')} | {'' if row['objective_loss'] is None else _points(row['objective_loss'])} |\n" for row in person["rows"])
    open_words = "" if not cases["open"] else f" Of {_n(cases['open'])} it is not proven."
    twin_words = "Here are none" if not twins["pairs"] else f"Here are {_n(twins['pairs'])}"
    apart = ", ".join(f"{APART[word]} ({_n(count)})" for word, count in twins["by"].items())
    return f"""
## Could it have been others?

Often another plan is nearly as good and names somebody else. `planner contested` looks at all plans worth at most 20 points less, one grade of one person: **{_n(cases["core"])} people leave in every one of them, {_n(cases["safe"])} in none, and {_n(cases["contested"])} cases are open.**{open_words} Prices alone settled {_n(by.get("prices", 0))} people, plans found on the way {_n(by.get("witness", 0))}, solving with the person forced {_n(by.get("solve", 0))}. [More](contested.md)

![How many people leave in every good plan, in some, in none](images/story/open-cases.svg)

An open case is no mistake. There the figures do not decide, and a talk, a reason or a lock may. Courts ask whether somebody was let go while somebody in the same case stayed. `planner twins` names every such pair, and `keep: {{twins: alike}}` allows none. {twin_words}. For each of the {_n(twins["nearest"])} open leavers it names the nearest who stays and what separates the two: {apart}. [More](twins.md)

And one person: {person["who"]} leaves ({person["decision"].replace("_", " ")}, {person["period"]}). `planner otherwise` says what alone would turn it, each change confirmed by a plan, cheapest first:

| change | the person then | the plan loses |
|---|---|---|
{rows}
[More](otherwise.md)
"""


def _refusals(f: dict[str, Any]) -> str:
    refuse = f["refuse"]
    rows = "".join(
        f"| {row['period']} | {_n(row['needed'])} | {_n(row['offered'])} | {row['expected']:.0f} | {_chance(row['chance'])} | {_n(row['offer_at_once'])} | {_wave(row)} |\n"
        for row in refuse["periods"] if row["period"] != "all"
    )  # fmt: skip
    return f"""
## What if a third refuse?

A plan offers exits. Say that each offer is accepted with a chance of {100 * CHANCE:.0f} %; that is an assumption, and whoever has a better one writes it into a file. `planner acceptance` then says, exactly, how likely each target is:

| target | exits that must be accepted | offered by then | accepted on average | chance | offers at once that make it {100 * SURE:.0f} % sure | or a second wave of, on average |
|---|---|---|---|---|---|---|
{rows}
![How many people have left by 2030 when each offer is accepted with that chance](images/story/refusals.svg)

The plan offers as many exits as it needs, so one refusal is enough to miss the target. That is no fault of the plan: nobody asked it for more. Natural exits are certain and count in it. [More](acceptance.md)
"""


def _sure_plan(f: dict[str, Any]) -> str:
    sure, plan, last = f["sure"], f["plan"], f["sure"]["periods"][-1]
    rows = "".join(
        f"| {100 * row['confidence']:.0f} % | {_n(row['offered'])} | {row['objective_loss']:,.0f} | {_bn(row['cost_vnd'])} | {_n(row['involuntary'])} | {'yes' if row['proven'] else 'no'} |\n"
        if row["offered"] is not None else f"| {100 * row['confidence']:.0f} % | | | | | no |\n"
        for row in f["surer"]
    )  # fmt: skip
    return f"""
## The plan that is sure

Two lines in the scenario ask for more:

```yaml scenario
extends: base_2030.yaml
acceptance: {{confidence: {SURE}, default: {CHANCE}}}
```

Now `planner solve` makes the plan so that each target is reached with a chance of {100 * SURE:.0f} %, and every other rule, floors and budget among them, is kept even if all accept. By {last["name"]} it offers **{_n(last["offered"])} exits** for the {_n(last["needed"])} that are needed, and reaches the target with a chance of **{_chance(last["middle"])}**. If all of them accepted it would cost {_bn(sure["cost_vnd"])} instead of {_bn(plan["cost_vnd"])}, with {_n(sure["involuntary"])} exits against somebody's will instead of {_n(plan["involuntary"])}. In two waves {_n(last["first_wave"])} are offered first and, once the answers are known, {last["second_wave_expected"]:.0f} more on average, {_n(last["second_wave_at_most"])} at most.

What it costs to be surer, in points against a plan that everybody accepts (`planner acceptance DIR --surer`):

| each target reached with | offers | points lost | cost if all accept | involuntary if all accept | proven |
|---|---|---|---|---|---|
{rows}
![Points that the plan loses to be so sure](images/story/surer.svg)
"""


def _limits(f: dict[str, Any]) -> str:
    return """
## What the story does not say

The ministry is made up, and so is the chance that people accept: no programme knows it. Offers are not independent when colleagues talk. Points are the weights of this scenario; another one weighs otherwise. And who leaves is decided by people: the figures say what each decision costs, and which ones they do not settle.
"""


def pictures(f: dict[str, Any]) -> dict[str, str]:
    """The pictures by file name, as SVG."""
    from story_pictures import bars, chances, curve

    cases, front, refuse = f["contested"], f["frontier"], f["refuse"]
    last = next(row for row in reversed(refuse["periods"]) if row["period"] != "all")
    points = [(point["x"] / 1e9, point["y"]) for point in front["points"]]
    here = front["here"][0] / 1e9, front["here"][1]
    ends = f"Cost: {_bn(min(x for x, _ in [*points, here]) * 1e9)} to {_bn(max(x for x, _ in [*points, here]) * 1e9)}", "Merit of those who stay"
    lost = [(f"{100 * row['confidence']:.0f} % sure", row["objective_loss"], f"{row['objective_loss']:,.0f} ({_n(row['offered'])} offers)") for row in f["surer"] if row["offered"] is not None]
    return {
        "prices.svg": bars("Points gained without the rule", [(_short(row["label"]), row["objective_gain"], f"{row['objective_gain']:,.0f}") for row in f["prices"]]),
        "frontier.svg": curve("The most merit for each cost", points, here, ends, ("best plans, each proven", "the plan")),
        "open-cases.svg": bars("Plans worth at most 20 points less", [("leave in all", cases["core"], _n(cases["core"])), ("open: leave in some", cases["contested"], _n(cases["contested"])), ("leave in none", cases["safe"], _n(cases["safe"]))], frozenset(("open: leave in some",))),
        "refusals.svg": chances("Who has left by 2030, natural exits included", refuse["exact"], last["certain"], last["target"], (f"{last['certain'] + last['expected']:.0f} on average", f"target {_n(last['target'])}")),
        "surer.svg": bars("Points lost to be so sure of each target", lost, frozenset((f"{100 * SURE:.0f} % sure",))),
    }  # fmt: skip


def _n(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}"


def _bn(vnd: float) -> str:
    return f"{vnd / 1e9:,.1f} billion đồng"


def _signed(number: float) -> str:
    return f"{number:+,.0f}".replace("-", "−").replace("+0", "0")


def _signed_bn(vnd: float) -> str:
    return f"{vnd / 1e9:+,.1f} billion".replace("-", "−")


def _points(loss: float) -> str:
    return f"{loss:,.1f} points" if loss >= 0 else f"gains {-loss:,.1f} points"


def _chance(chance: float) -> str:
    return f"{100 * chance:.1f} %" if chance >= 0.0005 else "less than 0.1 %"


def _wave(row: dict[str, Any]) -> str:
    return "–" if row["second_wave_expected"] is None else f"{row['second_wave_expected']:.0f}"


def _short(label: str) -> str:
    return label if len(label) <= 34 else label[:33] + "…"


if __name__ == "__main__":
    main()
