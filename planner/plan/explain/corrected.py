"""What the ledger of corrections says of one person: each cell with who decided, when, and from which file."""

from __future__ import annotations

import datetime as dt

from planner.core.columns import ROSTER_BY_NAME
from planner.core.texts import Message
from planner.core.value_text import value_text
from planner.instance.instance import Instance
from planner.roster.corrections import about
from planner.roster.people.correction import Correction


class _Heading(Message):
    """The heading of a column in the reader's language."""

    def render(self, lang: str = "en") -> str:
        """`Ngày sinh` or `Date of birth`."""
        known = ROSTER_BY_NAME.get(str(self.params["column"]))
        return str(self.params["column"]) if known is None else known.heading(lang)


def corrections_of(instance: Instance, row: int) -> tuple[Message, ...]:
    """A sentence for each entry of the ledger about the person in that row of the roster, refused ones included."""
    return tuple(correction_message(entry) for entry in about(instance.roster, str(instance.people["employee_id"].iloc[row])))


def correction_message(entry: Correction) -> Message:
    """One entry as a sentence: column, before, after, by whom, when, from which file, why."""
    params = {
        "column": _Heading("", {"column": entry.column}),
        "before": _Shown("", {"column": entry.column, "value": entry.before}),
        "after": _Shown("", {"column": entry.column, "value": entry.after}),
        "by": entry.by,
        "at": dt.datetime.fromisoformat(entry.at).date(),
        "source": Message("corrections.source", {"file": entry.from_file}) if entry.from_file else "",
        "why": Message("corrections.why", {"reason": entry.reason}) if entry.reason else "",
    }
    return Message("corrections.explained" if entry.accepted else "corrections.explained_refused", params)


class _Shown(Message):
    """A cell's canonical text in the words of the reader's language."""

    def render(self, lang: str = "en") -> str:
        """`Nữ` for F, `15/01/1970` for 1970-01-15; "–" where absent."""
        return value_text(str(self.params["column"]), self.params["value"], lang)
