"""Between the rows of a table and the keys of a scenario, both ways.

A row that is written is a mapping of a column's name to its value; a row that is read holds cells that are not read yet, and says for
each key whose cell it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from planner.core.columns import CATEGORIES, UNIT_KINDS, values
from planner.core.errors import Problem, problem
from planner.core.strict_yaml import BadYaml
from planner.core.vocabulary import CHOSEN_ROUTES, SECONDMENTS
from planner.scenario.paths import get
from planner.scenario.places import CellPlace
from planner.scenario.workbook.cells import CellFault, value_of
from planner.scenario.workbook.key_paths import BadPath, path_of, value_of_text
from planner.scenario.workbook.layout import EVERY_UNIT, INFO, Column, Field, Table
from planner.scenario.workbook.words import key_of

Entry = dict[str, Any]
ROUTE_NAMES, PLACES = tuple(route.value for route in CHOSEN_ROUTES), tuple(SECONDMENTS)


@dataclass(frozen=True)
class Row:
    """A row of a table that holds something: its number, the filled cells by the name of their column."""

    number: int
    cells: Mapping[str, str]


@dataclass
class Taken:
    """What was read so far: values by key path, where each key stands, and what was refused."""

    file: str
    lang: str = "vi"
    values: dict[tuple[str | int, ...], Any] = field(default_factory=dict)
    places: dict[tuple[str | int, ...], CellPlace] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)

    def refuse(self, key: str, place: CellPlace, **params: Any) -> None:
        """Note a fault at a cell."""
        self.faults.append(problem(f"scenario_book.{key}", file=self.file, sheet=place.sheet, row=place.row, column=place.column, **params))

    def read(self, cell: str | None, kind: str, place: CellPlace) -> Any:
        """The value of a cell; None where it is empty or was refused."""
        if cell is None:
            return None
        try:
            return value_of(cell, kind, self.lang)
        except CellFault as fault:
            self.faults.append(Problem(fault.message, self.file, place.sheet, place.row, place.column))
            return None

    def put(self, path: tuple[str | int, ...], value: Any, place: CellPlace) -> None:
        """Note a key's value; a key that stands twice is refused."""
        if path in self.values and path in self.places:
            first = self.places[path]
            self.refuse("stands_twice", place, sheet_before=first.sheet, row_before=first.row)
            return
        self.places[path] = place
        if value is not None:
            self.values[path] = value


@dataclass(frozen=True)
class TableRows:
    """The rows of a table on a sheet, with the number of each column. head: the row of the headings."""

    table: Table
    sheet: str
    head: int
    columns: Mapping[str, int]
    rows: Sequence[Row]

    def place(self, row: int, column: str) -> CellPlace:
        """Where a cell stands; the first column's where the sheet lacks the column."""
        return CellPlace(self.sheet, row, self.columns.get(column, min(self.columns.values(), default=1)))


def take(found: TableRows, taken: Taken) -> None:
    """Read every row of a table."""
    if found.table.path:
        taken.places.setdefault(tuple(found.table.path), found.place(found.head + 1, found.table.columns[0].name))
    _TAKERS[found.table.shape](found, taken)


def filled(table: Table, data: Mapping[str, Any], units: Sequence[str] = ()) -> list[Entry]:
    """The rows that say what a scenario asks, empty ones for what is offered. units: the ids for which a row stands anyway."""
    if table.shape == "form":
        return [{"label": each.name, "value": get(data, each.path)} for each in table.fields]
    if table.shape == "units":
        bounds: Mapping[str, Any] = get(data, ("units", "by_unit"), {})
        shown = [EVERY_UNIT, *dict.fromkeys([*units, *bounds])]
        return [{"unit": u, **_inner(table, get(data, _unit_path(u), {}))} for u in shown]
    if table.shape == "routes":
        return [*_route_rows(data)]
    if table.shape == "groups":
        paths = [_group_path(name) for name in (*values(CATEGORIES), *values(UNIT_KINDS))]
        return [{"group": path[-1], **_inner(table, get(data, path, {}))} for path in paths]
    if table.shape == "others":
        return []
    entries = get(data, table.path, [])
    rows = [_inner(table, entry) for entry in entries] if isinstance(entries, list) else []
    if table.shape == "periods":
        money = get(data, ("budget", "by_period"), {})
        rows = [{**row, "budget": get(money, (row["name"],))} for row in rows]
    return rows


# ---------------------------------------------------------------------------------------------------------------- writing


def _inner(table: Table, entry: Any) -> Entry:
    """The values of a row's columns that have a path below the entry; an entry that is a plain value stands in its only column."""
    if not isinstance(entry, Mapping):
        return {table.columns[0].name: entry}
    return {c.name: get(entry, c.path) for c in table.columns if c.path and c.kind != INFO}


def _unit_path(unit: str) -> tuple[str, ...]:
    return ("units", "default") if unit == EVERY_UNIT else ("units", "by_unit", unit)


def _group_path(name: str) -> tuple[str, str, str]:
    return ("reduction", "by_category" if name in values(CATEGORIES) else "by_kind", name)


def _route_rows(data: Mapping[str, Any]) -> Iterator[Entry]:
    """Routes in the scenario's order, then the others, then the places of secondment."""
    asked = get(data, ("routes",))
    known = [route for route in asked or () if route in ROUTE_NAMES]
    for route in dict.fromkeys([*known, *ROUTE_NAMES]):
        bounds = get(data, ("by_route", route), {})
        yield {"route": route, "open": None if asked is None else route in asked, **_limits(bounds)}
    for place in PLACES:
        bounds = get(data, ("secondment", place))
        yield {"route": place, "open": None if bounds is None else True, **_limits(bounds)}


def _limits(bounds: Any) -> Entry:
    return {key: get(bounds, (key,)) for key in ("at_least", "at_most")}


# ---------------------------------------------------------------------------------------------------------------- reading


def _take_form(found: TableRows, taken: Taken) -> None:
    known: dict[str, Field] = {}
    for each in found.table.fields:
        known |= {key_of(word): each for word in (found.table.label(each, "vi"), found.table.label(each, "en"), each.name)}
        taken.places.setdefault(tuple(each.path), found.place(found.head, "value"))
    seen: set[str] = set()
    for row in found.rows:
        label, cell = row.cells.get("label"), row.cells.get("value")
        each = known.get(_label(label))
        place = found.place(row.number, "value")
        if each is None:
            if cell is not None:
                taken.refuse("unknown_label", found.place(row.number, "label"), label=_label(label))
            continue
        if each.name in seen:
            taken.refuse("label_twice", place, label=_label(label))
            continue
        seen.add(each.name)
        taken.places[tuple(each.path)] = place
        value = taken.read(cell, each.kind, place)
        if value is not None:
            taken.values[tuple(each.path)] = value


def _label(cell: str | None) -> str:
    return key_of(cell[1:]).removesuffix("*").strip() if cell else ""


def _take_list(found: TableRows, taken: Taken) -> None:
    for i, row in enumerate(found.rows):
        taken.places[(*found.table.path, i)] = found.place(row.number, found.table.columns[0].name)
        for column in found.table.columns:
            _take_cell(found, taken, row, column, (*found.table.path, i, *column.path))


def _take_cell(found: TableRows, taken: Taken, row: Row, column: Column, path: tuple[str | int, ...]) -> None:
    place = found.place(row.number, column.name)
    taken.put(path, taken.read(row.cells.get(column.name), column.kind, place), place)
    for end in range(len(found.table.path) + 2, len(path)):  # `into`, `move`: parts of an entry
        taken.places.setdefault(path[:end], place)


def _take_periods(found: TableRows, taken: Taken) -> None:
    *plain, money = found.table.columns
    for i, row in enumerate(found.rows):
        taken.places[("periods", i)] = found.place(row.number, "name")
        for column in plain:
            _take_cell(found, taken, row, column, ("periods", i, *column.path))
        if money.name in row.cells:
            name, place = taken.values.get(("periods", i, "name")), found.place(row.number, money.name)
            if name is None:
                taken.refuse("budget_without_period", place)
            else:
                taken.put(("budget", "by_period", name), taken.read(row.cells[money.name], money.kind, place), place)


def _take_units(found: TableRows, taken: Taken) -> None:
    _take_map(found, taken, "text", _unit_path)


def _take_groups(found: TableRows, taken: Taken) -> None:
    _take_map(found, taken, "word:group", _group_path)


def _take_map(found: TableRows, taken: Taken, kind: str, path_of_key: Any) -> None:
    """Rows that each say something of what their first column names."""
    first, *rest = [column for column in found.table.columns if column.kind != INFO]
    for row in found.rows:
        place = found.place(row.number, first.name)
        key = taken.read(row.cells.get(first.name), kind, place)
        if key is None:
            if first.name not in row.cells:
                taken.refuse("row_without_key", place, heading=found.table.heading(first, taken.lang))
            continue
        path = path_of_key(str(key))
        if path in taken.places:
            taken.refuse("row_twice", place, name=str(key), row_before=taken.places[path].row)
            continue
        taken.places[path] = place
        for column in rest:
            at = found.place(row.number, column.name)
            taken.put((*path, *column.path), taken.read(row.cells.get(column.name), column.kind, at), at)


def _take_routes(found: TableRows, taken: Taken) -> None:
    answers: dict[str, bool] = {}
    for row in found.rows:
        place, open_at = found.place(row.number, "route"), found.place(row.number, "open")
        name = taken.read(row.cells.get("route"), "word:way", place)
        if name is None:
            if "route" not in row.cells:
                taken.refuse("row_without_key", place, heading=found.table.heading(found.table.columns[0], taken.lang))
            continue
        chosen = taken.read(row.cells.get("open"), "yes", open_at)
        path: tuple[str, ...] = ("secondment" if name in PLACES else "by_route", name)
        if path in taken.places:
            taken.refuse("row_twice", place, name=name, row_before=taken.places[path].row)
            continue
        taken.places[path] = place
        bounds = {key: row.cells.get(key) for key in ("at_least", "at_most")}
        if name in PLACES and chosen is False and any(bounds.values()):
            taken.refuse("bounds_of_closed", open_at)
            continue
        for key, cell in bounds.items():
            at = found.place(row.number, key)
            taken.put((*path, key), taken.read(cell, "count", at), at)
        if name in PLACES:
            if chosen and not any(bounds.values()):
                taken.values[path] = {}
        elif chosen is not None:
            answers[name] = chosen
    if answers:
        taken.values[("routes",)] = [name for name, chosen in answers.items() if chosen]
    taken.places.setdefault(("routes",), found.place(found.head, "open"))


def _take_others(found: TableRows, taken: Taken) -> None:
    for row in found.rows:
        key, cell = row.cells.get("key"), row.cells.get("value")
        key_at, at = found.place(row.number, "key"), found.place(row.number, "value")
        if key is None or cell is None:
            taken.refuse("key_and_value", key_at if key is None else at)
            continue
        try:
            path = path_of(key[1:].strip())
        except BadPath:
            taken.refuse("no_key_path", key_at, value=key[1:60])
            continue
        try:
            value = value_of_text(cell[1:]) if cell[0] == "s" else taken.read(cell, {"d": "date", "b": "yes"}.get(cell[0], "number"), at)
        except BadYaml:
            taken.refuse("no_value", at, value=cell[1:60])
            continue
        if path in taken.values:
            first = taken.places[path]
            taken.refuse("stands_twice", key_at, sheet_before=first.sheet, row_before=first.row)
            continue
        taken.places |= {path[:end]: at for end in range(1, len(path) + 1) if path[:end] not in taken.places}
        taken.places[path] = at
        taken.values[path] = value


_TAKERS = {
    "form": _take_form, "list": _take_list, "periods": _take_periods, "units": _take_units, "groups": _take_groups, "routes": _take_routes,
    "others": _take_others,
}  # fmt: skip
