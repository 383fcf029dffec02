"""One person's calculation sheet on the person page: every step on screen, and as PDF, Word and Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from planner.core.texts import text
from planner.ui.session import plans, state, uploads, workers
from planner.ui.session.words import named, plain, value
from planner.ui.widgets import draw, grids, problems
from planner.ui.widgets.download import download

if TYPE_CHECKING:
    import pandas as pd

    from planner.report.calculation.shown import Shown
    from planner.service.jobs.questions import Exit

ENDINGS = ("pdf", "docx", "xlsx")


def section(plan: str, person: str) -> None:
    """Draw the section for a person of a plan."""
    st.header(_t("page_title"), anchor=False)
    _sheet(plan, person)


@st.fragment
def _sheet(plan: str, person: str) -> None:
    """The choice of an exit, the files, the steps."""
    known = plans.person(plan, person)
    if not known.exits:
        st.info(_t("page_nothing_open"))
        return
    st.caption(_t("page_means"))
    left, right = st.columns([2, 2], vertical_alignment="bottom")
    decided = next(((c.decision, c.leave_on) for c in known.told.choices if c.chosen), None)
    exit_ = left.selectbox(
        _t("page_which"), known.exits, index=known.exits.index(known.asked), key=state.spoken(f"w_sheet_exit_{person}"),
        format_func=named(known.exits, lambda e: _choice(e, e == decided)),
    )  # fmt: skip
    issuer = right.text_input(_t("page_issuer"), placeholder=_t("page_issuer_hint"), key="w_sheet_issuer", max_chars=120).strip()
    if issuer or exit_ != known.asked:
        known = plans.person(plan, person, exit_, issuer)
    problems.show(known.problems)
    if known.sheet is not None:
        _downloads(plan, person, exit_, issuer)
        _steps(known.sheet)


def _choice(exit_: Exit, is_decided: bool) -> str:
    key = "page_choice_decided" if is_decided else "page_choice"
    return text(f"sheet.{key}", state.lang(), route=value("decision", exit_[0]), leave_on=exit_[1])


def _downloads(plan: str, person: str, exit_: Exit, issuer: str) -> None:
    """A button a format; the file is made when it is asked for."""
    stem, task = uploads.safe_name(f"{person}_{exit_[0]}_{exit_[1].isoformat()}"), plans.question(plan, person, exit_, issuer)
    for column, ending in zip(st.columns([1, 1, 1, 2]), ENDINGS, strict=False):
        with column:
            make = workers.file_of("sheet", {**task, "file": f"sheet.{ending}"}, f"sheet.{ending}")
            download(_t(f"page_download_{ending}"), make, f"{stem}.{ending}", key=f"download_sheet_{ending}", width="stretch")


def _steps(page: Shown) -> None:
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
        right = {heads[1]: st.column_config.TextColumn(alignment="right")}
        grids.put(pd.DataFrame(page.considered, columns=heads), right, key="grid_sheet_decrees")
    st.markdown(f"{plain(words['basis_label'])}: {plain(page.basis)}  \n{plain(words['evidence_label'])}: {plain(page.evidence)}")
    for title, items in ((words["part_doubts"], page.doubts), (words["part_notes"], page.notices)):
        if items:
            st.markdown(f"**{plain(title)}**\n" + "\n".join(f"- {plain(item)}" for item in items))
    with st.expander(plain(page.facts_title), icon=":material/fact_check:"):
        facts = [{words["column_fact"]: f.label, words["column_value"]: f.value, words["column_source"]: f.source} for f in page.facts]
        grids.put(pd.DataFrame(facts), {}, key="grid_sheet_facts", height="content")
    st.caption(plain(" ".join(page.footer)))


def _t(name: str) -> str:
    return text(f"sheet.{name}", state.lang())
