"""The ground of everybody who leaves under NĐ 154: what the body wrote, else what a rule settles, else nothing yet."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.vocabulary import CHOSEN
from planner.instance.instance import Instance
from planner.plan.plan import Run
from planner.policy.decrees.streamlining import ND29, ND154
from planner.policy.grounds import LeaverFacts, cited, point_written, points_by_rule
from planner.policy.person.facts import Bools

OFFICIALS = ("civil_servant", "public_employee")
GIVEN, BY_RULE, MISSING, NONE = "given", "rule", "missing", ""
"""Who chose a ground: the column `leaving_ground`, a rule, nobody yet; "" for people who need none."""


def grounds_of(run: Run, lang: str) -> pd.DataFrame:
    """A row a person in the roster's order: [point (of `policy.grounds.POINTS`, "" where none), source (`GIVEN`, `BY_RULE`,
    `MISSING`, `NONE`), words (as a list shows it, "" where missing)].

    Asked of people who leave by a chosen route under NĐ 154 or NĐ 29; rules know the points of NĐ 154 alone. Under NĐ 178 a
    ground is shown where one was written, and none is missing.
    """
    instance, chosen = run.instance, run.plan.chosen
    assert chosen is not None and run.decisions is not None  # the caller has looked
    regime = run.decisions["regime"].to_numpy(dtype=object)
    leaves = np.isin(instance.options.decision[chosen], CHOSEN)
    written = instance.people["leaving_ground"].fillna("").astype(object).to_numpy()
    under_154, asked = leaves & (regime == ND154.name), leaves & np.isin(regime, [ND154.name, ND29.name])
    ruled = np.where(under_154, points_by_rule(_facts(instance, chosen)), "")
    given = leaves & (written != "")
    named = pd.Series(written).map({ground: point_written(ground) for ground in set(written)}).to_numpy(dtype=object)
    point = np.where(given, np.where(under_154, named, ""), ruled)
    source = np.select([given, ruled != "", asked], [GIVEN, BY_RULE, MISSING], NONE)
    shown = {ground: cited(ground).render(lang) for ground in set(point) - {""}}
    words = np.where(point != "", pd.Series(point).map(shown).to_numpy(dtype=object), np.where(given, written, ""))
    return pd.DataFrame({"point": point, "source": source, "words": words}, dtype=object)


def _facts(instance: Instance, chosen: npt.NDArray[np.int64]) -> LeaverFacts:
    ends = _ends(instance)
    return LeaverFacts(
        officials=instance.people["category"].isin(OFFICIALS).to_numpy(dtype=bool),
        leads=instance.structure.level != "staff",
        asked=~instance.options.involuntary[chosen],
        post_ends=ends,
        reorganised=ends | (instance.structure.units["merged_from"].fillna(1).to_numpy(dtype=np.int64)[instance.structure.unit_of] > 1),
        not_completed=instance.people["rating_1"].eq("not_completed").fillna(False).to_numpy(dtype=bool),
    )


def _ends(instance: Instance) -> Bools:
    """Whose unit, of those of the roster, ends by the scenario: merged with others or dissolved; a new name is no merger."""
    now = {str(unit): str(unit) for unit in instance.roster.units["unit"]}
    touched: set[str] = set()
    for step in instance.scenario.reorganise:
        going = step.merge or ([step.dissolve] if step.dissolve else [])
        units = [first for first, at in now.items() if at in going]
        if step.dissolve or len(going) > 1:
            touched.update(units)
        if step.into is not None:
            now.update(dict.fromkeys(units, step.into.unit))
    return instance.people["unit"].isin(touched).to_numpy(dtype=bool)
