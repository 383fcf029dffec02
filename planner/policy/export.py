"""The table of `planner benefits`: a row for each person and route."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import month_text
from planner.core.texts import Message
from planner.core.vocabulary import EXIT_ROUTES, Decision
from planner.policy.decrees.refusals import REASONS
from planner.policy.decrees.regime import REGIMES
from planner.policy.decrees.rule import ITEMS
from planner.policy.law.parameters import EVIDENCE
from planner.policy.pension import pension_of, percent

if TYPE_CHECKING:
    from planner.policy.benefits import Benefits


def table(benefits: Benefits, people: pd.DataFrame, lang: str = "en") -> pd.DataFrame:
    """The benefits as a frame, person by person, all six routes of a person together in the order of `EXIT_ROUTES`.

    Columns and order are fixed. Money is whole VND, years go in halves as 2.5, months are YYYY-MM, `eligible` is bool;
    `reason` and `legal_basis` are in `lang`, empty where there is none. Words that repeat are categories. The last two
    are for information: the pension rate of those who would draw a pension at once, and what the general rule would
    have taken off it for retiring before the age; NaN elsewhere.
    """
    routes, n = benefits.eligible.shape
    by_person: Any = lambda array: array.T.reshape(-1)  # noqa: E731
    per_person: Any = lambda array: np.repeat(array, routes)  # noqa: E731
    columns: dict[str, Any] = {
        "employee_id": people["employee_id"].repeat(routes).array,
        "leave_on": _words([benefits.leave_on.isoformat()], np.zeros(routes * n, np.int8)),
        "regime": _words(REGIMES, by_person(benefits.regime)),
        "route": _words([str(route) for route in EXIT_ROUTES], np.tile(np.arange(routes, dtype=np.int8), n)),
        "eligible": by_person(benefits.eligible),
        "reason": _words(_reasons(benefits, lang), by_person(benefits.reason)),
        "current_salary_vnd": by_person(benefits.current_salary_vnd),
        "retirement_month": _months(benefits.retirement_month, routes),
        "months_early": per_person(benefits.months_early),
        "years_early": by_person(benefits.years_early_halves) / 2,
        "si_years": by_person(benefits.si_years_halves) / 2,
        **{name: by_person(getattr(benefits, name)) for name in (*ITEMS, "total_vnd")},
        "legal_basis": _words(
            [_render(message, lang) for message in benefits.basis_messages], by_person(benefits.basis)
        ),
        "evidence": _words(EVIDENCE, by_person(benefits.evidence)),
        **{name: by_person(values) for name, values in _pension(benefits).items()},
    }
    return pd.DataFrame(columns)


PENSION_ROUTES = (Decision.NORMAL_RETIREMENT, Decision.EARLY_RETIREMENT)


def _pension(benefits: Benefits) -> dict[str, npt.NDArray[np.float64]]:
    """`pension_rate_pct` and `reduction_avoided_pct`, shaped (6, n)."""
    found = pension_of(benefits.moment)
    drawn = np.isin(np.arange(len(EXIT_ROUTES)), [EXIT_ROUTES.index(route) for route in PENSION_ROUTES])
    early = np.arange(len(EXIT_ROUTES)) == EXIT_ROUTES.index(Decision.EARLY_RETIREMENT)
    return {
        "pension_rate_pct": percent(found.rate, benefits.eligible & drawn[:, None] & found.enough),
        "reduction_avoided_pct": percent(found.reduction, benefits.eligible & early[:, None]),
    }


def _reasons(benefits: Benefits, lang: str) -> list[str]:
    """The text of each reason that occurs; empty for the others."""
    present = set(np.unique(benefits.reason).tolist())
    return [_render(benefits.reason_message(index), lang) if index in present else "" for index in range(len(REASONS))]


def _render(message: Message | None, lang: str) -> str:
    return message.render(lang) if message else ""


def _words(words: Iterable[str], codes: npt.NDArray[Any]) -> Any:
    """`words[code]` as categories; equal words share one."""
    wanted = list(words)
    unique = list(dict.fromkeys(wanted))
    place = np.array([unique.index(word) for word in wanted], dtype=np.int16)
    return pd.Categorical.from_codes(place[codes], categories=pd.Index(unique))


def _months(months: npt.NDArray[np.int64], repeat: int) -> Any:
    """Month indices as `YYYY-MM`, each `repeat` times."""
    unique, codes = np.unique(months, return_inverse=True)
    return pd.Categorical.from_codes(np.repeat(codes, repeat), categories=pd.Index(month_text(unique).tolist()))
