"""The tables of a brief: the figures of `plan.json` side by side, and the units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.core.texts import number, percent, text
from planner.core.vocabulary import CHOSEN_ROUTES, NATURAL_ROUTES
from planner.plan.plan import Run
from planner.report.brief.asked import targets
from planner.report.brief.model import Grid
from planner.scenario.paths import differences

Row = tuple[str, ...]
NOT_REQUIREMENTS = ("title", "description", "roster", "corrections", "solver", "merit")
"""Keys of a scenario that ask for nothing."""


def figures_table(runs: Sequence[Run], lang: str) -> Grid:
    """The headline figures, a column a plan; where there are several, what each asks otherwise first."""
    several = len(runs) > 1
    headings = [text("brief.column_figure", lang)]
    headings += (
        [text("brief.alternative", lang, number=at) for at in range(1, len(runs) + 1)] if several else [text("brief.column_value", lang)]
    )
    rows = [*(_asked_rows(runs, lang) if several else []), *_rows(runs, lang)]
    first = {1: 0.62, 2: 0.42, 3: 0.34}.get(len(runs), 0.26)
    widths = (first, *[(1 - first) / len(runs)] * len(runs))
    strong = tuple(at for at, row in enumerate(rows) if row[0] in {text("brief.figure_leavers", lang), text("words.figure_cost_vnd", lang)})
    return Grid(tuple(headings), tuple(rows), widths, strong=strong)


def _asked_rows(runs: Sequence[Run], lang: str) -> list[Row]:
    none = text("brief.none", lang)
    totals = [run.instance.scenario.budget.total_vnd for run in runs]
    first = runs[0].instance.loaded.data
    differing = [
        sum(path[0] not in NOT_REQUIREMENTS for path, _, _ in differences(first, run.instance.loaded.data, parts=True)) for run in runs
    ]
    return [
        (text("brief.figure_targets", lang), *(targets(run.instance.scenario, lang) or none for run in runs)),
        (text("brief.figure_budget", lang), *(none if total is None else number(total, lang) for total in totals)),
        (text("brief.figure_differs", lang), none, *(number(count, lang) for count in differing[1:])),
    ]


def _rows(runs: Sequence[Run], lang: str) -> list[Row]:
    summaries = [run.summary for run in runs]

    def row(words: str, value: Any) -> Row:
        return (words, *(value(summary) for summary in summaries))

    rows = [
        row(text("words.figure_status", lang), lambda s: text(f"words.status_{s['status']}", lang)),
        row(text("words.figure_baseline", lang), lambda s: number(s["headcount"]["baseline"], lang)),
        row(
            text("brief.figure_leavers", lang),
            lambda s: f"{number(s['headcount']['leavers'], lang)} ({percent(s['headcount']['reduction'], lang)})",
        ),
        row(text("brief.figure_natural", lang), lambda s: number(_people(s, NATURAL_ROUTES), lang)),
        row(text("brief.figure_voluntary", lang), lambda s: number(_people(s, CHOSEN_ROUTES) - s["involuntary"], lang)),
        row(text("brief.figure_involuntary", lang), lambda s: number(s["involuntary"], lang)),
        row(text("words.figure_remaining", lang), lambda s: number(s["headcount"]["remaining"], lang)),
    ]
    if any(s["redeployed"] or s["seconded"] for s in summaries):
        rows.append(row(text("brief.figure_moved", lang), lambda s: f"{number(s['redeployed'], lang)}; {number(s['seconded'], lang)}"))
    rows.append(row(text("words.figure_cost_vnd", lang), lambda s: number(s["cost_vnd"], lang)))
    rows.append(row(text("words.figure_saving_vnd_per_year", lang), lambda s: number(s["saving_vnd_per_year"], lang)))
    if any("saving_natural_vnd_per_year" in s for s in summaries):
        rows.append(row(text("brief.figure_saving_natural", lang), lambda s: number(s.get("saving_natural_vnd_per_year") or 0, lang)))
    rows.append(
        row(
            text("words.figure_payback_months", lang),
            lambda s: "–" if s["payback_months"] is None else number(s["payback_months"], lang, 1),
        )
    )
    return [*rows, *_period_rows(summaries, lang)]


def _people(summary: dict[str, Any], routes: Sequence[Any]) -> int:
    return sum(summary["routes"][route]["people"] for route in routes if route in summary["routes"])


def _period_rows(summaries: Sequence[dict[str, Any]], lang: str) -> list[Row]:
    """A row a period of any plan: leavers, the share reached by then as the target counts it, cost."""

    def said(summary: dict[str, Any], name: str) -> str:
        mine = next((period for period in summary["periods"] if period["name"] == name), None)
        if mine is None:
            return text("brief.none", lang)
        return "; ".join(
            (
                number(mine["leavers"], lang),
                percent(mine.get("reached", mine["cumulative_reduction"]), lang),
                number(mine["cost_vnd"], lang),
            )
        )

    ends = {period["name"]: period["leave_on"] for summary in reversed(summaries) for period in summary["periods"]}
    names = sorted(ends, key=lambda name: (ends[name], name))
    return [(text("brief.figure_period", lang, name=name), *(said(summary, name) for summary in summaries)) for name in names]


def units_table(runs: Sequence[Run], lang: str, most: int) -> Grid:
    """Units before and after; of more than `most` those that lose most people, the others in one row; then all together."""
    several = len(runs) > 1
    found: dict[str, dict[str, Any]] = {}
    for at, run in enumerate(runs):
        for unit in run.summary["units"]:
            found.setdefault(unit["unit"], {"name": unit["name"]})[str(at)] = unit
    units = list(found.values())
    if len(units) > most:
        weight = sorted(range(len(units)), key=lambda at: (-max(_lost(units[at], str(k)) for k in range(len(runs))), at))
        shown = sorted(weight[: most - 1])
        rest = [units[at] for at in sorted(weight[most - 1 :])]
        rows = [_unit_row([units[at]], units[at]["name"], len(runs), lang) for at in shown]
        rows.append(_unit_row(rest, text("brief.other_units", lang, count=len(rest)), len(runs), lang))
    else:
        rows = [_unit_row([unit], unit["name"], len(runs), lang) for unit in units]
    rows.append(_unit_row(units, text("brief.all_units", lang), len(runs), lang))
    if several:
        headings = [text("brief.column_unit", lang)]
        for at in range(1, len(runs) + 1):
            headings.append(
                f"{text('brief.alternative', lang, number=at)}: {text('brief.column_before', lang)} → {text('brief.column_after', lang)}"
            )
        first = max(0.62 - 0.1 * len(runs), 0.30)
        return Grid(tuple(headings), tuple(rows), (first, *[(1 - first) / len(runs)] * len(runs)), strong=(len(rows) - 1,))
    headings = [text(f"brief.column_{name}", lang) for name in ("unit", "before", "leavers", "after", "reduction", "cost")]
    return Grid(tuple(headings), tuple(rows), (0.46, 0.09, 0.09, 0.09, 0.10, 0.17), strong=(len(rows) - 1,))


def _lost(unit: dict[str, Any], run: str) -> int:
    return unit[run]["before"] - unit[run]["after"] if run in unit else 0


def _unit_row(units: Sequence[dict[str, Any]], name: str, runs: int, lang: str) -> Row:
    """The figures of some units together."""

    def total(key: str, run: int) -> int:
        return sum(unit[str(run)][key] for unit in units if str(run) in unit)

    if runs > 1:
        return (name, *(f"{number(total('before', k), lang)} → {number(total('after', k), lang)}" for k in range(runs)))
    before, after = total("before", 0), total("after", 0)
    share = percent((before - after) / before, lang) if before else "–"
    return (name, number(before, lang), number(total("leavers", 0), lang), number(after, lang), share, number(total("cost_vnd", 0), lang))
