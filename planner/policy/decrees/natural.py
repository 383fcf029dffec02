"""Natural exits: retirement at the age, and the end of a contract. They cost nothing and no decree pays them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.core.dates import as_days
from planner.core.vocabulary import Decision
from planner.policy.decrees.refusals import INDEX
from planner.policy.decrees.rule import Basis, hazard_evidence
from planner.policy.person import retirement
from planner.policy.person.facts import Bools, Moment


@dataclass(frozen=True)
class NaturalExit:
    """reason: index into `refusals.REASONS`, 0 where the exit is due. evidence: index into `parameters.EVIDENCE`."""

    reason: npt.NDArray[np.int16]
    evidence: npt.NDArray[np.int8]
    basis: Basis


def normal_retirement(moment: Moment) -> NaturalExit:
    """Due once no month is left to the retirement age. Source: NĐ 135/2020."""
    due = moment.months_early <= 0
    return NaturalExit(_reason(("below_retirement_age", due)), _marks(moment), Basis("normal_retirement", _AGE, {}))


def contract_end(moment: Moment) -> NaturalExit:
    """Due once a contract has run out, unless retirement is due too. Source: the contract."""
    end = moment.facts.contract_end_on
    reason = _reason(
        ("no_contract", moment.is_contract),
        ("contract_open_ended", ~np.isnat(end)),
        ("contract_not_ended", end <= as_days(moment.leave_on)),
        ("retires_instead", moment.months_early >= 1),
    )
    return NaturalExit(reason, _marks(moment), Basis("contract_end", _AGE, {}))


NATURAL = {Decision.NORMAL_RETIREMENT: normal_retirement, Decision.CONTRACT_END: contract_end}
"""The rule of each natural exit."""
_AGE = "retirement.appendix_1"


def _reason(*conditions: tuple[str, Bools]) -> npt.NDArray[np.int16]:
    reason = np.zeros(len(conditions[0][1]), dtype=np.int16)
    for code, holds in reversed(conditions):
        reason[~holds] = INDEX[code]
    return reason


def _marks(moment: Moment) -> npt.NDArray[np.int8]:
    """Only the retirement age is read."""
    common = moment.law.weakest(retirement.READS, moment.leave_on)
    return np.maximum(common, hazard_evidence(moment)).astype(np.int8)
