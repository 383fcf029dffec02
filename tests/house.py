"""The house in figures: `python -m tests.house` prints them, `tests/test_architecture.py` holds them.

What is measured is read from the sources, imports inside functions included: nothing of the planner is run.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.builder import ROOT

HOUSE = ROOT / "planner"
FILES = sorted(HOUSE.rglob("*.py"))
MAX_LINES = 400
MAX_FILES = 15
MAX_FLOORS = 10
MAX_PLACES = 6
FOLLOWED = ("exits_at_most_per_period", "unit_exits", "UNIT_EXITS")
"""The names of the requirement that `docs/add-a-requirement.md` follows."""

FLOORS: tuple[tuple[str, ...], ...] = (
    ("core",),
    ("policy",),
    ("roster", "scenario"),
    ("instance",),
    ("optimise", "check"),
    ("plan",),
    ("report",),
    ("service",),
    ("cli", "ui"),
)
"""Each floor's rooms, from the ground up: a room uses itself and what stands on a lower floor."""

OTHERS = "*"
"""The step of every part that is not named: of a room to which files are added that stand side by side."""

PARTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "core": (("child", "columns", "dates", "memory", "plain", "rounding", "strict_yaml", "texts", "version", "vocabulary"), ("errors", "guard", "value_text"), ("alike", "files", "system_errors"), ("folders", "signing")),
    "scenario": (("paths", "places", "values"), ("parts",), ("lines", "model", "requirement_kinds"), ("checks",), ("load",), ("acceptance", "named_keys", "overrides", "schema", "unit_step", "workbook")),
    "check": (("view",), ("alike", "lawful"), ("people",), ("requirements",), ("figures", "sure"), ("plan",)),
    "cli": (("frame",), ("base", "show"), ("workspace",), (OTHERS,), ("commands",), ("main",)),
    "policy": (("law", "terms"), ("person",), ("decrees", "grounds", "overrides"), ("benefits", "pension", "protection"), ("calendar", "refund", "resignation", "secondment", "export", "natural_dates"), ("replay",)),
    "roster": (("values", "workbook"), ("tables",), ("people",), ("read", "write", "template"), ("corrections",), ("load", "sample")),
    "instance": (("merit", "notes"), ("reorganise",), ("deputies", "floors", "groups", "natural"), ("options",), ("answers", "earlier_plan", "seats"), ("instance",)),
    "optimise": (("model",), ("solve",), ("goal_result",), ("lexicographic",)),
    "plan": (("leavers", "movers", "roadmap", "story", "surely", "unit_sizes"), ("fairness", "notes"), ("plan",), ("canvas", "comparison", "least_harm", "tables", "warm_start"), ("infeasibility",), ("doubtful_law", "explain", "repair", "unverified_data")),
    "report": (("batch_page", "frontier_picture", "letterhead", "small_counts"), ("books",), ("brief", "calculation", "exchange", "official_lists")),
    "service": (("manifest", "origin", "places", "plan_shape", "run", "scenario_files"), ("letterheads", "saved_runs"), ("plan_tables", "same_workbook"), ("verification",), ("beyond", "sealing", "sweeps"), ("jobs",), ("accepting", "api", "workspace"), ("asking", "purge")),
    "ui": (("access",), ("session",), ("headers",), ("elements", "widgets"), ("door", "intake", "parts"), ("forms",), ("head",), ("layout",), ("pages",), ("navigation",), ("serve",)),
}
"""The same inside large rooms: a part (folder, or file of the room's own) uses itself and what stands on a lower step."""


NAMED_ONCE = ("Case", "Doubt", "Decision", "Problem", "Requirement", "Terms")
"""Words of the field that stand for one thing in the whole house: no two classes are called so."""
READS = frozenset(
    ("split", "rsplit", "partition", "rpartition", "startswith", "endswith", "removeprefix", "removesuffix", "find", "index", "match", "fullmatch", "contains", "extract")
)  # fmt: skip
"""What takes a text apart, or looks into it; of a text or of a column of texts."""


@dataclass(frozen=True)
class Import:
    """One import of a file of the house: by which file, in which line, of which file."""

    by: Path
    line: int
    of: Path


def name_of(file: Path) -> str:
    """The file's path below `planner/`, without the ending; a package is named by its folder."""
    return str(file.relative_to(HOUSE).with_suffix("")).removesuffix("/__init__")


def file_of(module: str) -> Path | None:
    """The file of a module's dotted name; None where it is not of the house."""
    parts = module.split(".")
    if parts[0] != "planner":
        return None
    path = HOUSE.joinpath(*parts[1:])
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.exists()), None)


@cache
def modules_imported(file: Path) -> tuple[tuple[str, int], ...]:
    """(dotted name, line) of everything that a file imports, also inside functions; `from a import b` gives a.b and a."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{file}:{node.lineno}: imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.append((whole if file_of(whole) else node.module, node.lineno))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("planner."):
            found.append((node.value, node.lineno))  # a module that is imported, or started, by its name
    return tuple(found)


@cache
def imports() -> tuple[Import, ...]:
    """Every import of one file of the house by another."""
    return tuple(
        Import(file, line, target)
        for file in FILES
        for module, line in modules_imported(file)
        if (target := file_of(module)) is not None and target != file
    )


def circles() -> list[list[str]]:
    """Groups of files that import each other in a circle, named; empty where there is none."""
    arrows: dict[Path, set[Path]] = {file: set() for file in FILES}
    for each in imports():
        arrows[each.by].add(each.of)
    return sorted(sorted(name_of(f) for f in group) for group in strong_components(arrows) if len(group) > 1)


def strong_components(arrows: dict[Path, set[Path]]) -> list[set[Path]]:
    """Tarjan's strongly connected components of a graph."""
    index: dict[Path, int] = {}
    low: dict[Path, int] = {}
    stack: list[Path] = []
    found: list[set[Path]] = []

    def visit(node: Path) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in arrows[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = set()
            while not group or node not in group:
                group.add(stack.pop())
            found.append(group)

    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(max(usual, 10 * len(arrows)))
    try:
        for file in arrows:
            if file not in index:
                visit(file)
    finally:
        sys.setrecursionlimit(usual)  # for whoever is tested next: what nests without end would be followed several times as deep
    return found


def room_of(file: Path) -> str:
    """The room of a file: the first name below `planner`."""
    return file.relative_to(HOUSE).parts[0].removesuffix(".py")


def part_of(file: Path) -> str:
    """The part of its room that a file belongs to: the second name below `planner`."""
    return file.relative_to(HOUSE).parts[1].removesuffix(".py")


def rooms() -> list[str]:
    """What stands directly under `planner/`, without the package's own files."""
    names = {path.name for path in HOUSE.iterdir() if path.name != "__pycache__"}
    return sorted(names - {"__init__.py", "__main__.py", "py.typed"})


def floors() -> int:
    """Floors that the rooms' imports ask for: the longest chain of rooms, the launchers above them counted as one."""
    below: dict[str, set[str]] = {room: set() for room in rooms()}
    for each in imports():
        by, of = room_of(each.by), room_of(each.of)
        if by in below and of in below and by != of:
            below[by].add(of)

    height: dict[str, int] = {}
    while len(height) < len(below):
        free = [room for room in below if room not in height and below[room] <= set(height)]
        assert free, f"these rooms use each other in a circle: {sorted(set(below) - set(height))}"
        height |= {room: 1 + max((height[other] for other in below[room]), default=0) for room in free}
    return 1 + max(height.values())


def folders() -> Counter[str]:
    """Files of its own that each folder of the house holds, `__init__` not counted."""
    return Counter(str(file.parent.relative_to(ROOT)) for file in FILES if file.name != "__init__.py")


def long_files() -> list[str]:
    """Files of more lines than can be read in one sitting."""
    return [name_of(file) for file in FILES if len(file.read_text(encoding="utf-8").splitlines()) > MAX_LINES]


def places_of_a_requirement() -> list[str]:
    """The files that name the followed requirement, all tests as one place."""
    named = [path for folder in ("planner", "tests") for kind in ("*.py", "*.toml") for path in sorted((ROOT / folder).rglob(kind)) if path != Path(__file__)]
    found = (path.relative_to(ROOT) for path in named if any(name in path.read_text(encoding="utf-8") for name in FOLLOWED))
    return list(dict.fromkeys("tests" if path.parts[0] == "tests" else path.as_posix() for path in found))


def step_of(room: str, part: str) -> int | None:
    """The step of its room on which a part stands; None where `PARTS` does not say."""
    steps = {name: step for step, parts in enumerate(PARTS[room]) for name in parts}
    return steps.get(part, steps.get(OTHERS))


def parts_of(room: str) -> set[str]:
    """The parts of a room: its folders, and the files of its own but `__init__`."""
    return {part_of(file) for file in FILES if room_of(file) == room and file.parent.name != "planner"} - {"__init__"}


def is_key_path(node: ast.expr) -> bool:
    """Whether an expression is the key path of a requirement: `row.requirement`, `frame["requirement"]`."""
    if isinstance(node, ast.Attribute):
        return node.attr == "requirement"
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == "requirement"


def is_rendered(node: ast.expr) -> bool:
    """Whether an expression is a message as people read it: `problem.sentence(lang)`, `message.render(lang)`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("sentence", "render")


def read_back(tree: ast.AST, is_source: Callable[[ast.expr], bool]) -> list[tuple[int, str]]:
    """(line, code) of every place that reads a text back: takes it apart, looks into it, compares it with a word.

    is_source: which expressions are such texts; so are the names given to them in the same function. Lines of a text are no
    data: they may be split.
    """
    found = []
    for scope in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda | ast.Module)]:
        inner = list(ast.walk(scope))
        given = [(node.targets, node.value) for node in inner if isinstance(node, ast.Assign)]
        given += [([node.target], node.value) for node in inner if isinstance(node, ast.NamedExpr)]
        sources = [target.id for targets, value in given if is_source(value) for target in targets if isinstance(target, ast.Name)]
        named = set() if isinstance(scope, ast.Module) else set(sources)

        def is_text(node: ast.expr, named: set[str] = named) -> bool:
            text = node.value if isinstance(node, ast.Attribute) and node.attr == "str" else node
            return is_source(text) or (isinstance(text, ast.Name) and text.id in named)

        found += [(node.lineno, ast.unparse(node)) for node in inner if isinstance(node, ast.expr) and _reads(node, is_text)]
    return sorted(set(found))


def _reads(node: ast.expr, is_text: Callable[[ast.expr], bool]) -> bool:
    """Whether an expression itself reads a text."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, ast.Load) and is_text(node.value)
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(is_text(side) for side in sides) and any(_is_word(side) for side in sides)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    of, what = node.func.value, node.func.attr
    if isinstance(of, ast.Name) and of.id == "re":
        return any(is_text(argument) for argument in node.args)
    of_lines = what == "split" and (not node.args or ast.unparse(node.args[0]) == repr("\n"))
    return what in READS and not of_lines and is_text(of)


def _is_word(node: ast.expr) -> bool:
    """Whether an expression is a text that stands in the code, or several."""
    if isinstance(node, ast.Tuple | ast.Set | ast.List):
        return any(_is_word(each) for each in node.elts)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != "")


def classes(name: str) -> list[str]:
    """The files in which a class of that name stands."""
    return [name_of(file) for file in FILES for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef) and node.name == name]


def modules_that_only_pass_on() -> list[str]:
    """Files that hold nothing but imports of other files of the house; a package's front door, which is imported by its name, is none."""
    found = []
    for file in FILES:
        body = [node for node in ast.parse(file.read_text(encoding="utf-8")).body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
        own = [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom) and not ast.unparse(node).startswith("__all__")]
        if body and not own and file.name not in ("__init__.py", "__main__.py"):
            found.append(name_of(file))
    return found


def lines() -> int:
    """Lines of Python under `planner/`."""
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in FILES)


def printed() -> str:
    """The house's figures, a line each."""
    largest, files = folders().most_common(1)[0]
    return "\n".join(
        (
            f"names under planner/      {len(rooms())}",
            f"floors                    {floors()} (at most {MAX_FLOORS})",
            f"circles of files          {len(circles())}",
            f"largest folder            {files} files, {largest} (at most {MAX_FILES})",
            f"files over {MAX_LINES} lines      {len(long_files())}",
            f"places of a requirement   {len(places_of_a_requirement())} (at most {MAX_PLACES})",
        )
    )


if __name__ == "__main__":
    print(printed())
