"""The brief as PDF, set by typst: it goes in as data, never as markup. Needs no other program and no font of the machine."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

from planner.report.brief.model import Brief

FORM = Path(__file__).with_name("submission.typ")
_PAGES = re.compile(rb"/Type\s*/Pages\b.*?/Count\s+(\d+)|/Count\s+(\d+).*?/Type\s*/Pages\b", re.DOTALL)


def brief_pdf(brief: Brief, size: float) -> bytes:
    """The PDF of a brief in letters of `size` points. The same brief gives the same bytes."""
    import typst

    inputs = {"brief": json.dumps(asdict(brief), ensure_ascii=False), "size": str(size)}
    found = typst.compile(FORM, root=FORM.parent, ignore_system_fonts=True, sys_inputs=inputs, format="pdf")
    return bytes(found[0] if isinstance(found, list) else found or b"")


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    found = _PAGES.search(pdf)
    return int(found[1] or found[2]) if found else 0
