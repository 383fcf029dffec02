"""A brief from the runs of plans: what was asked, figures, units, what it hangs on, what is proposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from planner.core.errors import InputError, Problem, problem
from planner.core.texts import half_of, text
from planner.plan.plan import Run
from planner.report.books.plan.summary import status_sentence
from planner.report.brief.asked import asked
from planner.report.brief.figures import figures_table, units_table
from planner.report.brief.hangs import hangs_on
from planner.report.brief.model import Brief, Section, cleaned
from planner.report.brief.told import WITHHELD
from planner.report.letterhead import Letterhead, issuing, place_and_day

MOST_PLANS = 4
SIZES = ((26, 3, 12), (26, 2, 10), (20, 2, 8), (14, 1, 6), (8, 1, 4))
"""Shorter and shorter forms: rows of units, points of the law told one by one, sentences of what was asked."""


def brief_of(runs: Sequence[Run], lang: str = "vi", head: Letterhead | None = None, short: int = 0) -> Brief:
    """The brief of one plan, or of several side by side. short: how far it is shortened, an index into `SIZES`.

    InputError where a run has no plan, or there are more than `MOST_PLANS`.
    """
    if len(runs) > MOST_PLANS:
        raise InputError(problem("brief.too_many", column="DIR", most=MOST_PLANS, count=len(runs)))
    for run in runs:
        if not run.solved:
            raise InputError(no_plan(run.summary))
    units, points, sentences = SIZES[short]
    head, first, several = head or Letterhead(), runs[0], len(runs) > 1
    title = half_of(first.instance.scenario.title, lang)
    found = Brief(
        lang=lang,
        draft=text("brief.draft", lang),
        nation=text("letterhead.nation", lang),
        motto=text("letterhead.motto", lang),
        issuer=issuing(head, lang),
        number=text("brief.number", lang, number=head.number or text("brief.number_open", lang)),
        place_and_day=place_and_day(head, lang),
        kind=text("brief.kind", lang),
        subject=text("brief.subject_of", lang, count=len(runs)) if several else text("brief.subject", lang, title=title),
        to=text("brief.to", lang, to="; ".join(head.to) or text("brief.to_open", lang)),
        opening=_opening(runs, lang),
        first=(_asked(first, lang, sentences, several), _explained(_figures(runs, lang), lang)),
        second=(_explained(Section(text("brief.section_units", lang), table=units_table(runs, lang, units)), lang), _hangs(runs, lang, points), _proposal(lang, several)),
        close=text("brief.close", lang),
        recipients=tuple(text(f"brief.{name}", lang) for name in ("recipients", "recipient_above", "recipient_file")),
        sign_head=text("brief.sign_head", lang),
        sign_hint=text("brief.sign_hint", lang),
        footer=_made(first, lang),
    )
    return cleaned(found)


def no_plan(summary: Mapping[str, Any]) -> Problem:
    """What to say of a summary (`plan.json`) without a plan."""
    if summary["status"] == "infeasible":
        return problem("brief.no_plan_infeasible", why=summary["conflict_summary"] or "; ".join(c["message"] for c in summary["conflict"]))
    return problem("brief.no_plan_unknown")


def _made(run: Run, lang: str) -> str:
    """Which program and which state of the law the figures are of."""
    made = run.summary["provenance"]
    return text("brief.made", lang, version=made["planner"], law=dt.date.fromisoformat(made["law_checked_on"]))


def _opening(runs: Sequence[Run], lang: str) -> tuple[str, ...]:
    scenario = runs[0].instance.scenario
    facts = {"snapshot": scenario.snapshot_on, "people": len(runs[0].people), "units": len(runs[0].instance.structure.units), "decided": scenario.decided_on}
    if len(runs) == 1:
        return (text("brief.opening", lang, **facts),)
    lines = [text("brief.opening_of", lang, count=len(runs), **facts)]
    if len({run.instance.roster.sha256 for run in runs}) > 1:
        lines.append(text("brief.other_rosters", lang))
    titles = (half_of(run.instance.scenario.title, lang) for run in runs)
    lines += [text("brief.alternative_named", lang, number=at, title=title) for at, title in enumerate(titles, 1)]
    return tuple(lines)


def _asked(run: Run, lang: str, most: int, several: bool) -> Section:
    sentences = asked(run.instance.scenario, lang)
    if len(sentences) > most:
        sentences = [*sentences[: most - 1], text("brief.asked_further", lang, count=len(sentences) - most + 1)]
    title = text("brief.section_asked", lang)
    return Section(f"{title} {text('brief.asked_of', lang)}" if several else title, tuple(sentences))


def _figures(runs: Sequence[Run], lang: str) -> Section:
    table = figures_table(runs, lang)
    if len(runs) == 1:
        sure = (text("brief.certain", lang, sentence=status_sentence(runs[0], lang)),)
        return Section(text("brief.section_figures", lang), sure, table)
    said: dict[str, list[int]] = {}
    for at, run in enumerate(runs, 1):
        said.setdefault(status_sentence(run, lang), []).append(at)
    if len(said) == 1:
        sure = (text("brief.certain", lang, sentence=next(iter(said))),)
    else:
        sure = tuple(text("brief.certain_of", lang, numbers=", ".join(map(str, numbers)), sentence=sentence) for sentence, numbers in said.items())
    return Section(text("brief.section_alternatives", lang), sure, table)


def _explained(section: Section, lang: str) -> Section:
    """A section that says what its mark means, where a number is not told."""
    cells = () if section.table is None else (cell for row in section.table.rows for cell in row[1:])
    return replace(section, points=(*section.points, text("brief.withheld", lang))) if any(WITHHELD in cell for cell in cells) else section


def _hangs(runs: Sequence[Run], lang: str, most: int) -> Section:
    title = text("brief.section_hangs", lang)
    return Section(f"{title} {text('brief.hangs_of', lang)}" if len(runs) > 1 else title, tuple(hangs_on(runs[0], lang, most)))


def _proposal(lang: str, several: bool) -> Section:
    names = ("propose_choose" if several else "propose_approve", "propose_check", "propose_people")
    return Section(text("brief.section_proposal", lang), tuple(text(f"brief.{name}", lang) for name in names))
