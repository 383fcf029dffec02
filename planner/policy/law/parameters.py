"""The law's numbers: dated values with unit, citation, evidence mark and the day they were checked.

Each number or table is one file under `parameters/`; its path is its name (`nd154/early_retirement/months_most.yaml` is
`nd154.early_retirement.months_most`). The reader is strict: an unknown, missing or repeated key, a wrong type and a
date without a value are each one sentence with file and key.

A value may name other readings of the same text (`other_readings`), for doubts that are to be priced. A what-if
(`Override`) gives a value of its own from a day on; the files never change.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from planner.core.errors import InputError, Problem, problem
from planner.core.strict_yaml import BadYaml, parse_own_yaml, parse_yaml
from planner.policy.law.value_types import UNITS, WrongValue, day, word

FOLDER = Path(__file__).parent / "parameters"
EVIDENCE = ("S", "K1", "K2", "?")
"""From best to weakest: read on a public page, certain, believed, unsure."""
_KEYS = ("description", "unit", "reference", "evidence", "checked_on", "values")
_CHECKED_ON = re.compile(r"^checked_on: (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_VALUE_KEYS = ("value", "reference", "evidence", "other_readings")
_READING_KEYS = ("value", "says")
UNSURE = EVIDENCE.index("?")


@dataclass(frozen=True, slots=True)
class Article:
    """Where a number stands: decree, article and clause as the law is cited in Vietnamese, and a link where known."""

    title: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class OtherReading:
    """Another value that the same text may have. `says`: whose reading it is, `{vi, en}`."""

    value: Any
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Override:
    """A what-if: `parameter` has `value` (as its YAML file would write it) from `since` on, because of `reason`."""

    parameter: str
    since: dt.date
    value: Any
    reason: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A value from one day on, with what supports it. `evidence` is an index into `EVIDENCE`.

    assumed: the reason of the what-if that gave the value, "" where the law did. instead_of: what the law says in its
    place, whose article amounts go on citing: a what-if changes a number, not the article.
    """

    since: dt.date
    value: Any
    reference: Article
    evidence: int
    other_readings: tuple[OtherReading, ...] = ()
    assumed: str = ""
    instead_of: Dated | None = None

    @property
    def cited(self) -> Article:
        """Where the rule stands in the law."""
        return self.reference if self.instead_of is None else self.instead_of.cited


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number or table of the law. `description` is `{vi, en}`; `values` rise by date."""

    name: str
    description: Mapping[str, str]
    unit: str
    checked_on: dt.date
    values: tuple[Dated, ...]
    file: str

    def at(self, on: dt.date) -> Dated:
        """The value in force on a day, with its support. InputError where there is none yet."""
        for dated in reversed(self.values):
            if dated.since <= on:
                return dated
        first = self.values[0].since
        raise InputError(problem("law.no_value", file=self.file, column="values", name=self.name, on=on, first=first))


@dataclass(frozen=True)
class Law:
    """All parameters of a folder, each file read when it is first asked for.

    `names` are all that exist. Reading is lazy because a plan under one decree needs a third of the files;
    `problems()` reads every file and returns every fault. `overrides` are the what-ifs in it; none in the law itself.
    """

    folder: Path
    files: Mapping[str, Path]
    overrides: tuple[Override, ...] = ()
    _read: dict[str, Parameter] = field(default_factory=dict, compare=False, repr=False)
    _beneath: Law | None = field(default=None, compare=False, repr=False)
    """The law that this one differs from; it reads and keeps all that is not changed."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parameters, sorted."""
        return tuple(self.files)

    def parameter(self, name: str) -> Parameter:
        """The parameter `name`. InputError with every fault of its file, or where there is no such file."""
        if name not in self._read:
            if self._beneath is not None:
                return self._beneath.parameter(name)
            if name not in self.files:
                raise InputError(problem("law.no_parameter", file=str(self.folder), name=name))
            self._read[name] = read_parameter(name, self.files[name], str(self.files[name].relative_to(self.folder)))
        return self._read[name]

    def on(self, name: str, date: dt.date) -> Any:
        """The value of `name` in force on `date`. InputError where there is none."""
        return self.parameter(name).at(date).value

    def newest(self, name: str) -> Any:
        """The newest known value of `name`."""
        return self.parameter(name).values[-1].value

    def reference(self, name: str, date: dt.date) -> Article:
        """Where the rule behind the value in force on `date` stands; under a what-if, the article that it changes."""
        return self.parameter(name).at(date).cited

    def with_value(self, name: str, dated: Dated) -> Law:
        """This law with one more value of `name`, or another in place of the one of that day."""
        parameter = self.parameter(name)
        kept = [value for value in parameter.values if value.since != dated.since]
        changed = replace(parameter, values=tuple(sorted((*kept, dated), key=lambda value: value.since)))
        return replace(self, _read={name: changed}, _beneath=self)

    def assumed(self, names: Iterable[str]) -> int:
        """`UNSURE` where a what-if gives the newest value of any of `names`, else 0."""
        return max((UNSURE for name in names if name in self.files and self.parameter(name).values[-1].assumed), default=0)

    def weakest(self, names: Iterable[str], date: dt.date) -> int:
        """The weakest evidence mark among the values in force on `date`, as an index into `EVIDENCE`."""
        return max((self.parameter(name).at(date).evidence for name in names), default=0)

    @property
    def checked_on(self) -> dt.date:
        """The day on which the parameter checked longest ago was checked."""
        return min(self._checked_on(name) for name in self.names)

    def _checked_on(self, name: str) -> dt.date:
        """One file's `checked_on`, from its line alone: reading 85 whole files would take a third of a second."""
        line = _CHECKED_ON.search(self.files[name].read_text(encoding="utf-8")) if name in self.files else None
        return dt.date.fromisoformat(line[1]) if line else self.parameter(name).checked_on

    def problems(self) -> list[Problem]:
        """Every fault of every file; empty where the law is sound."""
        found: list[Problem] = []
        for name in self.names:
            try:
                self.parameter(name)
            except InputError as error:
                found.extend(error.problems)
        return found


@cache
def load_law(folder: Path = FOLDER) -> Law:
    """The law of a folder of parameter files; read once a process."""
    paths = {str(path.relative_to(folder).with_suffix("")).replace("/", ".").replace("\\", "."): path for path in folder.rglob("*.yaml")}
    if not paths:
        raise InputError(problem("law.no_files", file=str(folder)))
    return Law(folder, dict(sorted(paths.items())))


@cache
def law_sha256(folder: Path = FOLDER) -> str:
    """The hash of every parameter file by name and content: the law that a plan was made with."""
    made = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        made.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return made.hexdigest()


def read_parameter(name: str, path: Path, file: str) -> Parameter:
    """The parameter in `path`; InputError with all its faults. `file` is how messages name the file."""
    content = _yaml(path, file)
    found: list[Problem] = _key_problems(content, _KEYS, _KEYS, file, "")
    if found:
        raise InputError(found)
    read = _Reader(file, found)
    unit = content["unit"]
    if unit not in UNITS:
        found.append(problem("law.unknown_unit", file=file, column="unit", unit=str(unit), known=", ".join(UNITS)))
    description = read.description(content["description"])
    reference = read.reference(content["reference"], "reference")
    evidence = read.evidence(content["evidence"], "evidence")
    checked_on = read.value(day, content["checked_on"], "checked_on")
    values = read.values(content["values"], unit, reference, evidence)
    if found:
        raise InputError(found)
    return Parameter(name, description, unit, checked_on, values, file)


def _yaml(path: Path, file: str) -> dict[Any, Any]:
    """The mapping in a YAML file; repeated keys and broken YAML are named with their line."""
    try:
        parse = parse_own_yaml if path.is_relative_to(FOLDER) else parse_yaml
        content = parse(path.read_text(encoding="utf-8"))
    except (BadYaml, UnicodeDecodeError) as error:
        line = error.line if isinstance(error, BadYaml) else None
        raise InputError(problem("law.bad_yaml", file=file, row=line, what=" ".join(str(error).split())[:200])) from None
    if not isinstance(content, dict):
        raise InputError(problem("law.not_a_mapping", file=file))
    return content


def _key_problems(content: Mapping[Any, Any], allowed: Iterable[str], needed: Iterable[str], file: str, path: str) -> list[Problem]:
    """Unknown and missing keys of one mapping; `path` stands before the key."""
    known = ", ".join(allowed)
    unknown = [
        problem("law.unknown_key", file=file, column=f"{path}{key}", field=str(key), known=known) for key in content if key not in allowed
    ]
    missing = [problem("law.missing_key", file=file, column=f"{path}{key}", field=key) for key in needed if key not in content]
    return unknown + missing


@dataclass(frozen=True)
class _Reader:
    """Reads the parts of one file and collects what is wrong with them."""

    file: str
    found: list[Problem]

    def value(self, read: Any, value: Any, key: str) -> Any:
        """The value as `read` gives it; None and a problem where it refuses."""
        try:
            return read(value)
        except WrongValue as refused:
            wanted = problem(f"law.{refused.key}", **refused.params).message
            self.found.append(problem("law.wrong_value", file=self.file, column=key, value=str(value)[:60], wanted=wanted))
            return None

    def description(self, value: Any, key: str = "description") -> Mapping[str, str]:
        """`{vi, en}`."""
        if not isinstance(value, dict):
            self.value(_refuse_description, value, key)
            return {}
        self.found.extend(_key_problems(value, ("vi", "en"), ("vi", "en"), self.file, f"{key}."))
        return {lang: self.value(word, text, f"{key}.{lang}") for lang, text in value.items()}

    def reference(self, value: Any, key: str) -> Article:
        """`{title, href?}`."""
        if not isinstance(value, dict):
            self.value(_refuse_reference, value, key)
            return Article("")
        self.found.extend(_key_problems(value, ("title", "href"), ("title",), self.file, f"{key}."))
        title = self.value(word, value["title"], f"{key}.title") if "title" in value else ""
        href = self.value(word, value["href"], f"{key}.href") if "href" in value else None
        return Article(title or "", href)

    def evidence(self, value: Any, key: str) -> int:
        """An index into `EVIDENCE`."""
        if value in EVIDENCE:
            return EVIDENCE.index(value)
        self.found.append(problem("law.wrong_evidence", file=self.file, column=key, value=str(value), known=", ".join(EVIDENCE)))
        return len(EVIDENCE) - 1

    def values(self, content: Any, unit: Any, reference: Article, evidence: int) -> tuple[Dated, ...]:
        """The dated values, by date; a value may bring its own reference and evidence."""
        if not isinstance(content, dict) or not content:
            self.found.append(problem("law.no_dates", file=self.file, column="values"))
            return ()
        dated = [self._dated(since, item, unit, reference, evidence) for since, item in content.items()]
        return tuple(sorted((d for d in dated if d is not None), key=lambda d: d.since))

    def _dated(self, since: Any, item: Any, unit: Any, reference: Article, evidence: int) -> Dated | None:
        key = f"values.{since}"
        if not isinstance(since, dt.date) or isinstance(since, dt.datetime):
            self.found.append(problem("law.wrong_date", file=self.file, column=key, value=str(since)))
            return None
        value = item
        if isinstance(item, dict) and "value" in item:
            self.found.extend(_key_problems(item, _VALUE_KEYS, ("value",), self.file, f"{key}."))
            value = item["value"]
            reference = self.reference(item["reference"], f"{key}.reference") if "reference" in item else reference
            evidence = self.evidence(item["evidence"], f"{key}.evidence") if "evidence" in item else evidence
        if unit not in UNITS:
            return Dated(since, value, reference, evidence)
        value = self.value(UNITS[unit], value, key)
        others = item.get("other_readings", []) if isinstance(item, dict) and "value" in item else []
        return Dated(since, value, reference, evidence, self.readings(others, UNITS[unit], value, f"{key}.other_readings"))

    def readings(self, content: Any, read: Any, value: Any, key: str) -> tuple[OtherReading, ...]:
        """`[{value, says: {vi, en}}]`: values that the unit accepts and that differ from the value in force."""
        if not isinstance(content, list):
            self.value(_refuse_readings, content, key)
            return ()
        found = []
        for number, item in enumerate(content):
            here = f"{key}.{number}"
            if not isinstance(item, dict):
                self.value(_refuse_readings, item, here)
                continue
            faults = _key_problems(item, _READING_KEYS, _READING_KEYS, self.file, f"{here}.")
            self.found.extend(faults)
            if faults:
                continue
            other = self.value(read, item["value"], f"{here}.value")
            if other == value:
                self.found.append(problem("law.same_reading", file=self.file, column=f"{here}.value", value=str(other)[:60]))
            found.append(OtherReading(other, self.description(item["says"], f"{here}.says")))
        return tuple(found)


def _refuse_description(_: Any) -> Any:
    raise WrongValue("wanted_description")


def _refuse_reference(_: Any) -> Any:
    raise WrongValue("wanted_reference")


def _refuse_readings(_: Any) -> Any:
    raise WrongValue("wanted_readings")
