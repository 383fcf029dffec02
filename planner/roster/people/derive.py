"""Values that follow from others: the unit of a sheet, an id where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
import pandas as pd

from planner.core.errors import Problem
from planner.roster.people.build import Rows
from planner.roster.people.unit_cells import filled_down, near_names
from planner.roster.tables.table import Table
from planner.roster.values.text import clean_text, fold, name_key, sheet_key, without_head_count

_GENERIC = re.compile(
    r"(sheet|trang tính|trang_tính|bảng tính|bảng|worksheet|tabelle|feuil\w*|hoja|table|data|dữ liệu"
    r"|danh sách( nhân sự| cán bộ)?"
    r"|ds|dsns|nhân sự|nhân viên|roster|people|staff|employees)[\s_\-]*\(?\d*\)?"
)
_GENERIC_WORDS = frozenset(
    "sheet trang tính bảng biểu mẫu phụ lục danh sách ds dsns dscb nhân sự nhân viên cán bộ công chức viên chức người lao động hợp đồng"
    " biên chế cbcc cbccvc ccvc cc vc hđ hđlđ nlđ lương và tiền tổng hợp chi tiết năm tháng quý tinh giản sắp xếp bộ máy kèm theo"
    " danh sach nhan su can bo cong chuc vien chuc bieu mau phu luc luong nam roster people staff employees list of data dữ liệu"
    " v1 v2 final copy bản sao sửa mới cuối".split()
)
_TITLE_OF_UNIT = re.compile(r"(?:tên )?(?:cơ quan, )?(?:đơn vị|cơ quan|unit)(?: báo cáo| công tác| lập)?\s*:\s*(.+?)[\s.…]*", re.IGNORECASE)
_UNIT_WORDS = re.compile(r"(vụ|cục|văn phòng|thanh tra|viện|trung tâm|báo|tạp chí|trường)\b.*")


class UnitNames:
    """The units table as a reader of names: an id, a full name, or a tab that Excel cut to 31 characters."""

    def __init__(self, units: pd.DataFrame) -> None:
        self.known: dict[str, str] = {}
        ids = [u for u in units["unit"] if u]
        pairs = [(u, n) for u, n in zip(units["unit"], units["name"], strict=True) if u and n]
        for key, unit in [
            *((name_key(u), u) for u in ids),
            *((name_key(n), u) for u, n in pairs),
            *((sheet_key(u), u) for u in ids),
            *((sheet_key(n), u) for u, n in pairs),
        ]:
            self.known.setdefault(key, unit)

    def find(self, text: str) -> str | None:
        """The id that `text` stands for."""
        key = name_key(text)
        return self.known.get(key) or self.known.get(without_head_count(key))

    def within(self, text: str) -> str | None:
        """The id of the one unit whose name or id stands as words in `text`; None where there is none, or several.

        "DANH SÁCH CÔNG CHỨC VỤ PHÁP CHẾ" names Vụ Pháp chế. Names within longer names that are found do not count.
        """
        whole = name_key(text)
        found = {key: unit for key, unit in self.known.items() if len(key) > 1 and re.search(rf"(?<!\w){re.escape(key)}(?!\w)", whole)}
        longest = [key for key in found if not any(key != other and key in other for other in found)]
        units = {found[key] for key in longest}
        return units.pop() if len(units) == 1 else None


def is_generic(name: str) -> bool:
    """Whether a tab's or a file's name says nothing about a unit: Sheet1, Trang tính1, Danh sách công chức 2026."""
    folded = fold(name)
    words = re.split(r"[\s_\-.()&,]+", folded)
    return _GENERIC.fullmatch(folded) is not None or all(w in _GENERIC_WORDS or w.isdigit() or not w for w in words)


def set_units(people: Rows, names: UnitNames | None) -> list[Problem]:
    """Fills `unit` with ids: the unit cell, else the tab, else the file, else the title above the list.

    Where the tab names no unit of the table but the headings of groups do ("I. Vụ Pháp chế"), these count before the
    file's name. `names` is None without a units table. What is taken though a title says otherwise is a warning.
    """
    problems: list[Problem] = []
    written, unclear = filled_down(people)
    out = np.empty(len(written), dtype=object)
    empty = pd.isna(written) & ~people.unread["unit"]
    problems += near_names(people, written) if names is None else []
    seen: dict[str, str] = {}
    distinct = {text: _unit_of_cell(text, names, seen) for text in dict.fromkeys(written[~pd.isna(written)])}
    out[~empty] = [distinct.get(text) for text in written[~empty]]
    for number, table in enumerate(people.tables):
        mine = people.table == number
        mask = empty & mine
        if not mask.any():
            continue
        own = _unit_of(table, names)
        out[mask] = own.unit
        by_group = _by_groups(table, names) if own.unit is None or not own.by_tab else None
        if by_group is not None:
            grouped = mask.copy()
            grouped[mine] &= [unit is not None for unit in by_group]
            out[grouped] = np.array(by_group, dtype=object)[grouped[mine]]
            problems += _unknown_groups(table, names)
        elif not own.by_tab:
            problems += [people.problem("unit_cell_empty", line, "unit") for line in np.flatnonzero(unclear & mine).tolist()]
        lost = mask & pd.isna(out)
        if (lost & ~unclear).any():
            problems.append(table.problem("sheet_unit_unknown", None, None, name=own.called))
        problems += _unit_doubts(table, names, own)
        people.derived.setdefault("unit", np.zeros(len(written), dtype=bool))[mask] = True
    for line in np.flatnonzero(~empty & pd.isna(out) & ~people.unread["unit"]):
        problems.append(people.problem("unit_unknown", int(line), "unit", name=written[line]))
    people.fill("unit", out)
    return problems


@dataclass(frozen=True)
class _Own:
    """The unit of a whole table, the name that it was sought under, whether the tab named it, or only a title did."""

    unit: str | None
    called: str
    by_tab: bool
    by_title: bool = False


def _unit_of_cell(text: str, names: UnitNames | None, seen: dict[str, str]) -> str | None:
    """The id; without a units table the text itself, in the spelling that came first."""
    return seen.setdefault(name_key(text), text) if names is None else names.find(text)


def _unit_of(table: Table, names: UnitNames | None) -> _Own:
    stem = PurePath(table.file).stem
    tab = table.sheet if table.sheet is not None and not is_generic(table.sheet) else None
    own = tab or stem
    if names is None:
        titled = None if tab or not is_generic(stem) else next(_titled(table), None)
        return _Own(titled or own, titled or own, tab is not None)
    if table.sheet and (unit := names.find(table.sheet)):
        return _Own(unit, table.sheet, True)
    unit = names.find(stem)
    return _Own(unit or _unit_of_titles(table, names), own, False, unit is None and tab is not None)


def _titled(table: Table) -> Iterator[str]:
    """The units that titles name outright: "ĐƠN VỊ: Vụ Pháp chế"."""
    return (match.group(1) for title in table.titles if (match := _TITLE_OF_UNIT.fullmatch(clean_text(title))))


def _unit_of_titles(table: Table, names: UnitNames) -> str | None:
    """The one unit of the table of units that the titles name: outright, as a title of its own, or within one."""
    for found in (
        [names.find(name) or names.within(name) for name in _titled(table)],
        [names.find(title) for title in table.titles],
        [names.within(title) for title in table.titles],
    ):
        units = {unit for unit in found if unit}
        if units:
            return units.pop() if len(units) == 1 else None
    return None


def _by_groups(table: Table, names: UnitNames | None) -> list[str | None] | None:
    """The unit of each row by the heading of its group; None where no heading of a group names a unit."""
    found = [(at, names.find(text)) for at, text in table.groups if names.find(text) or _is_unit(text)] if names is not None else []
    if not any(unit for _, unit in found):
        return None
    units: list[str | None] = [None] * len(table.rows)
    for (at, unit), end in zip(found, [*(at for at, _ in found[1:]), len(table.rows)], strict=True):
        units[at:end] = [unit] * (end - at)
    return units


def _is_unit(group: str) -> bool:
    return _UNIT_WORDS.fullmatch(fold(group)) is not None


def _unknown_groups(table: Table, names: UnitNames | None) -> list[Problem]:
    """An error for each heading of a group that reads like a unit, among others that are units, and names none."""
    groups = zip(table.group_rows, (text for _, text in table.groups), strict=True)
    lost = [(row, text) for row, text in groups if names is not None and _is_unit(text) and names.find(text) is None]
    return [table.problem("group_unit_unknown", row, None, name=text[:80]) for row, text in lost]


def _unit_doubts(table: Table, names: UnitNames | None, own: _Own) -> Iterator[Problem]:
    """Where a title, or headings of groups, speak of another unit than the one that was taken."""
    if own.unit is None:
        return
    if names is not None:
        titled = next((unit for unit in (names.find(title) for title in _titled(table)) if unit), None)
        other = titled if titled and titled != own.unit else None
    else:
        is_name = len(own.unit.split()) > 1  # "VPC" may well be the id of what the title calls Vụ Pháp chế
        other = next((title for title in _titled(table) if is_name and fold(title) != fold(own.unit)), None)
        groups = [text for _, text in table.groups if _is_unit(text)]
        if not own.by_tab and len(groups) > 1:
            yield table.problem("groups_name_units", None, None, severity="warning", unit=own.unit, groups="; ".join(groups[:3]))
    if own.by_title:
        yield table.problem("unit_from_title", None, None, severity="warning", unit=own.unit, name=own.called)
    if other:
        yield table.problem("title_names_other", None, None, severity="warning", unit=own.unit, other=other)


def set_ids(people: Rows) -> list[Problem]:
    """Fills `employee_id` where it is empty with the sheet's name and the row; a warning for the sheet or the row."""
    problems: list[Problem] = []
    ids = people.frame["employee_id"].to_numpy(dtype=object).copy()
    empty = pd.isna(ids) & ~people.unread["employee_id"]
    bases = _bases(people.tables)
    for line in np.flatnonzero(empty):
        ids[line] = f"{bases[people.table[line]]}-{people.row[line]}"
    for number, table in enumerate(people.tables):
        mine = empty & (people.table == number)
        if "employee_id" not in table.columns and mine.any():
            example = ids[int(np.flatnonzero(mine)[0])]
            problems.append(table.problem("ids_made", table.heading_row, None, example=example, severity="warning"))
        else:
            for line in np.flatnonzero(mine):
                problems.append(people.problem("id_made", int(line), "employee_id", made=ids[line], severity="warning"))
    people.derived["employee_id"] = empty
    people.fill("employee_id", ids)
    return problems


def _bases(tables: Iterable[Table]) -> list[str]:
    """A different word for each table: its tab where that says something, else its file."""
    out: list[str] = []
    for table in tables:
        word = table.sheet if table.sheet is not None and not is_generic(table.sheet) else PurePath(table.file).stem
        base, count = word, 1
        while base in out:
            count += 1
            base = f"{word}-{count}"
        out.append(base)
    return out
