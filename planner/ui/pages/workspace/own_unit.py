"""What a unit's head does with the own people of a plan: look at them, take the pack home and send it back, correct, and see what
became of it. Everything is done by `service.workspace.units`, which gives a head the own unit and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.errors import InputError, problem
from planner.core.folders import passing_folder
from planner.core.texts import text
from planner.service.jobs.state import problem_records
from planner.service.workspace.rights import Action, Actor, only_unit
from planner.service.workspace.versions import PLAN
from planner.ui import access
from planner.ui.pages.workspace.common import called, done, moment, pressable, typed, w
from planner.ui.pages.workspace.exports import Press
from planner.ui.session import state, uploads
from planner.ui.session.words import heading, named, plain, t
from planner.ui.widgets import grids, problems
from planner.ui.widgets.download import download

if TYPE_CHECKING:
    import pandas as pd

    from planner.core.errors import Problem
    from planner.service.workspace.workspace import Workspace

SEEN, TOLD, FAULTS, SENT = "own_unit_seen", "own_unit_told", "own_unit_faults", "own_unit_sent"
"""What was looked at last: (who, plan, people); what a pack would change: {who, plan, file, content, rows}; why it cannot be taken; what
became of what was sent in: (who, plan, rows)."""
_PLAN, _PERSON, _COLUMN, _VALUE, _REASON = "w_own_unit_plan", "w_own_unit_person", "w_own_unit_column", "w_own_unit_value", "w_own_unit_reason"
_LONGEST_WORDS = 2000
PEOPLE = ("employee_id", "full_name", "position_title", "decision", "period", "leave_on", "to_unit", "cost_vnd")
LINES = ("row", "employee_id", "full_name", "column_words", "sent_words", "returned_words", "now_words", "kind_words", "reason", "note")
FATES = ("outcome_words", "employee_id", "full_name", "column_words", "sent_words", "returned_words", "reason", "decided_by", "decided_at", "why", "way_words", "at")


def own_unit_part(work: Workspace, acts: Actor) -> None:
    """Draw the part."""
    unit = str(only_unit(acts, Action.PACK))
    st.caption(u("means", unit=plain(unit)))
    found = [each.name for each in sorted(work.listed(acts, PLAN), key=lambda each: each.at, reverse=True)]
    if not found:
        st.info(w("no_plans"), icon=":material/folder_open:")
        return
    name = st.selectbox(w("plan"), found, key=_PLAN)
    if name is None:
        return
    hidden = work.choices(acts, name)[Action.PACK]
    _people(acts, name, unit, hidden)
    _pack(name, unit, hidden)
    _upload(name)
    _told(acts, name)
    _outcome(work, acts, name)


def u(name: str, /, **params: Any) -> str:
    """A text of the part."""
    return text(f"unit_heads.page.{name}", state.lang(), **params)


# ---- people, and a correction of one


def _people(acts: Actor, name: str, unit: str, hidden: Problem | None) -> None:
    st.header(u("people", unit=unit), anchor=False)
    st.caption(u("people_means"))
    st.button(u("people_show"), key="own_unit_people", icon=":material/visibility:", on_click=look, args=(name,), **pressable(hidden))
    seen = st.session_state.get(SEEN)
    if seen is not None and seen[:2] == (acts, name):
        grids.table(seen[2], PEOPLE, key="grid_own_unit", height=420)
        with st.popover(u("correct"), icon=":material/edit:"):
            _correction(name, seen[2])


def look(name: str) -> None:
    """Look at the people of the own unit."""

    def ask(work: Workspace, acts: Actor) -> str:
        return u("people_shown", n=len(_read(work, acts, name)))

    done(ask)


def _read(work: Workspace, acts: Actor, name: str) -> pd.DataFrame:
    from planner.service.workspace.units.people import own_people

    people = own_people(work, acts, name)
    st.session_state[SEEN] = acts, name, people
    return people


def _correction(name: str, people: pd.DataFrame) -> None:
    """The fields of a correction; what stands in the cell now is shown once it is chosen."""
    from planner.core.value_text import value_text
    from planner.service.workspace.units.corrections import COLUMNS

    st.caption(u("correct_means"))
    rows = people.set_index("employee_id")
    ids = rows.index.tolist()
    person = st.selectbox(u("person"), ids, key=_PERSON, index=None, format_func=named(ids, lambda each: f"{rows.at[each, 'full_name']} ({each})"))
    column = st.selectbox(u("column"), COLUMNS, key=state.spoken(_COLUMN), index=None, format_func=named(COLUMNS, heading))
    if person is not None and column is not None:
        st.text(u("now", value=value_text(column, rows.at[person, column], state.lang())))
    st.text_input(u("value"), key=_VALUE, max_chars=_LONGEST_WORDS)
    st.text_input(u("reason"), key=_REASON, max_chars=_LONGEST_WORDS)
    st.button(u("correct_it"), key="own_unit_correct", type="primary", on_click=correct, args=(name,))


def correct(name: str) -> None:
    """Put the correction that stands in the fields into the unit's ledger."""
    from planner.service.workspace.units.corrections import correct_own

    person, column, value, reason = typed(_PERSON), typed(state.spoken(_COLUMN)), typed(_VALUE), typed(_REASON)

    def ask(work: Workspace, acts: Actor) -> str:
        if not person or not column:
            raise InputError(problem("unit_heads.page.nobody"))
        made, entry = correct_own(work, acts, name, person, column, value, reason)
        _read(work, acts, name)
        st.session_state.update({_VALUE: "", _REASON: ""})
        said = {"person": person, "column": heading(column), "before": entry.before or "–", "after": entry.after or "–"}
        return text("unit_heads.corrected", state.lang(), **said, object=made.object, version=made.number)

    done(ask)


# ---- the pack, out and back


def _pack(name: str, unit: str, hidden: Problem | None) -> None:
    from planner.service.workspace.units.packs import receive_pack

    lang = state.lang()
    st.header(u("pack"), anchor=False)
    st.caption(u("pack_means"))
    file = "-".join(each for each in (uploads.file_name(name), uploads.file_name(unit)) if each) or "pack"
    press = Press(f"{file}.xlsx", lambda work, who, out: receive_pack(work, who, name, None, out, lang).printed)
    download(u("pack_get"), press.content, press.file, key="own_unit_pack", on_click=press.make, **pressable(hidden))


def _upload(name: str) -> None:
    """The place for the pack that comes back, and the button that only looks at it."""
    file = st.file_uploader(u("upload"), type=["xlsx"], key="w_own_unit_file", help=u("upload_help"))
    if file is not None and st.button(u("compare"), key="own_unit_compare", icon=":material/difference:"):
        if uploads.too_large([file]):
            st.error(t("data_too_large", mb=uploads.MOST_BYTES // 2**20), icon=":material/error:")
            return
        with st.spinner(t("data_reading")):
            compare(name, uploads.safe_name(file.name), bytes(file.getbuffer()))


def _told(acts: Actor, name: str) -> None:
    """What the pack would change, and only then the button by which it counts."""
    if faults := st.session_state.get(FAULTS):
        problems.show(faults, u("refused"))
    told = st.session_state.get(TOLD)
    if told is not None and (told["who"], told["plan"]) == (acts, name):
        _lines(told)


def compare(name: str, file: str, content: bytes) -> None:
    """See what a file would change; nothing is kept by that. Whoever may not, or what cannot be taken, is said on the page."""
    from planner.service.workspace.units.sent_in import would_change

    st.session_state.pop(TOLD, None)
    acts = access.actor()
    try:
        with passing_folder() as folder:
            (Path(folder) / file).write_bytes(content)
            rows = would_change(access.workspace(), acts, name, Path(folder) / file, state.lang())
    except InputError as error:
        st.session_state[FAULTS] = problem_records(error.problems)
        return
    st.session_state[FAULTS] = []
    st.session_state[TOLD] = {"who": acts, "plan": name, "file": file, "content": content, "rows": rows}


def _lines(told: dict[str, Any]) -> None:
    from planner.report.exchange.review_book import in_words

    rows = told["rows"]
    lost = int(rows["kind"].eq("unreadable").sum())
    st.markdown(f"**{plain(u('would_change', file=told['file'], n=len(rows) - lost))}**" + (f" {plain(u('would_lose', n=lost))}" if lost else ""))
    if len(rows):
        grids.table(in_words(rows, state.lang()), LINES, key="grid_own_unit_lines", headings=_headings(LINES), height=min(42 + 36 * len(rows), 420))
    st.button(u("send"), key="own_unit_send", type="primary", icon=":material/send:", on_click=send)


def send() -> None:
    """Send back the pack whose changes are shown."""
    from planner.service.workspace.units.packs import send_pack

    told = st.session_state[TOLD]

    def ask(work: Workspace, acts: Actor) -> str:
        with passing_folder() as folder:
            (Path(folder) / told["file"]).write_bytes(told["content"])
            made = send_pack(work, acts, told["plan"], Path(folder) / told["file"])
        st.session_state.pop(TOLD)
        return text("workspace.kept", state.lang(), object=made.object, version=made.number, author=called(made.author, work.names(acts)))

    done(ask)


# ---- what became of it


def _outcome(work: Workspace, acts: Actor, name: str) -> None:
    from planner.report.exchange.review_book import in_words

    st.header(u("outcome"), anchor=False)
    st.caption(u("outcome_means"))
    st.button(u("outcome_show"), key="own_unit_outcome", icon=":material/checklist:", on_click=see_outcome, args=(name,))
    sent = st.session_state.get(SENT)
    if sent is None or sent[:2] != (acts, name):
        return
    if not len(sent[2]):
        st.info(u("outcome_nothing"), icon=":material/inbox:")
        return
    names = work.names(acts)
    rows = sent[2].assign(
        outcome_words=[u(f"fate_{each}") for each in sent[2]["outcome"]], way_words=[u(f"way_{each}") for each in sent[2]["way"]],
        decided_by=[called(each, names) for each in sent[2]["decided_by"]], **{name: [moment(each) for each in sent[2][name]] for name in ("at", "decided_at")},
    )  # fmt: skip
    grids.table(in_words(rows, state.lang()), FATES, key="grid_own_unit_outcome", headings=_headings(FATES), height=min(42 + 36 * len(rows), 420))


def see_outcome(name: str) -> None:
    """See what became of what the unit sent in."""
    from planner.service.workspace.units.sent_in import OPEN, OVERTAKEN, REFUSED, TAKEN, outcome

    def ask(work: Workspace, acts: Actor) -> str:
        rows = outcome(work, acts, name, state.lang())
        st.session_state[SENT] = acts, name, rows
        counts = rows["outcome"].value_counts()
        return u("outcome_said", **{each: int(counts.get(each, 0)) for each in (TAKEN, REFUSED, OVERTAKEN, OPEN)})

    done(ask)


def _headings(columns: tuple[str, ...]) -> dict[str, str]:
    """Those of returned packs where they know the column, else this part's own."""
    own = {"outcome_words", "decided_by", "decided_at", "why", "way_words", "at"}
    known = [name for name in columns if name not in ("employee_id", "full_name")]
    return {name: u(f"column_{name}") if name in own else text(f"returned.column_{name.removesuffix('_words')}", state.lang()) for name in known}
