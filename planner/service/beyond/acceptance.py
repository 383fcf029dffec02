"""What becomes of a plan when people say no. `planner acceptance`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.files import atomic_path
from planner.core.vocabulary import CHOSEN, DECISION_INDEX, STAYS, Decision
from planner.instance.groups import groups_of
from planner.optimise.model.blocks import is_exit
from planner.optimise.solve.search.core import option_excess
from planner.roster.values.text import write_for_people
from planner.scenario.acceptance import LEVELS, Acceptance
from planner.scenario.requirement_kinds import PERIOD_TARGETS, Dim
from planner.service.beyond.case import Case
from planner.service.beyond.chances import accepted, all_reached, at_least, offers_for, offers_for_each
from planner.service.beyond.folders import results_folder
from planner.service.beyond.tables import as_json, records

COLUMNS = (
    "period", "level", "target", "certain", "needed", "offered", "expected", "chance", "drawn", "drawn_error", "confidence",
    "offer_at_once", "second_wave_expected", "second_wave_at_most",
)  # fmt: skip
FILES = ("acceptance.csv", "key_people.csv", "acceptance.json")
EVERY = "all"
"""The row of all targets together."""
MOST_KEY_PEOPLE = 20

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Accepted:
    """table: `COLUMNS`, for each period with a target and for all together a row a level (low, middle, high). key_people: `level,
    k, chance` of losing more than k people in key roles. assumed: whether nobody gave the chances."""

    table: pd.DataFrame
    key_people: pd.DataFrame
    assumptions: Acceptance
    assumed: bool


def acceptance(case: Case, asked: Acceptance, *, assumed: bool, draws: int = 100_000, seed: int = 1) -> Accepted:
    """The chance of reaching each period's target when each chosen exit is accepted with its chance, independently.

    Natural exits are certain. draws: how often the exact chances are confirmed by drawing, with `seed`.
    """
    chance = chances_of(case, asked)
    rng = np.random.default_rng(seed)
    rows = [row for k, level in enumerate(LEVELS) for row in _of_level(case, chance[k], level, float(asked.confidence), draws, rng)]
    order = {name: i for i, name in enumerate(dict.fromkeys(row["period"] for row in rows))}
    rows.sort(key=lambda row: order[row["period"]])
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = ("target", "certain", "needed", "offered", "offer_at_once", "second_wave_at_most")
    return Accepted(table.astype(dict.fromkeys(whole, "Int64")), _key_people(case, chance), asked, assumed)


def chances_of(case: Case, asked: Acceptance) -> Floats:
    """float64[3, m]: the chance of each option of the instance, low, middle, high; 1 where it is no chosen exit."""
    instance, options = case.run.instance, case.run.instance.options
    m = len(options)
    chosen = np.isin(options.decision, CHOSEN)
    band = np.empty(len(instance.people), dtype=object)
    for name, members in groups_of("age_band", instance.people, instance.structure, instance.scenario.snapshot_on):
        band[members] = name
    out = np.ones((len(LEVELS), m))
    for k, level in enumerate(LEVELS):
        out[k, chosen] = float(getattr(asked.default, level))
        for rule in reversed(asked.chances):  # the first that fits is written last
            fits = chosen.copy()
            if rule.volunteer is not None:
                fits &= options.involuntary != rule.volunteer
            if rule.route is not None:
                fits &= options.decision == DECISION_INDEX[Decision(rule.route)]
            if rule.age_band is not None:
                fits &= (band == rule.age_band)[options.person]
            out[k, fits] = float(getattr(rule.chance, level))
    return out


def write_acceptance(found: Accepted, out: Path) -> None:
    """`acceptance.csv`, `key_people.csv`, `acceptance.json` into `out`, as a whole. InputError where it holds other things."""
    with results_folder(out, FILES) as folder:
        write_for_people(found.table, folder / "acceptance.csv")
        write_for_people(found.key_people, folder / "key_people.csv")
        with atomic_path(folder / "acceptance.json") as temporary:
            temporary.write_text(as_json(as_dict(found)) + "\n", encoding="utf-8")


def as_dict(found: Accepted) -> dict[str, Any]:
    """Everything as plain values."""
    return {
        "assumed": found.assumed,
        "acceptance": found.assumptions.model_dump(mode="json", exclude_none=True),
        "periods": records(found.table),
        "key_people": records(found.key_people),
    }


def _of_level(case: Case, chance: Floats, level: str, confidence: float, draws: int, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    instance, options, chosen = case.run.instance, case.run.instance.options, case.chosen
    leaves, at = is_exit(instance)[chosen], options.period[chosen]
    offer = np.isin(options.decision[chosen], CHOSEN)
    targets = list(_targets(case))
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
        row: dict[str, Any] = {"period": name, "level": level, "target": target, "certain": certain, "needed": max(0, needed), "offered": len(offered)}
        row |= {"expected": float(offered.sum()), "chance": at_least(exact, needed), **_confirmed(hits), "confidence": confidence}
        yield {**row, **_waves(case, chance, p, offered, exact, max(0, needed), confidence)}
    if targets:
        yield {"period": EVERY, "level": level, "chance": all_reached(steps, needs), **_confirmed(reached), "confidence": confidence}


def _targets(case: Case) -> Iterator[tuple[int, str, int]]:
    """(period, its name, how many people must have left by its end) of each period with a target."""
    number = {period.name: p for p, period in enumerate(case.run.instance.scenario.periods)}
    for row, name in enumerate(case.model.rows.names):
        if name.kind == PERIOD_TARGETS:
            period = str(name.at(Dim.PERIOD))
            yield number[period], period, int(case.model.rows.lower[row])


def _drawn(chance: Floats, offer: npt.NDArray[np.bool_], at: npt.NDArray[np.integer], periods: int, draws: int, rng: np.random.Generator) -> Ints:
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
