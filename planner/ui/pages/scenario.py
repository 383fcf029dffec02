"""Scenario: what is asked of the plan, as forms and as text; what differs from the scenario that was opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from planner.core.errors import InputError
from planner.scenario.load import MAX_FILE_BYTES, load_scenario, parse_yaml, scenario_from, to_yaml
from planner.scenario.paths import difference, put
from planner.service.scenario_files import WORKBOOK
from planner.ui import layout
from planner.ui.forms import draft_faults
from planner.ui.forms.change_words import said_changes
from planner.ui.parts.plan_names import plan_name
from planner.ui.session import actions, drafts, edits, paths, plans, state, uploads, workers
from planner.ui.session.words import named, plain, t, titled, whole
from planner.ui.widgets import grids, problems
from planner.ui.widgets.download import download
from planner.ui.widgets.part_choice import part_choice

PARTS = ("targets", "units", "structure", "people", "money", "goal", "text")
FROM_PLAN = "plan:"
QUIET_S = 0.3
MOST_IN_VIEW, AS_PLANNED_PX = 9, 340
"""So many requirements of a part stand there whole; more of them can be scrolled."""
"""A table editor sends what was typed within this time after it was left (Streamlit waits for 0.15 s)."""


def scenario_page() -> None:
    """Draw the page."""
    layout.head("scenario")
    if not state.desk().draft:
        st.info(t("scenario_empty"), icon=":material/upload_file:")
    with st.container():  # always there, so that an entry that lacks something folds up nothing
        draft_faults.show()
    _part()
    _as_planned()
    actions.solve_if_asked(edits.add_steps, QUIET_S)


def _part() -> None:
    """One part of the forms at a time, the whole would be too long to find anything in; beside the choice the files and what was changed."""
    left, right = st.columns([3, 1.25], vertical_alignment="center")
    with right, st.container(horizontal=True, gap="xsmall", horizontal_alignment="right"):
        with st.popover(t("scenario_files"), icon=":material/folder_open:"):
            _files()
        _difference()
    if not state.desk().draft:
        return
    with left:
        chosen = part_choice(state.SCENARIO_PART, "scenario_part", {part: t(f"scenario_part_{part}") for part in PARTS})
    part = edits.last_drawn(chosen)
    _draw(part)
    if part != chosen:
        edits.leave_for(chosen, QUIET_S)


def _draw(part: str) -> None:
    if part == "text":
        _as_text()
    elif part == "structure":
        from planner.ui.forms.structure import structure

        structure()
    else:
        from planner.ui.forms.scenario import SECTIONS

        for section in SECTIONS[part]:
            section()


def _files() -> None:
    """Open, save, duplicate."""
    known = {**dict.fromkeys(paths.shipped_scenarios()), **{FROM_PLAN + plan: None for plan in plans.known()}}
    if known:
        line = st.container(horizontal=True, vertical_alignment="bottom")
        name = line.selectbox(t("scenario_shipped"), list(known), key=state.spoken("w_shipped"), format_func=named(known, _title))
        line.button(t("scenario_open"), on_click=_open, args=(name,), key="open_shipped", icon=":material/folder_open:")
    key = f"w_scenario_file_{state.edition()}"
    file = st.file_uploader(t("scenario_upload"), type=["yaml", "yml", "xlsx"], key=key)
    if file is not None:
        _open_upload(file.name, file.getvalue())
    line = st.container(horizontal=True)
    with line:
        download(t("scenario_save"), to_yaml(state.desk().draft), f"{_file_stem()}.yaml", key="save_scenario", icon="save")
        download(t("scenario_save_excel"), _as_workbook(), f"{_file_stem()}.xlsx", key="save_scenario_excel", icon="table_view", help=t("help_scenario_excel"))
    line.button(t("scenario_duplicate"), on_click=_duplicate, key="duplicate", icon=":material/content_copy:", help=t("help_duplicate"))
    line.button(t("scenario_reset"), on_click=lambda: actions.replace_draft(state.desk().base), key="reset", icon=":material/restart_alt:", help=t("help_reset"))
    desk = state.desk()
    own = difference(desk.base, desk.draft)
    if own is not None and desk.base_name in paths.shipped_scenarios() and own:
        changes, label = to_yaml({"extends": desk.base_name, **own}), t("scenario_save_own", name=desk.base_name)
        download(label, changes, f"{_file_stem()}_changes.yaml", key="save_changes", icon="difference", help=t("help_save_own"))


def _as_workbook() -> Callable[[], bytes]:
    """What makes the workbook of the draft, with the units of the roster on the desk."""
    desk = state.desk()
    task = {"scenario": to_yaml(desk.draft), "name": f"{_file_stem()}.yaml", "rosters": str(paths.rosters()), "roster": desk.roster, "lang": state.lang()}
    return workers.file_of("scenario_book", task, "scenario.xlsx")


def _title(name: str) -> str:
    if name.startswith(FROM_PLAN):
        return t("scenario_of_plan", plan=plan_name(name.removeprefix(FROM_PLAN)))
    path = paths.shipped_scenarios()[name]
    return _title_of(str(path), path.stat().st_mtime_ns, state.lang())


@st.cache_data(show_spinner=False, max_entries=100)
def _title_of(path: str, mtime_ns: int, lang: str) -> str:
    """The title in the language of the page, which is part of what it is remembered by."""
    name = Path(path).name
    try:
        return f"{titled(load_scenario(path).scenario.title)} ({name})"
    except InputError:
        return name


def _file_stem() -> str:
    return uploads.safe_name(state.desk().base_name or "scenario").removesuffix(".yaml")


def _open(name: str) -> None:
    if name.startswith(FROM_PLAN):
        asked = plans.asked(name.removeprefix(FROM_PLAN)).get("scenario")
        if asked:
            actions.open_scenario(asked, f"{_short_title(asked)}.yaml")
        return
    try:
        data = load_scenario(paths.shipped_scenarios()[name]).data
    except InputError as error:
        faults = [plain(fault.sentence(state.lang())) for fault in error.problems[: problems.MOST]]
        actions.say("error", "\n- ".join([t("scenario_not_opened"), *faults]))
        return
    actions.open_scenario(data, name)


def _duplicate() -> None:
    """The draft becomes the parent of a copy of itself."""
    title = t("copy_of", title=titled(state.desk().draft.get("title", "")))
    actions.duplicate_scenario(f"{_file_stem()}_copy.yaml", title[:500])


def _short_title(data: dict[str, Any]) -> str:
    return uploads.file_name(titled(data.get("title", "scenario")), 40) or "scenario"


def _open_upload(name: str, content: bytes) -> None:
    """An uploaded scenario; one that `extends` a shipped one is laid over it."""
    shown = uploads.safe_name(name)
    try:
        if shown.lower().endswith(WORKBOOK):
            data = drafts.of_workbook(content, shown)
            shown = f"{Path(shown).stem}.yaml"
        else:
            data = _resolved(content, shown)
            scenario_from(data, name=shown)
    except InputError as error:
        problems.show_error(error, t("scenario_not_opened"))
        return
    actions.open_scenario(data, shown, t("scenario_opened", name=plain(shown)))


def _resolved(content: bytes, name: str) -> dict[str, object]:
    from planner.core.errors import problem
    from planner.scenario.load import merge

    if len(content) > MAX_FILE_BYTES:
        raise InputError(problem("scenario.file_too_large", file=name))
    try:
        data = parse_yaml(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise InputError(problem("scenario.not_utf8", file=name)) from None
    parent = data.pop("extends", None)
    if parent is None:
        return data
    shipped = paths.shipped_scenarios()
    if not isinstance(parent, str) or parent not in shipped:
        raise InputError(problem("ui.parent_not_shipped", file=name, column="extends", known=", ".join(shipped)))
    return merge(load_scenario(shipped[parent]).data, data)


def _difference() -> None:
    """What the draft changes of the scenario that was opened, in words and counted."""
    desk = state.desk()
    changes = list(drafts.shown_changes(desk.base, desk.draft))
    with st.popover(t("scenario_changed", n=len(changes)), icon=":material/difference:", disabled=not changes):
        st.markdown(f"**{t('scenario_changes', n=len(changes), name=plain(desk.base_name))}**" if changes else t("scenario_unchanged", name=plain(desk.base_name)))
        for line in said_changes(changes[:15]):
            st.text(line)
        if len(changes) > 15:
            st.caption(t("more_changes", n=whole(len(changes) - 15)))


def _as_planned() -> None:
    """The requirements of the part that is open, while they are being edited: today's number, that of the plan in view, and the
    limits, side by side; those that bind first. Where the part has none, those of all parts that bind.
    """
    plan = state.desk().current
    if not plans.decides(plan):
        return
    frame = plans.table("requirements", plan, state.lang())
    tight = frame[frame["binds"]]
    part = edits.last_drawn(PARTS[0])
    own = frame[frame["form"].eq(part)]
    rows = own if len(own) else tight
    with st.expander(t("scenario_as_planned", n=len(tight), of=len(frame)), icon=":material/rule:", expanded=bool(len(own))):
        ready = rows.assign(requirement=rows["label"])
        columns = ("requirement", "today", "activity", "lower", "upper", "slack")
        headings = {"today": t("units_today"), "activity": t("page_plan"), "slack": t("binding_slack")}
        grids.table(ready, columns, key=f"grid_as_planned_{plan}_{part}", as_text=True, height=AS_PLANNED_PX if len(ready) > MOST_IN_VIEW else "content", headings=headings)


def _as_text() -> None:
    """The whole scenario as YAML: every part of the schema can be edited here, with the same checks as a file.

    What is written is taken over as soon as the field is left; what cannot be is held, with what is wrong with it.
    """
    st.caption(t("scenario_text_means"))
    held = edits.held(edits.TEXT)
    shown = to_yaml(state.desk().draft) if held is None else held["content"]
    key = f"w_yaml_{state.edition()}_{abs(hash(to_yaml(state.desk().draft)))}"
    taken = state.while_drawn(lambda: _take_text(st.session_state[key]))
    st.text_area(t("scenario_text_label"), shown, height=420, key=key, on_change=taken)
    line = st.container(horizontal=True)
    line.button(t("scenario_text_apply"), key="apply_yaml", icon=":material/check:", on_click=taken)
    if held is not None:
        line.button(t("edits_discard"), key="discard_text", icon=":material/delete:", on_click=edits.discard, args=(edits.TEXT,))
        st.error(f"{t('scenario_has_problems')} {plain(held['why'])}", icon=":material/error:")


def _take_text(text: str) -> None:
    name = state.desk().base_name
    try:
        data = put(parse_yaml(text, name), ("extends",), None)
        scenario_from(data, name=name)
    except InputError as error:
        why = "; ".join(fault.sentence(state.lang()) for fault in error.problems[: problems.MOST])
        edits.hold(edits.TEXT, text, label=t("scenario_part_text"), why=why, part="text")
        return
    if data != state.desk().draft:
        edits.take_text(data)
    else:
        edits.let_go(edits.TEXT)
