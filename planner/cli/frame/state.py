"""What holds for a whole call: its language, how much it says, and the document that it answers with."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.core.errors import InputError, problem
from planner.core.texts import LANGUAGES

LANG_VARIABLE = "PLANNER_LANG"
"""The variable that names the language where no option does."""
LANG, QUIET, JSON = "--lang", "--quiet", "--json"
"""The options that stand before or after any command."""


@dataclass
class State:
    """lang: of messages and files. asked_lang: as the options of this call say, None where they do not. quiet: no progress.
    json: the answer is one JSON document. answer: that document, once it is known. started: when the call began
    (`time.perf_counter`)."""

    lang: str = "en"
    asked_lang: str | None = None
    quiet: bool = False
    json: bool = False
    answer: Any = None
    started: float = 0.0


state = State()


def answer(document: Any) -> None:
    """What the call answers with where `--json` is given: plain values that JSON can hold. Its form is a schema of `docs/schemas`."""
    state.answer = document


def heed(arguments: Sequence[str], started: float) -> None:
    """Set the state from the arguments before they are parsed, so that what is wrong with them is said as they ask.

    InputError where a language is asked for that there is not.
    """
    before = list(arguments[: arguments.index("--")]) if "--" in arguments else list(arguments)
    asked = _value_of(LANG, before)
    named = os.environ.get(LANG_VARIABLE) or None
    chosen = asked or named or "en"
    known = chosen in LANGUAGES
    state.lang, state.asked_lang = chosen if known else "en", asked if known else None
    state.quiet, state.json, state.answer, state.started = QUIET in before, JSON in before, None, started
    if not known:
        raise InputError(problem("usage.no_such_language", column=LANG if asked else LANG_VARIABLE, value=chosen))


def _value_of(option: str, arguments: Sequence[str]) -> str | None:
    """The last value given to an option; None where none is."""
    found = None
    for at, each in enumerate(arguments):
        if each == option and at + 1 < len(arguments):
            found = arguments[at + 1]
        elif each.startswith(f"{option}="):
            found = each.partition("=")[2]
    return found
