"""One person's calculation sheet on the person page: every step on screen, and as PDF, Word and Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from planner.core.errors import InputError
from planner.core.texts import text
from planner.service.jobs.state import problem_records
from planner.ui.parts import solving
from planner.ui.session import plans, state
from planner.ui.session.words import named, plain, value
from planner.ui.widgets import figures as draw

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.explain import Explanation
    from planner.report.calculation import Calculation
    from planner.report.calculation.shown import Shown

MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Exit = tuple[str, dt.date]


def section(plan: str, found: Explanation) -> None:
    """Draw the section for the person of an explanation."""
    st.subheader(_t("page_title"), anchor=False)
    decided = next(((c.decision, c.leave_on) for c in found.choices if c.chosen and c.leave_on is not None), None)
    _sheet(plan, found.employee_id, decided)


@st.fragment
def _sheet(plan: str, person: str, decided: Exit | None) -> None:
    """The choice of an exit, the files, the steps."""
    from planner.report.calculation import of_plan, open_in_plan

    plans.read_law()
    run = plans.run(plan, state.lang())
    exits = open_in_plan(run, person)
    if not exits:
        st.info(_t("page_nothing_open"))
        return
    st.caption(_t("page_means"))
    left, right = st.columns([2, 2], vertical_alignment="bottom")
    route, leave_on = left.selectbox(
        _t("page_which"), exits, index=exits.index(decided) if decided in exits else 0, key=state.spoken(f"w_sheet_exit_{person}"),
        format_func=named(exits, lambda e: _choice(e, decided)),
    )  # fmt: skip
    issuer = right.text_input(_t("page_issuer"), placeholder=_t("page_issuer_hint"), key="w_sheet_issuer", max_chars=120)
    try:
        made = of_plan(run, person, route=route, leave_on=leave_on, issuer=issuer.strip())
    except InputError as error:
        solving.show_problems(problem_records(error.problems))
        return
    _downloads(made, person)
    _steps(made)


def _choice(exit_: Exit, decided: Exit | None) -> str:
    key = "page_choice_decided" if exit_ == decided else "page_choice"
    return text(f"sheet.{key}", state.lang(), route=value("decision", exit_[0]), leave_on=exit_[1])


def _downloads(made: Calculation, person: str) -> None:
    """A button a format; the file is made when it is asked for."""
    from planner.ui.session.uploads import safe_name

    stem = safe_name(f"{person}_{made.route}_{made.terms.leave_on.isoformat()}")
    columns = st.columns([1, 1, 1, 2])
    for column, (ending, mime) in zip(columns, MIME.items(), strict=False):
        column.download_button(
            _t(f"page_download_{ending}"), _file(made, ending, state.lang()), f"{stem}.{ending}", mime, key=f"download_sheet_{ending}",
            icon=":material/download:", on_click="ignore", width="stretch",
        )  # fmt: skip


def _file(made: Calculation, ending: str, lang: str) -> Callable[[], bytes]:
    """What makes the file when its button is pressed, in a thread that knows no session."""

    def make() -> bytes:
        import tempfile
        from pathlib import Path

        from planner.report.calculation.write import write_calculation

        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / f"sheet.{ending}"
            write_calculation(made, out, lang)
            return out.read_bytes()

    return make


def _steps(made: Calculation) -> None:
    from planner.report.calculation.shown import shown

    page = shown(made, state.lang())
    st.markdown(f"**{plain(page.subtitle)}** {plain(page.under)}")
    if page.banner:
        st.warning(plain(page.banner), icon=":material/science:")
    if page.total:
        draw.figures([(page.words["total_label"], f"{page.total} {text('sheet.currency', state.lang())}", None)])
        st.markdown(f"{plain(page.words['in_words_label'])}: {plain(page.total_in_words)}")
    if page.sentence:
        st.markdown(plain(page.sentence))
    if page.parts and st.toggle(_t("page_steps"), key="w_sheet_steps"):
        st.table(_table(page))
        _support(page)


def _table(page: Shown) -> pd.DataFrame:
    """Every step as a row of text cells, each part below its title."""
    import pandas as pd

    words = page.words
    heads = [words[f"column_{name}"] for name in ("number", "step", "formula", "result", "cite")]
    rows = []
    for part in page.parts:
        rows.append(["", f"**{plain(part.title)}**", "", "", ""])
        for row in part.rows:
            result = f"**{plain(row.result)}**" if row.money else plain(row.result)
            rows.append([str(row.number), _cell(row.label, *row.notes), _cell(*row.formulas), result, plain(row.cite)])
    return pd.DataFrame(rows, columns=heads).set_index(heads[0])


def _cell(first: str = "", *more: str) -> str:
    """Lines of one cell, as Markdown that shows them as they are."""
    return "  \n".join(plain(line) for line in (first, *more))


def _support(page: Shown) -> None:
    """Facts with their source, decrees compared, legal basis, doubts, notices, origin."""
    import pandas as pd

    words = page.words
    if page.considered:
        st.markdown(f"**{plain(words['part_considered'])}**")
        heads = [words[f"column_{name}"] for name in ("decree", "total", "counts")]
        st.dataframe(pd.DataFrame(page.considered, columns=heads), hide_index=True, key="grid_sheet_decrees")
    st.markdown(f"{plain(words['basis_label'])}: {plain(page.basis)}  \n{plain(words['evidence_label'])}: {plain(page.evidence)}")
    for title, items in ((words["part_doubts"], page.doubts), (words["part_notes"], page.notices)):
        if items:
            st.markdown(f"**{plain(title)}**\n" + "\n".join(f"- {plain(item)}" for item in items))
    with st.expander(plain(page.facts_title), icon=":material/fact_check:"):
        facts = [{words["column_fact"]: f.label, words["column_value"]: f.value, words["column_source"]: f.source} for f in page.facts]
        st.dataframe(pd.DataFrame(facts), hide_index=True, key="grid_sheet_facts", height="content")
    st.caption(plain(" ".join(page.footer)))


def _t(name: str) -> str:
    return text(f"sheet.{name}", state.lang())
