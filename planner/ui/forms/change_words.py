"""What differs between two scenarios, in the words of the forms: part, field, old and new value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from planner.core import texts
from planner.core.texts import has
from planner.scenario.requirement_kinds import KINDS, Counts, Dim, Kind, ShareOf, requirement_at
from planner.ui.forms.fields import BILLION
from planner.ui.forms.pickers import group_word
from planner.ui.session import drafts, state
from planner.ui.session.words import day, heading, of, t, titled, value

Path = tuple[str, ...]
FIELDS = {
    "": {"roster": "provenance_roster", "corrections": "change_corrections"},
    "targets": {
        "title": "form_title", "description": "form_description", "snapshot_on": "form_snapshot_on", "decided_on": "form_decided_on",
        "reorganised_on": "form_reorganised_on", "periods": "form_periods", "reduction.of": "form_reduction_of",
    },
    "structure": {"reorganise": "form_structure"},
    "people": {"redeploy.allowed": "form_redeploy", "deputies_grace": "form_deputies_grace"},
    "money": {"routes": "form_routes", "regime": "form_regime"},
    "goal": {
        "law": "form_law", "solver.time_limit_s": "form_time_limit", "solver.relative_gap": "form_relative_gap", "solver.seed": "form_seed",
        "merit.award": "merit_award", "merit.award_cap": "merit_award_cap",
    },
}  # fmt: skip
"""Part of the Scenario page, the keys in it that are no requirement, and the text that calls each so."""
SHARES = {"relative_tolerance", *(kind.key[-1] for kind in KINDS if kind.share_of is not ShareOf.NUMBER)}
MONEY = {kind.key[0] for kind in KINDS if kind.counts is Counts.VND and kind.form == "money"}
LONGEST = 90


def said_changes(changes: Sequence[tuple[Path, Any, Any]]) -> Iterator[str]:
    """Changes (steps of the key path, old value, new value; as `draft.shown_changes`) as lines: part, field, old → new."""
    for path, old, new in changes:
        name = field_said(path)
        if isinstance(old, list) or isinstance(new, list):
            yield f"{name}: {_listed(path, old or [], new or [])}"
        else:
            yield f"{name}: {_short(_value(path, old))} → {_short(_value(path, new))}"


def field_said(path: Path) -> str:
    """What the forms call a key path, with the part of the Scenario page that it stands in; the path itself where no form names it."""
    part, field = _field(path)
    return (f"{t(f'scenario_part_{part}')} · " if part else "") + field


def field_shown(path: str) -> str:
    """As `field_said`, of a key path as messages show it."""
    return field_said(tuple(path.split(".")))


def in_field(path: Path, entry: Any) -> str:
    """A value as the field of a key path shows it: shares in per cent, money in billions of đồng, codes as words."""
    return _value(path, entry)


def _field(path: Path) -> tuple[str, str]:
    """(part of the page, what the forms call a key path; the path itself where no form names it)."""
    dotted = ".".join(path)
    for part, fields in FIELDS.items():
        if dotted in fields:
            return part, t(fields[dotted])
    if path[0] in ("objective", "merit"):
        return "goal", t(f"weight_{path[1]}") if path[0] == "objective" else value("rating_1", path[1])
    if found := requirement_at(path):
        return found[0].form, _requirement(*found)
    if path[0] == "periods" and len(path) > 2:
        return "targets", f"{path[1]} · {t('form_period_name') if path[2] == 'name' else heading(path[2])}"
    if path[0] == "units":
        return "units", path[2] if path[1:2] == ("by_unit",) and len(path) > 2 else t("form_units")
    return "", dotted


def _requirement(kind: Kind, about: dict[Dim, str]) -> str:
    """What the forms call the number of a requirement: of one unit, group or route as `name · heading of the column`."""
    from planner.plan.tables.labels import word_of

    if not about or not has(f"requirement.{kind.name}.column"):
        return of(kind, "form", **about)
    words = [word_of(dim, name) for dim, name in about.items()]
    return " · ".join([*(w if isinstance(w, str) else w.render(state.lang()) for w in words), of(kind, "column")])


def _listed(path: Path, old: list[Any], new: list[Any]) -> str:
    """What came into a list and what went out of it; both lists where only the order differs."""
    before, after = [_entry(path, e) for e in old], [_entry(path, e) for e in new]
    steps = [f"+ {e}" for e in after if e not in before] + [f"− {e}" for e in before if e not in after]
    return _short("; ".join(steps) if steps else f"{', '.join(before)} → {', '.join(after)}")


def _entry(path: Path, entry: Any) -> str:
    if path == ("reorganise",) and isinstance(entry, dict):
        return said(entry)
    if isinstance(entry, dict):
        return " · ".join(_value((*path, key), inner) for key, inner in entry.items())
    return _value(path, entry)


def _value(path: Path, entry: Any) -> str:
    """One value in words; a dash where there is none."""
    if entry is None:
        return "–"
    if isinstance(entry, bool):
        return texts.text("words.yes" if entry else "words.no", state.lang())
    if isinstance(entry, dt.date):
        return day(entry)
    if isinstance(entry, int | float):
        scaled = drafts.as_percent(entry) if path[-1] in SHARES else entry / BILLION if path[0] in MONEY else entry
        return _number(scaled or 0)
    return titled(entry) if path == ("title",) else _coded(path, str(entry))


def _number(number: float) -> str:
    """With as many decimals as it has: a weight may be 0.0005."""
    return texts.number(number, state.lang(), len(f"{number:.8f}".rstrip("0").partition(".")[2]))


def _coded(path: Path, code: str) -> str:
    """The word of a code; any other text as it is."""
    words: dict[str, Callable[[str], str]] = {
        "routes": lambda c: value("decision", c), "regime": lambda c: t("form_regime_auto") if c == "auto" else value("regime", c),
        "reduction.of": lambda c: t(f"form_of_{c}"), "deputies": lambda c: t(f"form_deputies_{c}"), "keep.positions.level": lambda c: value("position_level", c),
        "keep.positions.per": lambda c: t(f"form_per_{c}"), "tiers.minimise": lambda c: t(f"goal_{c}"), "tiers.maximise": lambda c: t(f"goal_{c}"), "fairness.by": _fair,
    }  # fmt: skip
    return words[".".join(path)](code) if ".".join(path) in words else code


def _fair(code: str) -> str:
    return group_word(code)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def said(step: dict[str, Any]) -> str:
    """A step in a sentence."""
    if step.get("merge"):
        into = step.get("into") or {}
        return t("step_rename" if len(step["merge"]) == 1 else "step_merge", units=", ".join(map(str, step["merge"])), unit=into.get("unit", "?"), name=into.get("name", "?"))
    if step.get("dissolve"):
        return t("step_dissolve", unit=step["dissolve"], heirs=", ".join(map(str, step.get("people_to") or [])))
    who = step.get("move") or {}
    return t("step_move", people=", ".join(map(str, who.get("people") or [])), unit=who.get("to", "?"))
