"""What a remark about a person says against the row: that the person has left or is away, or what another column means."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from planner.roster.values.text import fold

MEANS = {
    "maternity": "maternity_leave", "pregnant": "pregnant", "discipline": "under_discipline", "small_child": "youngest_child_born_on",
    "sick": "attention_groups", "suspended": "under_discipline",
}  # fmt: skip
"""What a remark may mean in another column: kind of remark to canonical column."""
AWAY = frozenset({"seconded", "unpaid", "study"})
"""Who is away and comes back: to be kept until it is clear. All other kinds that mean no column: who no longer counts."""

# On folded text without tones: many notes are written without them.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("maternity", r"thai san|\bmaternity\b|^ts (?:den|tu|\d)|nghi (?:sinh|de)\b"),
        ("pregnant", r"\bmang thai|\bco thai|\bpregnan|\bmang bau|\bco bau"),
        ("small_child", r"\bnuoi con (?:nho|duoi)|\bcon nho\b|\bcon duoi (?:\d+|[a-z ]+) (?:thang|tuoi)|\bsmall child"),
        ("discipline", r"\bky luat|\bdisciplin"),
        ("dead", r"\btu tran\b|\bqua doi\b|\bda mat\b|^mat (?:ngay|nam|thang)\b|\bmat ngay\b|\btu vong\b|\bdeceased\b|\bdied\b|\bhy sinh\b"),
        ("retired", r"\b(?:nghi|ve|che do|huong|cho) huu\b|^huu\b(?! nghi)|\bhuu tri\b|\bretire"),
        ("left", r"\bthoi viec\b|\bnghi viec\b|\bbo viec\b|\bsa thai\b|\bcham dut (?:hdld|hd|hop dong)|\bresign|\bdismiss|\bhas left\b|\bda nghi\b(?! phep)|^giam\b|\bkhong con (?:lam viec|cong tac)"),
        ("moved", r"\b(?:da|duoc) (?:chuyen|dieu (?:dong|chuyen))\b(?! (?:ngach|xep|loai|doi|diem|chuc danh|vien chuc|cong chuc))|\bchuyen (?:cong tac|sang|ve|di)\b|\bthuyen chuyen\b|\bdieu dong (?:sang|ve|den)\b|\btransferred to\b"),
        ("seconded", r"\bbiet phai\b|\bsecond(?:ed|ment)\b|\btrung tap\b|\btang cuong (?:ve|sang|den|tai)\b"),
        ("unpaid", r"\bkhong (?:huong )?luong\b|\bunpaid\b"),
        ("sick", r"\bom dai (?:ngay|han)\b|\bnghi om\b|\bnghi chua benh\b|\bdieu tri dai\b|\bsick leave\b|\blong.term sick"),
        ("study", r"\bdi hoc\b|\bdu hoc\b|\bdao tao (?:o|tai) nuoc ngoai\b|\bstud(?:y|ying) abroad\b|\bstudy leave\b"),
        ("suspended", r"\bdinh chi\b|\btam giam\b|\bkhoi to\b|\bsuspended\b"),
    )
)  # fmt: skip
_NOT = re.compile(r"\b(?:khong|chua|khong bi|chua bi|khong co|not|no)\s*$")
_STRONG = re.compile(r"nghi huu|thai san|biet phai|khong luong|thoi viec|nghi viec|qua doi|tu tran|da chuyen")
_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)")
_ASIDE = re.compile(r"\(([^()]*)\)|\s[-–—]\s+(.+)$|[,;]\s*(.+)$")
_PLANNED = re.compile(r"du kien|du tuoi|theo quy dinh|thoi diem|tuoi nghi|nam nghi|planned|expected|retirement age")
LONGEST = 300


@dataclass(frozen=True)
class Remark:
    """What a text says of a person. kind: what it speaks of. born: the day of birth that it gives, of a small child."""

    kind: str
    born: dt.date | None = None


def plain(text: str) -> str:
    """Folded text without tones and with d for đ."""
    letters = unicodedata.normalize("NFD", fold(text).replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


@lru_cache(maxsize=20_000)
def remarks_in(text: str) -> tuple[Remark, ...]:
    """What a note says against the row of its person: each column that it means, and the first reason to be away."""
    kinds = list(_kinds(plain(text[:LONGEST])))
    away = [kind for kind in kinds if kind not in MEANS]
    return tuple(Remark(kind, _born(text) if kind == "small_child" else None) for kind in kinds if kind in MEANS or kind == away[0])


@lru_cache(maxsize=20_000)
def remarks_beside(text: str) -> tuple[Remark, ...]:
    """The same of a cell that holds something else first, a name or a title: what stands in brackets or behind a dash."""
    aside = " ; ".join(part for match in _ASIDE.findall(text[:LONGEST]) for part in match if part)
    if aside and (found := remarks_in(aside)):
        return found
    return remarks_in(text) if _STRONG.search(plain(text)) else ()


@lru_cache(maxsize=2_000)
def remarks_of_heading(heading: str) -> tuple[Remark, ...]:
    """What a heading says of everybody who has something below it: "Ngày nghỉ việc", not "Dự kiến nghỉ hưu"."""
    words = plain(heading)
    return () if _PLANNED.search(words) else tuple(Remark(kind) for kind in _kinds(words))


def _kinds(words: str) -> Iterator[str]:
    for kind, pattern in _KINDS:
        match = pattern.search(words)
        if match and not (kind != "unpaid" and _NOT.search(words[: match.start()])):
            yield kind


def _born(text: str) -> dt.date | None:
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
