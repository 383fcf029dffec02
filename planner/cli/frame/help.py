"""Help in the chosen language. Its words stand in `help.toml`: a block a command, `about` and one text for each argument
and option; what several commands share stands in the block `any`."""

from __future__ import annotations

from typing import Any

from planner.core.texts import has, text


def about(path: str, lang: str, fallback: str | None = None) -> str:
    """What a command does; path: its name, with those of its groups ("law show"; "" is the programme's own)."""
    return words_of(path, "about", lang, fallback)


def words_of(path: str, name: str, lang: str, fallback: str | None = None) -> str:
    """The help of an argument or option of a command; `fallback` where the catalogue has none."""
    block = path.replace(" ", "_").replace("-", "_") or "planner"
    key = next((key for key in (f"help.{block}.{name}", f"help.any.{name}") if has(key)), None)
    return text(key, lang) if key else " ".join((fallback or "").split())


def path_of(ctx: Any) -> str:
    """The command's name with those of its groups, without the programme's."""
    return " ".join(ctx.command_path.split()[1:])


def usage_line(ctx: Any) -> str:
    """How the command is called: options, those that must be given, then the arguments by their names."""
    command = ctx.command
    must = [param for param in command.params if param.required]
    pieces = [_shown(param) for param in must if param.param_type_name == "option"]
    pieces += [_shown(param) for param in command.params if param.param_type_name == "argument"]
    if hasattr(command, "commands"):
        pieces.append(text("usage.a_command", _lang()))
    return " ".join([ctx.command_path, text("usage.options", _lang()), *pieces])


def write_help(command: Any, ctx: Any, formatter: Any, lang: str) -> None:
    """The whole help of a command or a group into a formatter."""
    path = path_of(ctx)
    formatter.width = min(formatter.width, 80)
    formatter.write(f"{text('usage.usage', lang)}: {usage_line(ctx)}\n")
    formatter.write_paragraph()
    formatter.write_text(about(path, lang, command.help))
    records: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in command.get_params(ctx):
        if not getattr(param, "hidden", False):
            records[param.param_type_name].append((_shown(param), _told(param, path, lang)))
    for kind, rows in records.items():
        if rows:
            with formatter.section(text(f"usage.heading_{kind}s", lang)):
                formatter.write_dl(rows)
    if inner := getattr(command, "commands", None):
        with formatter.section(text("usage.heading_commands", lang)):
            formatter.write_dl([(name, about(f"{path} {name}".strip(), lang, each.help)) for name, each in inner.items() if not each.hidden])


def _lang() -> str:
    from planner.cli.frame.state import state

    return state.lang


def _shown(param: Any) -> str:
    """An argument's or an option's own words: SCENARIO.yaml; --workers N."""
    if param.param_type_name == "argument":
        name = str(param.metavar or param.name.upper())
        return name if param.required else f"[{name}]"
    names = ", ".join([*param.opts, *param.secondary_opts])
    return names if param.is_flag else f"{names} {param.metavar or _kind(param)}"


def _kind(param: Any) -> str:
    """What an option takes, in one word, where the command does not say it itself."""
    kind = param.type_descriptor
    if kind.is_datetime:
        return "DATE"
    if kind.is_path:
        return "PATH"
    return {int: "N", float: "X"}.get(kind.annotation, "TEXT")


def _told(param: Any, path: str, lang: str) -> str:
    """The help of one, and what it is where it is absent."""
    said = words_of(path, param.name, lang, getattr(param, "help", None))
    if param.required:
        return f"{said} [{text('usage.required', lang)}]".strip()
    default = param.default
    if default in (None, "", False) or callable(default) or getattr(param, "is_flag", False):
        return said
    return f"{said} [{text('usage.default', lang, value=str(default))}]".strip()
