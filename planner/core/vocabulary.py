"""The words for what is decided for a person, the kinds of decision, and the index by which options and tables know each.

route: the way a case ends · exit: any route out · natural: the law or the contract ends the case · chosen: the plan does ·
severance: money, never a route.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import numpy as np
import numpy.typing as npt


class Decision(StrEnum):
    """What is decided for a person: to stay, to move, one exit route, or some years at the grass roots (biệt phái)."""

    RETAIN = "retain"
    REDEPLOY = "redeploy"
    NORMAL_RETIREMENT = "normal_retirement"
    CONTRACT_END = "contract_end"
    EARLY_RETIREMENT = "early_retirement"
    IMMEDIATE_SEPARATION = "immediate_separation"
    TRAINING_SEPARATION = "training_separation"
    TRANSFER_OUT = "transfer_out"
    SECONDMENT_COMMUNE = "secondment_commune"
    SECONDMENT_PROVINCE = "secondment_province"


DECISIONS: tuple[Decision, ...] = tuple(Decision)
NATURAL_ROUTES = (Decision.NORMAL_RETIREMENT, Decision.CONTRACT_END)
CHOSEN_ROUTES = (
    Decision.EARLY_RETIREMENT,
    Decision.IMMEDIATE_SEPARATION,
    Decision.TRAINING_SEPARATION,
    Decision.TRANSFER_OUT,
)
PLAN_STATES = ("draft", "submitted", "approved", "implemented")
"""Of a plan in a workspace, in the order in which it comes to them."""
ASKED_FOR = {
    Decision.EARLY_RETIREMENT: "early_retirement",
    Decision.IMMEDIATE_SEPARATION: "separation",
    Decision.TRAINING_SEPARATION: "training",
}
"""The word of the column `volunteers` that asks for a route; `any` asks for every one."""
EXIT_ROUTES = NATURAL_ROUTES + CHOSEN_ROUTES
SECONDMENTS = {"commune": Decision.SECONDMENT_COMMUNE, "province": Decision.SECONDMENT_PROVINCE}
"""Where people are seconded to, and the decision; they keep their post and come back."""

DECISION_INDEX = {decision: i for i, decision in enumerate(DECISIONS)}
RETAIN, REDEPLOY = DECISION_INDEX[Decision.RETAIN], DECISION_INDEX[Decision.REDEPLOY]


def _indices(decisions: Iterable[Decision]) -> npt.NDArray[np.int8]:
    return np.array([DECISION_INDEX[decision] for decision in decisions], dtype=np.int8)


NATURAL, CHOSEN, EXITS, AWAY = (_indices(kind) for kind in (NATURAL_ROUTES, CHOSEN_ROUTES, EXIT_ROUTES, SECONDMENTS.values()))
STAYS = np.array([RETAIN, REDEPLOY, *AWAY], dtype=np.int8)
"""Indices of the decisions of a kind; who is away or moved stays in the ministry."""
