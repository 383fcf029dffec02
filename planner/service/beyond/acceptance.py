"""What becomes of a plan when people say no. `planner acceptance`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.files import atomic_path
from planner.core.vocabulary import CHOSEN, STAYS
from planner.optimise.model.blocks import is_exit
from planner.optimise.solve.result import Status
from planner.optimise.solve.search.core import option_excess
from planner.plan.surely.chances import accepted, all_reached, at_least, offers_for, offers_for_each
from planner.plan.surely.offers import chances_of, targets_of
from planner.roster.values.text import write_for_people
from planner.scenario.acceptance import USUAL
from planner.scenario.named_keys import with_values
from planner.scenario.parts.chances import LEVELS, Acceptance
from planner.service.beyond.case import Case, plan_figures
from planner.service.beyond.folders import results_folder
from planner.service.beyond.side_by_side import SideBySide
from planner.service.beyond.tables import as_json, records
from planner.service.run import Request, make_run

COLUMNS = (
    "period", "level", "target", "certain", "needed", "offered", "expected", "chance", "drawn", "drawn_error", "confidence",
    "offer_at_once", "second_wave_expected", "second_wave_at_most",
)  # fmt: skip
SURER = ("confidence", "offered", "leavers", "objective", "objective_loss", "merit", "cost_vnd", "involuntary", "gap", "proven")
CONFIDENCES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
FILES = ("acceptance.csv", "key_people.csv", "acceptance.json", "surer.csv")
EVERY = "all"
"""The row of all targets together."""
MOST_KEY_PEOPLE = 20

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Accepted:
    """table: `COLUMNS`, for each period with a target and for all together a row a level (low, middle, high). key_people: `level,
    k, chance` of losing more than k people in key roles. assumed: whether nobody gave the chances. surer: `SURER`, where it was asked
    for."""

    table: pd.DataFrame
    key_people: pd.DataFrame
    assumptions: Acceptance
    assumed: bool
    surer: pd.DataFrame | None = None


def acceptance(case: Case, asked: Acceptance, *, assumed: bool, draws: int = 100_000, seed: int = 1) -> Accepted:
    """The chance of reaching each period's target when each chosen exit is accepted with its chance, independently.

    Natural exits are certain. draws: how often the exact chances are confirmed by drawing, with `seed`.
    """
    chance = chances_of(case.run.instance, asked)
    rng = np.random.default_rng(seed)
    rows = [
        row for k, level in enumerate(LEVELS) for row in _of_level(case, chance[k], level, float(asked.confidence or USUAL), draws, rng)
    ]
    order = {name: i for i, name in enumerate(dict.fromkeys(row["period"] for row in rows))}
    rows.sort(key=lambda row: order[row["period"]])
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = ("target", "certain", "needed", "offered", "offer_at_once", "second_wave_at_most")
    return Accepted(table.astype(dict.fromkeys(whole, "Int64")), _key_people(case, chance), asked, assumed)


def surer(
    case: Case,
    asked: Acceptance,
    *,
    confidences: Sequence[float] = CONFIDENCES,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """`SURER`: for each confidence the best plan that reaches every target with it, made as `planner solve` makes it.

    objective_loss: what it is worth less than the plan that needs everybody's acceptance. Figures are those of everybody accepting,
    empty where no plan was found.
    """
    loaded = case.run.instance.loaded
    chances = asked.model_dump(exclude_none=True)

    def ask(confidence: float | None) -> dict[str, Any] | None:
        if case.left() <= 0:
            return None
        changed = with_values(loaded, {"acceptance": None if confidence is None else {**chances, "confidence": confidence}})
        near = None if case.run.instance.reference is None else case.run.instance.reference.decisions
        run = make_run(
            Request(
                changed,
                case.run.instance.roster,
                time_limit_s=case.left(),
                close_to=near,
                answers=case.run.instance.answers,
                explain=False,
                repairs=False,
            )
        )
        if run.plan.chosen is None:
            return None
        figures = plan_figures(run, run.plan.chosen)
        offers = int(np.isin(run.instance.options.decision[run.plan.chosen], CHOSEN).sum())
        return {
            **figures,
            "offered": offers,
            "objective": run.plan.objective,
            "gap": run.plan.gap,
            "proven": run.plan.status is Status.OPTIMAL,
        }

    found: dict[int, dict[str, Any]] = {}
    with SideBySide(ask, workers) as crew:
        for place, row in crew.answers([None, *confidences]):
            found[place] = row or {"proven": False}
            if progress is not None:
                progress(len(found), len(confidences) + 1)
    sure_of_all = found[0].get("objective")
    rows = []
    for place, confidence in enumerate(confidences, 1):
        worth = found[place].get("objective")
        loss = None if worth is None or sure_of_all is None else sure_of_all - worth
        rows.append({**found[place], "confidence": confidence, "objective_loss": loss})
    whole = dict.fromkeys(("offered", "leavers", "cost_vnd", "involuntary"), "Int64")
    return pd.DataFrame(rows, columns=list(SURER)).astype({**whole, "proven": bool})


def write_acceptance(found: Accepted, out: Path) -> None:
    """`acceptance.csv`, `key_people.csv`, `acceptance.json` into `out`, as a whole. InputError where it holds other things."""
    with results_folder(out, FILES) as folder:
        write_for_people(found.table, folder / "acceptance.csv")
        write_for_people(found.key_people, folder / "key_people.csv")
        if found.surer is not None:
            write_for_people(found.surer, folder / "surer.csv")
        with atomic_path(folder / "acceptance.json") as temporary:
            temporary.write_text(as_json(as_dict(found)) + "\n", encoding="utf-8")


def as_dict(found: Accepted) -> dict[str, Any]:
    """Everything as plain values."""
    return {
        "assumed": found.assumed,
        "acceptance": found.assumptions.model_dump(mode="json", exclude_none=True),
        "periods": records(found.table),
        "key_people": records(found.key_people),
        "surer": None if found.surer is None else records(found.surer),
    }


def _of_level(case: Case, chance: Floats, level: str, confidence: float, draws: int, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    instance, options, chosen = case.run.instance, case.run.instance.options, case.chosen
    leaves, at = is_exit(instance)[chosen], options.period[chosen]
    offer = np.isin(options.decision[chosen], CHOSEN)
    targets = [(target.period, target.name, target.people) for target in targets_of(case.run.instance)]
    steps, needs = [], []
    drawn = _drawn(chance[chosen], offer, at, len(instance.scenario.periods), draws, rng)
    reached = np.ones(draws, dtype=bool)
    for p, name, target in targets:
        certain = int((leaves & ~offer & (at <= p)).sum())
        offered, needed = chance[chosen[offer & (at <= p)]], target - certain
        exact = accepted(offered)
        hits = drawn[:, : p + 1].sum(axis=1) >= needed
        reached &= hits
        steps.append(chance[chosen[offer & (at <= p) & (at > (targets[len(steps) - 1][0] if steps else -1))]])
        needs.append(needed)
        row: dict[str, Any] = {
            "period": name,
            "level": level,
            "target": target,
            "certain": certain,
            "needed": max(0, needed),
            "offered": len(offered),
        }
        row |= {"expected": float(offered.sum()), "chance": at_least(exact, needed), **_confirmed(hits), "confidence": confidence}
        yield {**row, **_waves(case, chance, p, offered, exact, max(0, needed), confidence)}
    if targets:
        yield {"period": EVERY, "level": level, "chance": all_reached(steps, needs), **_confirmed(reached), "confidence": confidence}


def _drawn(
    chance: Floats, offer: npt.NDArray[np.bool_], at: npt.NDArray[np.integer], periods: int, draws: int, rng: np.random.Generator
) -> Ints:
    """int64[draws, periods]: how many offers of each period are accepted, drawn."""
    out = np.zeros((draws, periods), dtype=np.int64)
    for p in range(periods):
        for value, count in zip(*np.unique(chance[offer & (at == p)], return_counts=True), strict=True):
            out[:, p] += rng.binomial(count, value, size=draws)
    return out


def _confirmed(hits: npt.NDArray[np.bool_]) -> dict[str, float]:
    """The drawn share and its standard error."""
    share = float(hits.mean()) if len(hits) else float("nan")
    return {"drawn": share, "drawn_error": float(np.sqrt(share * (1 - share) / max(1, len(hits))))}


def _waves(case: Case, chance: Floats, period: int, offered: Floats, exact: Floats, needed: int, confidence: float) -> dict[str, Any]:
    """How many offers at once make the target as sure as wanted; and how many in a second wave, once the answers to the plan's
    own offers are known: on average, and at most with that chance. Further offers go to who stays, nearest first."""
    more = chance[_next_in_line(case, period)]
    out: dict[str, Any] = {"offer_at_once": offers_for(np.concatenate([offered, more]), needed, confidence)}
    further = offers_for_each(more, needed, confidence)
    second = [further[max(0, needed - k)] for k in range(len(exact))]
    likely = np.cumsum(exact[::-1])[::-1]  # the chance of k or more acceptances
    least = int(np.flatnonzero(likely >= confidence)[-1])
    out["second_wave_at_most"] = second[least]
    known = all(number is not None for number, weight in zip(second, exact, strict=True) if weight > 1e-9)
    out["second_wave_expected"] = float(sum(w * (n or 0) for n, w in zip(second, exact, strict=True))) if known else None
    return out


def _next_in_line(case: Case, period: int) -> Ints:
    """An exit up to a period for each person who stays and has one: the options, least worse than staying first."""
    options, model = case.run.instance.options, case.model
    m = len(options)
    excess = option_excess(model, case.prices)[:m]
    stays = np.isin(options.decision[case.chosen], STAYS)
    able = np.flatnonzero(np.isin(options.decision, CHOSEN) & (options.barred == 0) & (options.period <= period) & stays[options.person])
    worse = excess[able] - excess[case.chosen][options.person[able]]
    able = able[np.lexsort((able, worse))]
    _, first = np.unique(options.person[able], return_index=True)
    return able[np.sort(first)]


def _key_people(case: Case, chance: Floats) -> pd.DataFrame:
    """The chance of losing more than k people in key roles, for each level."""
    instance, options = case.run.instance, case.run.instance.options
    key = instance.people["key_role"].to_numpy(dtype=bool)
    leaves = is_exit(instance)[case.chosen] & key
    offer = np.isin(options.decision[case.chosen], CHOSEN)
    certain = int((leaves & ~offer).sum())
    rows = []
    for k, level in enumerate(LEVELS):
        exact = accepted(chance[k][case.chosen[leaves & offer]])
        for number in range(min(MOST_KEY_PEOPLE, certain + len(exact))):
            rows.append({"level": level, "k": number, "chance": at_least(exact, number + 1 - certain)})
    return pd.DataFrame(rows, columns=["level", "k", "chance"])
