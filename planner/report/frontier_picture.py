"""A frontier as a picture: points with their proof, and the plan itself."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planner.core.texts import number, percent, text

WIDTH, HEIGHT, LEFT, TOP = 640.0, 380.0, 96.0, 46.0
PPI = 144.0
TICKS = 5
BLUE, GREY, RED, PALE = "#1f4e79", "#7f7f7f", "#c00000", "#9dc3e6"


@dataclass(frozen=True)
class Curve:
    """x, y: keys of figures. points: columns x, y, bound, limit, proven. here: the plan's own x and y. better_x, better_y: 1
    where more is better, -1 where less is."""

    x: str
    y: str
    points: pd.DataFrame
    here: tuple[float, float]
    better_x: int
    better_y: int


def frontier_picture(curve: Curve, lang: str) -> bytes:
    """A PNG: the best y for each x, above it the stairs over which no plan can lie, and the plan."""
    import typst

    found = typst.compile(_drawn(curve, lang).encode(), format="png", ppi=PPI, ignore_system_fonts=True)
    return bytes(found[0] if isinstance(found, list) else found or b"")


class _Scale:
    """From figures to points of the page."""

    def __init__(self, values: list[float], start: float, length: float, up: bool) -> None:
        low, high = min(values), max(values)
        spare = (high - low) * 0.06 or max(1.0, abs(high) * 0.01)
        self.low, self.high = low - spare, high + spare
        self.start, self.length, self.up = start, length, up

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + self.length * (1 - share if self.up else share)

    @property
    def ticks(self) -> list[float]:
        """Values at which the axis is named."""
        return [self.low + (self.high - self.low) * (i + 0.5) / TICKS for i in range(TICKS)]


def _drawn(curve: Curve, lang: str) -> str:
    """The picture as Typst markup; no text of a user stands in it."""
    rows = curve.points
    bounds = rows["bound"].dropna().tolist()
    across = _Scale([*rows["x"], *rows["limit"], curve.here[0]], LEFT, WIDTH, False)
    high = _Scale([*rows["y"], *bounds, curve.here[1]], TOP, HEIGHT, True)
    parts = [_axes(curve, across, high, lang), *_stairs(curve, across, high)]
    places = [(across(x), high(y)) for x, y in zip(rows["x"], rows["y"], strict=True)]
    parts += [_line(a, b, BLUE, 1.6) for a, b in zip(places, places[1:], strict=False)]
    parts += [_dot(at, BLUE if proven else "#ffffff", BLUE, 3.2) for at, proven in zip(places, rows["proven"], strict=True)]
    parts.append(_dot((across(curve.here[0]), high(curve.here[1])), RED, RED, 4.5))
    parts += _legend(lang)
    size = f"width: {LEFT + WIDTH + 24:.0f}pt, height: {TOP + HEIGHT + 60:.0f}pt"
    return f'#set page({size}, margin: 0pt)\n#set text(size: 10pt, font: "Libertinus Serif")\n' + "\n".join(parts)


def _stairs(curve: Curve, across: _Scale, high: _Scale) -> list[str]:
    """Between two points no plan is better than the bound of the one that allows more."""
    rows = curve.points.dropna(subset=["bound"]).sort_values("limit", ascending=curve.better_x < 0)
    limits, bounds = rows["limit"].tolist(), rows["bound"].tolist()
    out = []
    for k in range(1, len(limits)):
        before, now = (across(limits[k - 1]), high(bounds[k])), (across(limits[k]), high(bounds[k]))
        out += [_line((before[0], high(bounds[k - 1])), before, PALE, 1.0), _line(before, now, PALE, 1.0)]
    return out


def _axes(curve: Curve, across: _Scale, high: _Scale, lang: str) -> str:
    bottom = TOP + HEIGHT
    out = [_line((LEFT, bottom), (LEFT + WIDTH, bottom), GREY, 0.8), _line((LEFT, TOP), (LEFT, bottom), GREY, 0.8)]
    for value in across.ticks:
        out.append(_words(across(value) - 40, bottom + 8, 80, "center", _figure(curve.x, value, lang)))
    for value in high.ticks:
        out.append(_words(4, high(value) - 5, LEFT - 12, "right", _figure(curve.y, value, lang)))
    out.append(_words(LEFT, bottom + 28, WIDTH, "center", text(f"beyond.frontier.{curve.x}", lang)))
    out.append(_words(8, 10, WIDTH, "left", text(f"beyond.frontier.{curve.y}", lang)))
    return "\n".join(out)


def _legend(lang: str) -> list[str]:
    out, at = [], LEFT + 10
    for name, colour in (("picture_points", BLUE), ("picture_bound", PALE), ("picture_plan", RED)):
        out += [_dot((at, 34), colour, colour, 3.5), _words(at + 9, 29, 240, "left", text(f"beyond.frontier.{name}", lang))]
        at += 215
    return out


def _figure(key: str, value: float, lang: str) -> str:
    if key == "reduction":
        return percent(value, lang)
    if key == "cost_vnd":
        return text("beyond.frontier.billion", lang, value=number(value / 1e9, lang, 1))
    return number(value, lang, 0)


def _line(a: tuple[float, float], b: tuple[float, float], colour: str, width: float) -> str:
    return f'#place(line(start: ({a[0]:.2f}pt, {a[1]:.2f}pt), end: ({b[0]:.2f}pt, {b[1]:.2f}pt), stroke: {width}pt + rgb("{colour}")))'


def _dot(at: tuple[float, float], fill: str, edge: str, radius: float) -> str:
    return f'#place(dx: {at[0] - radius:.2f}pt, dy: {at[1] - radius:.2f}pt, circle(radius: {radius}pt, fill: rgb("{fill}"), stroke: 1pt + rgb("{edge}")))'


def _words(x: float, y: float, width: float, side: str, said: str) -> str:
    return f"#place(dx: {x:.2f}pt, dy: {y:.2f}pt, box(width: {width:.0f}pt, align({side}, [#{_quoted(said)}])))"


def _quoted(said: str) -> str:
    return '"' + said.replace("\\", "\\\\").replace('"', '\\"') + '"'
