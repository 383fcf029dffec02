"""The form of each command's answer with `--json`, from which `docs/schemas` is generated (`docs/make_schemas.py`)."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

from planner.cli.frame.answer import Answer, Place, Written
from planner.cli.frame.follow_answers import FOLLOW
from planner.cli.frame.retention_answers import RETENTION
from planner.cli.frame.signed_answers import SIGNED
from planner.cli.frame.workspace_answers import OF_WORKSPACE
from planner.service.plan_shape import SolvedPlan, UnsolvedPlan


class Errors(Answer):
    """What every command answers with where it could not do what was asked; exit code 2, 3 or 4."""

    error: list[Place]


class CheckProblem(Answer):
    """A problem of a roster."""

    file: str | None
    sheet: str | None
    row: int | None
    column: str | None
    message: str


class Version(Answer):
    """The version of the programme."""

    version: str


class Repaired(Written):
    """The scenario that was written, and what it changes."""

    repair: str


class QueueRow(BaseModel):
    """A value to verify."""

    model_config = ConfigDict(extra="allow")

    employee_id: str
    heading: str
    status: str
    why: str


class Queue(RootModel[list[QueueRow]]):
    """What to verify, first that on which most hangs."""


class Counted(Answer):
    """seen is read and the ones of `unread`, each with its place and reason."""

    seen: int
    read: int
    unread: list[dict[str, Any]]


class Account(Answer):
    """What was seen, read and not read."""

    files: Counted
    sheets: Counted
    rows: Counted
    columns: Counted
    notes: list[Any] = []


class Check(Answer):
    """A roster that was read."""

    people: int
    units: int
    errors: list[CheckProblem]
    warnings: list[CheckProblem]
    queue: list[QueueRow]
    noticed: list[str]
    account: Account | None
    once: list[dict[str, Any]]
    """Faults that are alike, told once with their rows."""
    against: int = 0
    protections: list[Any] = []
    overdue: list[Any] = []
    """What is noticed of everybody; absent where nobody was read."""


class Table(Written):
    """A table that was written."""

    rows: int
    warnings: list[Place]


class Benefits(Table):
    """The table of benefits that was written; `notes`: what must be known of it."""

    notes: list[str]


class Cliffs(Table):
    """The table of boundaries that was written."""

    people: int


class Replay(Written):
    """The same people on two terms, a and b."""

    terms: dict[str, dict[str, Any]]
    totals: dict[str, int]
    routes: list[dict[str, Any]]
    largest: list[dict[str, Any]]
    """The people whose money changes most, `--top` of them."""
    notes: list[str]


class Law(Answer):
    """The law in force on a day, or what of it changed since another."""

    on: str
    changed_since: str | None
    texts: list[dict[str, Any]]
    numbers: list[dict[str, Any]]


class KeptThing(Answer):
    """What the app keeps and nobody has changed for some time."""

    kind: str
    days: float
    bytes: int
    path: str
    title: str


class Purged(Answer):
    """What was found, how much of it was removed, and what could not be."""

    found: list[KeptThing]
    removed: int
    left: list[str]


class Sheet(Written):
    """A calculation sheet, line by line; `written` is empty where it was only shown."""

    text: list[str]


class Forms(Written):
    """The official lists: `lists` is the number of units in each form."""

    lists: dict[str, int]
    missing_grounds: int


class Returned(Written):
    """Packs compared with what was sent."""

    files: int
    changes: int
    unreadable: int
    problems: list[Place]


class Accepted(Written):
    """Decisions put into the ledger."""

    accepted: int
    refused: int
    added: int
    warnings: list[Place]


class Solved(SolvedPlan):
    """A plan: its folder, and the content of its `plan.json`."""

    folder: str


class NotSolved(UnsolvedPlan):
    """No plan: the folder, and the content of its `plan.json`; exit code 3 or 4."""

    folder: str


class BatchRow(BaseModel):
    """A row of `runs.csv`; varied keys stand beside these."""

    model_config = ConfigDict(extra="allow")

    scenario: str
    title: str | None
    status: str
    objective: float | None
    gap: float | None
    leavers: int | None
    reduction: float | None
    cost_vnd: int | None
    involuntary: int | None
    seconds: float | None
    error: str | None
    folder: str | None


class Batch(Written):
    """Every run; `best`: those of `--best`."""

    runs: list[BatchRow]
    best: list[BatchRow]


class ComparedPlan(BaseModel):
    """The figures of a plan; null where it has none."""

    model_config = ConfigDict(extra="allow")

    plan: str
    status: str
    leavers: int | None
    cost_vnd: int | None
    objective: float | None


class Comparison(Written):
    """Plans side by side; a column that belongs to plan i ends in `_i`, counted from 1."""

    plans: list[ComparedPlan]
    units: list[dict[str, Any]]
    people: list[dict[str, Any]]


class Choice(Answer):
    """What could be decided of a person."""

    decision: str
    period: str
    leave_on: str | None
    allowed: bool
    chosen: bool
    cost_vnd: int
    reason: str
    basis: str


class Explanation(Answer):
    """Why a person stays or leaves. facts: [heading, value]."""

    employee_id: str
    full_name: str
    decision: str
    period: str
    facts: list[tuple[str, str]]
    choices: list[Choice]
    why: list[str]
    nearest: list[str]
    changes: list[str]
    corrections: list[str]


class _Beyond(BaseModel):
    """What is worked out from a plan; further figures may stand beside those named."""

    model_config = ConfigDict(extra="allow", use_attribute_docstrings=True)


class Contested(_Beyond):
    """Who leaves in every plan nearly as good, in none, in some."""

    least: float
    best: float
    classes: dict[str, int]
    people: list[dict[str, Any]]


class Prices(_Beyond):
    """What each requirement that binds costs."""

    objective: float
    prices: list[dict[str, Any]]


class Frontier(_Beyond):
    """The best plans between two figures."""

    x: str
    y: str
    points: list[dict[str, Any]]


class Alternatives(_Beyond):
    """Plans nearly as good that decide otherwise."""

    least: float
    best: float
    alternatives: list[dict[str, Any]]


class FairnessRates(_Beyond):
    """A row a group."""

    groups: list[dict[str, Any]]


class Twins(_Beyond):
    """Pairs that are decided otherwise."""

    pairs: list[dict[str, Any]]


class Otherwise(_Beyond):
    """The changes that turn a person's outcome."""

    changes: list[dict[str, Any]]


class Acceptance(_Beyond):
    """The chances of reaching each target."""


class Measured(_Beyond):
    """What a plan made by hand breaks, or how far it is from the best: the content of `measure.json`."""

    breaches: list[dict[str, Any]]
    objective: float | None
    best: float | None
    bound: float | None


ANSWERS: dict[str, tuple[type[BaseModel], ...]] = {
    "acceptance": (Acceptance,), "accept": (Accepted,), "alternatives": (Alternatives,), "contested": (Contested,), "fairness": (FairnessRates,),
    "frontier": (Frontier,), "measure": (Measured,), "otherwise": (Otherwise,), "prices": (Prices,), "twins": (Twins,), "batch": (Batch,), "benefits": (Benefits,), "brief": (Written,), "check": (Check,), "cliffs": (Cliffs,),
    "compare": (Comparison,), "explain": (Explanation,), "export-model": (Written,), "forms": (Forms,), "law": (Law,), "mapping": (Written,), "new": (Written,), "outcomes": (Table,),
    "packs": (Written,), "purge": (Purged,), "queue": (Queue,), "repair": (Repaired,), "replay": (Replay,), "resignation": (Table,), "returned": (Returned,), "sample": (Written,), "scenario": (Written,),
    "sheet": (Sheet,), "solve": (Solved, NotSolved), "template": (Written,), "version": (Version,),
    **SIGNED, **OF_WORKSPACE, "workspace": (*OF_WORKSPACE["workspace"], *RETENTION), "follow": FOLLOW,
}  # fmt: skip
"""What each command may answer with, beside `Errors`; `version` is that of `planner --version`."""


def schema_of(command: str) -> dict[str, Any]:
    """The JSON Schema of a command's answer: one of its forms, or what is wrong."""
    from pydantic.json_schema import models_json_schema

    forms = (*ANSWERS[command], Errors)
    refs, whole = models_json_schema([(form, "validation") for form in forms], ref_template="#/$defs/{model}")
    title = "planner --version --json" if command == "version" else f"planner {command} --json"
    choices = [refs[form, "validation"] for form in forms]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, "anyOf": choices, "$defs": whole["$defs"]}
