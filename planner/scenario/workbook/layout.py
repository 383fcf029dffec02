"""What a scenario workbook holds: its sheets, the tables on them, and the key of the scenario that each cell is.

The words stand in `core/texts/scenario_book.toml`, a block for each table: the headings, and the fields of a form with what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.core.texts import has, text
from planner.scenario.model import UnitBounds
from planner.scenario.paths import KeyPath
from planner.scenario.requirement_kinds import KINDS, ShareOf

INFO = "info"
"""Kind of a column that is shown and not read."""
EVERY_UNIT = "*"
"""Stands in the column of units for the bounds of every unit."""
GUIDE, LISTS = "guide", "_lists"


@dataclass(frozen=True)
class Column:
    """A column of a table. kind: of `cells.value_of`, or `INFO`. path: the steps from the row's entry to the key.

    requirement: whose words the heading takes where the table has none of its own.
    """

    name: str
    kind: str
    path: KeyPath = ()
    width: float = 14
    needed: bool = False
    requirement: str = ""


@dataclass(frozen=True)
class Field:
    """A row of a form: one key of the scenario."""

    name: str
    kind: str
    path: KeyPath
    needed: bool = False


@dataclass(frozen=True)
class Table:
    """A table on a sheet.

    shape: `form` (a field a row), `list` (an entry of the list at `path` a row), `map` (an entry of the mapping at `path` a row,
    its key in the first column), `periods`, `units`, `routes`, `groups`, `others` (as the module that reads them says). rows: to fill in.
    """

    name: str
    shape: str
    path: KeyPath
    columns: tuple[Column, ...]
    rows: int = 0
    fields: tuple[Field, ...] = ()

    def heading(self, column: Column, lang: str) -> str:
        """The heading of a column."""
        own = f"scenario_book.{self.name}.{column.name}"
        return text(own if has(own) else f"requirement.{column.requirement}.column", lang)

    def label(self, field: Field, lang: str) -> str:
        """The label of a field."""
        return text(f"scenario_book.{self.name}.{field.name}", lang)

    def note(self, field: Field, lang: str) -> str:
        """What a field means, and what it means to leave it empty."""
        return text(f"scenario_book.{self.name}_notes.{field.name}", lang)


@dataclass(frozen=True)
class Sheet:
    """A sheet: tables side by side under one row of headings."""

    name: str
    tables: tuple[Table, ...]

    def title(self, lang: str) -> str:
        """The name of its tab."""
        return text(f"scenario_book.sheets.{self.name}", lang)

    def columns(self) -> Iterator[tuple[Table, Column, int]]:
        """Every column with its table and its number from 1; a column stays empty between two tables."""
        at = 1
        for table in self.tables:
            for column in table.columns:
                yield table, column, at
                at += 1
            at += 1


def _form(name: str, *fields: Field) -> Table:
    columns = (Column("label", "text", width=36), Column("value", "text", width=48), Column("note", INFO, width=50))
    return Table(name, "form", (), columns, len(fields), fields)


def _of_each_unit() -> Iterator[Column]:
    """The bounds on each unit, as the records of the requirements have them, in the model's order."""
    kinds = {kind.key[-1]: kind for kind in KINDS if kind.key[:2] == ("units", "by_unit")}
    for key in UnitBounds.model_fields:
        yield Column(key, COUNT if kinds[key].share_of is ShareOf.NUMBER else SHARE, (key,), 18, requirement=kinds[key].name)


SHARE, COUNT = "share", "count"
BOUNDS = (Column("reduction_at_least", SHARE, ("reduction_at_least",)), Column("reduction_at_most", SHARE, ("reduction_at_most",)))
LIMITS = (Column("at_least", COUNT, ("at_least",)), Column("at_most", COUNT, ("at_most",)))

GENERAL = _form(
    "general",
    Field("title", "text", ("title",), True),
    Field("description", "text", ("description",)),
    Field("roster", "text", ("roster",), True),
    Field("corrections", "text", ("corrections",)),
    Field("snapshot_on", "date", ("snapshot_on",), True),
    Field("decided_on", "date", ("decided_on",), True),
    Field("reorganised_on", "date", ("reorganised_on",)),
    Field("regime", "word:regime", ("regime",)),
    Field("of", "word:of", ("reduction", "of")),
    Field("total_vnd", "money", ("budget", "total_vnd")),
    Field("key_roles", "yes", ("keep", "key_roles")),
    Field("deputies", "deputies", ("deputies",)),
    Field("deputies_grace", "yes", ("deputies_grace",)),
    Field("moves", "yes", ("redeploy", "allowed")),
    Field("moves_per_unit", COUNT, ("redeploy", "at_most_per_unit")),
    Field("moves_any_category", "yes", ("redeploy", "any_category")),
    Field("moves_to", "texts", ("redeploy", "to")),
    Field("stay_close", COUNT, ("stay_close",)),
    Field("time_limit_s", "number", ("solver", "time_limit_s")),
    Field("relative_gap", "number", ("solver", "relative_gap")),
    Field("seed", COUNT, ("solver", "seed")),
)
PERIODS = Table(
    "periods", "periods", ("periods",),
    (
        Column("name", "text", ("name",), 22, True), Column("leave_on", "date", ("leave_on",), 22, True),
        *(Column(c.name, c.kind, c.path, 26) for c in BOUNDS), Column("budget", "money", (), 34),
    ),
    12,
)  # fmt: skip
UNITS = Table(
    "units", "units", ("units",),
    (
        Column("unit", "text", (), 14), Column("name", INFO, width=44), Column("kind", INFO, width=16), Column("quota", INFO, width=12),
        Column("people", INFO, width=12), *_of_each_unit(),
    ),
    15,
)  # fmt: skip
STEPS = Table(
    "reorganise", "list", ("reorganise",),
    (
        Column("merge", "texts", ("merge",), 22), Column("into_unit", "text", ("into", "unit"), 13), Column("into_name", "text", ("into", "name"), 38),
        Column("into_kind", "word:kind", ("into", "kind"), 16), Column("into_received", "yes", ("into", "received_functions"), 13),
        Column("into_minimum", COUNT, ("into", "minimum_headcount"), 13), Column("dissolve", "text", ("dissolve",), 15),
        Column("people_to", "texts", ("people_to",), 22), Column("move_people", "texts", ("move", "people"), 26), Column("move_to", "text", ("move", "to"), 14),
    ),
    20,
)  # fmt: skip
PEOPLE = Table("people", "list", ("keep", "people"), (Column("person", "text", (), 20),), 40)
SKILLS = Table(
    "skills", "list", ("keep", "skills"),
    (Column("skill", "text", ("skill",), 30, True), Column("unit", "text", ("unit",), 16), Column("at_least", COUNT, ("at_least",), 14, True)), 40,
)  # fmt: skip
POSITIONS = Table(
    "positions", "list", ("keep", "positions"),
    (Column("level", "word:level", ("level",), 26, True), Column("at_least", COUNT, ("at_least",), 14, True), Column("per", "word:per", ("per",), 18)), 40,
)  # fmt: skip
PAIRS = Table(
    "succession", "list", ("keep", "succession"),
    (Column("if_leaves", "text", ("if_leaves",), 20, True), Column("keep", "text", ("keep",), 20, True)), 40,
)  # fmt: skip
ROUTES = Table("routes", "routes", (), (Column("route", "text", (), 40), Column("open", "yes", (), 22), *LIMITS, Column("means", INFO, width=60)), 0)
FAIRNESS = Table(
    "fairness", "list", ("fairness",), (Column("by", "open:fair", ("by",), 30, True), Column("max_ratio", "number", ("max_ratio",), 24, True)), 12,
)  # fmt: skip
GROUPS = Table("groups", "groups", ("reduction",), (Column("group", "text", (), 30), *BOUNDS), 0)
WEIGHTS = _form(
    "weights",
    *(Field(f"objective_{key}", "number", ("objective", key)) for key in ("retained_merit", "cost_per_million_vnd", "involuntary", "attention_group", "redeploy", "secondment")),
    *(Field(f"merit_{key}", "number", ("merit", key)) for key in ("excellent", "good", "completed", "not_completed", "award", "award_cap")),
)  # fmt: skip
TIERS = Table(
    "tiers", "list", ("tiers",),
    (
        Column("minimise", "word:minimise", ("minimise",), 34), Column("maximise", "word:maximise", ("maximise",), 34),
        Column("tolerance", "number", ("tolerance",), 22), Column("relative_tolerance", SHARE, ("relative_tolerance",), 22),
    ),
    8,
)  # fmt: skip
OTHERS = Table("others", "others", (), (Column("key", "text", (), 52), Column("value", "any", (), 90)), 20)

SHEETS = (
    Sheet("general", (GENERAL,)),
    Sheet("periods", (PERIODS,)),
    Sheet("units", (UNITS,)),
    Sheet("reorganise", (STEPS,)),
    Sheet("keep", (PEOPLE, SKILLS, POSITIONS, PAIRS)),
    Sheet("routes", (ROUTES,)),
    Sheet("groups", (FAIRNESS, GROUPS)),
    Sheet("weights", (WEIGHTS,)),
    Sheet("tiers", (TIERS,)),
    Sheet("others", (OTHERS,)),
)
"""Every sheet that is read, in the order of the tabs."""
