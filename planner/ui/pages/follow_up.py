"""Follow-up: how far an approved plan has come, planned against actual, and each line with who answers for it and its state."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.errors import InputError
from planner.core.texts import text
from planner.ui import layout
from planner.ui.session import of_workspace as session
from planner.ui.session import state
from planner.ui.session.words import day, money, named, plain, whole
from planner.ui.widgets import draw, follow_pictures, grids, problems
from planner.ui.widgets.download import download

if TYPE_CHECKING:
    from planner.service.workspace.follow_up.lines import Line
    from planner.ui.session.of_workspace import Standing

SHOWN = ("line", "what", "employee_id", "full_name", "unit", "due", "condition", "responsible", "stage", "outcome")
MOST_ROWS = 2000


def follow_up_page() -> None:
    """Draw the page."""
    layout.head("follow_up")
    st.caption(f("page_means"))
    try:
        known = session.names()
        if not known:
            st.info(f("page_empty"), icon=":material/checklist:")
            return
        line = st.container(horizontal=True, vertical_alignment="bottom")
        name = line.selectbox(f("page_which"), known, key="w_follow_name")
        line.button(f("page_again"), key="follow_again", icon=":material/refresh:", on_click=session.forget)
        shown = session.standing(name)
    except InputError as error:
        problems.show_error(error)
        return
    _said()
    _figures(shown)
    _pictures(shown)
    _lines(name, shown)
    _after(shown)
    _files(name, shown)


def f(name: str, /, **params: Any) -> str:
    """A text about follow-ups."""
    return text(f"follow.{name}", state.lang(), **params)


def _said() -> None:
    """What came of the last writing."""
    if said := st.session_state.pop(session.SAID, None):
        st.toast(said, icon=":material/check_circle:")
    if faults := st.session_state.get(session.FAULTS):
        problems.show(faults, f("page_refused"))


def _figures(shown: Standing) -> None:
    now = shown.figures
    entries = [
        ("left", f"{whole(now.left)} / {whole(now.planned)}"), ("open", whole(now.open)), ("withdrawn", whole(now.withdrawn)), ("late", whole(now.late)),
        ("headcount", whole(now.headcount)), ("paid", money(now.paid_vnd)), ("refund", money(now.refund_vnd)),
    ]  # fmt: skip
    columns = draw.figures([(f(f"page_{name}"), figure, f(f"page_{name}_help")) for name, figure in entries])
    columns[[name for name, _ in entries].index("paid")].caption(plain(f("page_paid_of", planned=money(now.planned_vnd))))
    for name, number in (("paid_unknown", now.paid_unknown), ("cases_open", now.cases_open)):
        if number:
            st.caption(f(name, n=number))


def _pictures(shown: Standing) -> None:
    if not len(shown.months):
        return
    for column, (name, picture) in zip(st.columns(2, gap="medium"), (("people", follow_pictures.people), ("money", follow_pictures.money)), strict=True):
        with column:
            st.header(f(f"page_{name}"), anchor=False)
            draw.picture(picture(shown.months), f"picture_follow_{name}", f(f"page_alt_{name}"))


def _lines(name: str, shown: Standing) -> None:
    """The table of lines with its filters, and the way to write on one."""
    from planner.service.workspace.follow_up.lines import STATES, matching

    st.header(f("page_lines"), anchor=False)
    late, month, unit, condition = st.columns([1, 1, 2, 2], vertical_alignment="bottom")
    is_late = late.toggle(f("page_only_late"), key="w_follow_late")
    this_month = month.toggle(f("page_only_month"), key="w_follow_month")
    units = ["", *sorted({line["unit"] for line in shown.found.lines})]
    of_unit = unit.selectbox(f("page_unit"), units, format_func=named(units, lambda code: code or f("page_all")), key=state.spoken("w_follow_unit"))
    states = ["", *STATES]
    in_state = condition.selectbox(
        f("page_state"), states, format_func=named(states, lambda code: f(f"word_state_{code}") if code else f("page_all")), key=state.spoken("w_follow_state")
    )
    found = matching(shown.found.lines, shown.on, late=is_late, month=f"{shown.on:%Y-%m}" if this_month else "", unit=of_unit, state=in_state)
    _table(name, shown, found[:MOST_ROWS])
    if len(found) > MOST_ROWS:
        st.caption(f("more_lines", n=len(found) - MOST_ROWS))


def _table(name: str, shown: Standing, lines: list[Line]) -> None:
    import pandas as pd

    rows = [
        (line.line, f(f"word_kind_{line['kind']}"), line["employee_id"], line["full_name"], line["unit"], day(line["due"]),
         f("word_late") if line.is_late(shown.on) else f(f"word_state_{line['state']}"), line["responsible"], line["step"], line["outcome"])
        for line in lines
    ]  # fmt: skip
    words = dict(zip(SHOWN, ("line", "kind", "employee_id", "full_name", "unit", "due", "state", "responsible", "step", "outcome"), strict=True))
    headings = {column: f(f"column_{word}") for column, word in words.items()}
    event = grids.table(
        pd.DataFrame(rows, columns=list(SHOWN)), SHOWN, key="grid_follow", headings=headings, on_select="rerun", selection_mode="single-row", height=420
    )
    marked = event["selection"]["rows"] if event else []
    chosen = lines[marked[0]] if marked and marked[0] < len(lines) else None
    if chosen is None:
        st.caption(f("page_mark"))
    elif st.button(f("page_write", line=chosen.line), key="follow_write", icon=":material/edit_note:", type="primary"):
        open_line(name, chosen)


def open_line(name: str, line: Line) -> None:
    """The dialog in which somebody writes on a line."""
    title = f("page_dialog", line=line.line, kind=f(f"word_kind_{line['kind']}"), person=line["employee_id"])
    st.dialog(title, width="large")(lambda: dialog(name, line))()


def dialog(name: str, line: Line) -> None:
    """What stands in it."""
    from planner.service.workspace.follow_up.lines import STATES

    st.text(f"{line['full_name']} · {line['unit']}")
    key = f"w_follow_{line.line}_{line.number}"
    with st.form(f"follow_{line.line}_{line.number}", border=False):
        left, right = st.columns(2)
        said: dict[str, Any] = {
            "state": left.selectbox(f("page_state"), STATES, index=STATES.index(line["state"]), format_func=named(STATES, lambda code: f(f"word_state_{code}")), key=f"{key}_state"),
            "done_on": right.text_input(f("page_done_on"), line["done_on"] or "", key=f"{key}_done_on"),
            "responsible": left.text_input(f("column_responsible"), line["responsible"], key=f"{key}_responsible"),
            "due": right.text_input(f("page_due"), line["due"] or "", key=f"{key}_due"),
            "step": left.text_input(f("column_step"), line["step"], key=f"{key}_step"),
            "paid_vnd": right.text_input(f("page_paid_vnd"), "" if line["paid_vnd"] is None else str(line["paid_vnd"]), key=f"{key}_paid_vnd"),
            "evidence": left.text_input(f("page_evidence"), line["evidence"], key=f"{key}_evidence"),
            "reference": right.text_input(f("page_reference"), line["reference"], key=f"{key}_reference"),
            "outcome": left.text_input(f("column_outcome"), line["outcome"], key=f"{key}_outcome"),
        }  # fmt: skip
        file = right.file_uploader(f("page_file"), key=f"{key}_file", help=f("page_file_help"))
        pressed = st.form_submit_button(f("page_save"), type="primary", icon=":material/save:", key=f"{key}_save")
    if pressed:
        if session.write(name, line.line, line.number, said | session.evidence(file)):
            st.rerun()
        problems.show(st.session_state.pop(session.FAULTS), f("page_refused"))
    if st.toggle(f("page_history"), key=f"{key}_history"):
        for each in session.versions(name, line.line):
            st.text(f"{each.number} · {each.at[:16].replace('T', ' ')} · {each.author} · {f('word_state_' + each['state'])} · {each['step']} {each['outcome']}")


def _after(shown: Standing) -> None:
    """Who came back, and whose post was filled again."""
    if not shown.after:
        return
    st.header(f("page_after"), anchor=False)
    for row in shown.after:
        days = {name: day(row[name]) if row[name] else "–" for name in ("left_on", "day", "until")}
        basis = "–" if row["basis"] is None else row["basis"].render(state.lang())
        said = f(f"after_{row['kind']}", person=row["employee_id"], left=days["left_on"], day=days["day"], until=days["until"], amount=row["refund_vnd"], basis=basis)
        st.markdown(f"- {plain(said)}")


def _files(name: str, shown: Standing) -> None:
    """Sheets to take home and the one that comes back."""
    left, right = st.columns(2, gap="medium")
    with left:
        today = dt.date.today()
        download(f("page_get_lines"), session.lines_file(name), f"lines-{today}.xlsx", key="get_follow_lines")
        download(f("page_get_months"), session.months_file(shown), f"months-{today}.xlsx", key="get_follow_months")
        st.caption(plain(f("page_replan", name=name)))
    with right:
        file = st.file_uploader(f("page_take"), type=["xlsx"], key="w_follow_file")
        if file is not None and st.button(f("page_take_it"), key="follow_take", icon=":material/upload_file:"):
            session.take(name, file)
            st.rerun()
