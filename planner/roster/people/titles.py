"""The level of a title: written out, in the usual abbreviations, or in English; what speaks against it is doubted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from planner.core.columns import LEVELS
from planner.core.errors import Problem
from planner.roster.people.build import Rows
from planner.roster.people.checks.findings import Findings
from planner.roster.values.text import clean_text, fold

_PARTS_OF_TITLE = re.compile(r"\s*[,;/&+]\s*|\s+kiêm\s+|\s+[-–—]\s+|(?<!\bex)[-–—](?=\w{2})")
_ACTING = re.compile(r"^(q\.|quyền|phụ trách|acting)\s*")
_LEADING = re.compile(r"\b(trưởng|phó|chánh|giám đốc|chủ tịch|chủ nhiệm|head|deputy|director|chief|manager|vice)\b")
_NOT_THE_POST = re.compile(
    r"(nguyên|cựu|hàm|former|ex-|trợ lý|thư ký|giúp việc|assistant to|secretary to)\b.*"
    r"|(phó )?(chủ tịch|bí thư|trưởng ban|tổ trưởng|trưởng|ủy viên|chi hội trưởng)\b.*\b(công đoàn|cđ|đảng ủy|đảng bộ|chi bộ|đoàn thanh niên|đoàn tncs|chi đoàn"
    r"|cựu chiến binh|nữ công|phụ nữ|hội đồng)\b.*"
)
"""Who led once, has the rank of a leader, works for one, or leads the party's or the union's people: none of these leads."""
_ENDED = re.compile(r"[(\[][^)\]]*\b(đã|nguyên|thôi|nghỉ|miễn nhiệm|hết nhiệm kỳ|former|until)\b")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]?")
_SENIORITY = tuple(choice.value for choice in LEVELS)
_SPELLED = (
    (re.compile(r"\bq\s*\.\s*(?=\w)"), ""),
    (re.compile(r"^p\s*\.\s*(?=\w)|^phó\s*\.\s*"), "phó "),
    (re.compile(r"\btrg?\s*\.\s*(?=\w)|\btrg\b"), "trưởng "),
    (re.compile(r"^(phó )?trưởng p(\.|$|(?= ))"), r"\1trưởng phòng"),
    (re.compile(r"^phó p\.?$"), "phó phòng"),
)
_SHORT = {
    "vt": "vụ trưởng", "ct": "cục trưởng", "ht": "hiệu trưởng", "gđ": "giám đốc", "tp": "trưởng phòng", "vp": "văn phòng", "cvp": "chánh văn phòng",
    "tbt": "tổng biên tập", "pvt": "phó vụ trưởng", "pct": "phó cục trưởng", "pht": "phó hiệu trưởng", "pgđ": "phó giám đốc", "ptp": "phó trưởng phòng",
    "pcvp": "phó chánh văn phòng", "ptbt": "phó tổng biên tập", "pp": "phó phòng", "cv": "chuyên viên", "cvc": "chuyên viên chính", "cvcc": "chuyên viên cao cấp",
    "nv": "nhân viên", "ttr": "thanh tra", "ttra": "thanh tra", "tct": "tổng cục trưởng", "ptct": "phó tổng cục trưởng", "cttr": "chánh thanh tra",
    "pcttr": "phó chánh thanh tra", "dg": "director general", "ddg": "deputy director general",
}  # fmt: skip
"""Abbreviations of offices; VT may be the head of a vụ or of a viện, whose level is the same."""


@dataclass(frozen=True)
class Title:
    """What a title says: the level (None where it speaks of leading in unknown words), whether it stands in an abbreviation
    only, and whether it says that the post has ended."""

    level: str | None
    short: bool = False
    ended: bool = False


def set_levels(people: Rows) -> list[Problem]:
    """Fills an empty `position_level` from the title; the warnings where a title, or an allowance beside it, is doubtful."""
    frame, findings = people.frame, Findings(people)
    levels = frame["position_level"].to_numpy(dtype=object).copy()
    written = frame["position_title"].to_numpy(dtype=object)
    empty = pd.isna(levels) & ~people.unread["position_level"]
    codes, distinct = pd.factorize(np.where(empty, written, None))
    read = [read_title(str(title)) for title in distinct]
    by_title = np.array([*(title.level or "staff" for title in read), "staff"], dtype=object)
    levels[empty] = by_title[codes[empty]]
    allowance = np.nan_to_num(frame["leadership_allowance"].to_numpy(dtype=np.float64))
    titled = codes >= 0

    def where(flags: list[bool]) -> np.ndarray:
        return titled & np.array([*flags, False], dtype=bool)[codes]

    said = {"title": lambda line: written[line], "severity": "warning"}
    findings.add(where([title.level is None for title in read]), "title_unknown", "position_title", **said)
    findings.add(where([title.ended for title in read]), "title_ended", "position_title", **said)
    alone = where([title.short for title in read]) & (allowance <= 0)
    levels[alone & people.has("leadership_allowance")] = "staff"
    findings.add(alone, "title_short", "position_title", **said)
    said_staff = where([title.level is not None for title in read]) | ~empty  # where nothing is said, nothing contradicts it
    staff = (levels == "staff") & (allowance > 0) & said_staff
    findings.add(staff, "allowance_of_staff", "leadership_allowance", title=lambda line: written[line] or "", severity="warning")
    untitled = empty & pd.isna(written) & ~people.unread["position_title"] & (allowance > 0)
    findings.add(untitled, "allowance_without_title", "leadership_allowance", severity="warning")
    people.derived["position_level"] = empty & ~pd.isna(written)
    people.fill("position_level", levels)
    return findings.problems


def level_of(title: str) -> str | None:
    """The level of a title, the highest where it names several; `staff` where it leads nothing; None where unclear.

    A title begins with a word of the schema (`Phó Vụ trưởng phụ trách`); the longest such word counts.
    """
    return read_title(title).level


@cache
def read_title(title: str) -> Title:
    """What a title says, as it is written or with its abbreviations spelled out."""
    folded = fold(title)
    ended = _ENDED.search(folded) is not None
    known, found = _level_words(), []
    for part in _PARTS_OF_TITLE.split(_BRACKETS.sub("", folded) if ended else folded):
        words = _ACTING.sub("", part)
        if _NOT_THE_POST.fullmatch(words):
            found.append(("staff", False))
            continue
        level = _start(words, known)
        spelled = _spelled_out(words)
        if level is not None or spelled == words:
            found.append((level, False))
        else:
            found.append((_start(spelled, known), " " not in words and "." not in words))
    levels = [(level, short) for level, short in found if level is not None]
    if levels:
        level, short = min(levels, key=lambda pair: _SENIORITY.index(pair[0]))
        return Title(level, short and level != "staff", ended and level != "staff")
    leads = any(_LEADING.search(text) for text in (folded, *(_spelled_out(part) for part in _PARTS_OF_TITLE.split(folded))))
    return Title(None if leads else "staff")


def _start(text: str, known: dict[str, str]) -> str | None:
    """The level of the longest known word that the text begins with."""
    words = text.split()
    return next((known[start] for count in range(len(words), 0, -1) if (start := " ".join(words[:count])) in known), None)


def _spelled_out(text: str) -> str:
    """The text without abbreviations: "p.vụ trưởng" and "pvt" are "phó vụ trưởng"."""
    for pattern, whole in _SPELLED:
        text = pattern.sub(whole, text)
    words = (_SHORT.get(word.strip("."), word) for word in text.split())
    return clean_text(" ".join(words))


@cache
def _level_words() -> dict[str, str]:
    return {fold(word): choice.value for choice in reversed(LEVELS) for word in (*choice.aliases, choice.en, choice.vi, choice.value)}
