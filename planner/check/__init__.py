"""What a lawful plan is, said a second time, without any solver and without the options table.

`check_run` restates law, requirements and figures from roster, scenario and law alone. A plan is believed only after
it has passed here.
"""

from planner.check.plan import check_plan

__all__ = ["check_plan"]
