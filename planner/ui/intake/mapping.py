"""What headings mean that are not known: a choice for each, which can be changed again afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from planner.ui.session import intake, state
from planner.ui.session.words import heading, named, plain, t
from planner.ui.widgets import problems

NOT_CHOSEN, NOT_NEEDED = "", "ignore"
MOST_PLACES = 3


@dataclass(frozen=True)
class Asked:
    """A heading to choose a meaning for: where it stands, what is below it, what may be chosen, what is chosen now."""

    heading: str
    places: str
    examples: str
    options: tuple[str, ...]
    now: str


def section(unknown: list[dict[str, Any]], refused: bool) -> None:
    """The choices for headings that are not known, and those made before; open while the upload cannot be used.

    unknown: as `read.json` has it.
    """
    asked = headings(unknown, intake.chosen_headings())
    if not asked:
        return
    new = len({u["heading"] for u in unknown})
    title = t("mapping_title", n=new) if new else t("mapping_chosen", n=len(asked))
    with st.expander(title, expanded=refused and bool(new), icon=":material/schema:"):
        st.caption(t("mapping_means") + " " + t("help_mapping"))
        with st.form("w_mapping", border=False):
            chosen = {each.heading: _choice(number, each) for number, each in enumerate(asked)}
            if st.form_submit_button(t("mapping_apply"), type="primary", key="apply_mapping", icon=":material/schema:"):
                with st.spinner(t("data_reading")):
                    problems.show(intake.choose_headings(chosen))


def _choice(number: int, asked: Asked) -> str:
    left, middle, right = st.columns([3, 3, 4], vertical_alignment="center")
    left.markdown(f"**{plain(asked.heading)}**  \n:small[{plain(asked.places)}]" if asked.places else f"**{plain(asked.heading)}**")
    middle.markdown(f":small[{plain(asked.examples)}]" if asked.examples else "–")
    words = {option: target_word(option) for option in asked.options}
    return right.selectbox(
        t("mapping_target_of", heading=asked.heading),
        asked.options,
        index=asked.options.index(asked.now),
        format_func=named(words, words.__getitem__),
        key=state.spoken(f"w_mapping_{number}_{asked.heading}"),
        label_visibility="collapsed",
    )


def headings(unknown: Iterable[dict[str, Any]], chosen: dict[str, str]) -> list[Asked]:
    """Each heading once, with every place where it stands: those without a meaning first, then those that were given one."""
    from planner.roster.tables.mapping import targets

    found: dict[str, list[dict[str, Any]]] = {}
    for entry in unknown:
        found.setdefault(entry["heading"], []).append(entry)
    asked = []
    for text, entries in found.items():
        fitting = [s for s in dict.fromkeys(s for e in entries for s in e["suggestions"]) if all(s in e["suggestions"] for e in entries)]
        examples = dict.fromkeys(str(example) for e in entries for example in e["examples"])
        options = _options(fitting, targets())
        asked.append(Asked(text, _places(entries), "; ".join(list(examples)[:MOST_PLACES]), options, fitting[0] if fitting else NOT_CHOSEN))
    return [*asked, *(Asked(text, "", "", _options([], targets()), target) for text, target in chosen.items() if text not in found)]


def _options(fitting: list[str], every: list[str]) -> tuple[str, ...]:
    """Nothing yet, then what fits the values, then "not needed", then everything else."""
    return tuple(dict.fromkeys([NOT_CHOSEN, *fitting, NOT_NEEDED, *every]))


def _places(entries: list[dict[str, Any]]) -> str:
    said = [" · ".join(str(entry[k]) for k in ("file", "sheet", "column") if entry[k] is not None) for entry in entries]
    return "; ".join(said[:MOST_PLACES]) + (f" (+{len(said) - MOST_PLACES})" if len(said) > MOST_PLACES else "")


def target_word(target: str) -> str:
    """What a heading may mean, in words: a column, a duration in years or months, nothing that is needed, or not decided."""
    if target == NOT_CHOSEN:
        return t("mapping_later")
    if target == NOT_NEEDED:
        return t("mapping_ignore")
    name, _, unit = target.partition(" in ")
    return heading(name) + (f" ({t(f'mapping_in_{unit}')})" if unit else "")
