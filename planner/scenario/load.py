"""Reading a scenario file: strict YAML, one parent, the differences logged, every fault with its key path."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import io
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.representer import SafeRepresenter

from planner.core.errors import InputError, Problem, problem
from planner.core.guard.harmful_yaml import HarmfulYaml
from planner.core.guard.ordinary import NotOrdinary, TooLarge, read_ordinary
from planner.core.guard.yaml_reader import read_harmless
from planner.core.plain import plain
from planner.core.strict_yaml import BadYaml
from planner.scenario.checks import MOST_SAID, long_lists, scenario_problems
from planner.scenario.lines import placed
from planner.scenario.model import Scenario
from planner.scenario.paths import ABSENT, differences, shown_path
from planner.scenario.places import CellPlace

MAX_FILE_BYTES = 1_000_000
"""Of a scenario with all that it extends: the ids of fifty thousand people."""
PER_CENT = 100
MAX_PARENTS = 20
PATHS = ("roster", "corrections")
"""Keys that hold a path relative to the file in which they were written."""


@dataclass(frozen=True)
class Change:
    """One difference of a scenario from its parent: key path, old and new value as JSON text ("" where absent)."""

    key: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.key}: {self.old or '-'} -> {self.new or '-'}"


@dataclass(frozen=True)
class LoadedScenario:
    """A scenario with where it came from.

    scenario: the validated whole. data: the resolved mapping, `extends` merged away. changes: what differs from the
    parent. sha256: fingerprint of the resolved mapping without the paths of roster and corrections. path: the file.
    places: of a workbook, the cell of each key path.
    """

    scenario: Scenario
    data: dict[str, Any]
    changes: tuple[Change, ...]
    sha256: str
    path: Path | None
    places: Mapping[str, CellPlace] = field(default_factory=dict)

    def roster_path(self) -> Path:
        """The roster's path; relative ones count from the folder of the file in which they were written."""
        base = self.path.parent if self.path else Path()
        return base / self.scenario.roster

    def corrections_path(self) -> Path | None:
        """The path of the ledger of corrections, as `roster_path`; None where the scenario names none."""
        base = self.path.parent if self.path else Path()
        return None if self.scenario.corrections is None else base / self.scenario.corrections


def load_scenario(path: str | Path) -> LoadedScenario:
    """The scenario of a YAML file, its parent merged. InputError lists every fault with its key path."""
    file = Path(path)
    data, changes = _resolve(file, ())
    return _loaded(data, changes, file)


def scenario_from(data: dict[str, Any], *, path: Path | None = None, name: str | None = None) -> LoadedScenario:
    """A scenario of a mapping that is already resolved. InputError as for a file."""
    return _loaded(data, (), path, name, written=False)


def parse_yaml(text: str, name: str) -> dict[str, Any]:
    """The mapping that a YAML text holds. InputError names line and fault; `name` is the file's."""
    data = _parsed(text, name)
    if not isinstance(data, dict):
        raise InputError(problem("scenario.not_a_mapping", file=name))
    return data


def read_yaml(file: Path) -> Any:
    """Whatever a YAML file holds. InputError where it cannot be read."""
    return _parsed(_read(file), file.name)


def _parsed(text: str, name: str) -> Any:
    try:
        return read_harmless(text)
    except HarmfulYaml as error:
        raise InputError(Problem(error.message, name, row=error.line, column=error.key or None)) from None
    except BadYaml as error:
        raise InputError(problem("scenario.bad_yaml", file=name, row=error.line, said=error.said.split("\n")[0])) from None


def to_yaml(data: dict[str, Any]) -> str:
    """A mapping as YAML text that `parse_yaml` reads back unchanged."""
    out = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.Representer = _Representer
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.allow_unicode = True
    writer.width = 120
    writer.dump(plain(data, bare=(dt.date,)), out)
    return out.getvalue()


class _Representer(SafeRepresenter):
    """As always, but for text with letters that break lines or cannot be seen: in quotes, by their numbers, or they would come back changed."""

    def represent_str(self, data: str) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=None if data.replace("\n", "").isprintable() else '"')


_Representer.add_representer(str, _Representer.represent_str)


def merge(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    """The child over the parent: mappings key by key, lists and single values replaced."""
    merged = dict(parent)
    for key, value in child.items():
        old = merged.get(key)
        merged[key] = merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def changes_of(old: dict[str, Any], new: dict[str, Any]) -> tuple[Change, ...]:
    """Every key path whose value differs between two mappings, in the order of the key paths."""
    found = sorted(differences(old, new), key=lambda change: change[0])
    return tuple(Change(".".join(path), _json(before), _json(after)) for path, before, after in found)


def fingerprint(data: dict[str, Any]) -> str:
    """SHA-256 of a resolved scenario, without the paths of roster and corrections: the corrected roster has its own."""
    content = {key: value for key, value in data.items() if key not in PATHS}
    return hashlib.sha256(_json(content).encode()).hexdigest()


def _loaded(data: dict[str, Any], changes: tuple[Change, ...], path: Path | None, name: str | None = None, written: bool = True) -> LoadedScenario:
    """written: whether the mapping is what the files at `path` say, so that a fault has a line there."""
    shown = name or (path.name if path else "scenario")
    if many := long_lists(data, shown):
        raise InputError(placed(_first(many, shown), data, path if written else None))
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        raise InputError(placed(problems_of(error, shown, data), data, path if written else None)) from None
    faults = scenario_problems(scenario, shown)
    if faults:
        raise InputError(placed(_first(faults, shown), data, path if written else None))
    return LoadedScenario(scenario, data, changes, fingerprint(data), path)


def _resolve(file: Path, above: tuple[Path, ...], left: int = MAX_FILE_BYTES) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """The mapping of a file with its parents' in it, and what differs from the parent. left: bytes that it and they may have."""
    content = _read(file, left)
    data = parse_yaml(content, file.name)
    parent_name = data.pop("extends", None)
    if parent_name is None:
        return data, ()
    if not isinstance(parent_name, str):
        raise InputError(problem("scenario.extends_one_file", file=file.name, column="extends"))
    if parent_name.lower().endswith(".xlsx"):
        raise InputError(problem("scenario_book.extends_workbook", file=file.name, column="extends", parent=parent_name))
    parent_file = file.parent / parent_name
    chain = (*above, file)
    known = [os.path.realpath(each) for each in chain]
    if (parent := os.path.realpath(parent_file)) in known:
        circle = " → ".join(each.name for each in (*chain[known.index(parent) :], parent_file))
        raise InputError(problem("scenario.extends_circle", file=file.name, column="extends", circle=circle))
    if len(chain) > MAX_PARENTS:
        raise InputError(problem("scenario.extends_too_far", file=file.name, column="extends", most=MAX_PARENTS))
    resolved, _ = _resolve(parent_file, chain, left - len(content.encode()))
    _rebase_paths(resolved, parent_file.parent, file.parent)
    whole = merge(resolved, data)
    return whole, changes_of(resolved, whole)


def _rebase_paths(data: dict[str, Any], old: Path, new: Path) -> None:
    """A relative path is relative to the file it was written in: restate it for the child's folder."""
    for key in PATHS:
        path = data.get(key)
        if isinstance(path, str) and not Path(path).is_absolute() and os.path.realpath(old) != os.path.realpath(new):
            data[key] = os.path.realpath(old / path)


def _read(file: Path, most: int = MAX_FILE_BYTES) -> str:
    try:
        return read_ordinary(file, most).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(problem("scenario.not_utf8", file=file.name)) from None
    except TooLarge:
        raise InputError(problem("scenario.file_too_large", file=file.name)) from None
    except NotOrdinary:
        raise InputError(problem("scenario.not_ordinary", file=str(file))) from None
    except (OSError, ValueError):
        raise InputError(problem("scenario.no_such_file", file=str(file))) from None


def problems_of(error: ValidationError, name: str, data: Any, whole: type[BaseModel] = Scenario) -> list[Problem]:
    """The first faults that pydantic found in `data`, which should hold a `whole`, in our words, with their key paths, and how many more."""
    return _first([_problem_of(e, name, data, whole) for e in error.errors(include_url=False)[: MOST_SAID + 1]], name, error.error_count())


def _first(faults: list[Problem], name: str, count: int = 0) -> list[Problem]:
    """The first `MOST_SAID` faults, and how many there are (`count`, or as many as given) where that is more."""
    count = count or len(faults)
    return faults if count <= MOST_SAID else [*faults[:MOST_SAID], problem("scenario.and_more", file=name, count=count - MOST_SAID)]


def _problem_of(error: Any, name: str, data: Any, whole: type[BaseModel]) -> Problem:
    """One pydantic fault as a problem in our words, with the key path."""
    location = [part for part in error["loc"] if not _is_tag(part)]
    path = shown_path(data, location)
    kind, context = error["type"], error.get("ctx", {})
    value = _shown(error.get("input"))
    if kind == "extra_forbidden":
        known = _keys_at(location[:-1], whole)
        close = difflib.get_close_matches(str(location[-1]), known, n=1)
        key = "scenario.unknown_key_close" if close else "scenario.unknown_key"
        return problem(key, file=name, column=path, known=", ".join(known), close=close[0] if close else "")
    if kind == "missing":
        return problem("scenario.missing_key", file=name, column=path)
    if kind in ("literal_error", "enum"):
        allowed = context.get("expected", "")
        close = difflib.get_close_matches(str(error.get("input")), re.findall("'([^']+)'", allowed), n=1)  # pydantic gives them as one text only
        key = "scenario.not_one_of_close" if close else "scenario.not_one_of"
        return problem(key, file=name, column=path, value=value, allowed=allowed, close=close[0] if close else "")
    if kind == "day_out_of_range":
        return problem("scenario.day_out_of_range", file=name, column=path, value=value, first=context["first"], last=context["last"])
    wanted = {
        "number_wanted": "number", "decimal_type": "number", "decimal_parsing": "number", "int_type": "whole_number",
        "int_parsing": "whole_number", "int_from_float": "whole_number", "string_type": "text_value", "bool_type": "yes_or_no",
        "date_type": "date_value", "date_parsing": "date_value", "date_from_datetime_parsing": "date_value", "date_from_datetime_inexact": "date_value",
        "list_type": "list_value", "dict_type": "mapping_value", "model_type": "mapping_value", "model_attributes_type": "mapping_value",
    }.get(kind)  # fmt: skip
    if wanted:
        return problem(f"scenario.{wanted}", file=name, column=path, value=value)
    limit = next((context[k] for k in ("ge", "gt", "le", "lt", "min_length", "max_length") if k in context), None)
    if kind in ("greater_than_equal", "greater_than"):
        return problem("scenario.too_small", file=name, column=path, value=value, limit=limit)
    if kind in ("less_than_equal", "less_than"):
        if limit == 1 and isinstance(error.get("input"), int | float | Decimal) and error["input"] <= PER_CENT:
            return problem("scenario.per_cent", file=name, column=path, value=value, meant=str(Decimal(str(error["input"])) / PER_CENT))
        return problem("scenario.too_large", file=name, column=path, value=value, limit=limit)
    if kind in ("too_short", "string_too_short"):
        return problem("scenario.too_few", file=name, column=path, limit=limit)
    return problem("scenario.impossible", file=name, column=path, value=value, said=error["msg"])


def _is_tag(part: Any) -> bool:
    """Pydantic adds the name of a union's branch to the path; it is no key of the file."""
    return isinstance(part, str) and (part.startswith(("literal[", "constrained-", "function-")) or part in ("int", "Decimal"))


def _keys_at(location: list[Any], whole: type[BaseModel]) -> list[str]:
    """The keys that a file may have at a place."""
    model: Any = whole
    for part in location:
        model = _model_in(model.model_fields[part].annotation) if isinstance(part, str) and part in model.model_fields else model
    return sorted(field.alias or name for name, field in model.model_fields.items()) + (["extends"] if model is Scenario else [])


def _model_in(annotation: Any) -> type[BaseModel]:
    """The part that an annotation such as `list[Period]` or `dict[str, UnitBounds]` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        try:
            return _model_in(inner)
        except TypeError:
            continue
    raise TypeError(annotation)


def _json(value: Any) -> str:
    return "" if value is ABSENT else json.dumps(plain(value), ensure_ascii=False, sort_keys=True)


def _shown(value: Any) -> str:
    text = _json(value)
    return text if len(text) <= 60 else text[:57] + "..."
