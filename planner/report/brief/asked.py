"""What a scenario asks for, in sentences for leaders: numbers, no names of people."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.texts import text
from planner.plan.tables.labels import heading, label
from planner.report.books.plan.asked import bounds_said
from planner.scenario.model import Scenario


def asked(scenario: Scenario, lang: str) -> list[str]:
    """A sentence for each thing that is asked, the most important first."""
    parts = (_targets, _budget, _units, _reorganise, _keep, _deputies, _moves, _fairness, _routes, _further)
    return [sentence for part in parts for sentence in part(scenario, lang)]


def targets(scenario: Scenario, lang: str) -> str:
    """The least reduction of each period in one short line; "" where none is asked."""
    found = [text("brief.asked_target_brief", lang, name=p.name, share=float(p.reduction_at_least)) for p in scenario.periods if p.reduction_at_least is not None]
    return "; ".join(found)


def _targets(scenario: Scenario, lang: str) -> Iterator[str]:
    least = [text("brief.asked_target", lang, share=float(p.reduction_at_least), day=p.leave_on) for p in scenario.periods if p.reduction_at_least is not None]
    most = [text("brief.asked_target_most", lang, share=float(p.reduction_at_most), day=p.leave_on) for p in scenario.periods if p.reduction_at_most is not None]
    shares = "; ".join([*least, *most])
    of = text(f"brief.of_{scenario.reduction.of}", lang)
    yield text("brief.asked_targets", lang, shares=shares, of=of) if shares else text("brief.asked_no_target", lang)


def _budget(scenario: Scenario, lang: str) -> Iterator[str]:
    if scenario.budget.total_vnd is not None:
        yield text("brief.asked_budget", lang, total=scenario.budget.total_vnd)
    for name, total in scenario.budget.by_period.items():
        yield text("brief.asked_budget_period", lang, name=name, total=total)


def _units(scenario: Scenario, lang: str) -> Iterator[str]:
    if bounds := bounds_said(scenario.units.default, lang):
        yield text("asked.every_unit", lang, bounds=bounds)
    if scenario.units.by_unit:
        yield text("brief.asked_own_units", lang, count=len(scenario.units.by_unit))
    if parts := len(scenario.reduction.by_category) + len(scenario.reduction.by_kind):
        yield text("brief.asked_parts", lang, count=parts)


def _reorganise(scenario: Scenario, lang: str) -> Iterator[str]:
    steps = scenario.reorganise
    counted = {
        "merged": sum(len(step.merge or []) > 1 for step in steps), "dissolved": sum(step.dissolve is not None for step in steps),
        "renamed": sum(len(step.merge or []) == 1 for step in steps), "moved": sum(len(step.move.people) for step in steps if step.move),
    }  # fmt: skip
    parts = [text(f"brief.structure_{name}", lang, count=count) for name, count in counted.items() if count]
    if parts:
        yield text("brief.asked_reorganise", lang, parts=", ".join(parts))


def _keep(scenario: Scenario, lang: str) -> Iterator[str]:
    keep = scenario.keep
    what = [text("brief.keep_key_roles", lang)] if keep.key_roles else []
    what += [text("brief.keep_twins", lang)] if keep.twins else []
    counted = (("people", keep.people), ("skills", keep.skills), ("positions", keep.positions), ("succession", keep.succession))
    what += [text(f"brief.keep_{name}", lang, count=len(items)) for name, items in counted if items]
    if what:
        yield text("brief.asked_keep", lang, what="; ".join(what))


def _deputies(scenario: Scenario, lang: str) -> Iterator[str]:
    if scenario.deputies in ("law", "each"):
        yield text("brief.asked_deputies_law", lang)
    elif scenario.deputies != "ignore":
        yield text("brief.asked_deputies_number", lang, count=scenario.deputies)


def _moves(scenario: Scenario, lang: str) -> Iterator[str]:
    if scenario.redeploy.allowed:
        most = scenario.redeploy.at_most_per_unit
        yield text("brief.asked_redeploy", lang) if most is None else text("brief.asked_redeploy_most", lang, count=most)
    if scenario.secondment:
        yield text("brief.asked_secondment", lang, what="; ".join(label("decision", f"secondment_{place}", lang).lower() for place in scenario.secondment))


def _fairness(scenario: Scenario, lang: str) -> Iterator[str]:
    def word(by: str) -> str:
        shown = heading(by, lang)
        return (label("attention_groups", by, lang) if shown == by else shown).lower()

    if scenario.fairness:
        limits = "; ".join(text("brief.fairness_limit", lang, ratio=float(rule.max_ratio), by=word(rule.by)) for rule in scenario.fairness)
        yield text("brief.asked_fairness", lang, limits=limits)


def _routes(scenario: Scenario, lang: str) -> Iterator[str]:
    if scenario.routes:
        yield text("brief.asked_routes", lang, routes="; ".join(label("decision", route, lang).lower() for route in scenario.routes))


def _further(scenario: Scenario, lang: str) -> Iterator[str]:
    count = len(scenario.by_route) + (scenario.stay_close is not None)
    if count:
        yield text("brief.asked_further", lang, count=count)
