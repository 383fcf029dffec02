"""The form of each answer about following up a plan."""

from __future__ import annotations

from planner.cli.frame.answer import Answer, Written
from planner.cli.frame.workspace_answers import Exported


class FollowStarted(Answer):
    """A follow-up that began. lines: how many."""

    object: str
    plan_version: int
    lines: int


class FollowLine(Answer):
    """A version of a line of a follow-up. line: its number; version: counted from 1; late: whether its day has passed and it is
    neither done nor withdrawn. day: when the plan has it, or when it came in or happened."""

    line: int
    version: int
    at: str
    author: str
    late: bool
    kind: str
    employee_id: str
    full_name: str
    unit: str
    decision: str
    period: str
    day: str
    to_unit: str
    regime: str
    cost_vnd: int
    salary_vnd: int
    state: str
    responsible: str
    step: str
    due: str | None
    done_on: str | None
    paid_vnd: int | None
    evidence: str
    reference: str
    evidence_file: str
    evidence_sha256: str
    outcome: str


class FollowLines(Answer):
    """Lines of a follow-up; of what was written, those that changed."""

    lines: list[FollowLine]


class FollowVersions(Answer):
    """Every version of a line, the first one first."""

    versions: list[FollowLine]


class FollowReached(Answer):
    """Where a follow-up stands on a day: people, exits, moves, VND."""

    people: int
    headcount: int
    planned: int
    left: int
    under_way: int
    withdrawn: int
    open: int
    moves: int
    moved: int
    late: int
    planned_vnd: int
    paid_vnd: int
    paid_unknown: int
    back: int
    filled: int
    refund_vnd: int
    cases_open: int


class FollowMonth(Answer):
    """A month, planned against actual; actual figures of months to come are null."""

    month: str
    planned_exits: int
    actual_exits: int | None
    planned_headcount: int
    actual_headcount: int | None
    planned_cost_vnd: int
    actual_cost_vnd: int | None
    planned_saving_vnd: int
    actual_saving_vnd: int | None


class FollowAfter(Answer):
    """Who came back, or whose post was filled again. until: the last day on which coming back obliges; null where no decree paid."""

    line: int
    kind: str
    employee_id: str
    state: str
    day: str
    left_on: str | None
    until: str | None
    within: bool
    refund_vnd: int
    basis: str | None
    evidence: str


class FollowShown(Answer):
    """How far a follow-up has come."""

    plan_version: int
    on: str
    reached: FollowReached
    months: list[FollowMonth]
    after_exits: list[FollowAfter]


class FollowRest(FollowReached):
    """What had been reached when the rest was written down. notes: what was changed or could not be expressed."""

    plan: str
    version: int
    on: str
    audit_head: str
    notes: list[str]


class FollowReplanned(Written):
    """The folder from which the rest is planned."""

    reached: FollowRest


FOLLOW = (FollowStarted, FollowLines, FollowVersions, FollowShown, FollowReplanned, Exported)
"""What `planner follow` may answer with."""
