"""All commands, in the order in which `--help` lists them. A file of commands imports what it needs when one runs, so that
`--help` is quick."""

from __future__ import annotations

from planner.cli import batches, plans, purge, scenario_files
from planner.cli.beyond import measure, person, questions
from planner.cli.frame.command import commands, root
from planner.cli.law import benefits, calendar, replay
from planner.cli.papers import brief, calculation, exchange
from planner.cli.roster import queue, rosters
from planner.cli.workspace import audit, database, decisions, follow, seal

app = commands("planner")
app.callback()(root)

rosters.register(app)
benefits.register(app)
plans.register(app)
batches.register(app)
replay.register(app)
calculation.register(app)
exchange.register(app)
brief.register(app)
queue.register(app)
scenario_files.register(app)
calendar.register(app)
purge.register(app)
questions.register(app)
measure.register(app)
person.register(app)
seal.register(app)
decisions.register(app)
follow.register(app)
audit.register(app)
database.register(app)
