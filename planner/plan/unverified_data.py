"""The verification queue: which values should be confirmed, those first on which the outcome of a person hangs.

Where another reading of a value is known (31 December for a date of which only the year is known), the law is asked
again with it: which routes would open or close, what the decided exit would cost, whether it would still be lawful.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import ROSTER, ROSTER_BY_NAME
from planner.core.texts import text
from planner.core.value_text import value_text
from planner.core.vocabulary import DECISIONS
from planner.roster.people.field_status import ASSUMED, OF_A_SHEET, STATUSES, DoubtfulField
from planner.roster.people.frame import Roster

if TYPE_CHECKING:
    from planner.instance.options import Options
    from planner.plan.plan import Run

COLUMNS = (
    "employee_id", "full_name", "unit", "column", "heading", "status", "value", "other", "why", "effect", "change",
    "difference_vnd", "people", "file", "sheet", "row", "label",
)  # fmt: skip
EFFECTS = ("decision", "money", "routes", "counted", "", "none")
"""From what matters most to what does not: the decision falls; its money changes; other routes open, close or cost
otherwise; whether the person counts at all; not known; nothing changes."""
_AS_A_PERSON = frozenset({"same_person", "same_person_turned", "id_nearly_twice", "list_twice", "name_of_example", "row_hidden", "note_away", "row_struck"})
_GONE = frozenset({"note_away", "row_struck", "name_of_example"})
"""What says that a person no longer counts: the other reading is that the row goes."""
_WITH_ANOTHER = frozenset({"date_year_only", "date_month_only", "sex_unlike_name", "pay_small", "hazard_too_long", "coefficient_differs", "over_frame_too_soon"})
_ROUTES_SHOWN = 4


@dataclass(frozen=True)
class _Effect:
    kind: str
    change: str
    difference: int | None = None


def verification_queue(roster: Roster, run: Run | None = None, lang: str = "vi") -> pd.DataFrame:
    """A row for each value to confirm, what matters most first.

    [employee_id, full_name, unit, column, heading, status (`assumed` or `doubtful`), value and other (the other reading,
    "" where none is known), why, effect (see `EFFECTS`; "" before a plan), change (in `lang`), difference_vnd (other less
    own money of the decided exit, <NA> where not computed), people, file, sheet, row, label (the place; "" and <NA> where
    not known)]. A column that sheets lack is one row for all its people, and so is a doubt about a whole sheet: employee_id "",
    people > 1. Where a person may no longer count, other says so in words.
    `run` is a run on this roster, with or without a plan; without it nothing is recomputed. Empty without a status.
    """
    if roster.status is None:
        return _frame([])
    sheets, doubts = _of_sheets(roster.status.doubts)
    others = [other_reading(doubt, roster.people) for doubt in doubts]
    effects = [_Effect("", "")] * len(doubts) if run is None else _effects(run, doubts, others, lang)
    frame = _frame([*_rows(roster, doubts, others, effects, lang), *_whole_sheets(sheets, lang), *_whole_columns(roster, lang)])
    rank = frame["effect"].map(EFFECTS.index).to_numpy()
    weight = frame["difference_vnd"].fillna(0).abs().to_numpy(np.float64)
    is_assumed = frame["status"].eq(STATUSES[ASSUMED]).to_numpy()
    order = np.lexsort((np.arange(len(frame)), is_assumed, frame["people"].gt(1).to_numpy(), -weight, rank))
    return frame.iloc[order].reset_index(drop=True)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The queue as JSON keeps it: absent numbers are null."""
    return [{k: None if v is pd.NA else v for k, v in row.items()} for row in frame.astype(object).to_dict("records")]


def other_reading(doubt: DoubtfulField, people: pd.DataFrame) -> Any:
    """The other end of what a doubtful cell may mean, as a value of its column; None where none is known."""
    key, params = doubt.message.key.partition(".")[2], doubt.message.params
    if key == "note_means":
        return params.get("reads")
    if key == "note_keep":
        return "keep"
    if key not in _WITH_ANOTHER:
        return None
    value = people[doubt.column].iloc[doubt.line]
    if key == "date_year_only":
        return dt.date(value.year, 12, 31)
    if key == "date_month_only":
        following = dt.date(value.year + value.month // 12, value.month % 12 + 1, 1)
        return following - dt.timedelta(days=1)
    if key == "sex_unlike_name":
        return "F"
    if key == "pay_small":
        return int(value) * 1000
    if key == "hazard_too_long":
        return int(people["si_months"].iloc[doubt.line])
    if key == "coefficient_differs":
        return float(params["expected"])
    return 0.0 if key == "over_frame_too_soon" else None


# ---- rows


def _rows(roster: Roster, doubts: Sequence[DoubtfulField], others: Sequence[Any], effects: Sequence[_Effect], lang: str) -> list[tuple[Any, ...]]:
    """A row for each doubt about a value of one person."""
    people = roster.people
    who = [people[name].astype(object).tolist() for name in ("employee_id", "full_name", "unit")]
    values = {column: people[column].tolist() for column in {doubt.column for doubt in doubts}}
    headings = {column: ROSTER_BY_NAME[column].heading(lang) for column in values}
    rows = []
    for doubt, other, effect in zip(doubts, others, effects, strict=True):
        about = (*(str(each[doubt.line]) for each in who), doubt.column, headings[doubt.column])
        shown = [value_text(doubt.column, value, lang, absent="") for value in (values[doubt.column][doubt.line], other)]
        if doubt.message.key.partition(".")[2] in _GONE:
            shown[1] = text("verification.not_counted", lang)
        place = (doubt.file or "", doubt.sheet or "", pd.NA if doubt.row is None else doubt.row, doubt.label or "")
        difference = pd.NA if effect.difference is None else effect.difference
        rows.append((*about, STATUSES[doubt.status], *shown, doubt.message.render(lang), effect.kind, effect.change, difference, 1, *place))
    return rows


def _of_sheets(doubts: Sequence[DoubtfulField]) -> tuple[list[tuple[DoubtfulField, int]], list[DoubtfulField]]:
    """The doubts that are one question for a whole sheet, each once with how many people it is about; then all others."""
    whole: dict[tuple[Any, ...], list[DoubtfulField]] = {}
    single = []
    for doubt in doubts:
        if doubt.message.key.partition(".")[2] in OF_A_SHEET:
            whole.setdefault((doubt.message.key, doubt.file, doubt.sheet, doubt.row), []).append(doubt)
        else:
            single.append(doubt)
    return [(alike[0], len(alike)) for alike in whole.values()], single


def _whole_sheets(sheets: Sequence[tuple[DoubtfulField, int]], lang: str) -> list[tuple[Any, ...]]:
    """A row for each doubt about a whole sheet; the other reading is what its day lacks."""
    rows = []
    for doubt, people in sheets:
        place = (doubt.file or "", doubt.sheet or "", pd.NA if doubt.row is None else doubt.row, doubt.label or "")
        other = text("verification.months_more", lang, months=doubt.message.params.get("months", 0))
        about = ("", "", "", doubt.column, ROSTER_BY_NAME[doubt.column].heading(lang), STATUSES[doubt.status])
        rows.append((*about, "", other, doubt.message.render(lang), "", "", pd.NA, people, *place))
    return rows


def _whole_columns(roster: Roster, lang: str) -> list[tuple[Any, ...]]:
    """A row for each column that stands nowhere and has a value all the same, for all who have it so."""
    assert roster.status is not None
    rows = []
    single = {(doubt.line, doubt.column) for doubt in roster.status.doubts}
    for at, column in enumerate(ROSTER):
        lines = np.flatnonzero(roster.status.codes[:, at] == ASSUMED)
        count = len(lines) - sum((int(line), column.name) in single for line in lines) if single else len(lines)
        if not count:
            continue
        value = value_text(column.name, roster.people[column.name].iloc[lines[0]], lang, absent="")
        why = text("verification.column_lacking", lang, heading=column.heading(lang), value=value, people=count)
        rows.append(
            ("", "", "", column.name, column.heading(lang), STATUSES[ASSUMED], value, "", why, "", "", pd.NA, count, "", "", pd.NA, "")
        )
    return rows


def _frame(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS), dtype=object)
    return frame.astype({"difference_vnd": "Int64", "people": "int64", "row": "Int64"})


# ---- what would change


def _effects(run: Run, doubts: list[DoubtfulField], others: list[Any], lang: str) -> list[_Effect]:
    """What each other reading would change, all asked of the law at once."""
    out = [_Effect("counted", text("verification.counted", lang)) if _is_about_a_person(d) else _Effect("", "") for d in doubts]
    asked = [at for at, other in enumerate(others) if other is not None]
    if not asked:
        return out
    lines = np.array([doubts[at].line for at in asked])
    own, other = run.instance.options, _options_of(run, lines, [(doubts[at].column, others[at]) for at in asked])
    table = _side_by_side(own, other, lines)
    for at, effect in zip(asked, _told(run, table, lines, lang), strict=True):
        out[at] = effect
    return out


def _is_about_a_person(doubt: DoubtfulField) -> bool:
    return doubt.message.key.partition(".")[2] in _AS_A_PERSON


def _options_of(run: Run, lines: npt.NDArray[np.int64], changes: list[tuple[str, Any]]) -> Options:
    """The options of the people at `lines`, each with one value read otherwise."""
    from planner.instance.natural import natural_exits
    from planner.instance.options import build_options
    from planner.policy.benefits import compute_facts
    from planner.policy.person.facts import facts_of

    instance, scenario = run.instance, run.instance.scenario
    people = instance.people.iloc[lines].reset_index(drop=True)
    for name in {column for column, _ in changes}:
        rows = [at for at, (column, _) in enumerate(changes) if column == name]
        values = [changes[at][1] for at in rows]
        kind = people[name].dtype
        people.loc[rows, name] = np.array(values, dtype="datetime64[s]") if str(kind).startswith("datetime") else values
        people[name] = people[name].astype(kind)
    facts = facts_of(people, instance.law)
    benefits = [compute_facts(facts, benefits.terms) for benefits in instance.benefits]
    structure = replace(instance.structure, unit_of=instance.structure.unit_of[lines], level=instance.structure.level[lines])
    return build_options(people, structure, scenario, benefits, natural_exits(benefits))


def _side_by_side(own: Options, other: Options, lines: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Every option that may be chosen under either reading: [at, decision, period, own, other], money or <NA>."""
    counts = own.start[lines + 1] - own.start[lines]
    at = np.repeat(np.arange(len(lines)), counts)
    option = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(own.start[lines], counts)
    first = _columns(own, option, at).rename(columns={"cost": "own"})
    second = _columns(other, np.arange(len(other)), other.person.astype(np.int64)).rename(columns={"cost": "other"})
    return first.merge(second, on=["at", "decision", "period"], how="outer").sort_values(["at", "decision", "period"])


def _columns(options: Options, rows: npt.NDArray[np.int64], at: npt.NDArray[np.int64]) -> pd.DataFrame:
    frame = pd.DataFrame({"at": at, "decision": options.decision[rows], "period": options.period[rows], "cost": options.cost_vnd[rows]})
    return frame[options.barred[rows] == 0].astype({"cost": "Int64"})


def _told(run: Run, table: pd.DataFrame, lines: npt.NDArray[np.int64], lang: str) -> list[_Effect]:
    """The effect on each asked-for person."""
    chosen = run.plan.chosen
    decided: dict[int, tuple[int, int]] = {}
    if chosen is not None:
        options = run.instance.options
        picked = chosen[lines]
        decided = {at: (int(options.decision[o]), int(options.period[o])) for at, o in enumerate(picked.tolist())}
    gone, came = table["other"].isna(), table["own"].isna()
    dearer = ~gone & ~came & table["own"].ne(table["other"]).fillna(False)
    table = table.assign(gone=gone, came=came, dearer=dearer)
    kept = table["at"].map(lambda at: decided.get(at, (-1, -9))).to_list() if decided else []
    table["is_decided"] = (
        [key == pair for key, pair in zip(zip(table["decision"], table["period"], strict=True), kept, strict=True)] if kept else False
    )
    touched = table[table["gone"] | table["came"] | table["dearer"]]
    out = [_Effect("none", text("verification.nothing", lang))] * len(lines)
    for at, changes in touched.groupby("at", sort=False):
        out[int(at)] = _effect(run, changes, lang)
    return out


def _effect(run: Run, changes: pd.DataFrame, lang: str) -> _Effect:
    """The effect of one other reading, from the options that it changes."""
    said, kind, difference = [], "routes", None
    own = changes[changes["is_decided"]]
    if len(own) and bool(own["gone"].iloc[0]):
        kind = "decision"
        said.append(text("verification.decision_falls", lang, decision=_names(run, own, lang)))
    elif len(own) and bool(own["dearer"].iloc[0]):
        kind, difference = "money", int(own["other"].iloc[0]) - int(own["own"].iloc[0])
        said.append(text("verification.money_more" if difference > 0 else "verification.money_less", lang, change=abs(difference)))
    rest = changes[~changes["is_decided"]]
    for mark, key in (("came", "routes_won"), ("gone", "routes_lost"), ("dearer", "routes_cost")):
        if rest[mark].any():
            said.append(text(f"verification.{key}", lang, routes=_names(run, rest[rest[mark]], lang)))
    return _Effect(kind, " ".join(said), difference)


def _names(run: Run, options: pd.DataFrame, lang: str) -> str:
    """The decisions of some options in words, each with its periods: "early retirement (2027, 2028)"."""
    from planner.plan.tables.labels import label

    periods = run.instance.scenario.periods
    parts = []
    for decision, rows in options.groupby("decision", sort=True):
        when = ", ".join(periods[p].name for p in rows["period"] if p >= 0)
        word = label("decision", DECISIONS[int(decision)].value, lang)
        parts.append(f"{word} ({when})" if when else word)
    return "; ".join(parts[:_ROUTES_SHOWN]) + ("; …" if len(parts) > _ROUTES_SHOWN else "")
