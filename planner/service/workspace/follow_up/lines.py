"""The lines of a follow-up: what of each is fixed, what is written later, and what will not do.

A line is an exit or a move of the plan; a wish, an objection or an appeal of somebody; or what came after an exit: the person is
back (`rehire`), or somebody else is in the post (`backfill`). A line never changes; what is written later is its next version.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.core.errors import InputError, Problem, problem, unknown
from planner.core.texts import Message
from planner.core.vocabulary import EXIT_ROUTES, NATURAL_ROUTES, Decision
from planner.roster.values.text import clean_text

EXIT, MOVE = "exit", "move"
CASES = ("wish", "objection", "appeal")
"""What somebody brings forward; each has a deadline."""
AFTER = ("rehire", "backfill")
"""What came after an exit."""
KINDS = (EXIT, MOVE, *CASES, *AFTER)
NOT_STARTED, UNDER_WAY, DONE, WITHDRAWN = "not_started", "under_way", "done", "withdrawn"
STATES = (NOT_STARTED, UNDER_WAY, DONE, WITHDRAWN)

FIXED = (
    "kind", "employee_id", "full_name", "unit", "decision", "period", "day", "to_unit", "regime", "cost_vnd", "salary_vnd",
)  # fmt: skip
"""What of a line stays as it began. day: of an exit or move when the plan has it, else when it came in or happened."""
WORDS = ("responsible", "step", "evidence", "reference", "evidence_file", "evidence_sha256", "outcome")
DAYS = ("due", "done_on")
WRITTEN = ("state", "responsible", "step", "due", "done_on", "paid_vnd", "evidence", "reference", "evidence_file", "evidence_sha256", "outcome")
"""What is written later: words are "" where there are none, days and money None."""
MOST_LETTERS = 1000
MOST_VND = 10**15
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BARE = re.compile(r"\d{1,15}")


@dataclass(frozen=True)
class Line:
    """A version of a line. line: its number in the follow-up, from 1; number: the version's; at, author: when and by whom it
    was written; content: `FIXED` and `WRITTEN`, days as ISO texts."""

    line: int
    number: int
    at: str
    author: str
    content: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.content[name]

    @property
    def is_exit(self) -> bool:
        """Whether it is an exit of the plan."""
        return bool(self["kind"] == EXIT)

    @property
    def is_natural(self) -> bool:
        """Whether it is an exit that comes of itself."""
        return self["decision"] in NATURAL_ROUTES

    def is_late(self, on: dt.date) -> bool:
        """Whether its day has passed and it is neither done nor withdrawn."""
        return self["state"] not in (DONE, WITHDRAWN) and day_of(self["due"]) < on


def day_of(value: str) -> dt.date:
    """A day that is known to be one."""
    return dt.date.fromisoformat(value)


def matching(
    lines: Sequence[Line], on: dt.date, *, late: bool = False, month: str = "", unit: str = "", kind: str = "", state: str = ""
) -> list[Line]:
    """Those of the lines that are late on a day, due in a month (YYYY-MM), of a unit, a kind, a state, as far as asked."""
    wanted = {"unit": unit, "kind": kind, "state": state}
    return [
        line for line in lines
        if all(not value or line[name] == value for name, value in wanted.items())
        and (not late or line.is_late(on)) and (not month or str(line["due"]).startswith(f"{month}-"))
    ]  # fmt: skip


def begun(**known: Any) -> dict[str, Any]:
    """The content of a new line: what is known, everything else empty, not started."""
    empty = {name: "" for name in FIXED} | {"cost_vnd": 0, "salary_vnd": 0}
    written: dict[str, Any] = {name: "" for name in WORDS} | {"state": NOT_STARTED, "due": None, "done_on": None, "paid_vnd": None}
    return {**empty, **written, **known}


def kind_of(decision: str) -> str | None:
    """The kind of line that a decision of a plan becomes; None for who stays."""
    if decision == Decision.RETAIN:
        return None
    return EXIT if decision in EXIT_ROUTES else MOVE


def written(content: dict[str, Any], changes: Mapping[str, Any], file: str) -> dict[str, Any]:
    """A line's content with changes. InputError with everything that will not do.

    changes: names of `WRITTEN`; values as they were typed, "" empties. file: of whom the problems speak.
    """
    faults: list[Problem] = []
    new = dict(content)
    for name, value in changes.items():
        if name not in WRITTEN:
            faults.append(unknown("follow.no_field", name, WRITTEN, file=file, column=name))
            continue
        try:
            new[name] = _read(name, value)
        except _Wrong as wrong:
            faults.append(problem(wrong.key, file=file, column=name, **wrong.params))
    if not faults:
        faults = list(_contradictions(new, file))
    if faults:
        raise InputError(faults)
    return new


class _Wrong(Exception):
    """A value will not do. key: the text that says why."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key, self.params = key, params


def _read(name: str, value: Any) -> Any:
    """A value as a line keeps it."""
    if name == "paid_vnd":
        return _money(value)
    said = "" if value is None else clean_text(str(value))
    if len(said) > MOST_LETTERS:
        raise _Wrong("follow.too_long", most=MOST_LETTERS)
    if name == "state":
        if said not in STATES:
            raise _Wrong("follow.no_state", value=said[:40], known=", ".join(STATES))
        return said
    if name in DAYS:
        return _day(said)
    if name == "evidence_sha256" and said and not _SHA256.fullmatch(said):
        raise _Wrong("follow.no_sha256", value=said[:40])
    return said


def _day(said: str) -> str | None:
    if not said:
        return None
    try:
        return dt.date.fromisoformat(said).isoformat()
    except ValueError:
        raise _Wrong("follow.no_day", value=said[:40]) from None


def _money(value: Any) -> int | None:
    if value is None or value == "":
        return None
    said = str(value)
    if isinstance(value, bool) or not _BARE.fullmatch(said) or int(said) > MOST_VND:
        raise _Wrong("follow.no_money", value=said[:40])
    return int(said)


def _contradictions(content: dict[str, Any], file: str) -> Iterator[Problem]:
    """What of a line does not go together."""
    state = Message(f"follow.word_state_{content['state']}")
    if content["due"] is None:
        yield problem("follow.no_due", file=file, column="due")
    if content["state"] == DONE and content["done_on"] is None:
        yield problem("follow.no_done_on", file=file, column="done_on")
    if content["state"] != DONE:
        for name in ("done_on", "paid_vnd"):
            if content[name] is not None:
                yield problem("follow.not_done", file=file, column=name, state=state)
    if content["state"] == WITHDRAWN and not content["outcome"]:
        yield problem("follow.no_outcome", file=file, column="outcome")
    if content["paid_vnd"] is not None and content["kind"] not in (EXIT, MOVE):
        yield problem("follow.paid_for", file=file, column="paid_vnd")
    if content["done_on"] is not None and content["kind"] in (*CASES, *AFTER) and content["done_on"] < content["day"]:
        yield problem("follow.before_it_came", file=file, column="done_on", day=day_of(content["day"]))
