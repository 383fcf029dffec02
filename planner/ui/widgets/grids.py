"""Tables on the pages: headings and words of the catalogue, numbers and dates that still sort as such."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.texts import number
from planner.ui.session import actions, state
from planner.ui.session.words import date_format, heading, t
from planner.ui.widgets import on_paper

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = ("merit", "salary_coefficient", "average_age", "today", "activity", "lower", "upper", "slack", "price", "si_years")
SHARES = ("reduction", "cumulative_reduction", "reached", "target_share")
DATES = (
    "birth_date",
    "leave_on",
    "joined_on",
    "contract_signed_on",
    "contract_end_on",
    "youngest_child_born_on",
    "valid_from", "valid_until",
    "checked_on",
)
CODED = (
    "sex", "position_level", "category", "kind", "rating_1", "rating_2", "rating_3", "volunteers", "lock", "decision", "route",
    "regime", "evidence", "step", "severity", "was_decision",
)  # fmt: skip
LISTS = ("attention_groups",)
NARROW = ("severity", "sheet", "row", "column")
WHOSE = ("employee_id", "full_name", "quarter")
"""They stay in view when a table is scrolled sideways."""
WIDE = ("reason", "message", "legal_basis", "description", "citation", "name", "unit_name")


def shown(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """A copy with `columns`, codes replaced by words and shares by percentages."""
    import pandas as pd

    return pd.DataFrame({name: _shown(name, frame[name]) for name in columns if name in frame}, index=frame.index)


def _shown(name: str, entries: pd.Series) -> pd.Series | list[str]:
    from planner.plan.tables.labels import label, labels_of_list

    lang = state.lang()
    if name in CODED:
        kind = "decision" if name in ("route", "was_decision") else "rating_1" if name.startswith("rating_") else name
        return _worded(entries, lambda code: label(kind, code, lang))
    if name in LISTS:
        return _worded(entries, lambda code: labels_of_list(name, code, lang))
    if name in SHARES:
        return sortable(entries.astype("Float64") * 100, 1, "%")
    if is_money(name):
        return sortable(entries, 0)
    if entries.dtype.kind == "f":
        return sortable(entries, 0 if (entries.dropna() % 1 == 0).all() else 2)
    return entries


def _worded(entries: pd.Series, word: Callable[[Any], str]) -> list[str]:
    """The word of each code; nothing where there is none."""
    codes, known = entries.tolist(), entries.notna().tolist()
    words = {code: word(code) for code in dict.fromkeys(c for c, is_known in zip(codes, known, strict=True) if is_known)}
    return [words[code] if is_known else "" for code, is_known in zip(codes, known, strict=True)]


def is_money(name: str) -> bool:
    """Whether a column holds đồng: its name ends in _vnd, perhaps with the number of a plan behind it."""
    return name.rstrip("0123456789").rstrip("_").endswith("_vnd")


def sortable(numbers: pd.Series, decimals: int, sign: str = "") -> list[str]:
    """Numbers written as the language writes them, all of one width, so that sorting the text sorts the numbers.

    Streamlit writes numbers as the browser's own language does, which need not be the language of the page.
    """
    mark = str.maketrans(",.", ".,") if state.lang() == "vi" else {}
    rounded = numbers.astype("Float64").round(decimals).to_numpy("float64", na_value=float("nan")) + 0.0
    written = ["" if n != n else f"{n:,.{decimals}f}".translate(mark).replace("-", "−") + sign for n in rounded.tolist()]
    width = max(map(len, written), default=0)
    return [w.rjust(width) if w else w for w in written]


def config(columns: Sequence[str], headings: dict[str, str] | None = None) -> dict[str, Any]:
    """Streamlit's column settings for canonical columns; `headings` replaces the catalogue's."""
    own = headings or {}
    return {name: _column(name, own.get(name) or heading(name)) for name in columns}


def _column(name: str, label: str) -> Any:
    of = st.column_config
    if is_money(name) or name in SHARES or name in DECIMALS:
        return of.TextColumn(label, alignment="right")
    if name in DATES:
        return of.DateColumn(label, format=date_format())
    if name == "href":
        return of.TextColumn(label)
    if name in WIDE:
        return of.TextColumn(label, width="large" if name in ("reason", "message", "description") else "medium")
    if name in WHOSE:
        return of.Column(label, pinned=True)
    return of.Column(label, width="small" if name in NARROW else None)


def table(
    frame: pd.DataFrame,
    columns: Sequence[str],
    *,
    key: str,
    height: Any = "auto",
    headings: dict[str, str] | None = None,
    as_text: bool = False,
    **kwargs: Any,
) -> Any:
    """Draw a table; what Streamlit's `dataframe` gives back. An empty one is a sentence instead.

    as_text: for short tables of figures, which nobody sorts: numbers are written as the language writes them, wherever
    the reader's browser was made.
    """
    if not len(frame):
        st.info(t("no_rows"))
        return None
    ready = shown(frame, columns)
    settings = config(list(ready.columns), headings)
    own = headings or {}
    written = [name for name in ready if frame[name].dtype.kind == "f" and name not in CODED]  # numbers as texts: to the right
    settings |= {name: st.column_config.TextColumn(own.get(name) or heading(name), alignment="right") for name in written}
    if as_text:
        ready, settings = _written(ready), {**settings, **_right(ready, headings or {})}
        height = "content" if height == "auto" else height
    return put(ready, settings, key=key, height=height, placeholder=on_paper.NOTHING, **kwargs)


def put(frame: Any, settings: dict[str, Any], **kwargs: Any) -> Any:
    """Draw what is ready to be shown, with Streamlit's column settings, and its copy for paper; what `dataframe` gives back."""
    import pandas as pd

    event = st.dataframe(frame, hide_index=True, column_config=settings, **kwargs)
    printed = frame if isinstance(frame, pd.DataFrame) else pd.DataFrame(frame)
    labels = {name: (settings.get(name) or {}).get("label") or str(name) for name in printed}
    on_paper.copy(printed, labels, tuple(name for name in printed if (settings.get(name) or {}).get("alignment") == "right"))
    return event


def cell_clicked(key: str, rows: Sequence[Any], figure_of: Callable[[Any, str], dict[str, Any] | None]) -> None:
    """A callback for a table drawn with `selection_mode="single-cell"`: list the people behind the number that was clicked.

    rows: what each row of the table is about. figure_of: the condition of `tables.behind` for such a row and a column;
    None where nobody stands behind the cell.
    """
    event = st.session_state.get(key) or {}
    cells = event.get("selection", {}).get("cells") or []
    if cells and cells[0][0] < len(rows):
        actions.list_people(figure_of(rows[cells[0][0]], cells[0][1]) or {})
    elif not cells:
        actions.list_people({})


def _numbers(frame: pd.DataFrame) -> list[str]:
    return list(frame.select_dtypes("number").columns)


def _right(frame: pd.DataFrame, headings: dict[str, str]) -> dict[str, Any]:
    return {name: st.column_config.TextColumn(headings.get(name) or heading(name), alignment="right") for name in _numbers(frame)}


def _written(frame: pd.DataFrame) -> pd.DataFrame:
    out = frame.copy()
    for name in _numbers(frame):
        known = frame[name].notna().tolist()
        out[name] = [_number(float(n)) if is_known else on_paper.NOTHING for n, is_known in zip(frame[name].tolist(), known, strict=True)]
    return out


def _number(entry: float) -> str:
    return number(entry, state.lang(), 0 if entry.is_integer() else 2).replace("-", "−")


def bare(text: pd.Series) -> pd.Series:
    """Lower case without Vietnamese marks, so that "nguyen duc" finds "Nguyễn Đức"."""
    plain = text.astype("str").str.casefold().str.replace("đ", "d").str.normalize("NFD")
    return plain.str.encode("ascii", "ignore").str.decode("ascii")


def matches(frame: pd.DataFrame, words: str, columns: Sequence[str]) -> pd.Series:
    """Which rows hold every one of the words in any of the columns; case and Vietnamese marks do not matter."""
    import pandas as pd

    text = pd.Series("", index=frame.index, dtype="str")
    for name in columns:
        text = text + " " + frame[name].astype("str").fillna("")
    folded, hit = bare(text), pd.Series(True, index=frame.index)
    for piece in bare(pd.Series(words.split(), dtype="str")):
        hit &= folded.str.contains(piece, regex=False)
    return hit
