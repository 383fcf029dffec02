"""The goal: what each option is worth."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.core.vocabulary import AWAY, REDEPLOY, STAYS
from planner.instance.instance import Instance


def gains(instance: Instance) -> npt.NDArray[np.float64]:
    """The objective's coefficient of each option, float64[m].

    retained_merit * merit (stays) - cost_per_million_vnd * cost / 10^6 - involuntary (an involuntary exit)
    - attention_group (an involuntary exit of a person in an attention group) - redeploy (a move) - secondment
    """
    options, weights = instance.options, instance.scenario.objective
    stays = np.isin(options.decision, STAYS)
    moves = options.decision == REDEPLOY
    in_group = instance.attention[options.person]
    return (
        float(weights.retained_merit) * instance.merit[options.person] * stays
        - float(weights.cost_per_million_vnd) * options.cost_vnd / 1e6
        - float(weights.involuntary) * options.involuntary
        - float(weights.attention_group) * (options.involuntary & in_group)
        - float(weights.redeploy) * moves
        - float(weights.secondment) * np.isin(options.decision, AWAY)
    )
