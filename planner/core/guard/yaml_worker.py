"""The child process that reads a long YAML text: `python -m planner.core.guard.yaml_worker`, the text as a line of JSON on
standard input, one line of JSON as the answer (`yaml_answer.answer_of`)."""

from __future__ import annotations

import json
import sys

from planner.core.child import speaker
from planner.core.guard.limits import SCENARIO_CPU_SECONDS, limit_cpu, limit_memory
from planner.core.guard.yaml_answer import answer_of


def main() -> None:
    """Reads one text and says what it holds."""
    say = speaker()
    text = json.loads(sys.stdin.readline())
    limit_memory()
    limit_cpu(1, SCENARIO_CPU_SECONDS)
    say(answer_of(text))


if __name__ == "__main__":
    main()
