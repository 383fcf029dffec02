"""Writes the parts of the documents that come from the code: `python docs/make_tables.py`.

A document holds `<!-- made: NAME -->` and `<!-- end -->`; what stands between is made here, from the code it tells about.
`tests/test_docs.py` fails where a document no longer agrees; running this script is the remedy.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the figures of the house stand beside the tests
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
PART = re.compile(r"(<!-- made: (?P<what>.+?) -->\n)(?P<body>.*?)(?P<end><!-- end -->)", re.DOTALL)
KINDS = {
    "text": "text", "date": "date", "enum": "one word of a list", "decimal": "number, at most 4 decimals", "percent": "per cent, 25 means 25 %",
    "int": "whole number", "months": "whole number of months", "money": "whole VND", "bool": "true or false", "list": "words, separated by `;`",
}  # fmt: skip


def table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def roster_columns() -> str:
    """The columns of people, from `planner/core/columns.py`."""
    from planner.core.columns import ROSTER

    return _columns(ROSTER)


def units_columns() -> str:
    """The columns of units, from `planner/core/columns.py`."""
    from planner.core.columns import UNITS

    return _columns(UNITS)


def _columns(columns: tuple[Any, ...]) -> str:
    rows = [
        (
            f"`{c.name}`",
            c.vi,
            c.en,
            KINDS[c.kind],
            c.meaning_en,
            "required" if c.required else "" if c.absent is None else f"`{str(c.absent).lower()}`",
        )
        for c in columns
    ]
    return table(("column", "Vietnamese heading", "English heading", "kind", "meaning", "empty cell means"), rows)


def choices() -> str:
    """The words that columns with a fixed list take."""
    from planner.core.columns import ROSTER, UNITS

    rows: dict[str, tuple[str, ...]] = {}
    for column in (*ROSTER, *UNITS):
        for choice in column.choices:
            key = f"{'rating' if column.name.startswith('rating') else column.name}/{choice.value}"
            name = "rating_1, rating_2, rating_3" if column.name.startswith("rating") else column.name
            rows.setdefault(key, (name, f"`{choice.value}`", choice.vi, choice.en))
    return table(("column", "word", "Vietnamese", "English"), list(rows.values()))


def scenario_keys() -> str:
    """Every key of a scenario file, from the JSON Schema."""
    rows = [(f"`{path}`", kind, default, meaning) for path, kind, default, meaning in scenario_rows()]
    return table(("key", "value", "where absent", "meaning"), rows)


def scenario_rows() -> Iterator[tuple[str, str, str, str]]:
    """(key path, kind of value, what absence means, meaning) of every key; `[]` marks a list, capitals a name of yours."""
    from planner.scenario.schema import json_schema

    schema = json_schema()
    yield from _keys({**schema, "required": schema["anyOf"][1]["required"]}, "", schema["$defs"])


def _keys(node: dict[str, Any], path: str, defs: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for key, value in node["properties"].items():
        here = f"{path}.{key}" if path else key
        inner, mark = _inside(key, value, defs)
        meaning = value.get("description") or (inner or {}).get("description", "")
        yield here, _kind(value, defs), _default(value, key in node.get("required", ())), meaning
        if inner:
            yield from _keys(inner, here + mark, defs)


def _inside(key: str, value: dict[str, Any], defs: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """The mapping that a value holds, and how its keys are reached from it."""
    for form, mark in (
        (value, ""),
        (value.get("items", {}), "[]"),
        (value.get("additionalProperties") or {}, f".{key.removeprefix('by_').upper()}"),
        *((a, "") for a in value.get("anyOf", ())),
    ):
        if isinstance(form, dict) and "$ref" in form:
            return defs[form["$ref"].rpartition("/")[2]], mark
    return None, ""


def _kind(value: dict[str, Any], defs: dict[str, Any]) -> str:
    if "$ref" in value:
        return "keys below"
    if "anyOf" in value:
        forms = [form for form in value["anyOf"] if form.get("type") != "null"]
        if any(form.get("type") == "number" for form in forms):  # the schema lets text stand for a decimal, the loader does not
            return "share, 0 to 1" if 1 in (value.get("le"), value.get("maximum"), forms[0].get("maximum")) else "number"
        return " or ".join(_kind({**form}, defs) for form in forms)
    if isinstance(value.get("type"), list):
        return "as in the parameter's file"
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    if value["type"] == "array":
        return f"list of {_kind(value['items'], defs)}".replace("list of keys below", "list; keys below")
    if value["type"] == "object":
        return f"names with {_kind(value['additionalProperties'], defs)}".replace("with keys below", "with the keys below")
    if value.get("format") == "date":
        return "date"
    if value["type"] == "number" and value.get("maximum") == 1:
        return "share, 0 to 1"
    return {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true`, `false`"}[value["type"]]


def _default(value: dict[str, Any], needed: bool) -> str:
    if needed:
        return "required"
    default = value.get("default")
    if default is None or isinstance(default, dict):
        return ""
    if isinstance(default, list):
        return ", ".join(f"`{word}`" for word in default)
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def refused() -> str:
    """Keys that the schema takes and the model refuses, tried out one by one on a ministry of two people."""
    import pandas as pd

    from planner.core.errors import InputError
    from planner.instance.instance import prepare
    from planner.roster.people.frame import Roster, typed_people, typed_units
    from planner.scenario.load import scenario_from

    born = pd.to_datetime(pd.Series(["1985-05-15", "1986-05-15"]))
    people = pd.DataFrame({"employee_id": ["1", "2"], "full_name": "Nguyễn Văn An", "birth_date": born, "sex": "M", "unit": "A",
                           "position_level": "staff", "category": "civil_servant", "salary_coefficient": 3.33, "si_months": 180})  # fmt: skip
    roster = Roster(typed_people(people), typed_units(pd.DataFrame([{"unit": "A", "name": "A"}])), (), "", "roster.csv")
    basis = {
        "title": "t",
        "roster": "r.csv",
        "snapshot_on": date(2026, 12, 1),
        "decided_on": date(2026, 12, 15),
        "periods": [{"name": "1", "leave_on": date(2027, 7, 1)}],
    }
    tried: dict[str, dict[str, Any]] = {
        "keep.skills": {"keep": {"skills": [{"skill": "x", "at_least": 0}]}},
        "keep.positions": {"keep": {"positions": [{"level": "head", "at_least": 0}]}},
        "redeploy": {"redeploy": {"allowed": True}},
        "fairness": {"fairness": [{"by": "sex", "max_ratio": 1.5}]},
        "reduction.of: quota": {"reduction": {"of": "quota"}},
    }
    found = []
    for key, part in tried.items():
        try:
            prepare(scenario_from({**basis, **part}), roster)
        except InputError:
            found.append(f"- `{key}`\n")
    return "".join(found) or "Nothing: every key of a scenario takes effect.\n"


def doubtful() -> str:
    """The numbers of the law whose evidence is `?` or K2."""
    from planner.policy.law.parameters import EVIDENCE, load_law

    law = load_law()
    rows = {}
    for name in law.names:
        parameter = law.parameter(name)
        for value in parameter.values:
            if EVIDENCE[value.evidence] in ("?", "K2"):
                rows[name] = (EVIDENCE[value.evidence], f"`{name}`", parameter.description["en"], value.reference.title)
    return table(("mark", "parameter", "what it says", "where it should stand"), sorted(rows.values(), key=lambda r: (r[0] != "?", r[1])))


def decisions_columns() -> str:
    """The columns of `decisions.csv`."""
    from planner.plan.plan import DECISION_COLUMNS

    return _line(DECISION_COLUMNS)


def runs_columns() -> str:
    """The columns of `runs.csv`."""
    from planner.service.sweeps.tables import COLUMNS

    return _line(COLUMNS)


def benefits_columns() -> str:
    """The columns of `planner benefits`."""
    from planner.policy.decrees.rule import ITEMS

    before = (
        "employee_id",
        "leave_on",
        "regime",
        "route",
        "eligible",
        "reason",
        "current_salary_vnd",
        "retirement_month",
        "months_early",
        "years_early",
        "si_years",
    )
    return _line((*before, *ITEMS, "total_vnd", "legal_basis", "evidence", "pension_rate_pct", "reduction_avoided_pct"))


def sheets() -> str:
    """The sheets of `plan.xlsx` in both languages, in their order."""
    from planner.core.texts import text

    holds = {
        "summary": "one page: what was asked in words, how sure the plan is, the figures with natural exits beside them, who is concerned, what to check, signatures",
        "charts": "headcount from today to the end, money spent and saved along the months", "units": "each unit by name before and after, with its bounds",
        "units_chart": "the same as bars (up to 45 units)", "work": "where the scenario names the work of units: volumes, what remains, the people it takes", "structure": "age, sex, level, ranks, category and kind of unit before and after, a chart each",
        "periods": "leavers, money and target of each period with a chart; people and money of each route",
        "roadmap": "exits, headcount, money out and salary saved of each quarter, to date too, and the quarter that pays back",
        "leavers": "those who leave, unit by unit: route, date, money, reason",
        "requirements": "the scenario in words; what each requirement asks, what the plan reaches, the room left, its price",
        "people": "everybody: decision, date, money, facts; keys for programs are folded away at the right (`decision` and others)",
        "law": "every number of the law that was used, with article, evidence mark and day checked",
        "law_calendar": "texts and numbers that hold on some day from the decision to the last leaving date, from when to when, and what stood before",
        "problems": "the remarks on roster and plan; doubtful readings of the law and what hangs on them", "keys": "the scenario key by key, the proof, where the plan comes from",
    }  # fmt: skip
    return table(
        ("English", "Vietnamese", "holds"), [(text(f"report.sheet_{n}", "en"), text(f"report.sheet_{n}", "vi"), holds[n]) for n in holds]
    )


def _line(names: tuple[str, ...]) -> str:
    return "`" + "`, `".join(names) + "`\n"


def source(path: str, name: str) -> str:
    """A function, class or constant as it stands in a file of this repository."""
    text = (ROOT / path).read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        named = node.targets[0] if isinstance(node, ast.Assign) else node
        if name in (getattr(named, "name", ""), getattr(named, "id", "")):
            return f"```python\n# {path}\n{ast.get_source_segment(text, node)}\n```\n"
    raise KeyError(f"{path} has no {name}")


def catalogue(key: str) -> str:
    """One text of the catalogue, or one block of texts, as it stands in its file."""
    room, _, name = key.partition(".")
    path = f"planner/core/texts/{room}.toml"
    found = re.search(rf"^\[{re.escape(name)}\]\n(?:[^\[\n].*\n)+", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise KeyError(key)
    return f"```toml\n# {path}\n{found[0]}```\n"


def families() -> str:
    """The families of repairs, in their order."""
    from planner.plan.repair.menu import entries

    return _line(tuple(entry.name for entry in entries()))


def house_figures() -> str:
    """What `python -m tests.house` prints."""
    from tests import house

    return f"```text\n$ python -m tests.house\n{house.printed()}\n```\n"


def requirement_places() -> str:
    """The files that know the requirement which the document follows."""
    from tests import house

    whats = {
        "planner/scenario/model.py": "its key in the scenario", "planner/scenario/requirement_kinds.py": "its record", "planner/check/requirements.py": "the check",
        "planner/optimise/model/requirements.py": "its rows", "planner/core/texts/requirement.toml": "its words", "tests": "twins, enumeration, a change that the checker finds",
    }  # fmt: skip
    found = house.places_of_a_requirement()
    return table(("", "place", "what stands there"), [(str(i), f"`{place}`", whats[place]) for i, place in enumerate(sorted(found, key=list(whats).index), 1)])


def file(path: str) -> str:
    """A YAML file as it stands."""
    return f"```yaml\n# {path}\n{(ROOT / path).read_text(encoding='utf-8')}```\n"


MADE: dict[str, Callable[..., str]] = {
    "roster columns": roster_columns, "units columns": units_columns, "choices": choices, "scenario keys": scenario_keys, "refused": refused,
    "doubtful": doubtful, "decisions columns": decisions_columns, "runs columns": runs_columns, "benefits columns": benefits_columns, "sheets": sheets,
    "source": source, "text": catalogue, "file": file, "house": house_figures, "families": families, "places": requirement_places,
}  # fmt: skip


def remade(text: str) -> str:
    """A document with every part that comes from the code made anew."""

    def part(match: re.Match[str]) -> str:
        what = match["what"]
        if what in MADE:
            return match[1] + MADE[what]() + match["end"]
        kind, *arguments = what.split()
        return match[1] + MADE[kind](*arguments) + match["end"]

    return PART.sub(part, text)


def main() -> None:
    """Rewrite what changed, and say so."""
    for document in DOCUMENTS:
        old = document.read_text(encoding="utf-8")
        new = remade(old)
        if new != old:
            document.write_text(new, encoding="utf-8")
            print(document.relative_to(ROOT))


if __name__ == "__main__":
    main()
