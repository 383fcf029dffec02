"""What differs between two scenarios, in the words of the forms: part, field, old and new value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from planner.core import texts
from planner.core.columns import SECONDMENTS
from planner.ui.forms.fields import BILLION
from planner.ui.forms.pickers import group_word
from planner.ui.session import draft as drafts
from planner.ui.session import state
from planner.ui.session.words import day, heading, t, titled, value

PARTS = {
    **dict.fromkeys(("title", "description", "snapshot_on", "decided_on", "reorganised_on", "periods", "reduction"), "targets"),
    "units": "units",
    "reorganise": "structure",
    **dict.fromkeys(("keep", "deputies", "redeploy", "stay_close", "fairness"), "people"),
    **dict.fromkeys(("budget", "routes", "regime", "by_route", "secondment"), "money"),
    **dict.fromkeys(("merit", "objective", "tiers", "law", "solver"), "goal"),
}
"""The part of the Scenario page in which a key of the scenario stands."""
FIELDS = {
    "title": "form_title", "description": "form_description", "snapshot_on": "form_snapshot_on", "decided_on": "form_decided_on",
    "reorganised_on": "form_reorganised_on", "roster": "provenance_roster", "corrections": "change_corrections", "periods": "form_periods", "reduction.of": "form_reduction_of",
    "units.default.reduction_at_least": "form_unit_at_least", "units.default.reduction_at_most": "form_unit_at_most", "units.default.minimum_headcount": "form_unit_minimum",
    "reorganise": "form_structure", "keep.key_roles": "form_key_roles", "keep.people": "form_keep_people", "keep.skills": "form_skill", "keep.positions": "change_positions",
    "keep.succession": "change_succession", "deputies": "form_deputies", "redeploy.allowed": "form_redeploy", "redeploy.at_most_per_unit": "form_redeploy_most",
    "stay_close": "form_stay_close", "fairness": "form_fairness", "budget.total_vnd": "form_budget_total", "routes": "form_routes", "regime": "form_regime",
    "tiers": "form_tiers", "law": "form_law", "solver.time_limit_s": "form_time_limit", "solver.relative_gap": "form_relative_gap", "solver.seed": "form_seed",
    "merit.award": "merit_award", "merit.award_cap": "merit_award_cap",
}  # fmt: skip
"""A key path and the text that calls it so in the forms."""
LIMITS = {
    "reduction_at_least": "form_at_least", "reduction_at_most": "form_at_most", "minimum_headcount": "form_unit_minimum_short",
    "at_least": "form_people_at_least", "at_most": "form_people_at_most",
}  # fmt: skip
SHARES = ("reduction_at_least", "reduction_at_most", "relative_tolerance")
LONGEST = 90


def said_changes(changes: Sequence[tuple[str, Any, Any]]) -> Iterator[str]:
    """Changes (key path, old value, new value; as `draft.shown_changes`) as lines: part, field, old → new."""
    for path, old, new in changes:
        part = PARTS.get(path.partition(".")[0])
        name = (f"{t(f'scenario_part_{part}')} · " if part else "") + _field(path)
        if isinstance(old, list) or isinstance(new, list):
            yield f"{name}: {_listed(path, old or [], new or [])}"
        else:
            yield f"{name}: {_short(_value(path, old))} → {_short(_value(path, new))}"


def _field(path: str) -> str:
    """What the forms call a key path; the path itself where no form names it."""
    if path in FIELDS:
        return t(FIELDS[path])
    head, _, rest = path.partition(".")
    if head == "objective":
        return t(f"weight_{rest}")
    if head == "merit":
        return value("rating_1", rest)
    middle, _, last = rest.rpartition(".")
    if head == "periods" and last:
        if last == "reduction_at_least":
            return t("form_target_by", period=middle)
        return f"{middle} · {_of_period(last)}"
    if path.startswith("budget.by_period."):
        return t("form_budget_period", period=path.removeprefix("budget.by_period."))
    if last in LIMITS:
        return f"{_group(head, middle)} · {t(LIMITS[last])}"
    return path


def _of_period(key: str) -> str:
    return t(LIMITS[key]) if key in LIMITS else t("form_period_name") if key == "name" else heading(key)


def _group(head: str, name: str) -> str:
    """Whom a limit is about: a unit, a category, a kind of unit, a route, a place of secondment."""
    kind, _, code = name.partition(".")
    if head == "reduction":
        return value("category" if kind == "by_category" else "kind", code)
    if head == "by_route":
        return value("decision", name)
    if head == "secondment":
        return value("decision", SECONDMENTS[name]) if name in SECONDMENTS else name
    return code or name


def _listed(path: str, old: list[Any], new: list[Any]) -> str:
    """What came into a list and what went out of it; both lists where only the order differs."""
    before, after = [_entry(path, e) for e in old], [_entry(path, e) for e in new]
    steps = [f"+ {e}" for e in after if e not in before] + [f"− {e}" for e in before if e not in after]
    return _short("; ".join(steps) if steps else f"{', '.join(before)} → {', '.join(after)}")


def _entry(path: str, entry: Any) -> str:
    if path == "reorganise" and isinstance(entry, dict):
        return said(entry)
    if isinstance(entry, dict):
        return " · ".join(_value(f"{path}.{key}", inner) for key, inner in entry.items())
    return _value(path, entry)


def _value(path: str, entry: Any) -> str:
    """One value in words; a dash where there is none."""
    last = path.rpartition(".")[2]
    if entry is None:
        return "–"
    if isinstance(entry, bool):
        return texts.text("words.yes" if entry else "words.no", state.lang())
    if isinstance(entry, dt.date):
        return day(entry)
    if isinstance(entry, int | float):
        scaled = drafts.as_percent(entry) if last in SHARES else entry / BILLION if path.startswith("budget.") else entry
        return _number(scaled or 0)
    return titled(entry) if path == "title" else _coded(path, str(entry))


def _number(number: float) -> str:
    """With as many decimals as it has: a weight may be 0.0005."""
    return texts.number(number, state.lang(), len(f"{number:.8f}".rstrip("0").partition(".")[2]))


def _coded(path: str, code: str) -> str:
    """The word of a code; any other text as it is."""
    words: dict[str, Callable[[str], str]] = {
        "routes": lambda c: value("decision", c), "regime": lambda c: t("form_regime_auto") if c == "auto" else value("regime", c),
        "reduction.of": lambda c: t(f"form_of_{c}"), "deputies": lambda c: t(f"form_deputies_{c}"), "keep.positions.level": lambda c: value("position_level", c),
        "keep.positions.per": lambda c: t(f"form_per_{c}"), "tiers.minimise": lambda c: t(f"goal_{c}"), "tiers.maximise": lambda c: t(f"goal_{c}"), "fairness.by": _fair,
    }  # fmt: skip
    return words[path](code) if path in words else code


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
