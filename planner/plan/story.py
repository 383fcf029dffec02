"""What a plan was asked against the plan before it, and what came of it, in one sentence; and what a plan is called.

The question is the difference of two scenarios (mappings, as a file holds them) and of what was decided for single people; the
outcome is the difference of the two plans by unit and by cost. Texts: `story.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import pandas as pd

from planner.core.texts import has, number, percent, text
from planner.scenario.parts.workload import BY_WORKLOAD
from planner.scenario.paths import differences, get
from planner.scenario.requirement_kinds import Counts, ShareOf, requirement_at

BY_UNIT = ("units", "by_unit")
NOT_ASKED = frozenset({"roster", "corrections", "title", "description"})
"""Keys that say what files and papers are called, and change no plan."""
MOST_UNITS = 3
MOST_SAID = 4
BILLION, MILLION = 1_000_000_000, 1_000_000
_UNIT = re.compile(r"\s*\([^()]*\)$")
"""What a field's name says of its unit: the numbers say it themselves."""
DUST = 1e-6
"""What a share rounded to eight places can be off, in people."""


@dataclass(frozen=True)
class Told:
    """One of two plans. scenario: as a file holds it. locks: employee id to `keep` or `leave`. units: `tables.by_unit`, None where nothing
    was decided. summary: the mapping of `plan.json`.
    people: names of those who are decided one by one, by employee id."""

    scenario: Mapping[str, Any]
    locks: Mapping[str, str]
    units: pd.DataFrame | None
    summary: Mapping[str, Any]
    people: Mapping[str, str] = field(default_factory=dict)


def story(before: Told | None, now: Told, lang: str) -> str:
    """The sentence. before: the plan that was shown before it; None where there is none, or it is of other people."""
    question, outcome = halves(before, now, lang)
    return f"{question}: {outcome}" if question else outcome


def halves(before: Told | None, now: Told, lang: str) -> tuple[str, str]:
    """The two halves of the sentence, each for a line of its own: what was asked ("" of a first plan), and what came of it."""
    people = now.summary.get("headcount")
    if before is None:
        if not people:
            return "", text("story.impossible", lang).capitalize()
        return "", text("story.first", lang, leavers=people["leavers"], people=people["baseline"], involuntary=now.summary["involuntary"])
    said, units = asked(before, now, lang)
    question = _capital("; ".join(said) if said else text("story.same", lang))
    return question, "; ".join(came(before, now, units, lang))


def asked(before: Told, now: Told, lang: str) -> tuple[list[str], frozenset[str]]:
    """(what was asked otherwise, one phrase each; the units that it is about)."""
    old, new = dict(before.scenario), dict(now.scenario)
    said: list[str] = []
    targets = _target(old), _target(new)
    if targets[0] != targets[1]:
        said.append(text("story.target", lang, old=_share(targets[0], lang), new=_share(targets[1], lang)))
    bounds = get(old, BY_UNIT, {}) or {}, get(new, BY_UNIT, {}) or {}
    units = [unit for unit in dict.fromkeys([*bounds[0], *bounds[1]]) if bounds[0].get(unit) != bounds[1].get(unit)]
    said += [_of_unit(unit, bounds[0].get(unit) or {}, bounds[1].get(unit) or {}, before.units, lang) for unit in units]
    said += _of_people(_decided(old, before.locks), _decided(new, now.locks), {**before.people, **now.people}, lang)
    numbers, others = _others(old, new, lang)
    said += numbers
    money = get(old, ("budget", "total_vnd")), get(new, ("budget", "total_vnd"))
    if money[0] != money[1]:
        said.append(text("story.budget", lang, old=amount(money[0], lang), new=amount(money[1], lang)))
    if len(said) > MOST_SAID:
        said, others = said[: MOST_SAID - 1], others + len(said) - MOST_SAID + 1
    if others:
        said.append(text("story.others", lang, n=others))
    return said, frozenset(units)


def came(before: Told, now: Told, asked_units: Iterable[str], lang: str) -> list[str]:
    """What came of it: the units that lose more or fewer people, those that were not asked about first told, and the cost."""
    if now.units is None:
        return [text("story.impossible", lang)]
    if before.units is None:
        people = now.summary["headcount"]
        return [text("story.first", lang, leavers=people["leavers"], people=people["baseline"], involuntary=now.summary["involuntary"])]
    changed = unit_changes(before.units, now.units)
    others = changed[~changed["unit"].isin(list(asked_units))]
    said = [
        text("story.unit_more" if n > 0 else "story.unit_fewer", lang, unit=unit, n=abs(n))
        for unit, n in others[["unit", "change"]].head(MOST_UNITS).itertuples(index=False)
    ]
    if len(others) > MOST_UNITS:
        said.append(text("story.units_others", lang, n=len(others) - MOST_UNITS))
    if not len(changed):
        said.append(text("story.nothing", lang))
    difference = int(now.summary["cost_vnd"]) - int(before.summary["cost_vnd"])
    way = "cost_up" if difference > 0 else "cost_down" if difference < 0 else "cost_same"
    return [*said, text(f"story.{way}", lang, amount=amount(abs(difference), lang))]


def unit_changes(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The units of which more or fewer people leave than in an earlier plan: [unit, name, change (int64, leavers more)], the largest change first.

    before, now: `tables.by_unit`. A unit that only one of them knows is left out: it was reorganised and not decided otherwise.
    """
    both = now[["unit", "name", "leavers"]].merge(before[["unit", "leavers"]], on="unit", suffixes=("", "_before"))
    both["change"] = both["leavers"].astype("int64") - both["leavers_before"].astype("int64")
    changed = both[both["change"] != 0]
    return changed.iloc[(-changed["change"].abs()).argsort(kind="stable")][["unit", "name", "change"]].reset_index(drop=True)


def called(base: Mapping[str, Any], scenario: Mapping[str, Any], locks: Mapping[str, str], lang: str) -> str:
    """What a plan is called, for what it asks: its target, and how it differs from the scenario that was opened ("20% · VPC giữ 30")."""
    old, new = dict(base), dict(scenario)
    parts = [_share(_target(new), lang)] if _target(new) is not None else []
    bounds = get(old, BY_UNIT, {}) or {}, get(new, BY_UNIT, {}) or {}
    units = [unit for unit in bounds[1] if bounds[0].get(unit) != bounds[1].get(unit)]
    for unit in units:
        own = bounds[1][unit] or {}
        if own.get("minimum_headcount") is not None:
            kept = own["minimum_headcount"]
            parts.append(text("story.name_keeps_work", lang, unit=unit) if kept == BY_WORKLOAD else text("story.name_keeps", lang, unit=unit, n=kept))
        elif own.get("reduction_at_least") is not None:
            parts.append(f"{unit} ≥{_share(own['reduction_at_least'], lang)}")
        else:
            parts.append(f"{unit} ≤{_share(own.get('reduction_at_most'), lang)}")
    decided = list(_decided(new, locks).values())
    begun = list(_decided(old, {}).values())
    for lock, name in (("keep", "name_kept"), ("leave", "name_left")):
        if decided.count(lock) > begun.count(lock):
            parts.append(text(f"story.{name}", lang, n=decided.count(lock) - begun.count(lock)))
    numbers, count = _others(old, new, lang)
    others = len(numbers) + count
    if others:
        parts.append(text("story.name_others", lang, n=others))
    shown = parts[:MOST_SAID]
    return " · ".join([*shown, f"+{len(parts) - MOST_SAID}"] if len(parts) > MOST_SAID else shown)


def amount(vnd: float | int | None, lang: str) -> str:
    """Money short enough for a sentence: billions of đồng with one decimal, smaller sums in millions; a dash for none."""
    if vnd is None:
        return "–"
    if abs(vnd) >= BILLION:
        return text("story.billions", lang, amount=number(vnd / BILLION, lang, 1))
    return text("story.millions", lang, amount=number(vnd / MILLION, lang, 0))


def _of_unit(unit: str, old: Mapping[str, Any], new: Mapping[str, Any], units: pd.DataFrame | None, lang: str) -> str:
    row = None if units is None else next(iter(units[units["unit"].eq(unit)].to_dict("records")), None)
    name = unit if row is None else str(row["name"])
    least, share = new.get("minimum_headcount"), new.get("reduction_at_least")
    if least == BY_WORKLOAD != old.get("minimum_headcount"):
        return text("story.keeps_work", lang, unit=name)
    if least is not None and least != old.get("minimum_headcount"):
        more = 0 if row is None else least - int(row["after"])
        return text("story.keeps_more", lang, unit=name, n=more) if more > 0 else text("story.keeps", lang, unit=name, n=least)
    if share is not None and share != old.get("reduction_at_least") and row is not None:
        wanted = ceil(share * int(row["before"]) - DUST)
        more = wanted - (int(row["before"]) - int(row["after"]))
        return text("story.releases_more" if more > 0 else "story.releases", lang, unit=name, n=more if more > 0 else wanted)
    return text("story.limits", lang, unit=name)


def _of_people(old: Mapping[str, str], new: Mapping[str, str], names: Mapping[str, str], lang: str) -> list[str]:
    said = []
    for lock in ("keep", "leave", "free"):
        who = [p for p in dict.fromkeys([*new, *old]) if new.get(p, "free") == lock and old.get(p, "free") != lock]
        if len(who) == 1:
            said.append(text(f"story.person_{lock}", lang, person=names.get(who[0], who[0])))
        elif who:
            said.append(text(f"story.people_{lock}", lang, n=len(who)))
    return said


def _decided(scenario: Mapping[str, Any], locks: Mapping[str, str]) -> dict[str, str]:
    """Everybody who is decided by name, by the scenario or in the session: employee id to `keep` or `leave`."""
    return {**dict.fromkeys(map(str, get(dict(scenario), ("keep", "people"), []) or []), "keep"), **locks}


def _others(old: dict[str, Any], new: dict[str, Any], lang: str) -> tuple[list[str], int]:
    """What differs and no other phrase tells: (limits by their numbers, one phrase each; how many keys besides)."""
    last = len(new.get("periods") or []) - 1
    numbers, count = [], 0
    for path, was, now in differences(old, new, parts=True):
        steps = tuple(map(str, path))
        is_target = steps[0] == "periods" and steps[-1] == "reduction_at_least" and last >= 0
        is_told = steps[:2] == BY_UNIT or steps[:2] in (("keep", "people"), ("budget", "total_vnd")) or is_target and _is_last(steps, new)
        if is_told or steps[0] in NOT_ASKED:
            continue
        phrase = _number(steps, was, now, lang)
        numbers += [phrase] if phrase else []
        count += not phrase
    return numbers, count


def _number(steps: tuple[str, ...], was: Any, now: Any, lang: str) -> str:
    """A limit that has another number, in the words of the forms; "" for anything else."""
    found = requirement_at(steps)
    if found is None or any(isinstance(n, bool) or not isinstance(n, int | float | None) for n in (was, now)):
        return ""
    kind, about = found
    names = {dim.value: name for dim, name in about.items()}
    column = f"requirement.{kind.name}.column"
    called = " · ".join([*names.values(), text(column, lang)]) if names and has(column) else text(f"requirement.{kind.name}.form", lang, **names)
    said = [_share(n, lang) if kind.share_of is not ShareOf.NUMBER else amount(n, lang) if kind.counts is Counts.VND else _plain(n, lang) for n in (was, now)]
    return text("story.number", lang, what=_UNIT.sub("", called), old=said[0], new=said[1])


def _plain(n: float | None, lang: str) -> str:
    return "–" if n is None else number(n, lang, None if isinstance(n, float) else 0)


def _is_last(steps: tuple[str, ...], new: dict[str, Any]) -> bool:
    return len(steps) > 1 and steps[1] == str((new.get("periods") or [{}])[-1].get("name"))


def _target(scenario: Mapping[str, Any]) -> float | None:
    periods = scenario.get("periods") or []
    return periods[-1].get("reduction_at_least") if periods else None


def _share(share: float | None, lang: str) -> str:
    return "–" if share is None else percent(share, lang, 0 if round(share * 100, 6).is_integer() else 1)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
