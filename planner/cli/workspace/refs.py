"""What in the workspace a command means: KIND/NAME; and how a version that was kept is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.cli.base import one_of
from planner.cli.frame.state import answer, state

if TYPE_CHECKING:
    from planner.service.workspace.versions import Kind, Version


def named(ref: str, kinds: Sequence[str] | None = None) -> tuple[Kind, str]:
    """The kind and the name that KIND/NAME says. kinds: which there are, those of objects where none are said. InputError where it
    says none."""
    from planner.core.errors import InputError, problem
    from planner.service.workspace.versions import KINDS

    kind, slash, name = ref.partition("/")
    if not slash or not name:
        raise InputError(problem("workspace.no_ref", column=ref, kinds=", ".join(kinds or KINDS)))
    known(kind, kinds)
    return kind, name  # type: ignore[return-value]


def known(kind: str, kinds: Sequence[str] | None = None) -> None:
    """InputError where it is no kind of object; a near one is named."""
    from planner.service.workspace.versions import KINDS

    one_of("KIND", kind, kinds or KINDS)


def told(version: Version) -> None:
    """Say that a version was kept."""
    from planner.core.texts import text
    from planner.service.workspace.access.exports import record

    answer(record(version))
    print(text("workspace.kept", state.lang, object=version.object, version=version.number, author=version.author))
