"""The people of one unit in a plan: what is known of each, as the unit has corrected it by now, and what the plan decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.report.exchange import SENT_COLUMNS
from planner.service.saved_runs import planned_roster, written_decisions
from planner.service.workspace.rights import Action, Actor, require
from planner.service.workspace.units.corrections import own_entries, with_own
from planner.service.workspace.units.own import look_at_names, planned_folder, unit_for
from planner.service.workspace.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

DECIDED = ("decision", "period", "leave_on", "to_unit", "cost_vnd")
"""What of a plan's decisions is shown to a unit, beside the facts of its people."""


def own_people(workspace: Workspace, actor: Actor, name: str, unit: str | None = None) -> pd.DataFrame:
    """A row a person of the unit (a unit's head: the own one), `SENT_COLUMNS` as the roster has them and `DECIDED`; noted as a look.

    The unit is the roster's, before any reorganisation. InputError while names are hidden, or where the unit's own corrections could
    no longer be made; NotAllowed for another unit.
    """
    require(actor, Action.SEE_PEOPLE)
    mine = unit_for(actor, Action.SEE_PEOPLE, unit)
    look_at_names(workspace, actor, Action.SEE_PEOPLE, name, mine)
    with planned_folder(workspace, name) as folder:
        roster, decided = planned_roster(folder), written_decisions(folder)
    people = with_own(roster, own_entries(workspace, name, mine)[1]).people
    own = people.loc[people["unit"].eq(mine), list(SENT_COLUMNS)]
    made: pd.DataFrame = own.merge(decided[["employee_id", *DECIDED]].astype({"cost_vnd": "int64"}), on="employee_id", how="left")
    return made
