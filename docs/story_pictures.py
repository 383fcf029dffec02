"""The pictures of docs/story.md as SVG: bars, a line with the plans beside it, how many accept."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, LEFT, RIGHT = 760, 250, 120
BLUE, PALE, RED, GREY, INK = "#1f4e79", "#9dc3e6", "#c00000", "#7f7f7f", "#222222"
ROW, BAR = 30, 18


def bars(title: str, rows: Sequence[tuple[str, float, str]], marked: frozenset[str] = frozenset()) -> str:
    """Horizontal bars: (label, amount, what is said at its end). marked: labels whose bar is red."""
    most = max((amount for _, amount, _ in rows), default=1) or 1
    parts = []
    for i, (label, amount, said) in enumerate(rows):
        y, wide = 44 + i * ROW, (WIDTH - LEFT - RIGHT) * amount / most
        parts += [_words(LEFT - 8, y + 14, label, "end"), _box(LEFT, y, max(wide, 1), RED if label in marked else BLUE), _words(LEFT + wide + 6, y + 14, said)]
    return _svg(title, 44 + len(rows) * ROW + 10, parts)


def curve(title: str, points: Sequence[tuple[float, float]], here: tuple[float, float], names: tuple[str, str], said: tuple[str, str]) -> str:
    """A line through points and one plan beside it. names: of the axes, with their ends; said: of line and plan."""
    height, top, bottom, left = 380, 60, 330, 60
    xs, ys = [*(x for x, _ in points), here[0]], [*(y for _, y in points), here[1]]

    def at(x: float, y: float) -> tuple[float, float]:
        across = (x - min(xs)) / ((max(xs) - min(xs)) or 1)
        up = (y - min(ys)) / ((max(ys) - min(ys)) or 1)
        return left + 20 + across * (WIDTH - left - 80), bottom - 10 - up * (bottom - top - 20)

    places = [at(x, y) for x, y in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [f'<polyline points="{line}" fill="none" stroke="{BLUE}" stroke-width="2"/>', *(_dot(*place, BLUE, 3.5) for place in places)]
    parts += [_dot(*at(*here), RED, 6), _line(left, bottom, WIDTH - 30, bottom), _line(left, top - 10, left, bottom)]
    parts += [_words((left + WIDTH) / 2, bottom + 28, names[0], "middle"), _words(left + 8, top - 14, names[1])]
    parts += [_dot(WIDTH - 300, bottom - 70, BLUE, 4), _words(WIDTH - 288, bottom - 65, said[0]), _dot(WIDTH - 300, bottom - 45, RED, 5), _words(WIDTH - 288, bottom - 40, said[1])]
    return _svg(title, height, parts)


def chances(title: str, exact: Sequence[float], first: int, needed: int, said: tuple[str, str]) -> str:
    """How likely each number is: the chance of `first`, `first + 1`, ... in `exact`; from `needed` on blue, below red."""
    shown = [(first + k, chance) for k, chance in enumerate(exact) if chance > 5e-5]
    low, high = min(shown[0][0], needed) - 2, max(shown[-1][0], needed) + 2
    most, top, bottom, left = max(chance for _, chance in shown), 60, 250, 40
    step = (WIDTH - left - 40) / (high - low + 1)
    parts = [
        f'<rect x="{left + (k - low) * step:.1f}" y="{bottom - (bottom - top) * chance / most:.1f}" width="{max(step - 0.6, 0.6):.1f}" '
        f'height="{(bottom - top) * chance / most:.1f}" fill="{BLUE if k >= needed else RED}"/>'
        for k, chance in shown
    ]
    edge = left + (needed - low) * step
    parts += [_line(left, bottom, WIDTH - 30, bottom), _line(edge, top - 16, edge, bottom + 6), _words(edge, bottom + 22, said[1], "middle")]
    middle = max(shown, key=lambda each: each[1])[0]
    parts.append(_words(left + (middle - low) * step, top - 6, said[0], "middle"))
    return _svg(title, 290, parts)


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" font-family="sans-serif" font-size="13" role="img">'
    ground = f'<title>{escape(title)}</title><rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
    return "\n".join([head, ground, _words(12, 24, title, bold=True), *parts, "</svg>"]) + "\n"


def _words(x: float, y: float, said: str, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}"{weight}>{escape(said)}</text>'


def _box(x: float, y: float, wide: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{BAR}" fill="{colour}"/>'


def _dot(x: float, y: float, colour: str, radius: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>'


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{GREY}"/>'


