"""What a plan hangs on, in counts and money: doubtful law, unverified data, protections that could not be checked, small units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.core.errors import Problem
from planner.core.texts import text
from planner.plan.doubtful_law import doubts_of, records, sentence
from planner.plan.notes import HEADLESS
from planner.plan.plan import Run
from planner.plan.unverified_data import verification_queue
from planner.report.small_counts import is_small


def hangs_on(run: Run, lang: str, most: int) -> list[str]:
    """A sentence for each thing, the largest first; at most `most` points of the law are told one by one."""
    headless = [note.message.render(lang) for note in run.notes if note.message.key == HEADLESS]
    return [*headless, *_law(run, lang, most), *_data(run, lang), *_warnings(run.warnings, lang)]


def _law(run: Run, lang: str, most: int) -> Iterator[str]:
    if count := len(run.instance.scenario.law):
        yield text("brief.hangs_overrides", lang, count=count)
    found = {record["parameter"]: record for record in reversed(records(doubts_of(run, lang))) if record["people"]}
    ordered = list(reversed(found.values()))
    for record in ordered[:most]:
        if is_small(record["people"]):
            yield text("brief.hangs_law_few", lang, description=record["description"])
            continue
        yield text("brief.hangs_law", lang, description=record["description"], sentence=sentence(record, lang))
    if len(ordered) > most:
        yield text("brief.hangs_law_more", lang, count=len(ordered) - most)
    if not ordered:
        yield text("brief.hangs_law_none", lang)


def _data(run: Run, lang: str) -> Iterator[str]:
    queue = verification_queue(run.instance.roster, run, lang)
    single = queue[queue["people"].eq(1)]
    columns = int(queue["people"].gt(1).sum())
    if is_small(len(single)):
        yield text("brief.hangs_data_few", lang)
    elif len(single):
        effect = single["effect"]
        money = int(single["difference_vnd"].fillna(0).abs().sum())
        counts = {"decision": int(effect.isin(["decision", "counted"]).sum()), "money": int(effect.eq("money").sum())}
        yield text("brief.hangs_data", lang, count=len(single), difference=money, **counts)
    if columns:
        yield text("brief.hangs_columns", lang, count=columns)
    if not len(single) and not columns:
        yield text("brief.hangs_data_none", lang)


def _warnings(warnings: Sequence[Problem], lang: str) -> Iterator[str]:
    """Warnings by kind, counted: their own sentences name people."""
    keys = [warning.message.key.partition(".") for warning in warnings]
    kinds = {
        "unprotected": [w for w, (room, _, name) in zip(warnings, keys, strict=True) if room == "leavers" and name.startswith("unprotected_")],
        "small": [w for w, (room, _, _) in zip(warnings, keys, strict=True) if room == "sizes"],
    }
    told = sum(len(found) for found in kinds.values())
    if kinds["unprotected"]:  # a group of columns each; nobody is counted twice
        count = max(w.message.params["count"] for w in kinds["unprotected"])
        yield text("brief.hangs_unprotected_few" if is_small(count) else "brief.hangs_unprotected", lang, count=count)
    if kinds["small"]:
        yield text("brief.hangs_small", lang, count=len(kinds["small"]))
    if len(warnings) > told:
        yield text("brief.hangs_warnings", lang, count=len(warnings) - told)
