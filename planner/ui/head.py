"""The head of every page: its name, the plan that is shown, four figures, how sure it is, what was asked and what came of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.core.texts import number
from planner.core.texts import text as catalogue
from planner.plan.story import amount
from planner.ui.elements import made
from planner.ui.forms.change_words import said_changes
from planner.ui.parts.plan_names import plan_name
from planner.ui.session import actions, against, drafts, plans, state
from planner.ui.session.words import money, percent, signed, t, value, whole, word
from planner.ui.widgets import style

NOT_ASKED = (("roster",), ("corrections",))
"""Keys that only say where files lie."""
MOST_EDITS = 3
EXACT_GAP = 5e-7
"""Below it a gap is written as 0.0000 %."""
BEHIND: dict[str, dict[str, Any]] = {
    "leavers": {"group": "leavers"}, "involuntary": {"group": "involuntary"}, "cost": {"paid": True}, "saving": {"group": "chosen"},
}  # fmt: skip
"""Who stands behind each figure."""
TONES = {"optimal": "ok", "feasible": "open", "infeasible": "bad", "unknown": "open"}
MARKS = {"ok": "✓", "open": "…", "bad": "✕", "old": "↺"}


def draw(page: str, small: bool) -> None:
    """Draw the head. small: in one line, for pages that are about something else than the plan; who works at no desk sees the name."""
    if not state.has_desk():
        with st.container(key=style.STATUS_KEY, gap="xsmall"):
            made.draw("head", {"page": t(f"page_{page}"), "compact": True}, "plan_head")
        return
    desk = state.desk()
    now = plans.summary(desk.current)
    data: dict[str, Any] = {"page": t(f"page_{page}"), "compact": small}
    if now is not None:
        edited = edited_since(desk.current)
        data |= {
            "name": plan_name(desk.current), "figures": _figures(desk.current, now, _earlier()), "seal": _seal(now, bool(edited), small), "edited": _few(edited),
            "told": list(against.told(desk.current, state.lang())), "words": {"edited": t("edited_since"), "earlier": t("verdict_earlier"), "solve": t("solve_again"), "solving": t("seal_solving")}, "solving": state.is_solving(),
        }  # fmt: skip
    with st.container(key=style.STATUS_KEY, gap="xsmall"):
        made.draw("head", data, "plan_head", figure=lambda name: actions.list_people(BEHIND[name]), again=lambda _: actions.ask_to_solve())


def edited_since(plan: str) -> list[str]:
    """What the plan was not asked, in words: edits of the scenario, people decided, another roster, edits that are not
    finished. Empty where the plan answers what stands on the desk."""
    from planner.scenario.load import fingerprint

    desk, summary = state.desk(), plans.summary(plan)
    if summary is None:
        return []
    asked = plans.asked(plan)
    lines = []
    if summary["provenance"]["scenario_sha256"] != fingerprint(desk.draft):
        own = [change for change in drafts.shown_changes(asked.get("scenario", {}), desk.draft) if change[0] not in NOT_ASKED]
        lines = list(said_changes(own)) or [t("edited_scenario")]
    if asked.get("locks", {}) != desk.locks:
        lines.append(t("edited_locks"))
    if desk.roster and not plans.is_of_people(plan, desk.roster):
        lines.append(t("edited_roster", name=desk.roster_name))
    return [*lines, *(t("edited_unfinished", field=entry["label"]) for entry in desk.unfinished.values())]


def _earlier() -> dict[str, Any] | None:
    before = state.desk().before
    return plans.summary(before) if before != state.desk().current and plans.decides(before) else None


def _few(lines: list[str]) -> list[str]:
    return lines if len(lines) <= MOST_EDITS else [*lines[:MOST_EDITS], f"+{len(lines) - MOST_EDITS}"]


def _figures(plan: str, now: dict[str, Any], old: dict[str, Any] | None) -> list[dict[str, Any]]:
    people = now["headcount"]
    if people is None:
        return []
    was = (old or {}).get("headcount") or {}
    leavers, remains = whole(people["leavers"]), f"{whole(people['baseline'])} → {whole(people['remaining'])}"
    payback = now["payback_months"]
    months = "" if payback is None else t("head_payback", months=number(payback, state.lang(), 1))
    return [
        _figure("leavers", leavers, f"{remains} · {_share_said(now)}", _change(people["leavers"], was.get("leavers"), 0)) | {"short": f"{leavers} ({remains})"},
        _figure("involuntary", whole(now["involuntary"]), t("head_voluntary", n=plans.counts(plan, state.lang())["voluntary"]), _change(now["involuntary"], (old or {}).get("involuntary"), 1)),
        _figure("cost", money(now["cost_vnd"]), months, _change(now["cost_vnd"], (old or {}).get("cost_vnd"), 1, in_money=True)),
        _figure("saving", money(now["saving_vnd_per_year"]), t("head_natural", amount=money(now.get("saving_natural_vnd_per_year"))),
                _change(now["saving_vnd_per_year"], (old or {}).get("saving_vnd_per_year"), -1, in_money=True)),
    ]  # fmt: skip


def _figure(name: str, said: str, more: str, change: dict[str, str] | None) -> dict[str, Any]:
    return {"name": name, "label": t(f"head_{name}"), "value": said, "more": more, "change": change, "means": t(f"head_means_{name}")}


def _change(new: float, was: float | None, worse: int, in_money: bool = False) -> dict[str, str] | None:
    """A difference with sign, arrow and tone. worse: 1 where more is worse, -1 where less is, 0 where neither."""
    if was is None:
        return None
    if was == new:
        return {"text": t("head_same"), "tone": "same"}
    up = new > was
    said = ("+" if up else "−") + amount(abs(new - was), state.lang()) if in_money else signed(new - was)
    tone = "same" if not worse else "up" if up == (worse > 0) else "down"
    return {"text": f"{'▲' if up else '▼'} {said}", "tone": tone}


def _share_said(summary: dict[str, Any]) -> str:
    """The share of the people who leave; where the target counts posts, the share of posts that it is compared with."""
    reduction = summary["headcount"]["reduction"]
    share = summary["periods"][-1].get("reached", reduction)
    return percent(share) if share == reduction else t("status_posts", share=percent(share))


def _seal(now: dict[str, Any], edited: bool, small: bool) -> dict[str, Any]:
    """How sure the plan is, in words; score, bound and gap behind it. The four statuses are never merged."""
    status = now["status"]
    gap = None if now["gap"] is None else percent(now["gap"], 4)
    key = f"words.status_means_{status}" + ("_open" if status == "feasible" and gap is None else "")
    means = t("verdict_exact") if status == "optimal" and now["gap"] < EXACT_GAP else catalogue(key, state.lang(), gap=gap)
    more = [[t("status_status"), value("status", status)]]
    if now["objective"] is not None:
        more += [
            [word("figure_objective"), number(now["objective"], state.lang(), 1)],
            [word("figure_bound"), number(now["bound"], state.lang(), 1)],
        ]
    if gap is not None:
        more.append([t("head_gap"), gap])
    tone = "old" if edited else TONES[status]
    said = t(f"{'short' if small else 'seal'}_{status}")
    text = t("seal_old", seal=said) if edited else said
    return {"tone": tone, "mark": MARKS[tone], "text": text, "more": more, "means": plain_words(means)}


def plain_words(said: str) -> str:
    """A sentence without the marks of Markdown, for a place that reads none."""
    return said.replace("**", "").replace("\\", "")
