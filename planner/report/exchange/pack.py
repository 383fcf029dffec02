"""What stands in each unit's pack: its people now, what the plan decides for them, and what ties the pack to the plan."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.core.columns import ROSTER_BY_NAME
from planner.core.errors import InputError, problem
from planner.core.texts import half_of
from planner.core.vocabulary import EXIT_ROUTES
from planner.plan.plan import Run
from planner.plan.tables import people
from planner.plan.tables.labels import label
from planner.report.exchange.layout import SENT_COLUMNS, VERSION, digest
from planner.roster.corrections import column_texts
from planner.roster.values.text import clean_text

LONGEST_TEXT = 2_000
"""Characters of a fact that a pack shows; a longer one is sent cut, and is not compared unless it is changed."""


@dataclass(frozen=True)
class Pack:
    """One unit's pack.

    unit, name: of the roster, as it is before `reorganise`. file: a safe name. title: of the plan. people: the unit's
    people, the canonical columns of the roster. plan: row for row what is decided: [decision (words), leave_on
    (datetime64), to_unit, cost_vnd, legal_basis, plan_reason]. meta: what ties the pack to the plan; no other unit's
    data. digest: the fingerprint of all that was sent.
    """

    unit: str
    name: str
    file: str
    title: str
    people: pd.DataFrame
    plan: pd.DataFrame
    meta: dict[str, str]
    digest: str


def packs_of(run: Run, units: Sequence[str] = (), lang: str = "vi") -> list[Pack]:
    """A pack for each unit with people, or for those of `units`, in the units table's order.

    InputError where the run has no plan, or the roster has no such unit.
    """
    if run.decisions is None:
        raise InputError(problem("packs.no_plan", title=run.instance.scenario.title))
    table = run.instance.roster.units
    wanted = _wanted(list(table["unit"]), units)
    shown = people(run, lang)
    plan = pd.DataFrame(
        {
            "decision": _words(shown["decision"], lang),
            "leave_on": shown["leave_on"],
            "to_unit": shown["to_unit"],
            "cost_vnd": shown["cost_vnd"],
            "legal_basis": shown["legal_basis"],
            "plan_reason": shown["reason"],
        }
    )
    stays = shown["cost_vnd"].eq(0).to_numpy() & ~shown["decision"].isin([route.value for route in EXIT_ROUTES]).to_numpy()
    plan["cost_vnd"] = plan["cost_vnd"].astype("Int64").mask(stays)
    rows_of = run.instance.people.groupby("unit", sort=False).indices
    fingerprint = plan_fingerprint(run)
    made: list[Pack] = []
    for at, (unit, name) in enumerate(zip(table["unit"], table["name"], strict=True), 1):
        rows = rows_of.get(unit)
        if rows is None or unit not in wanted:
            continue
        mine = cut(run.instance.people.iloc[np.sort(rows)].reset_index(drop=True))
        meta = {
            "version": VERSION,
            "unit": str(unit),
            "plan": fingerprint,
            "roster": run.instance.roster.sha256,
            "snapshot_on": run.instance.scenario.snapshot_on.isoformat(),
            "lang": lang,
        }
        file = f"{at:03d}-{slug(str(unit))}.xlsx"
        made.append(
            Pack(
                str(unit),
                str(name),
                file,
                half_of(run.instance.scenario.title, lang),
                mine,
                plan.iloc[np.sort(rows)].reset_index(drop=True),
                meta,
                digest(meta, texts_of(mine)),
            )
        )
    return made


def plan_fingerprint(run: Run) -> str:
    """sha256 of who is decided how: the same plan gives the same, whatever files it was written to."""
    if run.decisions is None:
        raise ValueError("the run has no plan")
    decided = run.decisions[["employee_id", "decision", "period", "to_unit"]].astype(str).to_numpy().tolist()
    tied = [run.instance.loaded.sha256, run.instance.roster.sha256, decided]
    return hashlib.sha256(json.dumps(tied, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def cut(frame: pd.DataFrame) -> pd.DataFrame:
    """The people with texts no longer than a pack shows."""
    found = frame.copy()
    for name, column in ROSTER_BY_NAME.items():
        if column.kind in ("text", "list") and name in found and name != "employee_id":
            long = found[name].str.len().gt(LONGEST_TEXT).fillna(False).to_numpy(dtype=bool)
            if long.any():
                found.loc[long, name] = found.loc[long, name].map(lambda text: clean_text(text[:LONGEST_TEXT]))
    return found


def texts_of(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """The cells that are compared, as canonical texts: a tuple a person, in the order of `SENT_COLUMNS`."""
    columns = [column_texts(frame[name], ROSTER_BY_NAME[name]) for name in SENT_COLUMNS]
    return list(zip(*columns, strict=True)) if len(frame) else []


def slug(unit: str) -> str:
    """A unit's id as part of a file name: unaccented letters, digits, dashes; "unit" where nothing is left."""
    plain = unicodedata.normalize("NFKD", unit.replace("Đ", "D").replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40] or "unit"


def _words(decisions: pd.Series, lang: str) -> pd.Series:
    return decisions.map({word: label("decision", word, lang) for word in decisions.unique()})


def _wanted(known: list[str], units: Sequence[str]) -> set[str]:
    unknown = [unit for unit in units if unit not in known]
    if unknown:
        near = {unit: difflib.get_close_matches(unit, known, n=3, cutoff=0.4) for unit in unknown}
        raise InputError([problem("packs.unknown_unit", column="--unit", name=u, near=", ".join(near[u] or known[:5])) for u in unknown])
    return set(units or known)
