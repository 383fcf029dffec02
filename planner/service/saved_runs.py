"""A plan's folder: written and replaced as a whole, read back into the same run only where it is what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.child import Aside, aside
from planner.core.errors import InputError, NoPlan, problem
from planner.core.folders import replaced_folder
from planner.core.texts import Message
from planner.core.vocabulary import REDEPLOY
from planner.instance.earlier_plan import COLUMNS as EARLIER
from planner.instance.earlier_plan import indices_of
from planner.instance.instance import Instance, prepare
from planner.optimise.goal_result import TierResult
from planner.optimise.lexicographic import sent
from planner.optimise.model.build import build
from planner.optimise.model.goals import amounts
from planner.optimise.model.rows import RowName
from planner.optimise.solve.result import Status
from planner.plan.plan import DECISION_COLUMNS, Clash, Plan, Run
from planner.plan.repair.file import KEPT, kept_scenario
from planner.roster.corrections import read_corrections, write_corrections
from planner.roster.people.frame import Roster
from planner.roster.read import read_roster
from planner.roster.values.text import protect_csv, unprotect
from planner.roster.write import write_roster
from planner.scenario.load import LoadedScenario, load_scenario, to_yaml
from planner.service.manifest import refuse_other_things, require_whole, write_manifest
from planner.service.origin import ORIGIN, read_origin, write_origin
from planner.service.plan_shape import plan_of

PLAN, DECISIONS_FILE, WORKBOOK, INPUTS = "plan.json", "decisions.csv", "plan.xlsx", "inputs"
ROSTER, SCENARIO, PRICES = "roster.parquet", "scenario.yaml", "prices.json"
TIERS, REFERENCE, LEDGER = "tiers.json", "reference.csv", "corrections.csv"
"""Kept only where needed: the prices of the goals before the last, the plan to stay close to, the corrections made."""
TEXT_COLUMNS = ("employee_id", "unit", "period", "to_unit", "legal_basis", "reason")


def save_run(run: Run, out: Path, lang: str | None = None, workbook: bool = True, inputs: Path | None = None) -> None:
    """Write the folder of a run: `plan.json`, `inputs/`, where there is a plan `decisions.csv` and `plan.xlsx`, and the list
    of them all, `manifest.json`.

    The folder takes the place of an older one as a whole (`replaced_folder`). InputError where `out` holds other things.
    lang: of the workbook; the run's own where absent. inputs: as in `put_files`.
    """
    refuse_other_things(out)
    with replaced_folder(out) as folder:
        put_files(run, folder, out, lang, workbook=workbook, inputs=inputs)
        write_manifest(folder)


class Saving:
    """The folder of a run that is being made: its workbook is begun, beside this process, before the plan is checked."""

    def __init__(self, out: Path, lang: str, ends: ExitStack) -> None:
        self._out, self._lang, self._ends = out, lang, ends
        self._begun: tuple[Path, Aside] | None = None

    def begin(self, run: Run) -> None:
        """Begin the folder and the workbook of a run that has a plan; `Request.on_stated`."""
        refuse_other_things(self._out)
        folder = self._ends.enter_context(replaced_folder(self._out))
        self._begun = folder, self._ends.enter_context(aside(partial(_write_workbook, run, folder, self._lang)))

    def finish(self, run: Run) -> None:
        """Write what is not begun, and put the folder in its place: as `save_run` does."""
        if self._begun is None:
            return save_run(run, self._out, self._lang)
        folder, workbook = self._begun
        put_files(run, folder, self._out, self._lang, workbook=False)
        workbook.done()
        write_manifest(folder)
        self._begun = None
        self._ends.close()

    @property
    def is_open(self) -> bool:
        """Whether a folder is begun and not finished."""
        return self._begun is not None


@contextmanager
def saving(out: Path, lang: str) -> Iterator[Saving]:
    """What saves a run into `out` while it is made: `Saving.begin` once it is stated, `Saving.finish` once it is checked.

    Where the block fails or ends before that, nothing of it is left.
    """
    with ExitStack() as ends:
        begun = Saving(out, lang, ends)
        yield begun
        if begun.is_open:
            raise RuntimeError(f"what was begun in {out} was never finished")


def put_files(run: Run, folder: Path, out: Path, lang: str | None, *, workbook: bool, roster: bool = True, inputs: Path | None = None) -> None:
    """The files of a run into an empty folder that will stand at `out`, all but their list.

    roster: whether `inputs/` gets the roster; many runs of one roster share it. inputs: what `write_inputs` wrote for another plan of the
    same instance and prices, which is copied.
    """
    if inputs is None:
        write_inputs(run, folder / INPUTS, roster)
    else:
        copytree(inputs, folder / INPUTS, copy_function=copyfile)
    if run.decisions is None:
        _write_json(folder / PLAN, {**run.summary, KEPT: kept_scenario(run.instance.loaded, out)})
        return
    write_decisions(run.decisions, folder / DECISIONS_FILE)
    if workbook:
        _write_workbook(run, folder, lang or run.summary["provenance"]["lang"])
    _write_json(folder / PLAN, run.summary)


def _write_workbook(run: Run, folder: Path, lang: str) -> None:
    """`plan.xlsx` of a run with a plan."""
    from planner.report.books.workbook import write_plan_workbook

    write_plan_workbook(run, folder / WORKBOOK, lang)


def write_inputs(run: Run, inputs: Path, roster: bool = True) -> None:
    """What the run was made from, into a folder that is not there yet: roster, scenario, and where there are some the ledger, the proof of
    the plan and of former goals, and the plan to stay close to."""
    inputs.mkdir()
    if roster:
        write_roster(run.instance.roster, inputs / ROSTER)
    asked = {key: value for key, value in run.instance.loaded.data.items() if key != "corrections"}  # the roster holds them
    (inputs / SCENARIO).write_text(to_yaml({**asked, "roster": ROSTER}), encoding="utf-8")
    write_origin(run.instance, inputs / ORIGIN)
    if run.instance.roster.corrections:
        write_corrections(run.instance.roster.corrections, inputs / LEDGER)
    if former := [t for t in run.plan.tiers if not t.last]:
        _write_json(inputs / TIERS, [{"price_bound": t.price_bound, "prices": _priced(t.names, t.prices)} for t in former])
    if run.instance.reference is not None:
        kept = run.instance.reference.decisions[list(EARLIER)].astype(str)
        kept.apply(protect_csv).to_csv(inputs / REFERENCE, index=False, encoding="utf-8", lineterminator="\n")
    if run.decisions is not None:
        _write_json(inputs / PRICES, _prices(run))


def read_reference(folder: Path) -> pd.DataFrame | None:
    """The earlier decisions that a plan stayed close to, as `prepare` takes them; None where there are none."""
    file = folder / INPUTS / REFERENCE
    if not file.is_file():
        return None
    try:
        return _table_of_text(file)[list(EARLIER)].apply(unprotect)
    except (OSError, ValueError, KeyError):
        raise InputError(problem("check.file_missing", file=str(file))) from None


def write_decisions(decisions: pd.DataFrame, out: Path) -> None:
    """`decisions.csv`: UTF-8, `true`/`false`, formula-like text behind an apostrophe, one form for the same plan."""
    shown = decisions.copy()
    for column in TEXT_COLUMNS:
        shown[column] = protect_csv(shown[column])
    shown["involuntary"] = np.where(decisions["involuntary"], "true", "false")
    shown.to_csv(out, index=False, encoding="utf-8", lineterminator="\n")


def read_summary(folder: Path) -> dict[str, Any]:
    """The mapping of a folder's `plan.json`. InputError where there is none, or the folder is not what was written."""
    require_whole(folder)
    return plan_of(folder / PLAN)


def refuse_no_plan(folder: Path, summary: dict[str, Any]) -> None:
    """NoPlan, with the reason, where the folder of this `plan.json` holds no plan: proven impossible, or none was found."""
    status = summary["status"]
    if status in (Status.OPTIMAL.value, Status.FEASIBLE.value):
        return
    said = [problem(f"check.{status}", file=str(folder), title=summary["title"])]
    shown = summary["conflict_groups"] or summary["conflict"]
    said += [problem("conflict.as_written", column=c["requirement"], text=f"[{c['scope']}] {c['message']}" if c["scope"] else c["message"]) for c in shown]
    raise NoPlan(status, said)


def read_decisions(folder: Path) -> pd.DataFrame:
    """The frame of a folder's `decisions.csv`, all text but the money. InputError where it is missing or broken, or the
    folder is not what was written; NoPlan where it holds none."""
    require_whole(folder)
    refuse_no_plan(folder, plan_of(folder / PLAN))
    return written_decisions(folder)


def written_decisions(folder: Path) -> pd.DataFrame:
    """As `read_decisions`, whether or not the folder is what was written."""
    try:
        frame = as_decisions(folder / DECISIONS_FILE)
        whole = frame["cost_vnd"].str.fullmatch(r"-?\d{1,18}").astype(bool) & frame["involuntary"].isin(["true", "false"])
        if tuple(frame.columns) != DECISION_COLUMNS or not whole.all():
            raise InputError(problem("check.cells_wrong", file=str(folder / DECISIONS_FILE), row=None if whole.all() else int(whole.argmin()) + 2))
        return frame
    except (OSError, ValueError, KeyError):
        raise InputError(problem("check.file_missing", file=str(folder / DECISIONS_FILE))) from None


def as_decisions(source: Path | BinaryIO) -> pd.DataFrame:
    """The frame of a `decisions.csv`, all text but the money. OSError, ValueError or KeyError where it is none."""
    frame = _table_of_text(source)
    for column in TEXT_COLUMNS:
        frame[column] = unprotect(frame[column])
    return frame.astype({"involuntary": str})


def _table_of_text(source: Path | BinaryIO) -> pd.DataFrame:
    """A table that this programme wrote, all text. ValueError where its columns are not each another one: pandas would look for
    new names for a hundred thousand equal ones, which takes minutes."""
    rows = pd.read_csv(source, header=None, dtype=str, keep_default_na=False, encoding="utf-8")
    names = rows.iloc[0].tolist()
    if len(set(names)) < len(names):
        raise ValueError("columns")
    frame = rows.iloc[1:].reset_index(drop=True)
    frame.columns = pd.Index(names)
    return frame


def planned_instance(folder: Path) -> Instance:
    """The instance that a plan was made from, rebuilt from the folder's `inputs`. InputError where they are missing."""
    loaded = planned_scenario(folder)
    instance = prepare(loaded, planned_roster(folder), close_to=read_reference(folder))
    summary = plan_of(folder / PLAN)
    return replace(instance, limits=tuple(t.whole_limit for t in goal_results(instance, summary) if not t.last), offers=_offers(instance, summary))


def planned_scenario(folder: Path) -> LoadedScenario:
    """The scenario as it was asked. InputError where the folder's `inputs` do not hold it."""
    scenario = folder / INPUTS / SCENARIO
    if not scenario.is_file():
        raise InputError(problem("check.file_missing", file=str(scenario)))
    kept = load_scenario(scenario)
    if kept.scenario.roster != ROSTER:
        raise InputError(problem("check.shape_wrong", file=str(scenario), column="roster"))
    origin = read_origin(folder / INPUTS / ORIGIN)
    return kept if origin is None else origin.of_scenario(kept)


def _offers(instance: Instance, summary: dict[str, Any]) -> tuple[int, ...]:
    """How many had to leave by each period's end for the targets to be as sure as asked; empty where nobody asked."""
    if not summary.get("acceptance"):
        return ()
    must = {row["name"]: row["must_leave"] for row in summary["acceptance"]["periods"]}
    return tuple(must.get(period.name, 0) for period in instance.scenario.periods)


def planned_roster(folder: Path) -> Roster:
    """The roster as it was planned, with the ledger of what had been corrected in it. InputError where it cannot be read."""
    roster, ledger = read_roster(folder / INPUTS / ROSTER), folder / INPUTS / LEDGER
    origin = read_origin(folder / INPUTS / ORIGIN)
    roster = roster if origin is None else origin.of_roster(roster)
    return replace(roster, corrections=read_corrections(ledger)) if ledger.is_file() else roster


def load_run(folder: Path) -> Run:
    """The run of a plan's folder. InputError where a file is missing, the decisions do not fit the inputs, or the folder is
    not what was written; NoPlan where it holds none."""
    require_whole(folder)
    refuse_no_plan(folder, plan_of(folder / PLAN))
    return run_from(folder, planned_instance(folder))


def run_from(folder: Path, instance: Instance) -> Run:
    """As `load_run`, of an instance that was rebuilt already, whether or not the folder is what was written."""
    summary, decisions = plan_of(folder / PLAN), written_decisions(folder)
    chosen, to_unit = chosen_options(instance, decisions)
    names = build(instance).rows.names
    prices = read_prices(folder, names)
    plan = Plan(
        status=Status(summary["status"]),
        objective=summary["objective"],
        bound=summary["bound"],
        gap=summary["gap"],
        loss_gap=summary["loss_gap"],
        chosen=chosen,
        conflict=tuple(Clash(c["requirement"], c["scope"], Message("conflict.as_written", {"text": c["message"]})) for c in summary["conflict"]),
        repairs=(),
        prices=prices,
        price_bound=summary.get("price_bound"),
        solver=summary["provenance"]["solver"],
        threads=summary["provenance"]["threads"],
        seconds=summary["provenance"]["seconds"],
        names=names,
        tiers=with_prices(folder, goal_results(instance, summary), instance),
    )
    instance = sent(instance, chosen, to_unit)
    typed = decisions.assign(involuntary=decisions["involuntary"].eq("true"), cost_vnd=decisions["cost_vnd"].astype("int64"))
    return Run(instance, plan, summary, typed)


@dataclass(frozen=True)
class Answer:
    """What a folder without a plan holds of what `planner.plan.comparison` compares: decisions are None."""

    summary: dict[str, Any]
    people: pd.DataFrame
    decisions: pd.DataFrame | None = None
    goal: object = None


def load_answer(folder: Path) -> Run | Answer:
    """As `load_run`; what is known of it where the folder holds no plan."""
    try:
        return load_run(folder)
    except NoPlan:
        return Answer(plan_of(folder / PLAN), planned_roster(folder).people)


def goal_results(instance: Instance, summary: dict[str, Any]) -> tuple[TierResult, ...]:
    """`tiers` of `plan.json` in whole units again, without their prices."""
    asked = instance.scenario.tiers
    written = summary.get("tiers") or []
    if len(written) != len(asked) or any(entry["goal"] != tier.goal for entry, tier in zip(written, asked, strict=True)):
        return ()
    found = []
    for k, (entry, tier) in enumerate(zip(written, asked, strict=True)):
        unit = amounts(instance, tier.goal)[1]
        best, bound, limit = (None if entry[key] is None else round(entry[key] * unit) for key in ("best", "bound", "limit"))
        whole = best if limit is None else limit
        found.append(TierResult(tier.goal, tier.minimised, unit, best, bound, whole, entry["proven"], k == len(asked) - 1))  # type: ignore[arg-type]
    return tuple(found)


def with_prices(folder: Path, results: tuple[TierResult, ...], instance: Instance) -> tuple[TierResult, ...]:
    """The former goals with the prices that prove their bounds, as far as they are there and fit."""
    try:
        kept = json.loads((folder / INPUTS / TIERS).read_text(encoding="utf-8"))
        entries = [(entry["prices"], float(entry["price_bound"])) for entry in kept[: len(results)]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return results
    out = list(results)
    for k, (written, bound) in enumerate(entries):
        names = build(replace(instance, limits=instance.limits[:k])).rows.names
        prices = _fitting(written, names)
        out[k] = replace(results[k], prices=prices, price_bound=bound, names=names if prices is not None else ())
    return tuple(out)


def chosen_options(instance: Instance, decisions: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(the option of each person that `decisions` names, the unit each mover goes to, -1 for the others); int64[n] both.

    InputError where one has no such option.
    """
    options = instance.options
    ids = instance.people["employee_id"].astype(str).to_numpy()
    fits = len(ids) == len(decisions) and bool((decisions["employee_id"].astype(str).to_numpy() == ids).all())
    if fits:
        decision, period, to_unit = indices_of(decisions, instance.structure, instance.scenario)
        hits = np.flatnonzero((options.decision == decision[options.person]) & (options.period == period[options.person]))
        placed = bool(np.all(np.where(decision == REDEPLOY, to_unit >= 0, to_unit == -1)))
        if placed and len(hits) == len(ids) and (options.person[hits] == np.arange(len(ids))).all():
            return hits, to_unit
    raise InputError(problem("check.decisions_do_not_fit", file=DECISIONS_FILE))


def read_prices(folder: Path, names: tuple[RowName, ...]) -> npt.NDArray[np.float64] | None:
    """The prices kept with a plan, in the order of `names`; None where they are missing or of other rows."""
    try:
        return _fitting(json.loads((folder / INPUTS / PRICES).read_text(encoding="utf-8")), names)
    except (OSError, ValueError, RecursionError):
        return None


def _fitting(kept: Any, names: tuple[RowName, ...]) -> npt.NDArray[np.float64] | None:
    """Written prices, where they are those of these rows, and numbers."""
    try:
        if [(k["requirement"], k["scope"]) for k in kept] != [(n.requirement, n.shown) for n in names]:
            return None
        prices = np.array([float(k["price"]) for k in kept], dtype=np.float64)
    except (ValueError, KeyError, TypeError, OverflowError):
        return None
    return prices if np.isfinite(prices).all() else None


def _prices(run: Run) -> list[dict[str, Any]]:
    return _priced(run.plan.names or build(run.instance).rows.names, run.plan.prices)


def _priced(names: Sequence[RowName], prices: npt.NDArray[np.float64] | None) -> list[dict[str, Any]]:
    known = prices if prices is not None else np.zeros(len(names))
    return [{"requirement": n.requirement, "scope": n.shown, "price": float(p)} for n, p in zip(names, known, strict=True)]


def _write_json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

