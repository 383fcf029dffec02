"""The name of a unit as the titles above its list say it: "DANH SÁCH CÔNG CHỨC VỤ PHÁP CHẾ" is of Vụ Pháp chế."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from planner.roster.people.build import Rows
from planner.roster.values.text import clean_text, fold

_KINDS = "vụ|cục|văn phòng|thanh tra|viện|trung tâm|báo|tạp chí|trường|nhà xuất bản|ban|sở"
_OUTRIGHT = re.compile(r"(?:tên )?(?:cơ quan, )?(?:đơn vị|cơ quan|unit)(?: báo cáo| công tác| lập)?\s*:\s*(?P<name>.+)", re.IGNORECASE)
_WITHIN = re.compile(rf"(?:^|.*\s(?:của|thuộc|tại|chức|động|bộ|sự|nhân|lương|sách)\s+)(?P<name>(?:{_KINDS})\s+\S.*)", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:[(,;:–—.…]|\s-\s|\b(?:năm|tháng|quý|ngày|tính đến|thời điểm|kèm theo|theo)\b|\d).*", re.IGNORECASE)
_MOST_WORDS = 12


def name_of_titles(titles: Iterable[str]) -> str | None:
    """The one unit that the titles name, outright ("ĐƠN VỊ: …") before within one; None where there is none, or several."""
    texts = [clean_text(title) for title in titles]
    for pattern in (_OUTRIGHT, _WITHIN):
        found = {fold(name): name for name in (_name(pattern, text) for text in texts) if name}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def titled_names(people: Rows, units: pd.Series) -> pd.Series:
    """A name for each unit: what the titles of its lists say, where they say one; else the unit itself.

    Only for units that no cell names: there the tab or the file did, and a title knows better how the unit is called.
    """
    derived = people.derived.get("unit", np.zeros(len(people.frame), dtype=bool))
    said: dict[str, set[str]] = {}
    for number, table in enumerate(people.tables):
        mine = set(people.frame["unit"][(people.table == number) & derived].dropna())
        if len(mine) == 1:
            said.setdefault(mine.pop(), set()).add(name_of_titles(table.titles) or "")
    named = {unit: next(iter(names)) for unit, names in said.items() if len(names) == 1}
    names = units.map(lambda unit: named.get(unit) or unit)
    return names.where(~names.map(fold).duplicated(keep=False), units)  # two units of one name are told apart by their ids


def _name(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.fullmatch(text)
    name = _AFTER.sub("", match["name"]).strip() if match else ""
    return _cased(name) if 1 < len(name.split()) <= _MOST_WORDS else None


def _cased(name: str) -> str:
    """Capitals throughout become capitals where names of units have them: VỤ TỔ CHỨC CÁN BỘ is Vụ Tổ chức cán bộ."""
    if name != name.upper():
        return name
    kind = next((k for k in sorted(_KINDS.split("|"), key=len, reverse=True) if fold(name).startswith(k + " ")), "")
    rest = name[len(kind) :].strip().lower()
    parts = [kind, rest] if kind else [rest]
    return " ".join(part[0].upper() + part[1:] for part in parts if part)
