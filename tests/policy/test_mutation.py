"""No legal number can change unnoticed: every one of them, a little different, makes a law case fail."""

from __future__ import annotations

import pytest

from planner.policy.law.parameters import Law, load_law
from tests.policy.law_cases import recorded
from tests.policy.mutants import mutants

SAME_LAW = {
    # Who has 20 years has the same rate under both laws; who has fewer has no pension at all on that day.
    "pension.rate 2025-07-01 begins on 2025-06-30",
}
"""Changes that change nothing for anybody."""


@pytest.mark.timeout(300)  # some 20 s of computing; a machine that does much else takes longer
def test_a_small_change_of_any_number_of_the_law_makes_a_case_fail() -> None:
    law = load_law()
    for name in law.names:
        law.parameter(name)
    survivors, tried, caught = [], 0, {}
    for mutant in mutants(law):
        tried += 1
        if f"{mutant.name} {mutant.change}" in SAME_LAW:
            continue
        if mutant.law is not None and not noticed(mutant.law, mutant.name, caught):
            survivors.append(f"{mutant.name} {mutant.change}")
    assert not survivors, "\n".join(survivors)
    assert tried > 800


def noticed(law: Law, name: str, caught: dict[int, int]) -> bool:
    """Whether some case that reads the parameter fails: first the checks that read little, then those that caught most."""
    near = [at for at, check in enumerate(recorded()) if name in check.reads]
    for at in sorted(near, key=lambda at: (min(len(recorded()[at].reads), 9), -caught.get(at, 0))):
        if recorded()[at].run(law):
            caught[at] = caught.get(at, 0) + 1
            return True
    return False
