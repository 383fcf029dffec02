"""Rank codes as offices write them: words, lost zeros and other marks are repaired where only one code fits."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd

from planner.core.errors import Problem
from planner.policy.law.parameters import load_law
from planner.policy.person.ranks import READS
from planner.roster.people.build import Rows
from planner.roster.people.checks.findings import Findings
from planner.roster.values.text import fold

_SHORT = {"cvcc": "chuyên viên cao cấp", "cvc": "chuyên viên chính", "cv": "chuyên viên", "cs": "cán sự", "nv": "nhân viên"}
_CODE = re.compile(r"(?:0[1-9]|1\d|2[0-5])[ab]?\.\d{3}|v\.\d{2}\.\d{2}\.\d{2}")
"""The form of codes: ranks of civil servants (groups 01 to 25), and professional titles (V.07.05.15)."""
_WITHIN = re.compile(r"(?<![\d.])(?:\d{2}[ab]?\.\d{3}|v\.\d{2}\.\d{2}\.\d{2})(?![\d.])")
_FIRST_GROUP = frozenset(f"01.{number:03}" for number in range(1, 12)) | {"01a.003"}
"""All that group 01 (administration) has had; source: QĐ 414/TCCP-VC, TT 11/2014/TT-BNV."""


def set_ranks(people: Rows) -> list[Problem]:
    """Repairs `rank_code` where only one code fits; a warning for each cell that was words, and for each code of no table."""
    written = people.frame["rank_code"].to_numpy(dtype=object)
    codes, distinct = pd.factorize(written)
    read = [_repaired(str(text)) for text in distinct]
    repaired = np.array([*(code or text for code, text in zip(read, distinct, strict=True)), None], dtype=object)[codes]
    told = [code is not None and _figures(code) != _figures(str(text)) for code, text in zip(read, distinct, strict=True)]
    findings, said = Findings(people), {"value": lambda line: written[line], "severity": "warning"}
    findings.add(np.array([*told, False])[codes], "rank_repaired", "rank_code", read=lambda line: repaired[line], **said)
    findings.add(np.array([*(code is None for code in read), False])[codes], "rank_unknown", "rank_code", **said)
    people.fill("rank_code", repaired)
    return findings.problems


@cache
def _repaired(text: str) -> str | None:
    """The one code that a cell stands for; None where it is none, or could be several."""
    folded = fold(text)
    if _is_code(folded):
        return _cased(folded)
    inner = {code for code in _WITHIN.findall(folded) if _is_code(code)}
    if len(inner) == 1:
        return _cased(inner.pop())
    if name := _names().get(_SHORT.get(folded, folded)):
        return name
    marks = re.sub(r"[\s.,\-_/]+", "", re.sub(r"(?<![a-z])o(?=\d)|(?<=\d)o(?=[\d.])", "0", folded))
    if not marks.isdigit() or len(marks) not in (4, 5):
        return None
    code = f"{marks[:-3]:0>2}.{marks[-3:]}"
    return code if _is_code(code) else None


def _cased(code: str) -> str:
    """A code as the lists have it: V.07.05.15, 01a.003."""
    return code.upper() if code.startswith("v") else code


def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None and (not text.startswith("01") or text in _FIRST_GROUP)


def _figures(text: str) -> str:
    """What a repair of marks and of a lost first zero leaves as it is."""
    return re.sub(r"[^0-9a-z]", "", fold(text)).lstrip("0")


@cache
def _names() -> dict[str, str]:
    """The names of the law's ranks, folded, to their codes."""
    law = load_law()
    ranks = {code: rank for name in READS[1:] for code, rank in law.newest(name).items()}
    return {fold(rank[lang]): code for code, rank in ranks.items() for lang in ("vi", "en")}
