"""Plans that differ most, against a list of every plan."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planner.service.beyond.alternatives import alternatives, write_alternatives
from planner.service.saved_runs import read_summary
from planner.service.verification import verify_folder
from tests.service.beyond.cases import case_of, plans, small_run


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("within", [0.05, 0.5])
def test_each_differs_as_much_as_any_good_plan_can(seed: int, within: float) -> None:
    case = case_of(small_run(seed))
    found = alternatives(case, count=3, within=within)
    n = case.people
    lost = max(1.0, case.model.ceiling - case.objective)
    good = [case.leaves[c[:n]] for worth, c in plans(case.model) if worth >= case.objective - within * lost - 1e-6]
    earlier = [case.leaves[case.choice[:n]]]
    for each in found.found:
        new = [side for side in good if not any(np.array_equal(side, other) for other in earlier)]
        most = max(sum(int((side != other).sum()) for other in earlier) for side in new)
        assert each.proven and each.from_all == most == each.at_most and each.differ > 0
        earlier.append(case.leaves[each.choice[:n]])
    if len(found.found) < 3:
        assert found.all_there and {side.tobytes() for side in good} == {side.tobytes() for side in earlier}


def test_each_is_a_folder_that_verifies_and_has_a_sentence(tmp_path: Path) -> None:
    case = case_of(small_run(1))
    found = alternatives(case, count=2, within=0.5)
    assert found.found
    write_alternatives(found, tmp_path / "other", lang="en")
    table = pd.read_csv(tmp_path / "other" / "alternatives.csv")
    for row in table.itertuples():
        assert verify_folder(tmp_path / "other" / row.plan) == []
        summary = read_summary(tmp_path / "other" / row.plan)
        assert summary["objective"] == pytest.approx(row.objective) and summary["cost_vnd"] == row.cost_vnd
        assert ("leave (" in row.said or "leaves (" in row.said) and "instead of" in row.said


def test_without_time_none_is_found_and_none_is_said_to_be_all() -> None:
    found = alternatives(case_of(small_run(1), seconds=-1.0), count=2, within=0.5)
    assert found.found == () and not found.all_there
