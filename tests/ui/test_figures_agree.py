"""The figures of a plan are the same wherever they stand: plan.json, decisions.csv, terminal, plan.xlsx, official lists, brief, app.

Each source has a reader that gives the figures back by name, as numbers, with how far they are rounded. A further paper joins
with a reader of its own in `READERS`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
import pandas as pd
import pytest

from planner.cli.main import run as call
from planner.core.texts import date, text
from planner.core.vocabulary import CHOSEN_ROUTES, NATURAL_ROUTES
from planner.plan.tables import heading, label
from planner.report.official_lists.layouts import KINDS
from planner.roster.people.fingerprint import fingerprint
from planner.roster.people.frame import Roster
from planner.roster.sample import make_ministry
from planner.roster.values.text import safe_sheet_name
from planner.roster.write import write_roster
from planner.scenario.load import merge, to_yaml
from tests import small
from tests.builder import SCENARIO, period, roster_of
from tests.office import recalculated
from tests.report.official_lists.cases import streamlined
from tests.ui.seen import ELEMENTS

Figures = dict[str, float]
KEY_FIGURES = ("baseline", "leavers", "remaining", "involuntary", "cost_vnd", "saving_vnd_per_year", "saving_natural_vnd_per_year", "payback_months")


@dataclass(frozen=True)
class Solved:
    """A plan's folder, what the command printed, and the language in which it was written."""

    folder: Path
    printed: str
    lang: str


def _quotas() -> tuple[Roster, dict[str, Any]]:
    """Three hundred people whose targets are shares of posts, with moves, secondments and a rule of fairness."""
    people, units = make_ministry(300, 6, 11)
    units["assigned_quota"] = (people["unit"].value_counts().reindex(units["unit"]).to_numpy() + 4).tolist()
    asked = {
        "periods": [period("2027", "2027-07-01", reduction_at_least=0.1), period("2030", "2030-07-01", reduction_at_least=0.25)],
        "reduction": {"of": "quota"}, "redeploy": {"allowed": True, "at_most_per_unit": 2}, "secondment": {"commune": {"at_least": 3}},
        "fairness": [{"by": "sex", "max_ratio": 1.2}], "units": {"default": {"reduction_at_most": 0.4}},
    }  # fmt: skip
    return Roster(people, units, (), fingerprint(people, units), "roster.csv"), asked


def _asked() -> Iterator[tuple[str, str, Roster, dict[str, Any]]]:
    roster = roster_of(*small.PEOPLE, units=small.UNITS)
    yield "small", "en", roster, {"periods": small.PERIODS, "units": {"default": {"reduction_at_most": 0.8}}, **small.KEEP}
    made = streamlined().instance
    yield "routes", "vi", made.roster, {key: value for key, value in made.loaded.data.items() if key not in SCENARIO or key == "periods"}
    yield "quotas", "vi", *_quotas()
    yield "unusual", "vi", *_unusual()
    yield "gone", "en", *_gone()
    yield "nobody", "vi", roster_of(*({"unit": unit} for unit in "AAB")), {"periods": [period("2027", "2027-07-01")]}


def _unusual() -> tuple[Roster, dict[str, Any]]:
    """Names that no table expects; units merged and dissolved; transfers and secondments; a law that is read otherwise."""
    units = [{"unit": "Đ1", "name": 'Cục "Thứ nhất" ' + "rất dài " * 13, "assigned_quota": 12}, {"unit": "=2", "name": "Vụ 'Hai' & <Ba>", "assigned_quota": 12}]
    units += [{"unit": "3", "name": "Vụ Ba", "assigned_quota": 9}, {"unit": "4", "name": "Vụ Bốn\nhai dòng"}]
    named = ['Nguyễn "Bé" Văn An', "O'Hara Thị Bình", "Trần Văn Có Cái Tên Thật Là Dài " * 3, "Lê Văn\nHai Dòng", "=1+1", "-Phạm Thị Gạch"]
    leaves = {"lock": "leave", "volunteers": "any"}
    people = [{"unit": ("Đ1", "=2", "3", "4")[i % 4], "full_name": named[i % 6], "sex": "MF"[i % 2], "birth_date": f"19{70 + i}-02-28"} for i in range(24)]
    people += [{**small.PEOPLE[1], "unit": "Đ1"}, {"unit": "3", "position_level": "head", **leaves}, {"unit": "=2", **leaves, "over_frame_pct": 5}]
    return roster_of(*people, units=units), {
        "periods": [period("2027", "2027-07-01", reduction_at_least=0.1), period("2029", "2029-07-01", reduction_at_least=0.3)],
        "reorganise": [
            {"merge": ["=2", "3"], "into": {"unit": "23", "name": "Vụ Hai Ba", "kind": "department"}}, {"dissolve": "4", "people_to": ["Đ1", "23"]},
        ],
        "routes": ["early_retirement", "immediate_separation", "transfer_out"], "by_route": {"transfer_out": {"at_least": 2}},
        "secondment": {"commune": {"at_least": 2}}, "units": {"default": {"reduction_at_most": 1.0}},
        "fairness": [{"by": "sex", "max_ratio": 1.5}], "deputies": "ignore",
        "law": [{"parameter": "nd154.salary.percent_components", "from": "2025-06-16", "value": ["seniority_pct", "public_service_pct"], "reason": "what if"}],
    }  # fmt: skip


def _gone() -> tuple[Roster, dict[str, Any]]:
    """Everybody of a unit leaves, its head first."""
    people = [{"unit": "B", "lock": "leave", "position_level": level, "leadership_allowance": 0.8} for level in ("head", "deputy", "staff")]
    asked = {"periods": [period("2027", "2027-07-01"), period("2028", "2028-07-01")], "units": {"default": {"reduction_at_most": 1.0}}, "routes": ["immediate_separation"]}
    return roster_of(*people, *({"unit": "A"} for _ in range(5))), asked


NAMES = ("small", "routes", "quotas", "unusual", "gone", "nobody")


@pytest.fixture(scope="module")
def solved(runs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Solved]:
    """The three plans, as the command leaves them in the app's folder of runs."""
    desk, found = tmp_path_factory.mktemp("asked"), {}
    for name, lang, roster, asked in _asked():
        write_roster(roster, desk / f"{name}.csv")
        scenario = desk / f"{name}.yaml"
        scenario.write_text(to_yaml(merge(SCENARIO, {**asked, "roster": f"{name}.csv"})), encoding="utf-8")
        printed = StringIO()
        with redirect_stdout(printed), redirect_stderr(StringIO()):
            assert call(["--lang", lang, "solve", str(scenario), "--out", str(runs / f"agree_{name}")]) == 0
        found[name] = Solved(runs / f"agree_{name}", printed.getvalue(), lang)
    return found


# -- readers ---------------------------------------------------------------------------------------------------------------------


def number_in(written: str, lang: str) -> float:
    """The first number of a text as the language writes it; a per cent as a share."""
    found = re.search(r"-?[\d.,]+", written)
    assert found is not None, written
    digits = found[0].replace(".", "").replace(",", ".") if lang == "vi" else found[0].replace(",", "")
    value = float(digits)
    return value / 100 if written[found.end() :].lstrip().startswith("%") else value


def of_json(plan: Solved) -> Figures:
    s = json.loads((plan.folder / "plan.json").read_text(encoding="utf-8"))
    found = {**s["headcount"], **{key: s[key] for key in KEY_FIGURES if key in s}}
    found |= {f"{route}.{key}": row[key] for route, row in s["routes"].items() for key in ("people", "cost_vnd")}
    cumulative = 0
    for row in s["periods"]:
        cumulative += row["leavers"]
        found |= {f"{row['name']}.{key}": row[key] for key in ("leavers", "cost_vnd", "reached")} | {f"{row['name']}.cumulative": cumulative}
    found |= {f"unit {row['unit']}.{key}": row[key] for row in s["units"] for key in ("before", "after", "leavers", "cost_vnd")}
    return found | {f"fairness {row['group']}": row["rate"] for row in s["fairness"]}


def of_decisions(plan: Solved) -> Figures:
    frame = pd.read_csv(plan.folder / "decisions.csv", dtype={"period": str}, keep_default_na=False)
    left = frame[frame["decision"].isin([*CHOSEN_ROUTES, *NATURAL_ROUTES])]
    found: Figures = {"baseline": len(frame), "leavers": len(left), "remaining": len(frame) - len(left), "cost_vnd": frame["cost_vnd"].sum()}
    found["involuntary"] = frame["involuntary"].astype(str).str.lower().eq("true").sum()
    for route, rows in left.groupby("decision"):
        found |= {f"{route}.people": len(rows), f"{route}.cost_vnd": rows["cost_vnd"].sum()}
    for name, rows in left.groupby("period"):
        found |= {f"{name}.leavers": len(rows)}
    return found


def of_terminal(plan: Solved) -> Figures:
    lines, lang = plan.printed.splitlines(), plan.lang
    found: Figures = {}
    for key in KEY_FIGURES:
        said = text(f"words.figure_{key}", lang)
        line = next(line for line in lines if line.startswith(said))
        if line.removeprefix(said).strip() != "-":
            found[key] = number_in(line.removeprefix(said), lang)
    for route in (*CHOSEN_ROUTES, *NATURAL_ROUTES):
        said = text(f"words.decision_{route}", lang)
        for line in (line for line in lines if line.startswith(said) and "|" in line):
            people, cost = line.removeprefix(said).split("|")
            found |= {f"{route}.people": number_in(people, lang), f"{route}.cost_vnd": number_in(cost, lang)}
    at = next(i for i, line in enumerate(lines) if line.startswith(heading("period", lang)) and heading("reached", lang) in line)
    for row in _asked_periods(plan):
        at += 1
        name, day, cumulative, reached, _ = lines[at].split()
        assert (name, day) == (row["name"], date(pd.Timestamp(row["leave_on"]).date(), lang))
        found |= {f"{name}.cumulative": number_in(cumulative, lang), f"{name}.reached": number_in(reached, lang)}
    return found | _rates(lines, lang)


def _asked_periods(plan: Solved) -> list[dict[str, Any]]:
    return list(json.loads((plan.folder / "plan.json").read_text(encoding="utf-8"))["periods"])


def _rates(lines: list[str], lang: str) -> Figures:
    """How often women and men leave, of the sentences on fairness."""
    words = {label("sex", group, lang): group for group in ("F", "M")}
    told = [(words[line.strip(" -").split(":")[0]], line.partition(":")[2]) for line in lines if line.strip(" -").split(":")[0] in words]
    return {f"fairness {group}": number_in(rest, lang) for group, rest in told}


def of_workbook(plan: Solved) -> Figures:
    return workbook_figures(plan.folder / "plan.xlsx", plan.lang)


def workbook_figures(file: Path, lang: str) -> Figures:
    """Key figures beside their labels on whatever sheet they stand first; rows of the sheets of units, periods and routes."""
    book = openpyxl.load_workbook(file, data_only=True)
    cells = [list(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    found: Figures = {}
    for key in KEY_FIGURES:
        said = text(f"words.figure_{key}", lang)
        value = next(row[at + 1] for row in cells for at, cell in enumerate(row[:-1]) if cell == said and isinstance(row[at + 1], int | float | str))
        if isinstance(value, int | float):
            found[key] = value
    routes = {label("decision", route, lang): str(route) for route in (*CHOSEN_ROUTES, *NATURAL_ROUTES)}
    wanted = {
        ("periods", "period"): ("leavers", "cost_vnd", "reached", "cumulative"),
        ("periods", "route"): ("people", "cost_vnd"),
        ("units", "unit"): ("before", "after", "leavers", "cost_vnd"),
    }
    for (name, key), columns in wanted.items():
        rows = [list(row) for row in book[text(f"report.sheet_{name}", lang)].iter_rows(values_only=True)]
        head = next(i for i, row in enumerate(rows) if heading(columns[0], lang) in row and heading(key, lang) in row)
        where = {column: rows[head].index(heading(column, lang)) for column in columns}
        first = rows[head].index(heading(key, lang))
        for row in rows[head + 1 :]:
            if row[first] == text("words.total", lang):
                break
            if isinstance(row[first], str) and row[first] not in ("", text("words.total", lang)) and isinstance(row[where[columns[0]]], int | float):
                said = routes.get(row[first], row[first].lstrip("'"))
                found |= {f"{'unit ' * (name == 'units')}{said}.{column}": row[at] for column, at in where.items()}
    return found | _rates([str(row[0]).lstrip("– ") for row in cells if row and ":" in str(row[0])], lang)


def of_lists(plan: Solved) -> Figures:
    out = plan.folder.parent / f"{plan.folder.name}.xlsx"
    if not of_json(plan)["leavers"]:
        with redirect_stderr(StringIO()):
            assert call(["forms", str(plan.folder), "--out", str(out)]) == 2 and not out.exists()
        return {"leavers": 0}
    with redirect_stdout(StringIO()) as printed:
        assert call(["forms", str(plan.folder), "--out", str(out)]) == 0
    book, found = openpyxl.load_workbook(out, data_only=True), {}
    total = re.compile(re.escape(text("forms.total", "vi", count=0)).replace("0", r"([\d.]+)") + r"$")
    for kind in KINDS:
        name = safe_sheet_name(text(f"forms.short_{kind.key}", "vi"), [])
        if name in book.sheetnames:
            row = next(row for row in book[name].iter_rows(values_only=True) if any(isinstance(c, str) and total.match(c) for c in row))
            people = next(total.match(c)[1] for c in row if isinstance(c, str) and total.match(c))  # type: ignore[index]
            money = [c for c in row if isinstance(c, int | float)][-1]
            for key, value in (("people", number_in(people, "vi")), ("cost_vnd", money)):
                found[f"{kind.route}.{key}"] = found.get(f"{kind.route}.{key}", 0) + value
    assert found and printed.getvalue()
    return found


def of_brief(plan: Solved) -> Figures:
    import docx

    from planner.report import small_counts

    out = plan.folder.parent / f"{plan.folder.name}.docx"
    with redirect_stdout(StringIO()), patch.object(small_counts, "LEAST_SHOWN", 0):  # these plans are small: every count is told
        assert call(["brief", str(plan.folder), "--out", str(out), "--lang", plan.lang]) == 0
    cells = [[cell.text for cell in row.cells] for table in docx.Document(str(out)).tables for row in table.rows]
    rows, lang = {row[0]: row[1] for row in cells if len(row) == 2}, plan.lang
    words = {
        "baseline": "words.figure_baseline", "leavers": "brief.figure_leavers", "remaining": "words.figure_remaining", "cost_vnd": "words.figure_cost_vnd",
        "involuntary": "brief.figure_involuntary", "saving_vnd_per_year": "words.figure_saving_vnd_per_year",
        "saving_natural_vnd_per_year": "brief.figure_saving_natural", "payback_months": "words.figure_payback_months",
    }  # fmt: skip
    found = {key: number_in(rows[text(word, lang)], lang) for key, word in words.items() if rows[text(word, lang)] != "–"}
    for row in _asked_periods(plan):
        leavers, reached, cost = rows[text("brief.figure_period", lang, name=row["name"])].split("; ")
        for key, said in (("leavers", leavers), ("reached", reached), ("cost_vnd", cost)):
            found[f"{row['name']}.{key}"] = number_in(said, lang)
    return found


def of_tables(plan: Solved) -> Figures:
    """What the app's pages read of a plan."""
    from planner.service.plan_tables import read_table, write_tables
    from planner.service.saved_runs import load_run

    write_tables(load_run(plan.folder), plan.folder)
    periods, units, routes, money = (read_table(plan.folder, name, plan.lang) for name in ("by_period", "by_unit", "by_route", "money_by_month"))
    found: Figures = {
        "leavers": periods["leavers"].sum(), "involuntary": periods["involuntary"].sum(), "cost_vnd": money["cost_vnd"].sum(),
        "saving_vnd_per_year": 12 * money["saving_vnd"].iloc[-1], "saving_natural_vnd_per_year": 12 * money["saving_natural_vnd"].iloc[-1],
    }  # fmt: skip
    for key in ("saving_vnd_per_year", "saving_natural_vnd_per_year"):
        assert periods[key].sum() == found[key]
    found |= {f"{row.period}.{key}": getattr(row, key) for row in periods.itertuples() for key in ("leavers", "cost_vnd", "reached", "cumulative")}
    found |= {f"unit {row.unit}.{key}": getattr(row, key) for row in units.itertuples() for key in ("before", "after", "leavers", "cost_vnd")}
    found |= {f"{row.route}.{key}": getattr(row, key) for row in routes.itertuples() for key in ("people", "cost_vnd")}
    return found | _rates(read_table(plan.folder, "fairness", plan.lang)["said"].tolist(), plan.lang)


READERS: dict[str, Callable[[Solved], Figures]] = {
    "decisions.csv": of_decisions, "terminal": of_terminal, "plan.xlsx": of_workbook, "official lists": of_lists, "brief": of_brief,
    "app's tables": of_tables,
}  # fmt: skip
"""Every source beside plan.json; a figure that it says must be there and must be the same."""
LEAST = {
    "decisions.csv": ("cost_vnd", "leavers", "involuntary"), "terminal": ("cost_vnd", "leavers", "saving_vnd_per_year", "saving_natural_vnd_per_year"),
    "plan.xlsx": ("cost_vnd", "leavers", "saving_vnd_per_year", "saving_natural_vnd_per_year"), "official lists": ("immediate_separation.people",),
    "app's tables": ("cost_vnd", "leavers", "saving_vnd_per_year", "saving_natural_vnd_per_year"),
    "brief": ("cost_vnd", "leavers", "saving_vnd_per_year", "saving_natural_vnd_per_year"),
}  # fmt: skip
"""What a source must say, so that a reader that finds nothing is no agreement."""


def assert_same(found: Figures, wanted: Figures, source: str) -> None:
    """Every figure found is the plan's, exactly; shares to a tenth of a per cent, as they are written."""
    assert not set(found) - set(wanted), (source, set(found) - set(wanted))
    for key, value in found.items():
        slack = 0.0005001 if key.endswith("reached") or key.startswith("fairness") else 0
        assert abs(float(value) - float(wanted[key])) <= slack, (source, key, value, wanted[key])


@pytest.mark.parametrize("source", READERS)
@pytest.mark.parametrize("name", NAMES)
def test_every_source_says_the_figures_of_the_plan(solved: dict[str, Solved], name: str, source: str) -> None:
    plan = solved[name]
    wanted, found = of_json(plan), READERS[source](plan)
    assert set(LEAST[source]) <= set(found) or name == "nobody", source
    assert found, source
    assert_same(found, {key: value for key, value in wanted.items() if value is not None}, source)
    if name == "quotas" and source in ("terminal", "plan.xlsx", "app's tables"):
        assert {"fairness F", "fairness M", "2027.reached"} <= set(found)


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_of_the_workbook_follow_from_its_own_people(solved: dict[str, Solved], name: str, tmp_path: Path) -> None:
    again = workbook_figures(recalculated(solved[name].folder / "plan.xlsx", tmp_path), solved[name].lang)
    assert_same(again, {key: value for key, value in of_json(solved[name]).items() if value is not None}, "recalculated")


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_page_shows_the_figures_of_the_plan(solved: dict[str, Solved], name: str, app: Any) -> None:
    plan = solved[name]
    lang, wanted = plan.lang, of_json(plan)
    at = app("plan", lang=lang, run=f"runs/{plan.folder.name}")
    assert not at.exception
    shown = {entry["name"]: entry for entry in ELEMENTS["head"]["figures"]}
    natural = shown["saving"]["more"]
    for said, key in ((shown["saving"]["value"], "saving_vnd_per_year"), (natural, "saving_natural_vnd_per_year"), (shown["cost"]["value"], "cost_vnd")):
        unit, rounded = (1e9, 0.05) if said.endswith(text("ui.billions", lang, amount="").strip()) else (1e6, 0.5)
        assert abs(number_in(said, lang) - wanted[key] / unit) <= rounded + 1e-6, (key, said)
    if wanted["payback_months"] is not None:
        assert number_in(shown["cost"]["more"], lang) == wanted["payback_months"]
    assert number_in(shown["leavers"]["value"], lang) == wanted["leavers"]
    assert number_in(shown["involuntary"]["value"], lang) == wanted["involuntary"]
    leavers, before, after = shown["leavers"]["short"].rstrip(")").replace("(", "→").split("→")
    assert [number_in(each, lang) for each in (leavers, before, after)] == [wanted["leavers"], wanted["baseline"], wanted["remaining"]]


@pytest.mark.parametrize("name", ("small", "routes", "quotas", "unusual"))
def test_a_natural_exit_has_one_date_everywhere(solved: dict[str, Solved], name: str) -> None:
    from planner.service.plan_tables import read_table

    plan = solved[name]
    own = pd.read_csv(plan.folder / "decisions.csv", dtype=str, keep_default_na=False)
    own = own[own["decision"].isin(NATURAL_ROUTES)].set_index("employee_id")["leave_on"]
    if name != "routes":
        periods = {row["leave_on"] for row in _asked_periods(plan)}
        assert len(own) and not set(own) <= periods
    of_tables(plan)  # writes them
    shown = read_table(plan.folder, "people", plan.lang).set_index("employee_id").loc[own.index, "leave_on"]
    assert shown.dt.strftime("%Y-%m-%d").tolist() == own.tolist()
    sheet = openpyxl.load_workbook(plan.folder / "plan.xlsx", data_only=True)[text("report.sheet_people", plan.lang)]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    who, when = (rows[0].index(column if plan.lang == "en" and column == "employee_id" else heading(column, plan.lang)) for column in ("employee_id", "leave_on"))
    dates = {row[who]: row[when] for row in rows[1:]}
    assert [dates[person].date().isoformat() for person in own.index] == own.tolist()
