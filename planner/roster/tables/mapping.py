"""What a user chose for headings that the schema does not know, kept for the next file.

A mapping is a small YAML beside the roster (`NAME.mapping.yaml`) or named by the user:

    headings: {"Màu mắt": ignore, "Quá trình BHXH": si_months in years}
    only_in: {VKH: {"Mã CC": employee_id}}

`only_in` holds what counts for one unit only: its keys are names of sheets, or of files without their ending. A heading
in several rows is written with " / " between its parts.
"""

from __future__ import annotations

import difflib
import json
import textwrap
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from planner.core.columns import ROSTER
from planner.core.errors import InputError, Problem, problem
from planner.core.guard.ordinary import TooLarge, read_ordinary
from planner.core.guard.yaml_reader import read_harmless
from planner.core.strict_yaml import BadYaml
from planner.core.texts import text
from planner.roster.tables.headings import IGNORE, heading_key
from planner.roster.tables.unknown_headings import UnknownHeading
from planner.roster.values.text import clean_text, fold

ENDING = ".mapping.yaml"
_MAX_BYTES = 2**20


@dataclass(frozen=True)
class Mapping:
    """What a user chose: `headings` for every sheet, `only_in` for the sheet or file of that name. Values are targets."""

    headings: dict[str, str] = field(default_factory=dict)
    only_in: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, file: str, sheet: str | None) -> dict[str, str]:
        """The choices for one table by `path_key`: the sheet's own before its file's before those for every sheet."""
        chosen = {heading_key(h): target for h, target in self.headings.items()}
        places = {fold(place): choices for place, choices in self.only_in.items()}
        for place in (PurePath(file).stem, sheet):
            if place:
                chosen |= {heading_key(h): target for h, target in places.get(fold(place), {}).items()}
        return chosen

    def __bool__(self) -> bool:
        return bool(self.headings or any(self.only_in.values()))


def targets() -> list[str]:
    """What a heading may be mapped to: every column (durations also in years or months), then `ignore`."""
    words = []
    for column in ROSTER:
        words += [column.name] + ([f"{column.name} in years", f"{column.name} in months"] if column.kind == "months" else [])
    return [*words, IGNORE]


def mapping_beside(roster: str | Path) -> Path:
    """`NAME.mapping.yaml` beside the roster `NAME.xlsx`, `NAME.csv` or the folder `NAME`."""
    roster = Path(roster)
    stem = roster.name if roster.is_dir() else roster.stem
    return roster.resolve().parent / (stem + ENDING)


def read_mapping(path: str | Path) -> Mapping:
    """The mapping of a file. InputError with every fault: unknown keys, headings that repeat, unknown columns."""
    path = Path(path)
    try:
        written = read_ordinary(path, _MAX_BYTES).decode("utf-8-sig")
        content = read_harmless(written)
    except TooLarge:
        raise InputError(problem("roster.mapping_form", file=path.name)) from None
    except OSError:
        raise InputError(problem("roster.file_missing", file=path.name)) from None
    except (BadYaml, UnicodeDecodeError) as error:
        line = error.line if isinstance(error, BadYaml) else None
        raise InputError(problem("roster.mapping_yaml", file=path.name, row=line)) from None
    faults: list[Problem] = []
    mapping = _taken({} if content is None else content, path.name, faults)
    if faults:
        raise InputError(faults)
    return mapping


def write_mapping(path: str | Path, choices: Mapping | MappingOf[Any, str], known: Mapping | None = None) -> Mapping:
    """Adds choices to the mapping at `path` (or to `known`) and writes it whole; what it holds then.

    choices: a `Mapping`, or {heading: target} for every sheet, or {(sheet or file, heading): target} for one. A choice
    replaces an earlier one for the same heading. InputError where a target is no column, or the file cannot be written.
    """
    from ruamel.yaml import YAML

    from planner.core.files import atomic_path
    from planner.core.system_errors import problem_of_any

    path = Path(path)
    if known is None:
        known = read_mapping(path) if path.exists() else Mapping()
    added = choices if isinstance(choices, Mapping) else _sorted_out(choices)
    headings = _merged(known.headings, added.headings)
    only_in = {place: dict(chosen) for place, chosen in known.only_in.items()}
    for place, chosen in added.only_in.items():
        same = next((p for p in only_in if fold(p) == fold(place)), place)
        only_in[same] = _merged(only_in.get(same, {}), chosen)
    content: dict[str, Any] = {"headings": headings, "only_in": only_in}
    faults: list[Problem] = []
    mapping = _taken(content, path.name, faults)
    if faults:
        raise InputError(faults)
    yaml = YAML()
    yaml.allow_unicode, yaml.default_flow_style = True, False
    try:
        with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8") as out:
            yaml.dump({name: part for name, part in content.items() if part}, out)
    except OSError as error:
        raise InputError(problem_of_any(error)) from None
    return mapping


def to_fill_in(unknown: Sequence[UnknownHeading], known: Mapping, lang: str) -> str:
    """A mapping as YAML with a line for each heading that nothing is known of, its value left open, and what `known` holds.

    Above each stand what is below it in the file and what it may mean; a line without a value chooses nothing.
    """
    lines = ["# " + text("roster.mapping_how", lang), *_wrapped(targets()), "headings:"]
    lines += [f"  {_quoted(heading)}: {target}" for heading, target in known.headings.items()]
    seen = set(map(heading_key, known.headings))
    for found in unknown:
        if heading_key(found.heading) in seen:
            continue
        seen.add(heading_key(found.heading))
        said = {"examples": "; ".join(found.examples) or "–", "like": ", ".join(found.suggestions) or "–"}
        lines += ["  # " + clean_text(text("roster.mapping_line", lang, **said)), f"  {_quoted(found.heading)}:"]
    if any(known.only_in.values()):
        lines.append("only_in:")
        for place, chosen in known.only_in.items():
            lines += [f"  {_quoted(place)}:", *(f"    {_quoted(heading)}: {target}" for heading, target in chosen.items())]
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _wrapped(words: Sequence[str]) -> list[str]:
    return ["#   " + line for line in textwrap.wrap(", ".join(words), 110, break_on_hyphens=False)]


def _sorted_out(choices: MappingOf[Any, str]) -> Mapping:
    headings: dict[str, str] = {}
    only_in: dict[str, dict[str, str]] = {}
    for key, target in choices.items():
        if isinstance(key, str):
            headings[key] = target
        else:
            place, heading = key
            only_in.setdefault(str(place), {})[heading] = target
    return Mapping(headings, only_in)


def _merged(old: MappingOf[str, str], new: MappingOf[str, str]) -> dict[str, str]:
    replaced = {heading_key(heading) for heading in new}
    return {**{h: t for h, t in old.items() if heading_key(h) not in replaced}, **new}


def _taken(content: Any, file: str, faults: list[Problem]) -> Mapping:
    """The mapping of parsed YAML; what is wrong with it goes to `faults`."""
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        faults.append(problem("roster.mapping_form", file=file))
        return Mapping()
    for key in content:
        if key not in ("headings", "only_in"):
            faults.append(problem("roster.mapping_key", file=file, column=key[:80]))
    headings = _choices(content.get("headings") or {}, file, "headings", faults)
    only_in: dict[str, dict[str, str]] = {}
    places = content.get("only_in") or {}
    if not isinstance(places, dict):
        faults.append(problem("roster.mapping_form", file=file, column="only_in"))
        places = {}
    for place, choices in places.items():
        only_in[str(place)] = _choices(choices or {}, file, f"only_in.{place}", faults)
    return Mapping(headings, only_in)


def _choices(choices: Any, file: str, where: str, faults: list[Problem]) -> dict[str, str]:
    if not isinstance(choices, dict):
        faults.append(problem("roster.mapping_form", file=file, column=where))
        return {}
    known, seen, out = set(targets()), set(), {}
    for heading, target in choices.items():
        place = f"{where}.{str(heading)[:80]}"
        if target is None:  # a line that is still to be filled in
            continue
        if heading_key(str(heading)) in seen:
            faults.append(problem("roster.mapping_twice", file=file, column=place))
        elif not isinstance(target, str) or target not in known:
            like = difflib.get_close_matches(str(target), known, 1)
            faults.append(
                problem("roster.mapping_target", file=file, column=place, target=str(target)[:80], like=(like or ["employee_id"])[0])
            )
        seen.add(heading_key(str(heading)))
        out[str(heading)] = target
    return out
