"""What is wrong with the arguments of a call, as problems in our words: the parser's own are English."""

from __future__ import annotations

import difflib
from typing import Any

from planner.core.errors import Problem, problem


def usage_problem(error: Any) -> Problem | None:
    """The problem that an error of the parser is; None where it is no fault but help that was asked for by giving nothing.

    error: the parser's exception; it is known by what it carries (an option's name, a parameter), not by its words.
    """
    if hasattr(error, "possibilities"):
        return _unknown_option(error)
    if hasattr(error, "option_name"):
        param = _param_of(error.ctx, error.option_name)
        flag = param is not None and getattr(param, "is_flag", False)
        return problem("usage.takes_no_value" if flag else "usage.wants_a_value", column=error.option_name)
    param = getattr(error, "param", None)
    if param is None:
        return None if _is_help(error) else problem("usage.wrong", said=error.format_message())
    shown = _name_of(param)
    if hasattr(error, "param_type"):
        return problem(f"usage.missing_{param.param_type_name}", column=shown)
    given = _given(error)
    return problem(f"usage.{_wanted(param)}", column=shown, value=given, least=getattr(param, "min", None), most=getattr(param, "max", None))


def _is_help(error: Any) -> bool:
    """Whether a group was called with nothing at all: the error then is its help."""
    return error.ctx is not None and error.message == error.ctx.get_help()


def _unknown_option(error: Any) -> Problem:
    known = [option for param in error.ctx.command.get_params(error.ctx) for option in param.opts if option.startswith("--")] if error.ctx else []
    close = difflib.get_close_matches(error.option_name, known, n=1)
    if close:
        return problem("usage.no_such_option_close", column=error.option_name, close=close[0])
    return problem("usage.no_such_option", column=error.option_name)


def _param_of(ctx: Any, option: str) -> Any:
    """The parameter that an option belongs to."""
    params = ctx.command.get_params(ctx) if ctx is not None else []
    return next((param for param in params if option in (*param.opts, *param.secondary_opts)), None)


def _name_of(param: Any) -> str:
    return str((param.metavar or param.name.upper()) if param.param_type_name == "argument" else param.opts[0])


def _given(error: Any) -> str:
    """The value that was refused, as far as the error carries it."""
    cause = error.__cause__
    found = cause.errors(include_url=False) if hasattr(cause, "errors") else []
    return str(found[0].get("input", "")) if found else ""


def _wanted(param: Any) -> str:
    """The text that says what a parameter takes."""
    kind = param.type_descriptor
    if kind.is_datetime:
        return "wants_a_date"
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    stem = {int: "wants_a_whole_number", float: "wants_a_number"}.get(kind.annotation, "wants_another_value")
    if stem == "wants_another_value" or (least is None and most is None):
        return stem
    return f"{stem}_from" if most is None else f"{stem}_between"
