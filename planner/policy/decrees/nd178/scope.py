"""Who is covered by NĐ 178/2024, Article 2(1): everybody in post; contracts signed before 15/1/2019."""

from __future__ import annotations

import numpy as np

from planner.core.dates import as_days
from planner.policy.decrees.rule import Conditions, DecreeCase, open_to_leave


def in_scope(case: DecreeCase) -> Conditions:
    """Below retirement age; a contract must be running and have been signed, on a known day, before the cut-off."""
    moment = case.moment
    signed = moment.facts.contract_signed_on
    early_enough = signed < as_days(case.value("scope.contracts_signed_before"))  # NaT compares as false
    return [
        *open_to_leave(moment),
        ("contract_date_missing", ~(moment.is_contract & np.isnat(signed))),
        ("contract_signed_late", ~moment.is_contract | early_enough),
    ]
