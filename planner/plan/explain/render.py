"""An explanation as plain text, for the terminal and for a page."""

from __future__ import annotations

from itertools import groupby

from planner.core.texts import date, number, text
from planner.plan.explain.explanation import Choice, Explanation
from planner.plan.explain.value_text import points, shown
from planner.plan.tables.labels import heading, label


def rendered(found: Explanation, lang: str) -> str:
    """The explanation in `lang`: decision, facts, why, options, nearest case, what would change it."""
    name = dict(found.facts)["full_name"]
    day = next((choice.leave_on for choice in found.choices if choice.chosen and found.period), None)
    when = ", ".join([found.period, *([date(day, lang)] if day else [])])
    decided = label("decision", found.decision, lang) + (f" ({when})" if found.period else "")
    lines = [f"{found.employee_id} – {name}: {decided}", ""]
    lines += _section("title_facts", fact_lines(found, lang), lang)
    lines += _section("title_why", [message.render(lang) for message in found.why], lang)
    lines += _section("title_options", choice_lines(found, lang), lang)
    lines += _section("title_nearest", nearest_lines(found, lang), lang)
    lines += _section("title_corrections", [message.render(lang) for message in found.corrections], lang)
    lines += _section("title_changes", [message.render(lang) for message in found.changes], lang)
    return "\n".join(lines).rstrip() + "\n"


def fact_lines(found: Explanation, lang: str) -> list[str]:
    """The facts used, one a line, absent ones left out."""
    told = [(column, shown(column, value, lang)) for column, value in found.facts]
    return [f"{heading(column, lang)}: {value}" for column, value in told if value != "–"]


def choice_lines(found: Explanation, lang: str) -> list[str]:
    """One line an option; periods in which the same route is closed for the same reason share a line."""
    lines = []
    for (decision, reasons), same in groupby(found.choices, key=lambda c: (c.decision, c.why_not)):
        group = list(same)
        if not reasons:
            lines += [open_line(choice, lang) for choice in group]
            continue
        periods = ", ".join(choice.period for choice in group if choice.period)
        what = label("decision", decision, lang) + (f", {periods}" if periods else "")
        why = "; ".join(reason.render(lang) for reason in reasons)
        lines.append(f"{what}: " + text("explain.not_open", lang, reason=why))
    return lines


def open_line(choice: Choice, lang: str) -> str:
    """One allowed option: what, when, whether chosen, money, how much worse, legal basis."""
    what = label("decision", choice.decision, lang)
    if choice.to_unit:
        what = text("explain.choice_to", lang, unit=choice.to_unit)
    elif choice.leave_on is not None:
        what += f", {choice.period} ({date(choice.leave_on, lang)})"
    parts = [text("explain.is_chosen" if choice.chosen else "explain.is_open", lang)]
    if choice.cost_vnd:
        parts.append(number(choice.cost_vnd, lang) + " " + text("explain.vnd", lang))
    if not choice.chosen and choice.short_by is not None:
        key = "explain.less_by" if choice.short_by > -0.05 else "explain.more_by"
        parts.append(text(key, lang, points=points(abs(choice.short_by))))
    if choice.basis is not None:
        parts.append(choice.basis.render(lang))
    return f"{what}: " + "; ".join(parts)


def nearest_lines(found: Explanation, lang: str) -> list[str]:
    """The twin decided otherwise and what separates the two."""
    twin = found.nearest
    if twin is None:
        return []
    decided = label("decision", twin.decision, lang) + (f" ({twin.period})" if twin.period else "")
    same = ", ".join(heading(column, lang).lower() for column in twin.same) or text("explain.nothing", lang)
    lines = [text("explain.twin", lang, name=twin.employee_id, decision=decided, same=same)]
    for column, mine, theirs in twin.differences:
        lines.append(
            text("explain.differs", lang, what=heading(column, lang), mine=shown(column, mine, lang), theirs=shown(column, theirs, lang))
        )
    if not twin.differences:
        lines.append(text("explain.no_difference", lang))
    return lines


def _section(title: str, lines: list[str], lang: str) -> list[str]:
    return [text(f"explain.{title}", lang), *(f"  - {line}" for line in lines), ""] if lines else []
