"""Why a route is not open: one reason for each condition that can fail, with its text and the place in the law.

`REASONS` only grows at its end: a reason's index is stored.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition that failed. `code` is `<decree>.<name>` or `<name>`; its text is `law.reason_<name>`.

    parameter: whose citation, and whose value as `{limit}`, the text shows.
    """

    code: str
    parameter: str = ""

    @property
    def key(self) -> str:
        """The catalogue key of the text."""
        return f"law.reason_{self.code.rpartition('.')[2]}"

    @property
    def decree(self) -> str:
        """`nd154` and the like; empty where no decree sets the condition."""
        return self.code.rpartition(".")[0]


def _streamlining(decree: str) -> tuple[Reason, ...]:
    """The conditions of NĐ 29 and NĐ 154."""
    return (
        Reason(f"{decree}.contract_fixed_term", f"{decree}.scope.open_ended_contracts"),
        Reason(f"{decree}.contract_out_of_scope", f"{decree}.scope.open_ended_contracts"),
        Reason(f"{decree}.too_far", f"{decree}.early_retirement.months_most"),
        Reason(f"{decree}.may_retire_early", f"{decree}.early_retirement.months_most"),
        Reason(f"{decree}.too_old_for_training", f"{decree}.training_separation.age_below"),
    )


REASONS: tuple[Reason, ...] = (
    Reason(""),
    # natural routes
    Reason("below_retirement_age", "retirement.appendix_1"),
    Reason("no_contract"),
    Reason("contract_open_ended"),
    Reason("contract_not_ended"),
    Reason("retires_instead", "retirement.appendix_1"),
    # every chosen route
    Reason("at_retirement_age", "retirement.appendix_1"),
    Reason("contract_ended"),
    Reason("insurance_short", "pension.insurance_months_least"),
    *_streamlining("nd154"),
    *_streamlining("nd29"),
    Reason("nd178.contract_date_missing", "nd178.scope.contracts_signed_before"),
    Reason("nd178.contract_signed_late", "nd178.scope.contracts_signed_before"),
    Reason("nd178.too_far", "nd178.early_retirement.months_most"),
    Reason("nd178.too_far_appendix_2", "nd178.early_retirement.months_near"),
    Reason("nd178.may_retire_early", "nd178.early_retirement.months_most"),
    Reason("nd178.too_near", "nd178.immediate_separation.months_least"),
    Reason("nd178.route_unknown", "nd178.period.first_leave"),
    Reason("nd154.transfer_too_near", "nd154.transfer_out.months_closed"),
    Reason("nd29.transfer_too_near", "nd29.transfer_out.months_closed"),
    Reason("nd154.decree_over", "nd154.period.last_leave"),
)
INDEX = {reason.code: index for index, reason in enumerate(REASONS)}
