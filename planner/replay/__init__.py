"""The same people under two dates or two decrees, and the cliffs close to a leaving date. The law alone, no scenario."""

from planner.replay.cliffs import MONTHS_SHOWN, cliff_message, cliffs
from planner.replay.compare import CHANGES, CLOSES, GAINS, LOSES, NONE, OPENS, SAME, Replay, replay
from planner.replay.rows import route_rows
from planner.replay.terms import Terms, terms_from

__all__ = [
    "CHANGES",
    "CLOSES",
    "GAINS",
    "LOSES",
    "MONTHS_SHOWN",
    "NONE",
    "OPENS",
    "SAME",
    "Replay",
    "Terms",
    "cliff_message",
    "cliffs",
    "replay",
    "route_rows",
    "terms_from",
]
