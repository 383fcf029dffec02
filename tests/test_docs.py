"""The documents say what the code does: commands, links, scenarios, columns, keys and figures."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from planner.core.columns import ROSTER, UNITS, Column
from planner.plan.plan import Run
from planner.scenario.load import load_scenario
from tests.builder import EARLY, ROOT, roster_of, run_of, target

README = ROOT / "README.md"
FORMATS = ROOT / "docs" / "formats.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
HERE = {"ids": lambda v: v.name if isinstance(v, Path) else str(v)}


def read(document: Path) -> str:
    """The text of a document."""
    return document.read_text(encoding="utf-8")


def make_tables() -> ModuleType:
    """The script that writes the made parts."""
    spec = importlib.util.spec_from_file_location("make_tables", ROOT / "docs" / "make_tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_tables"] = module
    spec.loader.exec_module(module)
    return module


def section(document: Path, heading: str) -> str:
    """What stands below a heading, down to the next heading of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", read(document), re.DOTALL | re.MULTILINE)
    assert found, heading
    return found[1]


def first_cells(text: str) -> list[str]:
    """The words in backticks that open the rows of a table."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def slugs(text: str) -> set[str]:
    """The anchors of a document's headings."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCUMENTS, **HERE)
def test_what_comes_from_the_code_agrees_with_it(document: Path) -> None:
    text = read(document)
    assert make_tables().remade(text) == text, "run: python docs/make_tables.py"


@pytest.mark.parametrize("document", DOCUMENTS, **HERE)
def test_every_link_and_picture_is_there(document: Path) -> None:
    missing = []
    for link in LINK.findall(FENCE.sub("", read(document))):
        if link.startswith(("http://", "https://")):
            continue
        name, _, anchor = link.partition("#")
        goal = document if not name else document.parent / name
        if not goal.is_file() or (anchor and anchor not in slugs(read(goal))):
            missing.append(link)
    assert not missing


def commands() -> dict[str, Any]:
    """Every command of `planner` by name."""
    from typer.main import get_command

    from planner.cli.commands import app

    return dict(get_command(app).commands)  # type: ignore[attr-defined]


def test_every_command_with_its_options_is_in_the_table() -> None:
    rows = [line.replace("\\|", "|") for line in read(README).splitlines() if line.startswith("| `planner ")]
    shown = {line.split("`")[1].split()[1]: line for line in rows}
    assert set(shown) == set(commands())
    anywhere = {"--lang", "--quiet", "--json"}
    assert all(option in read(README) for option in (*anywhere, "--version"))
    for name, command in commands().items():
        for parameter in command.params:
            long = [option for option in parameter.opts if option.startswith("--") and option != "--help" and option not in anywhere]
            assert all(option in shown[name] for option in long), f"{name}: {long}"


def test_commands_that_documents_show_exist() -> None:
    known = set(commands())
    for document in DOCUMENTS:
        for name in re.findall(r"(?:`|\$ |bin/)planner (?:--lang vi )?([a-z][a-z-]+)", read(document)):
            assert name in known, f"{document.name}: planner {name}"


def test_make_targets_that_documents_show_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for document in DOCUMENTS:
        for name in re.findall(r"(?:^|`)make ([a-z]+)", read(document), re.MULTILINE):
            assert re.search(rf"^{name}:", makefile, re.MULTILINE), name


def scenarios() -> Iterator[Any]:
    """The YAML blocks that are marked as scenarios."""
    for document in DOCUMENTS:
        for i, block in enumerate(m for m in FENCE.finditer(read(document)) if m["kind"] == "yaml scenario"):
            yield pytest.param(block["body"], id=f"{document.name}-{i + 1}")


@pytest.mark.parametrize("body", list(scenarios()))
def test_every_scenario_that_is_shown_loads(body: str, tmp_path: Path) -> None:
    for file in (ROOT / "scenarios").glob("*.yaml"):
        shutil.copy(file, tmp_path)
    (tmp_path / "shown.yaml").write_text(body, encoding="utf-8")
    loaded = load_scenario(tmp_path / "shown.yaml")
    assert (ROOT / "scenarios" / loaded.scenario.roster).is_file()


def test_the_whole_example_fits_the_sample_ministry(ministry: Any, tmp_path: Path) -> None:
    from planner.instance.instance import prepare

    body = next(m["body"] for m in FENCE.finditer(read(FORMATS)) if m["kind"] == "yaml scenario")
    (tmp_path / "shown.yaml").write_text(body, encoding="utf-8")
    instance = prepare(load_scenario(tmp_path / "shown.yaml"), ministry)
    assert {"CPTTM", "CKTS"} <= set(instance.structure.units["unit"])


@pytest.mark.parametrize(("heading", "columns"), [("Columns", ROSTER), ("Units", UNITS)], ids=["roster", "units"])
def test_the_tables_of_columns_agree_with_the_schema(heading: str, columns: tuple[Column, ...]) -> None:
    text = section(FORMATS, heading)
    assert first_cells(text) == [c.name for c in columns]
    required = re.findall(r"^\| `(\w+)` \|.*\| required \|$", text, re.MULTILINE)
    assert required == [c.name for c in columns if c.required]


def schema_keys(node: dict[str, Any], defs: dict[str, Any]) -> Iterator[str]:
    """Every key path of the JSON Schema without the marks of lists and names."""
    for key, value in node.get("properties", {}).items():
        yield key
        names = re.findall(r'"#/\$defs/(\w+)"', json.dumps(value))
        for name in names:
            yield from (f"{key}.{inner}" for inner in schema_keys(defs[name], defs))


def test_the_scenario_keys_are_those_of_the_json_schema() -> None:
    schema = json.loads((ROOT / "scenarios" / "schema.json").read_text(encoding="utf-8"))
    shown = first_cells(section(FORMATS, "Keys"))
    assert len(shown) == len(set(shown))
    assert {re.sub(r"\[\]|\.[A-Z]+", "", key) for key in shown} == set(schema_keys(schema, schema["$defs"]))


def test_the_whole_example_has_every_key_of_the_first_level() -> None:
    from planner.scenario.load import parse_yaml
    from planner.scenario.model import Scenario

    body = next(m["body"] for m in FENCE.finditer(read(FORMATS)) if m["kind"] == "yaml scenario")
    assert set(parse_yaml(body, "shown")) == set(Scenario.model_fields)


@pytest.fixture(scope="module")
def run() -> Run:
    """A small plan of a unit whose work is named."""
    work = [{"unit": "A", "driver": "files", "volume": 100, "people_per_100": 2}]
    return run_of(roster_of({}, {"rating_1": "completed"}, {**EARLY, "volunteers": "early_retirement"}, {}, {}), periods=target(0.2), workload=work)


def test_the_keys_of_plan_json_are_those_of_a_plan(run: Run) -> None:
    text = section(FORMATS, "plan.json")
    assert first_cells(text) == list(run.summary)
    for key in ("headcount", "periods", "units", "routes", "provenance"):
        row = next(line for line in text.splitlines() if line.startswith(f"| `{key}` |"))
        inner = run.summary[key]
        inner = inner[0] if isinstance(inner, list) else next(iter(inner.values())) if key == "routes" else inner
        assert set(re.findall(r"`(\w+)`", row)) - {key} == set(inner), key


def test_the_columns_of_the_tables_are_those_written(run: Run) -> None:
    from planner.policy.export import table
    from planner.service.sweeps.tables import COLUMNS

    assert run.decisions is not None
    for heading, columns in (
        ("decisions.csv", run.decisions.columns),
        ("Benefits", table(run.instance.benefits[0], run.instance.people).columns),
        ("A batch's folder", COLUMNS),
    ):
        line = re.search(r"^(`\w+`(?:, `\w+`)+)$", section(FORMATS, heading), re.MULTILINE)
        assert line and re.findall(r"`(\w+)`", line[1]) == list(columns), heading


@pytest.mark.parametrize(("lang", "column"), [("en", 0), ("vi", 1)])
def test_the_sheets_of_the_workbook_are_those_written(run: Run, lang: str, column: int, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    from planner.report.books.workbook import write_plan_workbook

    write_plan_workbook(run, tmp_path / "plan.xlsx", lang)
    rows = [line.split("|")[1:3] for line in section(FORMATS, "plan.xlsx").splitlines() if line.startswith("| ")][2:]
    assert load_workbook(tmp_path / "plan.xlsx", read_only=True).sheetnames == [row[column].strip() for row in rows]


def test_the_files_of_a_plan_are_those_written(run: Run, tmp_path: Path) -> None:
    from planner.service.saved_runs import save_run

    save_run(run, tmp_path / "plan")
    written = {str(p.relative_to(tmp_path / "plan")) for p in (tmp_path / "plan").rglob("*") if p.is_file()}
    shown = re.findall(r"`([\w./]+)`", "".join(re.findall(r"^\| (`.*?) \|", section(FORMATS, "A plan's folder"), re.MULTILINE)))
    assert set(shown) == written


def test_exit_codes_are_those_of_the_command_line() -> None:
    from planner.cli import base as module
    from planner.cli import main as cli

    code = {int(c) for c in re.findall(r"^\| (\d) \|", section(FORMATS, "Exit codes"), re.MULTILINE)}
    assert code == {1, module.OK, module.WRONG_INPUT, module.INFEASIBLE, module.UNKNOWN} and callable(cli)


def test_rooms_are_all_described() -> None:
    text = section(ROOT / "docs" / "how-it-works.md", "Rooms")
    names = {p.name.removesuffix(".py") for p in (ROOT / "planner").iterdir() if not p.name.startswith("_") and p.name != "py.typed"}
    missing = [name for name in sorted(names) if not re.search(rf"[`/ ]{name}(\.py)?`", text)]
    assert not missing
