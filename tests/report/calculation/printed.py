"""A pocket calculator: reads a printed line of the sheet and computes it again with fractions."""

from __future__ import annotations

import ast
import re
from fractions import Fraction
from math import floor

ROUNDED = re.compile(r"^(?P<sum>.*) = (?P<exact>\S+) → (?:làm tròn|rounded) (?P<whole>\S+)$")
MONTH = re.compile(r"^(\d\d)/(\d{4}) \+ ([\d.,]+) (?:năm|years)(?: (\d+) (?:tháng|months))? = (\d\d)/(\d{4})$")


def number(shown: str, lang: str) -> Fraction:
    """A printed number; grouping must be right. Calendar years alone stand without it."""
    if re.fullmatch(r"(?:19|20)\d\d", shown):
        return Fraction(shown)
    group, point = (r"\.", ",") if lang == "vi" else (",", r"\.")
    assert re.fullmatch(rf"[−-]?\d{{1,3}}(?:{group}\d{{3}})*(?:{point}\d+)?", shown), shown
    plain = shown.replace("−", "-").replace(group.strip("\\"), "").replace(point.strip("\\"), ".")
    return Fraction(plain)


def recompute(line: str, lang: str) -> Fraction:
    """The value of a printed line, after asserting that every equation in it holds."""
    if found := MONTH.match(line):
        m, y, years, months, m2, y2 = (int(part or 0) for part in found.groups())
        assert y * 12 + m + years * 12 + months == y2 * 12 + m2, line
        return Fraction((y2 - 1970) * 12 + m2 - 1)
    if found := ROUNDED.match(line):
        exact = number(found["exact"], lang)
        assert value(found["sum"], lang) == exact, line
        whole = number(found["whole"], lang)
        assert whole == floor(exact + Fraction(1, 2)) and whole != exact, line
        return whole
    if " = " in line:
        left, right = line.split(" = ")
        assert value(left, lang) == number(right, lang), line
        return number(right, lang)
    left, sign, right = line.split()
    a, b = number(left, lang), number(right, lang)
    assert {"<": a < b, "≤": a <= b, "≥": a >= b, ">": a > b}[sign], line
    return a


def value(text: str, lang: str) -> Fraction:
    """A printed expression, exactly."""
    numbers = r"\d[\d.,]*"
    python = re.sub(numbers + "%?", lambda m: _call(m[0], lang), text)
    python = python.replace("×", "*").replace("−", "-").replace(";", ",")
    return _evaluate(ast.parse(python, mode="eval").body)


def _call(shown: str, lang: str) -> str:
    found = number(shown.rstrip("%"), lang) / (100 if shown.endswith("%") else 1)
    return f"F({found.numerator},{found.denominator})"


def _evaluate(node: ast.expr) -> Fraction:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _evaluate(left), _evaluate(right)
            return a + b if isinstance(op, ast.Add) else a - b if isinstance(op, ast.Sub) else a * b
        case ast.Call(func=ast.Name(id="F"), args=[ast.Constant(value=n), ast.Constant(value=d)]):
            return Fraction(n, d)
        case ast.Call(func=ast.Name(id=name), args=args):
            return {"min": min, "max": max}[name](_evaluate(arg) for arg in args)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand)
    raise AssertionError(ast.dump(node))
