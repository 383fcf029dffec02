"""What a sentence about a requirement is filled with: names of what it is about, its number, the people it counts."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.vocabulary import NATURAL
from planner.instance.groups import groups_of
from planner.instance.instance import Instance
from planner.optimise.model.blocks import is_exit
from planner.optimise.model.rows import Model, RowName
from planner.plan.tables.labels import names_of, unit_label
from planner.scenario.requirement_kinds import DEPUTIES, DEPUTY_AVERAGE, NEAR_PLAN, Dim, ShareOf, Side


class Values:
    """An instance and its model, and what many sentences about them ask."""

    def __init__(self, instance: Instance, model: Model) -> None:
        self.instance, self.model = instance, model
        self.unit_row = {str(unit): row for row, unit in enumerate(instance.structure.units["unit"])}

    @cached_property
    def row(self) -> dict[RowName, int]:
        """The model's row of a name."""
        return {name: row for row, name in enumerate(self.model.rows.names)}

    def unit(self, unit: str) -> str:
        """`Name (id)` of a unit."""
        return unit_label(self.instance, unit)

    def names(self, name: RowName) -> dict[str, Any]:
        """What the requirement is about, in words (`labels.names_of`)."""
        return names_of(name, self.instance)

    def members(self, name: RowName) -> npt.NDArray[np.bool_] | None:
        """Of how many people the requirement speaks at all: bool[n]; None where it speaks of no group of people."""
        structure, people = self.instance.structure, self.instance.people
        for dim, value in zip(name.kind.scope, name.scope, strict=True):
            if dim is Dim.UNIT and value:
                return structure.unit_of == self.unit_row[str(value)]
            if dim is Dim.CLAUSE:
                return next(average.units for average in self.instance.averages if average.name == value)[structure.unit_of]
            if dim is Dim.CATEGORY:
                return (people["category"] == value).to_numpy()
            if dim is Dim.UNIT_KIND:
                return (structure.units["kind"].astype(str).to_numpy() == value)[structure.unit_of]
            if dim is Dim.GROUP:
                return dict(groups_of(str(name.at(Dim.ATTRIBUTE)), people, structure, self.instance.scenario.snapshot_on))[str(value)]
        return None

    def size(self, name: RowName) -> tuple[int, int]:
        """(of how many people the requirement speaks, what of them is gone without anybody leaving)."""
        if name.kind.share_of is ShareOf.BASELINE:
            return self.instance.baseline, self.instance.baseline - len(self.instance.people)
        members = self.members(name)
        return (len(self.instance.people) if members is None else int(members.sum())), 0

    def bound(self, name: RowName) -> int:
        """The number that holds: the row's, in people of whom a share is taken; the scenario's where the row counts the others."""
        if name.kind == NEAR_PLAN:
            return int(name.kind.asked(self.instance.scenario, name.scope))
        rows, r = self.model.rows, self.row[name]
        return int(rows.lower[r] if name.kind.side is Side.LOWER else rows.upper[r]) + self.size(name)[1]

    def asked(self, name: RowName) -> float | None:
        """The scenario's share or ratio; None where it asks for a whole number."""
        kind = name.kind
        if kind.share_of is ShareOf.NUMBER and not kind.value:
            return None
        found = kind.asked(self.instance.scenario, name.scope)
        found = getattr(found, kind.value) if kind.value else found
        return None if found is None or isinstance(found, int) else float(found)

    def shown(self, name: RowName) -> dict[str, Any]:
        """Everything that the sentence of a row of the model may say.

        bound, share or ratio: what is asked. size, baseline: of how many people (posts, where quotas are meant); vacant: posts that stand vacant already. lawful, free, natural: how many of those whom
        the row counts may do what it counts by law alone, with nothing barring it, and leave naturally. count: how many are
        there of whom some must remain.
        """
        asked, members = self.asked(name), self.members(name)
        shown = {**self.names(name), "bound": self.bound(name), **self._counted(name)}
        if members is not None:
            shown["size"] = self.size(name)[0]
        if name.kind.share_of is ShareOf.BASELINE:
            shown |= {"baseline": self.instance.baseline, "vacant": self.size(name)[1]}
        if asked is not None:
            shown["share" if name.kind.share_of is not ShareOf.NUMBER else "ratio"] = asked
        return shown

    def _counted(self, name: RowName) -> dict[str, int]:
        instance, options, rows, r = self.instance, self.instance.options, self.model.rows, self.row[name]
        mine = rows.matrix.indices[rows.matrix.indptr[r] : rows.matrix.indptr[r + 1]]
        mine = mine[mine < len(options)]
        free, natural = mine[is_exit(instance)[mine] & (options.barred[mine] == 0)], mine[np.isin(options.decision[mine], NATURAL)]
        found = {w: len(np.unique(options.person[own])) for w, own in (("lawful", mine), ("free", free), ("natural", natural))}
        here = self.members(name)
        some = next((f.members for f in instance.floors if (f.kind, f.scope) == (name.kind, name.scope)), None)
        some = instance.structure.level == "deputy" if name.kind in (DEPUTIES, DEPUTY_AVERAGE) else some
        return found if some is None else {**found, "count": int((some if here is None else some & here).sum())}
