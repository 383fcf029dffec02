"""One file for a browser with all runs of a batch: parallel coordinates, a scatter, a table; nothing is asked of any network.

Whatever a user wrote (titles, names, reasons) stands in a block of data that no browser runs, and is shown as text. A browser
runs the two scripts whose fingerprints the head of the file names, and no others.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from planner.core.files import atomic_path
from planner.core.plain import plain
from planner.core.texts import half_of, has, room, text
from planner.report.batch_page.echarts import echarts_script

FIGURES = {
    "reduction": "share", "leavers": "whole", "involuntary": "whole", "cost_vnd": "whole", "saving_vnd_per_year": "whole", "payback_months": "number",
    "objective": "number", "gap": "tiny", "loss_gap": "tiny", "seconds": "number",
}  # fmt: skip
"""Figures of a run in the order shown, and how each is written."""
TEXTS = ("scenario", "title", "status", "error", "folder")
FIRST = ("reduction", "cost_vnd", "involuntary", "objective")
"""Figures that stand beside the varied keys in the parallel coordinates before anybody chooses."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'; script-src {scripts}"


def write_batch_page(rows: Sequence[Mapping[str, Any]], keys: Sequence[str], out: Path, lang: str) -> None:
    """Write the page of a batch's runs, whole or not at all. rows: those of `runs.csv`; keys: what sweeps vary.

    InputError where the picture library of the installed packages is not known.
    """
    page = batch_page(rows, keys, lang)
    with atomic_path(out) as temporary:
        temporary.write_text(page, encoding="utf-8")


def batch_page(rows: Sequence[Mapping[str, Any]], keys: Sequence[str], lang: str) -> str:
    """The page as text."""
    scripts = (echarts_script(), _shipped("page.js"))
    allowed = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    data = json.dumps(page_data(rows, keys, lang), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e")
    return _shipped("page.html").format(
        lang=lang, policy=escape(_POLICY.format(scripts=allowed)), title=escape(text("batch.page_title", lang)), style=_shipped("page.css"),
        data=data, echarts=scripts[0], script=scripts[1],
    )  # fmt: skip


def page_data(rows: Sequence[Mapping[str, Any]], keys: Sequence[str], lang: str) -> dict[str, Any]:
    """What the page shows: {lang, words, columns [{key, label, kind, varied, first}], rows}, plain values a row in the columns' order.

    kind: `text`, or how a number is written (`share`, `whole`, `number`, `tiny`, `exact`: every digit). A varied key whose values are not all numbers is text.
    """
    columns = [_column(key, "text", lang) for key in ("scenario", "status")]
    columns += [_column(key, "exact" if _numbers(rows, key) else "text", lang, varied=True) for key in keys]
    columns += [_column(key, kind, lang) for key, kind in FIGURES.items()]
    columns += [_column(key, "text", lang) for key in ("title", "error", "folder")]
    shown = [[_value(row.get(column["key"]), column, lang) for column in columns] for row in rows]
    return {"lang": lang, "words": {name: entry[lang] for name, entry in room("batch").items()}, "columns": columns, "rows": shown}


def _column(key: str, kind: str, lang: str, *, varied: bool = False) -> dict[str, Any]:
    return {"key": key, "label": key if varied else label_of(key, lang), "kind": kind, "varied": varied, "first": varied or key in FIRST}


def label_of(key: str, lang: str) -> str:
    """How a column of `runs.csv` is called; a varied key is its own name."""
    return next((text(known, lang) for known in (f"batch.column_{key}", f"words.figure_{key}") if has(known)), key)


def status_word(status: str, lang: str) -> str:
    """A run's status in words, `error` among them."""
    return text("words.severity_error" if status == "error" else f"words.status_{status}", lang)


def is_number(value: Any) -> bool:
    """Whether a value of a run can stand on an axis of numbers."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _numbers(rows: Sequence[Mapping[str, Any]], key: str) -> bool:
    return all(row.get(key) is None or is_number(row[key]) for row in rows)


def _value(value: Any, column: Mapping[str, Any], lang: str) -> Any:
    """A value as the page holds it: a number, a text, or null where there is none."""
    if column["kind"] != "text":
        return plain(value) if is_number(value) else None
    if value is None:
        return None if column["varied"] else ""
    if column["key"] == "status":
        return status_word(value, lang)
    return half_of(str(value), lang) if column["key"] == "title" else str(plain(value))


def _shipped(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
