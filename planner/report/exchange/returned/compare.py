"""The three-way comparison: sent, returned, now; cell by cell, each change with its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from planner.core.columns import ROSTER_BY_NAME
from planner.core.texts import LANGUAGES, Message, text
from planner.report.exchange.layout import EDITABLE, REQUESTS
from planner.report.exchange.returned.read import ReturnedPack, Side, asked_of
from planner.roster.corrections import canonical, column_texts
from planner.roster.people.frame import Roster
from planner.roster.values.text import fold

KINDS = ("changed", "conflict", "unreadable", "keep", "release", "joins", "goes")
"""changed: the unit corrected a cell. conflict: the cell was changed meanwhile too, to something else. unreadable: cannot
be taken as written. keep, release: a request. joins, goes: a person added, or said not to belong to the unit."""
REVIEW_COLUMNS = (
    "unit", "file", "row", "employee_id", "full_name", "column", "sent", "returned", "now", "kind", "reason", "note", "before", "after",
)  # fmt: skip
ID = "employee_id"


def review_of(packs: Sequence[ReturnedPack], now: Roster, lang: str = "vi") -> pd.DataFrame:
    """Every change that the packs ask for, a row a cell, in the packs' order: `REVIEW_COLUMNS`, all text but `row`.

    column: canonical name; "lock" for requests, "employee_id" for people who join or go, "unit" for one who comes from
    another unit. sent, returned, now, before, after: canonical texts; before and after are what an accepted row writes
    into the ledger. note: what the reviewer should know, in `lang`. What nobody changed, and what both sides changed
    alike, is no row.
    """
    known = _Now(now)
    rows: list[dict[str, Any]] = []
    for pack in packs:
        rows += _Comparison(pack, known, lang).rows
    frame = pd.DataFrame(rows, columns=list(REVIEW_COLUMNS))
    return _marked_twice(frame, lang)


class _Now:
    """The roster as it stands, as canonical texts that are made when they are asked for."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.row_of = {person: row for row, person in enumerate(roster.people[ID])}
        self._texts: dict[str, Any] = {}

    def text(self, person: str, column: str) -> str:
        """A cell; "" where the person is not there."""
        row = self.row_of.get(person)
        return "" if row is None else str(self.column(column)[row])

    def column(self, name: str) -> Any:
        """A whole column."""
        if name not in self._texts:
            self._texts[name] = column_texts(self.roster.people[name], ROSTER_BY_NAME[name])
        return self._texts[name]


@dataclass
class _Comparison:
    """One pack against the roster as it is now."""

    pack: ReturnedPack
    now: _Now
    lang: str
    rows: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        back, sent = self.pack.back, self.pack.sent
        ids = back.cells[ID]
        counts = pd.Series(ids).value_counts()
        sent_at = {person: line for line, person in enumerate(sent.cells[ID])}
        mine = np.array([person in sent_at and counts[person] == 1 for person in ids], dtype=bool)
        lines = np.flatnonzero(mine)
        self._cells(lines, np.array([sent_at[ids[line]] for line in lines], dtype=np.int64))
        for line in np.flatnonzero(~mine):
            self._other(int(line), str(ids[line]), int(counts[ids[line]]), sent_at)
        for person in sent_at.keys() - set(ids):
            line = sent_at[person]
            self._goes(person, int(sent.row[line]), str(sent.cells["full_name"][line]), "", "returned.row_missing")
        self._requests(lines)
        self.rows.sort(key=lambda row: (row["row"], row["column"] != ID))

    def say(self, line: int, side: Side, kind: str, column: str, **more: Any) -> None:
        """One row of the review."""
        person = str(side.cells[ID][line])
        row = {
            "unit": self.pack.meta.get("unit", ""), "file": self.pack.file, "row": int(side.row[line]), "employee_id": person,
            "full_name": str(side.cells["full_name"][line]) or self.now.text(person, "full_name"), "column": column, "sent": "", "returned": "",
            "now": "", "kind": kind, "reason": str(side.cells["request_reason"][line]) if "request_reason" in side.cells else "", "note": "",
            "before": "", "after": "",
        }  # fmt: skip
        row |= more
        if side.added and line >= side.added_from and column in (ID, "unit"):
            row["note"] = f"{text('packs.on_added', self.lang, sheet=side.added)} {row['note']}".strip()
        self.rows.append(row)

    def note(self, key: str, **params: Any) -> str:
        """A remark in the reviewer's language."""
        return text(f"returned.{key}", self.lang, **params)

    def _cells(self, lines: Any, sent_lines: Any) -> None:
        """Changed cells of the people who were sent."""
        back, sent = self.pack.back, self.pack.sent
        for column in EDITABLE:
            name = column.name
            mine, theirs = back.cells[name][lines], sent.cells[name][sent_lines]
            broken = np.array([(name, int(line)) in back.faults for line in lines], dtype=bool)
            for at in np.flatnonzero(broken | (mine != theirs)):
                line, was, is_now = int(lines[at]), str(theirs[at]), str(mine[at])
                person = str(back.cells[ID][line])
                stands = self.now.text(person, name)
                shown = {"sent": was, "returned": is_now, "now": stands}
                if broken[at]:
                    fault = back.faults[name, line]
                    written = str(fault.params.get("value", ""))[:60]
                    self.say(line, back, "unreadable", name, **{**shown, "returned": written}, note=self._said(fault))
                elif column.required and not is_now:
                    self.say(line, back, "unreadable", name, **shown, note=self.note("needed"))
                elif person not in self.now.row_of:
                    self.say(line, back, "unreadable", name, **shown, note=self.note("gone_meanwhile"))
                elif stands != is_now:
                    doubt = back.doubts.get((name, line))
                    note = self._said(doubt) if doubt else ""
                    kind = "changed" if stands == was else "conflict"
                    self.say(line, back, kind, name, **shown, note=note, before=stands, after=is_now)

    def _said(self, message: Message) -> str:
        return message.render(self.lang)

    def _requests(self, lines: Any) -> None:
        """What the unit asks for: keep, release, not ours."""
        request, reason = asked_of(self.pack.back)
        for line in lines:
            wish = str(request[line])
            if not wish:
                continue
            person = str(self.pack.back.cells[ID][line])
            kind = _REQUESTED.get(fold(wish))
            stands = self.now.text(person, "lock")
            if kind is None or person not in self.now.row_of:
                known = "; ".join(text(f"packs.request_{name}", self.lang) for name in REQUESTS)
                key = {"note": self.note("request_unknown", value=wish[:60], known=known) if kind is None else self.note("gone_meanwhile")}
                self.say(int(line), self.pack.back, "unreadable", "lock", returned=wish[:60], now=stands, **key)
            elif kind == "not_ours":
                self._goes(
                    person, int(self.pack.back.row[line]), str(self.pack.back.cells["full_name"][line]), str(reason[line]), "not_ours"
                )
            elif stands != REQUESTS[kind]:
                note = "" if reason[line] else self.note("no_reason")
                shown = {"returned": REQUESTS[kind], "now": stands, "before": stands, "after": REQUESTS[kind]}
                self.say(int(line), self.pack.back, kind, "lock", sent=stands, note=note, **shown)

    def _goes(self, person: str, row: int, name: str, reason: str, key: str) -> None:
        """A person who is said not to belong to the unit; nothing where that is so already."""
        here = self.now.text(person, "unit")
        if not here:
            return
        said = self.note(key.removeprefix("returned."))
        if here != self.pack.meta.get("unit", ""):
            said = f"{said} {self.note('moved_meanwhile', unit=here)}"
        self.rows.append({
            "unit": self.pack.meta.get("unit", ""), "file": self.pack.file, "row": row, "employee_id": person, "full_name": name, "column": ID,
            "sent": person, "returned": "", "now": person, "kind": "goes", "reason": reason, "note": said, "before": person, "after": "",
        })  # fmt: skip

    def _other(self, line: int, person: str, count: int, sent_at: dict[str, int]) -> None:
        """A row that was not sent: a new person, one of another unit, or one that cannot be told."""
        back, unit = self.pack.back, self.pack.meta.get("unit", "")
        if not person:
            self.say(line, back, "unreadable", ID, note=self.note("no_id"))
        elif count > 1:
            self.say(line, back, "unreadable", ID, returned=person, note=self.note("id_twice"))
        elif unit not in set(self.now.roster.units["unit"]):
            self.say(line, back, "unreadable", ID, returned=person, note=self.note("unit_gone", unit=unit))
        elif person in self.now.row_of:
            here = self.now.text(person, "unit")
            if here != unit:
                shown = {"sent": "", "returned": unit, "now": here, "before": here, "after": unit}
                self.say(line, back, "joins", "unit", **shown, note=self.note("from_other_unit", unit=here))
        else:
            self._joins(line, person, unit)

    def _joins(self, line: int, person: str, unit: str) -> None:
        """A new person: one row for the person, one for each cell that says something."""
        back = self.pack.back
        self.say(line, back, "joins", ID, returned=person, after=person, note=self.note("new_person"))
        self.say(line, back, "joins", "unit", returned=unit, after=unit)
        for column in EDITABLE:
            name, fault = column.name, back.faults.get((column.name, line))
            written, nothing = str(back.cells[name][line]), canonical(None, column)
            if fault is not None:
                self.say(line, back, "unreadable", name, note=self._said(fault))
            elif column.required and not written:
                self.say(line, back, "unreadable", name, note=self.note("needed"))
            elif written != nothing:
                doubt = back.doubts.get((name, line))
                self.say(
                    line, back, "joins", name, returned=written, before=nothing, after=written, note=self._said(doubt) if doubt else ""
                )


def _marked_twice(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The same change asked for twice stands once; two files that ask for different things are a conflict."""
    open_rows = frame["kind"].ne("unreadable")
    cell = ["employee_id", "column"]
    same = frame[open_rows].duplicated([*cell, "after"])
    frame = frame.drop(index=same.index[same]).reset_index(drop=True)
    open_rows = frame["kind"].ne("unreadable")
    twice = open_rows & frame[open_rows].duplicated(cell, keep=False).reindex(frame.index, fill_value=False)
    said = text("returned.two_files", lang)
    frame.loc[twice, "kind"] = "conflict"
    frame.loc[twice, "note"] = frame.loc[twice, "note"].map(lambda note: f"{note} {said}".strip())
    return frame


_REQUESTED = {fold(text(f"packs.request_{name}", lang)): name for lang in LANGUAGES for name in REQUESTS} | {
    fold(word): name
    for choice in ROSTER_BY_NAME["lock"].choices
    for name, lock in REQUESTS.items()
    if lock and choice.value == lock
    for word in (choice.vi, choice.en, *choice.aliases)
}
"""The words of the drop-down, and those of the roster's own column, which mean the same."""
