"""What of the workspace goes home as a file: people with names or pseudonyms, a plan's folder, a sealed plan.

The files are those of `planner workspace export`, `fetch` and `seal`, made when their button is pressed. Two things come of a press:
its callback makes the file, where a refusal can be said; the browser asks for the file in a thread that knows no session, and waits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.folders import passing_folder
from planner.core.texts import text
from planner.service.workspace.access import exports
from planner.service.workspace.head import Head
from planner.service.workspace.rights import Action, Actor, missing
from planner.service.workspace.versions import PLAN, Kind
from planner.ui.pages.workspace.common import done, pressable, w
from planner.ui.session import state, uploads
from planner.ui.widgets.download import download

if TYPE_CHECKING:
    from planner.service.workspace.workspace import Workspace

PATIENCE_S = 300.0
"""So long the browser waits for a file that is being made."""
Makes = Callable[["Workspace", Actor, Path], str]
"""Writes a file as somebody; the head of the audit."""


class NotMade(Exception):
    """The file that a browser asks for could not be made; the page says why."""


class Press:
    """What comes of pressing a button: its file, or that there is none. file: the name that it gets."""

    def __init__(self, file: str, makes: Makes) -> None:
        self.file, self._makes = file, makes
        self._ended, self._content = threading.Event(), b""

    def make(self) -> None:
        """The callback: makes the file, and says what came of it."""
        self._content = b""

        def ask(work: Workspace, acts: Actor) -> str:
            with passing_folder() as folder:
                out = Path(folder) / self.file
                head = self._makes(work, acts, out)
                self._content = out.read_bytes()
            return w("exported", file=self.file, head=head)

        try:
            done(ask)
        finally:
            self._ended.set()

    def content(self) -> bytes:
        """What the browser asks for, once the callback has ended. NotMade where it was refused."""
        if not self._ended.wait(PATIENCE_S) or not self._content:
            raise NotMade
        return self._content


def of_plan(work: Workspace, acts: Actor, choices: Mapping[Action, Any], name: str) -> None:
    """The buttons for a plan; of those that nobody in their roles may press none, and of one that cannot be pressed now the reason."""
    lang, called = state.lang(), _file_name(name)
    seal = Press(f"{called}.plan", lambda work, who, out: str(work.seal(who, name, out)["workspace"]["audit_head"]))
    fetch = Press(f"{called}.zip", lambda work, who, out: exports.zip_folder(work, who, name, called, out).printed)
    ledger = Press(f"{called}.csv", lambda work, who, out: _ledger(work, who, name, out))
    of_units = [(Action.EXPORT, "units_ledger", ledger)] if any(each.content.get("plan") == name for each in work.listed(acts, "correction")) else []
    _buttons(acts, choices, [(Action.EXPORT_PSEUDONYMS, "export_pseudonyms", _people(PLAN, name, lang, pseudonyms=True)),
                             (Action.EXPORT, "export", _people(PLAN, name, lang, pseudonyms=False)),
                             (Action.EXPORT, "fetch", fetch), (Action.EXPORT, "seal", seal), *of_units])  # fmt: skip


def _ledger(work: Workspace, acts: Actor, name: str, out: Path) -> str:
    """Write the units' ledger; the head of the audit, with how many entries were left out where any was."""
    from planner.service.workspace.units.corrections import ledger_of_units

    _, overtaken, head = ledger_of_units(work, acts, name, out)
    return f"{head.printed}. {text('unit_heads.left_out', state.lang(), n=overtaken)}" if overtaken else head.printed


def of_roster(acts: Actor, name: str) -> None:
    """The buttons for a roster."""
    lang = state.lang()
    _buttons(acts, {}, [(Action.EXPORT_PSEUDONYMS, "export_pseudonyms", _people("roster", name, lang, pseudonyms=True)),
                        (Action.EXPORT, "export", _people("roster", name, lang, pseudonyms=False))])  # fmt: skip


def _buttons(acts: Actor, choices: Mapping[Action, Any], files: list[tuple[Action, str, Press]]) -> None:
    offered = [each for each in files if missing(acts, each[0]) is None]
    if not offered:
        return
    st.header(w("export_heading"), anchor=False)
    st.caption(w("export_means"))
    line = st.container(horizontal=True, gap="xsmall")
    for action, what, press in offered:
        with line:
            download(w(what), press.content, press.file, key=f"workspace_{what}", on_click=press.make, **pressable(choices.get(action)))


def _people(kind: Kind, name: str, lang: str, *, pseudonyms: bool) -> Press:
    """The table of people of something."""

    def make(work: Workspace, who: Actor, out: Path) -> str:
        head: Head = exports.write_people(work, who, kind, name, out, lang, pseudonyms=pseudonyms)
        return head.printed

    hidden = f" ({w('export_pseudonyms_file')})" if pseudonyms else ""
    return Press(f"{_file_name(name)}{hidden}.xlsx", make)


def _file_name(name: str) -> str:
    """A file name made of what something is called in the workspace."""
    return uploads.file_name(name) or "plan"
