"""All commands, in the order in which `--help` lists them. A file of commands imports what it needs when one runs, so that
`--help` is quick."""

from __future__ import annotations

from functools import cache
from typing import Any

from typer.main import get_command, get_command_name

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


@cache
def parser_of(first: str) -> Any:
    """What parses a call whose first word is this: the one command of that name, or all of them where none is called so.

    To make all of them from their functions takes longer than to read a small roster.
    """
    named = [info for info in app.registered_commands if first == (info.name or (info.callback and get_command_name(info.callback.__name__)))]
    groups = [info for info in app.registered_groups if info.typer_instance is not None and first == info.typer_instance.info.name]
    if not named and not groups:
        return get_command(app)
    only = commands("planner")
    only.callback()(root)
    only.registered_commands, only.registered_groups = named, groups
    return get_command(only)
