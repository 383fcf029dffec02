"""Commands and groups of commands: what they share is theirs by being registered with an app that `commands` makes."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from typing import Annotated, Any, Optional

import typer
from typer.core import TyperCommand, TyperGroup

from planner.cli.frame.help import write_help
from planner.cli.frame.state import JSON, LANG, QUIET, state
from planner.core.errors import InputError, problem
from planner.core.texts import LANGUAGES
from planner.core.version import __version__


class Command(TyperCommand):
    """One command, with the options that stand anywhere."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.params += _anywhere({option for param in self.params for option in param.opts})

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:
        """As the base; what is left over is said in the chosen language."""
        ctx.allow_extra_args = True
        with _of(ctx):
            left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise InputError(problem("usage.left_over", column=left[0], command=ctx.command_path))
        return left

    def format_help(self, ctx: typer.Context, formatter: Any) -> None:
        """The help in the chosen language."""
        write_help(self, ctx, formatter, state.lang)


class Group(TyperGroup):
    """Several commands, with the options that stand anywhere."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.params += _anywhere({option for param in self.params for option in param.opts})

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:
        """As the base."""
        with _of(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:
        """As the base; a name that is none is said with those that are near it."""
        if args and args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            close = difflib.get_close_matches(args[0], self.commands, n=1)
            raise InputError(problem("usage.no_such_command_close", column=args[0], close=close[0], command=ctx.command_path) if close else
                             problem("usage.no_such_command", column=args[0], command=ctx.command_path))  # fmt: skip
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: typer.Context, formatter: Any) -> None:
        """The help in the chosen language, with a line for each command."""
        write_help(self, ctx, formatter, state.lang)


class Commands(typer.Typer):
    """An app, or a group of commands for `add_typer`, whose commands get all that commands share."""

    def command(self, name: str | None = None, **keywords: Any) -> Any:
        """As `Typer.command`."""
        return super().command(name, **{"cls": Command, **keywords})


def commands(name: str, **keywords: Any) -> Commands:
    """An empty app or group of that name."""
    return Commands(name=name, cls=Group, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, **keywords)


@contextmanager
def _of(ctx: typer.Context) -> Iterator[None]:
    """An error of the parser knows of which command it is; some do not by themselves."""
    try:
        yield
    except typer.TyperException as error:
        if getattr(error, "ctx", ctx) is None:
            error.ctx = ctx  # type: ignore[attr-defined]
        raise


def _version(asked: bool) -> None:
    """Print the version and end."""
    if asked:
        from planner.cli.frame.state import answer

        answer({"version": __version__})
        print(f"planner {__version__}")
        raise typer.Exit


def root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False) -> None:
    """Plans a workforce reduction: reads staffing sheets, applies the law, finds and proves the best lawful plan."""


def _languages(incomplete: str) -> list[str]:
    return [lang for lang in LANGUAGES if lang.startswith(incomplete)]


def _shared(
    lang: Annotated[Optional[str], typer.Option(LANG, metavar="vi|en", expose_value=False, autocompletion=_languages)] = None,
    quiet: Annotated[bool, typer.Option(QUIET, expose_value=False)] = False,
    as_json: Annotated[bool, typer.Option(JSON, expose_value=False)] = False,
) -> None:
    """Holds the options that stand anywhere; what they say is heeded before anything is parsed."""


@cache
def _made_once() -> tuple[Any, ...]:
    """The options that stand anywhere."""
    holder = typer.Typer(add_completion=False)
    holder.command()(_shared)
    return tuple(typer.main.get_command(holder).params)


def _anywhere(taken: set[str]) -> list[Any]:
    """The options that stand anywhere, copied for each command, as parsers hold an option once."""
    return [copy(param) for param in _made_once() if not taken & set(param.opts)]
