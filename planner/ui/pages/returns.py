"""Returned packs: what units changed, cell by cell; accepted or refused here; the accepted cells go into the session's roster."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.errors import InputError
from planner.core.folders import passing_folder
from planner.core.texts import text
from planner.service.jobs.state import problem_records
from planner.ui import access, layout
from planner.ui.session import actions, paths, plans, rosters, state, uploads
from planner.ui.session.words import heading, named, t
from planner.ui.widgets import problems
from planner.ui.widgets.download import download

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from planner.roster.people.frame import Roster

REVIEW = "returned_review"
"""What came back and is not decided yet: {roster, rows (records of the review), files, origin (of the review)}."""
FAULTS = "returned_faults"
"""What is wrong with the files that were dropped last."""
SHOWN = (
    "accept",
    "unit",
    "employee_id",
    "full_name",
    "column_words",
    "sent_words",
    "returned_words",
    "now_words",
    "kind_words",
    "reason",
    "note",
    "file",
)
MOST_FILES = 60


def returns_page() -> None:
    """Draw the page."""
    layout.head("returns")
    if not state.desk().roster:
        st.info(t("data_empty"), icon=":material/upload_file:")
        return
    st.caption(r("page_means"))
    _drop()
    _from_units()
    if faults := st.session_state.get(FAULTS):
        problems.show(faults)
    review = _review()
    if review is not None:
        _decide(review)
    _ledger()


def r(name: str, /, **params: Any) -> str:
    """A text about returned packs."""
    return text(f"returned.{name}", state.lang(), **params)


def _drop() -> None:
    """The place for the files, and the button that compares them."""
    files = st.file_uploader(
        r("page_upload"), type=["xlsx"], accept_multiple_files=True, key="w_returned_files", help=r("page_upload_help")
    )
    if files and st.button(r("page_compare", n=len(files)), type="primary", icon=":material/difference:", key="compare_returned"):
        if uploads.too_large(files) or len(files) > MOST_FILES:
            st.error(t("data_too_large", mb=uploads.MOST_BYTES // 2**20), icon=":material/error:")
            return
        with st.spinner(t("data_reading")), passing_folder() as folder:
            take([_kept(file, Path(folder), i) for i, file in enumerate(files)])
        st.rerun()


def _from_units() -> None:
    """The packs that heads of units sent back themselves, where people sign in: compared without a file going from hand to hand."""
    from planner.service.workspace.rights import Action, missing

    acts = access.actor()
    if missing(acts, Action.EXPORT) is not None:
        return
    sent = Counter(str(each.content["plan"]) for each in access.workspace().listed(acts, "pack") if "plan" in each.content)
    if not sent:
        return
    line = st.container(horizontal=True, vertical_alignment="bottom")
    known = sorted(sent)
    name = line.selectbox(r("page_of_plan"), known, format_func=named(known, lambda each: r("page_sent", name=each, n=sent[each])), key="w_returned_plan")
    line.button(r("page_take_sent"), key="take_sent", icon=":material/difference:", on_click=take_sent, args=(name,))


def take_sent(plan: str) -> None:
    """Compare what units sent back about a plan that is kept."""
    from planner.service.workspace.units.packs import returned_packs

    with state.undisturbed(), passing_folder() as folder:
        try:
            files, _ = returned_packs(access.workspace(), access.actor(), plan, Path(folder) / "packs")
        except InputError as error:
            st.session_state[FAULTS] = problem_records(error.problems)
            return
        take(files)


def _kept(file: uploads.Upload, folder: Path, number: int) -> Path:
    """The upload on disk under a safe name, in a folder of its own so that equal names do not meet."""
    place = folder / str(number)
    place.mkdir()
    path = place / uploads.safe_name(file.name)
    path.write_bytes(file.getbuffer())
    return path


def take(files: Sequence[Path]) -> None:
    """Compare files with the session's roster; they are opened by the guarded child process only."""
    from planner.report.exchange.returned import origin_of, read_packs, review_of, stray_packs

    desk = state.desk()
    packs, faults = read_packs(files)
    if plans.decides(desk.current):
        packs, strays = stray_packs(packs, plans.planned_roster(desk.current))
        faults += strays
    st.session_state[FAULTS] = problem_records(faults)
    if packs:
        now = rosters.roster_of(desk.roster)
        review, origin = review_of(packs, now, state.lang()), origin_of(packs, now, paths.rosters() / desk.roster)
        st.session_state[REVIEW] = {"roster": desk.roster, "rows": review.to_dict("records"), "files": len(packs), "origin": origin}


def _review() -> pd.DataFrame | None:
    """The changes that wait for a decision; None where there are none, or the roster is another now."""
    import pandas as pd

    from planner.report.exchange.returned import REVIEW_COLUMNS

    kept = st.session_state.get(REVIEW)
    if kept is None:
        return None
    if kept["roster"] != state.desk().roster:
        st.session_state[REVIEW] = None
        st.info(r("page_roster_changed"), icon=":material/info:")
        return None
    if not kept["rows"]:
        st.success(r("page_nothing"), icon=":material/check_circle:")
        return None
    return pd.DataFrame(kept["rows"], columns=list(REVIEW_COLUMNS))


def _decide(review: pd.DataFrame) -> None:
    """The table of changes with a tick for each, and the button that puts the decisions into the ledger."""
    from planner.report.exchange.review_book import in_words

    open_rows = review["kind"].ne("unreadable")
    said = r("compared", files=st.session_state[REVIEW]["files"], changes=int(open_rows.sum()), unreadable=int((~open_rows).sum()))
    st.markdown(f"**{said[:1].upper()}{said[1:]}**")
    to_decide, preset = bool(open_rows.any()), "none"
    if to_decide:
        preset = st.segmented_control(
            r("page_preset"), ["none", "yes", "no"], default="none", format_func={w: r(f"page_preset_{w}") for w in ("none", "yes", "no")}.__getitem__,
            key="w_returned_preset", required=True,
        )  # fmt: skip
    yes, no = r("yes"), r("no")
    shown = in_words(review, state.lang())
    answer = {"yes": yes, "no": no}.get(str(preset))
    shown["accept"] = [answer or "" if can else "" for can in open_rows]
    names = {name: r(f"column_{name.removesuffix('_words')}") for name in SHOWN if name not in ("employee_id", "full_name")}
    names |= {name: heading(name) for name in ("employee_id", "full_name")}
    settings: dict[str, Any] = {name: st.column_config.TextColumn(names[name]) for name in SHOWN}
    settings["accept"] = st.column_config.SelectboxColumn(names["accept"], options=[yes, no], help=r("page_accept_help"))
    edited = st.data_editor(
        shown[list(SHOWN)], key=f"w_returned_table_{preset}_{len(review)}", hide_index=True, column_config=settings, placeholder="–",
        disabled=[name for name in SHOWN if name != "accept" or not to_decide], height=min(42 + 36 * len(review), 520),
    )  # fmt: skip
    answers = [{yes: True, no: False}.get(word) for word in edited["accept"]]
    if to_decide:
        by = st.text_input(r("page_by"), value=st.session_state.get(state.WHO, ""), key="w_returned_by", max_chars=120)
    left, right = st.columns(2)
    n = sum(a is not None for a in answers)
    if to_decide and left.button(r("page_save", n=n), type="primary", icon=":material/fact_check:", key="save_returned"):
        save(review, answers, by)
    lang, origin = state.lang(), st.session_state[REVIEW]["origin"]  # asked for later, when no session is at hand
    with right:
        download(r("page_workbook"), lambda: _workbook(review, origin, lang), "review.xlsx", key="get_review")


def save(review: pd.DataFrame, answers: list[bool | None], by: str) -> None:
    """Put the decided rows into the ledger and lay the corrected roster on the desk; what is not decided stays."""
    from planner.report.exchange.returned import decided
    from planner.roster.corrections import apply
    from planner.service.jobs.saved_rosters import keep_roster, kept_account, unsettled

    if not any(answer is not None for answer in answers):
        st.error(r("page_nobody_decided"), icon=":material/error:")
        return
    if not by.strip():
        st.error(r("page_who"), icon=":material/error:")
        return
    try:
        entries = decided(review, answers, by, author=access.actor().id)
    except InputError as error:
        problems.show_error(error)
        return
    st.session_state[state.WHO] = by.strip()
    kept = state.desk().roster
    before = rosters.roster_of(kept)
    made, faults = apply(before, entries)
    if made is None:
        problems.show(problem_records(faults), t("correct_refused"))
        return
    sha256 = keep_roster(paths.rosters(), made, faults, older=unsettled(paths.rosters(), kept, before, made), account=kept_account(paths.rosters(), kept))
    left = [row for row, answer in zip(review.to_dict("records"), answers, strict=True) if answer is None]
    st.session_state[REVIEW] = {**st.session_state[REVIEW], "roster": sha256, "rows": left} if left else None
    accepted = sum(entry.accepted for entry in entries)
    actions.use_corrected(sha256, r("page_saved", accepted=accepted, refused=len(entries) - accepted))


def _ledger() -> None:
    """The ledger of the roster on the desk, to keep as a file that a scenario can name."""
    roster = rosters.roster_of(state.desk().roster)
    if not roster.corrections:
        return
    st.caption(r("page_ledger", n=len(roster.corrections)))
    download(r("page_get_ledger"), lambda: _csv(roster), "corrections.csv", key="get_ledger")


def _csv(roster: Roster) -> bytes:
    from planner.roster.corrections import write_corrections

    with passing_folder() as folder:
        write_corrections(roster.corrections, Path(folder) / "corrections.csv", for_people=True)
        return (Path(folder) / "corrections.csv").read_bytes()


def _workbook(review: pd.DataFrame, origin: dict[str, str], lang: str) -> bytes:
    from planner.report.exchange.review_book import write_review

    with passing_folder() as folder:
        write_review(review, Path(folder) / "review.xlsx", lang, origin=origin)
        return (Path(folder) / "review.xlsx").read_bytes()
