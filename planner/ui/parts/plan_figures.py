"""Who stands behind each number of a plan, and how a figure is called."""

from __future__ import annotations

import datetime as dt
from typing import Any

from planner.ui.session import plans, state
from planner.ui.session.words import heading, t, value
from planner.ui.widgets import pictures


def of_period(names: list[str], row: int, column: str) -> dict[str, Any]:
    """Who stands behind a number of the table of periods."""
    here = {"period": names[row]}
    special: dict[str, dict[str, Any]] = {
        "involuntary": {**here, "group": "involuntary"}, "cumulative": {"left_by": names[: row + 1]}, "reached": {"left_by": names[: row + 1]},
        "remaining": {"here_after": names[: row + 1]}, "cost_vnd": {**here, "paid": True},
    }  # fmt: skip
    return special.get(column, {**here, "group": "leavers"})


def of_route(route: str, column: str) -> dict[str, Any]:
    """Who stands behind a number of the table of routes."""
    more: dict[str, dict[str, Any]] = {
        "involuntary": {"group": "involuntary"},
        "cost_vnd": {"paid": True},
        "average_cost_vnd": {"paid": True},
    }
    return {"decision": route, **more.get(column, {})}


def of_unit(unit: str, column: str) -> dict[str, Any]:
    """Who stands behind a number of a unit's row."""
    special: dict[str, dict[str, Any]] = {
        "after": {"ends_in": unit}, "leavers": {"unit": unit, "group": "leavers"}, "involuntary": {"unit": unit, "group": "involuntary"},
        "redeployed_in": {"into": unit}, "redeployed_out": {"unit": unit, "group": "moved"}, "reduction": {"unit": unit, "view": "changes"},
        "cost_vnd": {"unit": unit, "paid": True}, "minimum": {"ends_in": unit},
    }  # fmt: skip
    return special.get(column, {"unit": unit})


def figure_said(figure: dict[str, Any], plan: str) -> str:
    """A figure of a plan in words, for the heading of the list of its people."""
    said = []
    for name, wanted in figure.items():
        if name == "group":
            said.append(t(f"group_{wanted}"))
        elif name == "view":
            said.append(t(f"view_{wanted}"))
        elif name == "leaves_within":
            said.append(t("figure_leaves_within", what=pictures.quarter_word(dt.date.fromisoformat(f"{wanted}-01"))))
        elif name in ("left_by", "here_after", "ends_in", "into"):
            said.append(t(f"figure_{name}", what=wanted[-1] if isinstance(wanted, list) else wanted))
        elif name == "paid":
            said.append(t("figure_paid"))
        elif name == "requirement":
            said.append(t("figure_requirement", what=plans.requirement_said(plan, wanted, figure.get("scope", ""), state.lang())))
        elif name != "scope":
            said.append(value(name, wanted) or str(wanted) or t("data_unknown"))
    return " · ".join(said)


def grouping(column: str) -> str:
    """What people can be grouped by, in words."""
    return t(f"grouping_{column}") if column in ("rank_group", "age_band") else heading(column)
