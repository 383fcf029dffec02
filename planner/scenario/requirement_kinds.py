"""The one record of each requirement: where its key stands, what it counts, what it is read with, how it gives way.

A row of the model, a sentence of a conflict, a repair, a price and a field of the form look up here what they need; the
words stand in `core/texts/requirement.toml`, a block for each name. The key path that files and messages show is written
from a kind and its scope, and read back nowhere. The checker does not look here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from planner.scenario.paths import KeyPath, entry_at

Scope = tuple[str | int, ...]
"""A value for each dimension of a kind: a unit's id, a period's name, the number of a list's entry, ..."""
EACH = "*"
"""Stands in a scope for every unit, or every entry of a list."""


class Dim(StrEnum):
    """What a requirement is about, one dimension of its scope. An empty unit is the whole ministry."""

    UNIT = "unit"
    PERIOD = "period"
    CATEGORY = "category"
    UNIT_KIND = "kind"
    CLAUSE = "clause"
    ROUTE = "route"
    PLACE = "place"
    PERSON = "person"
    TWIN = "twin"
    GROUP = "group"
    GOAL = "goal"
    ALIKE = "alike"
    ENTRY = "entry"
    RULE = "rule"
    ATTRIBUTE = "attribute"
    STEP = "step"

    @property
    def word(self) -> str:
        """What texts call it: a category and a kind of unit are groups like any other."""
        return Dim.GROUP.value if self in (Dim.CATEGORY, Dim.UNIT_KIND) else self.value


KEY_ONLY = frozenset({Dim.ENTRY, Dim.RULE, Dim.ATTRIBUTE, Dim.STEP})
"""Dimensions that the key path names already: they are not shown beside it."""
CHANGED_AT_ONCE = frozenset({Dim.UNIT, Dim.ENTRY})
"""Dimensions of a key over which a planner decides once, and not for each one (`Kind.every`)."""


class Side(Enum):
    """Whether the scenario's number is the least or the most; none where nothing is counted."""

    LOWER = -1
    UPPER = 1
    NONE = 0


class Counts(Enum):
    """What is added up: people who leave, stay, move or are sent away, decisions, money, exits in relation, points of a goal."""

    LEAVERS = "leavers"
    STAYERS = "stayers"
    MOVED = "moved"
    SENT = "sent"
    DECISIONS = "decisions"
    VND = "vnd"
    RATE = "rate"
    POINTS = "points"

    @property
    def people(self) -> bool:
        """Whether whole people are counted, one by one."""
        return self not in (Counts.VND, Counts.RATE, Counts.POINTS)


class ShareOf(Enum):
    """What the scenario's share is a share of; NUMBER: it is no share."""

    NUMBER = "number"
    BASELINE = "baseline"
    HEADCOUNT = "headcount"


class Way(Enum):
    """How a requirement gives way where nothing is possible (`plan/repair`)."""

    ROW_BY_ROW = "row by row, by the fewest people"
    NUMBER_BY_NUMBER = "each number alone, by the fewest people"
    MONEY = "by the least money"
    RATIO = "by the least ratio"
    DEPUTIES = "by the law's average, by its years of grace, by more deputies in every unit"
    PAIRS = "by the fewest pairs"
    TWINS = "as a whole, by whoever must be told apart"
    NAMED_PEOPLE = "by the fewest people named"
    KEY_ROLES = "as a whole"
    ROOM = "by the fewest people whom one unit takes in"
    NEVER = "never"


@dataclass(frozen=True)
class Kind:
    """A requirement.

    name: its block of words. key: steps of its key path, dimensions among them. scope: what one row of it is about.
    side, counts, share_of: the scenario's number. rows: the function of `optimise/model` that writes its rows, empty for what
    forbids options. proven_with: requirements that are read together when a proof is looked for. gives_way: see `Way`. form:
    the part of the Scenario page in which it is asked for. value: the number's key in the entry at `key`, where that is an
    entry of a list. key_for_all: the key of one number for all units. family: repairs of several kinds under one name.
    always: no wish, but part of what a plan is; it never gives way and stands in no conflict. raised: natural exits alone
    may exceed it. one: of `for_all` and `of_table`, the requirement for a single unit.
    """

    name: str
    key: tuple[str | Dim, ...]
    scope: tuple[Dim, ...]
    side: Side = Side.NONE
    counts: Counts = Counts.LEAVERS
    share_of: ShareOf = ShareOf.NUMBER
    rows: str = ""
    proven_with: tuple[str | Dim, ...] = ()
    gives_way: Way = Way.NEVER
    form: str = ""
    value: str = ""
    key_for_all: tuple[str, ...] = ()
    family: str = ""
    always: bool = False
    raised: bool = False
    one: Kind | None = field(default=None, repr=False, compare=False)

    def __hash__(self) -> int:
        return hash(self.key)

    def place(self, scope: Scope, steps: tuple[str | Dim, ...] = ()) -> KeyPath:
        """The steps of the key path, or others, for a scope."""
        at = dict(zip(self.scope, scope, strict=True))
        return tuple(at[step] if isinstance(step, Dim) else step for step in steps or self.key)

    @property
    def whole_key(self) -> tuple[str | Dim, ...]:
        """The steps to the number itself."""
        return (*self.key, self.value) if self.value else self.key

    def number(self, scope: Scope) -> KeyPath:
        """The steps to the number that a repair changes: of one unit alone, where all units have one number."""
        return self.place(scope, (self.one or self).whole_key)

    def path(self, scope: Scope) -> str:
        """The key path as files and messages show it: `units.by_unit.VP.minimum_headcount`."""
        return ".".join(str(step) for step in self.place(scope))

    def shown(self, scope: Scope) -> str:
        """What stands beside the key path: a unit, a period, a group, a person; several as `VP (2027)`; empty for the ministry."""
        first, *rest = [str(part) for dim, part in zip(self.scope, scope, strict=True) if dim not in KEY_ONLY] or [""]
        return f"{first} ({', '.join(rest)})" if any(rest) else first

    def every(self, scope: Scope) -> Scope:
        """The scope of all rows that a planner would change at once: units and entries of a list as `*`, what no key names empty."""
        return tuple(
            (EACH if dim in CHANGED_AT_ONCE else part) if dim in self.key else "" for dim, part in zip(self.scope, scope, strict=True)
        )

    def family_of(self, scope: Scope) -> KeyPath:
        """What is read together with it."""
        return self.place(scope, self.proven_with or self.key[:1])

    def asked(self, scenario: BaseModel, scope: Scope) -> Any:
        """What the scenario says there: a number, an entry of a list, None where absent."""
        found: Any = scenario
        for step in self.place(scope):
            if isinstance(found, list):
                at = entry_at(found, str(step))
                assert at is not None, f"{self.path(scope)}: no entry is called {step}"
                found = found[at]
            else:
                found = found.get(step) if isinstance(found, dict) else getattr(found, str(step))
        return found

    @cached_property
    def for_all(self) -> Kind:
        """The same requirement where the scenario has one number for all units."""
        return replace(self, key=self.key_for_all, one=self)

    @cached_property
    def of_table(self) -> Kind:
        """The same requirement where the units table has the number."""
        return replace(self, key=(self.key[0], self.key[-1]), one=self)


def _of_units(name: str, key: str, side: Side, rows: str, **more: Any) -> Kind:
    """A bound on each unit: a key of `units.default` and, for single ones, of `units.by_unit`."""
    scope = more.pop("scope", (Dim.UNIT,))
    return Kind(
        name, ("units", "by_unit", Dim.UNIT, key), scope, side, rows=rows, gives_way=Way.ROW_BY_ROW, form="units",
        key_for_all=("units", "default", key), **more,
    )  # fmt: skip


def _of_people(name: str, key: tuple[str | Dim, ...], side: Side, rows: str, form: str, **more: Any) -> Kind:
    """A bound in numbers of people, or in a share of them: it gives way row by row."""
    scope = more.pop("scope", tuple(step for step in key if isinstance(step, Dim)))
    return Kind(name, key, scope, side, rows=rows, gives_way=Way.ROW_BY_ROW, form=form, **more)


LOWER, UPPER = Side.LOWER, Side.UPPER
HEADCOUNT, BASELINE = ShareOf.HEADCOUNT, ShareOf.BASELINE
LEAST, MOST = "reduction_at_least", "reduction_at_most"

ROOM = Kind(
    "moves", ("redeploy",), (Dim.UNIT,), UPPER, Counts.MOVED, rows="redeployment_room", gives_way=Way.ROOM, form="people", value="at_most_per_unit",
)  # fmt: skip
ROUTE_CAPS = _of_people("route_caps", ("by_route", Dim.ROUTE, "at_most"), UPPER, "by_route", "money")
ROUTE_TARGETS = _of_people("route_targets", ("by_route", Dim.ROUTE, "at_least"), LOWER, "by_route", "money")
SECONDMENT_CAPS = _of_people("secondment_caps", ("secondment", Dim.PLACE, "at_most"), UPPER, "secondment", "money", counts=Counts.SENT)
SECONDMENT_TARGETS = _of_people("secondment_targets", ("secondment", Dim.PLACE, "at_least"), LOWER, "secondment", "money", counts=Counts.SENT)
UNIT_EXITS = _of_units("unit_exits", "exits_at_most_per_period", UPPER, "unit_exits", scope=(Dim.UNIT, Dim.PERIOD), raised=True)
UNIT_CAPS = _of_units("unit_caps", MOST, UPPER, "unit_reduction", share_of=HEADCOUNT)
UNIT_TARGETS = _of_units("unit_targets", LEAST, LOWER, "unit_reduction", share_of=HEADCOUNT)
CATEGORY_CAPS = _of_people("group_caps", ("reduction", "by_category", Dim.CATEGORY, MOST), UPPER, "by_category", "targets", share_of=HEADCOUNT)
CATEGORY_TARGETS = _of_people("group_targets", ("reduction", "by_category", Dim.CATEGORY, LEAST), LOWER, "by_category", "targets", share_of=HEADCOUNT)
KIND_CAPS = _of_people("group_caps", ("reduction", "by_kind", Dim.UNIT_KIND, MOST), UPPER, "by_kind", "targets", share_of=HEADCOUNT)
KIND_TARGETS = _of_people("group_targets", ("reduction", "by_kind", Dim.UNIT_KIND, LEAST), LOWER, "by_kind", "targets", share_of=HEADCOUNT)
NEAR_PLAN = _of_people("near_plan", ("stay_close",), UPPER, "stay_close", "people", counts=Counts.DECISIONS)
PERIOD_CAPS = _of_people("period_caps", ("periods", Dim.PERIOD, MOST), UPPER, "reduction_by_period", "targets", share_of=BASELINE)
FAIRNESS = Kind(
    "fairness", ("fairness", Dim.ATTRIBUTE), (Dim.ATTRIBUTE, Dim.GROUP), UPPER, Counts.RATE, rows="fairness",
    proven_with=("fairness", Dim.ATTRIBUTE), gives_way=Way.RATIO, form="people", value="max_ratio",
)  # fmt: skip
SUCCESSORS = Kind(
    "successors", ("keep", "succession", Dim.ENTRY), (Dim.ENTRY, Dim.PERSON), UPPER, rows="succession",
    proven_with=("keep", "succession"), gives_way=Way.PAIRS, form="people",
)  # fmt: skip
TWINS = Kind(
    "twins", ("keep", "twins"), (Dim.PERSON, Dim.TWIN), counts=Counts.DECISIONS, rows="twins", proven_with=("keep", "twins"), gives_way=Way.TWINS, form="people",
)  # fmt: skip
SKILLS = _of_people(
    "skills", ("keep", "skills", Dim.ENTRY), LOWER, "keep_skills", "people", scope=(Dim.ENTRY, Dim.UNIT),
    counts=Counts.STAYERS, proven_with=("keep", "skills"), value="at_least",
)  # fmt: skip
POSITIONS = Kind(
    "positions", ("keep", "positions", Dim.RULE), (Dim.RULE, Dim.UNIT), LOWER, Counts.STAYERS, rows="keep_positions",
    proven_with=("keep", "positions"), gives_way=Way.NUMBER_BY_NUMBER, form="people", value="at_least",
)  # fmt: skip
UNIT_MINIMUMS = _of_units("unit_minimums", "minimum_headcount", LOWER, "minimum_headcount", counts=Counts.STAYERS)
KEPT_PEOPLE = Kind("kept_people", ("keep", "people"), (Dim.PERSON,), gives_way=Way.NAMED_PEOPLE, form="people")
KEY_ROLES = Kind("key_roles", ("keep", "key_roles"), (Dim.PERSON,), gives_way=Way.KEY_ROLES, form="people")
BUDGET_TOTAL = Kind("budget_total", ("budget", "total_vnd"), (), UPPER, Counts.VND, rows="budget", gives_way=Way.MONEY, form="money", family="budget")
BUDGET_PERIOD = replace(BUDGET_TOTAL, name="budget_period", key=("budget", "by_period", Dim.PERIOD), scope=(Dim.PERIOD,))
PERIOD_TARGETS = _of_people("period_targets", ("periods", Dim.PERIOD, LEAST), LOWER, "reduction_by_period", "targets", share_of=BASELINE)
DEPUTIES = Kind("deputies", ("deputies",), (Dim.UNIT,), UPPER, Counts.STAYERS, rows="deputies", gives_way=Way.DEPUTIES, form="people")
DEPUTY_AVERAGE = replace(DEPUTIES, name="deputy_average", scope=(Dim.CLAUSE,), rows="deputy_average", family="deputies")
GOAL_PEOPLE = Kind("goals", ("tiers", Dim.STEP), (Dim.STEP, Dim.GOAL), UPPER, rows="tiers", form="goal")
GOAL_MONEY = replace(GOAL_PEOPLE, counts=Counts.VND)
GOAL_POINTS = replace(GOAL_PEOPLE, side=LOWER, counts=Counts.POINTS)
LOCK = Kind("lock", ("lock",), (Dim.PERSON,))
LAW = Kind("law", ("law",), (Dim.PERSON,))
BALANCE = Kind("balance", ("redeploy", "balance"), (Dim.ALIKE,), counts=Counts.MOVED, rows="redeployment_room", always=True)
COUNT = Kind("count", ("exits", "count"), (), rows="fairness", always=True)

KINDS = (
    ROOM, ROUTE_CAPS, ROUTE_TARGETS, SECONDMENT_CAPS, SECONDMENT_TARGETS, UNIT_EXITS, UNIT_CAPS, UNIT_TARGETS, CATEGORY_CAPS, KIND_CAPS,
    CATEGORY_TARGETS, KIND_TARGETS, NEAR_PLAN, PERIOD_CAPS, FAIRNESS, TWINS, SUCCESSORS, SKILLS, POSITIONS, UNIT_MINIMUMS, KEPT_PEOPLE, KEY_ROLES, BUDGET_TOTAL,
    BUDGET_PERIOD, PERIOD_TARGETS, DEPUTIES, DEPUTY_AVERAGE, GOAL_PEOPLE, GOAL_MONEY, GOAL_POINTS, LOCK, LAW, BALANCE, COUNT,
)  # fmt: skip
"""Every requirement, what intrudes least first: the order in which repairs are offered."""


def requirement_at(steps: Sequence[str]) -> tuple[Kind, dict[Dim, str]] | None:
    """The requirement whose number, or whose list, stands at these steps of a key path, and what the steps say that it is about."""
    for kind in KINDS:
        for key in (kind.key_for_all, kind.whole_key):
            fits = all(isinstance(own, Dim) or own == step for own, step in zip(key, steps, strict=False))
            if fits and (len(steps) == len(key) or (len(steps) < len(key) and isinstance(key[len(steps)], Dim))):
                return kind, {own: step for own, step in zip(key, steps, strict=False) if isinstance(own, Dim)}
    return None
