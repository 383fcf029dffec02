"""The same people under two dates or two decrees, and the cliffs close to a leaving date. The law alone, no scenario."""

from planner.policy.replay.cliffs import MONTHS_SHOWN, cliff_message, cliffs
from planner.policy.replay.comparison import CHANGES, CLOSES, GAINS, LOSES, NONE, OPENS, SAME, Replay, replay
from planner.policy.replay.rows import route_rows

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
    "cliff_message",
    "cliffs",
    "replay",
    "route_rows",
]
