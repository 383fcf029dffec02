"""What a remark about a person says against the row: that the person has left or is away, or what another column means."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from planner.roster.values.text import fold, without_marks

MEANS = {
    "maternity": "maternity_leave", "pregnant": "pregnant", "discipline": "under_discipline", "small_child": "youngest_child_born_on",
    "sick": "attention_groups", "suspended": "under_discipline", "inspected": "under_inspection",
}  # fmt: skip
"""What a remark may mean in another column: kind of remark to canonical column."""
AWAY = frozenset({"seconded", "unpaid", "study"})
"""Who is away and comes back: to be kept until it is clear. All other kinds that mean no column: who no longer counts."""
_COME_BACK = AWAY | {"maternity", "sick"}
UNCLEAR = "unclear"
"""What may be leave or leaving in words that say no more: "nghỉ từ 1/11", "on loan". It asks and offers nothing."""

# On folded text without tones: many notes are written without them.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("maternity", r"thai san|\bho san\b|\bmaternity\b|\bparental leave\b|^ts (?:den|tu|\d)|nghi (?:sinh|de)\b"),
        ("pregnant", r"\bmang thai|\bco thai|\bpregnan|\bmang bau|\bco bau"),
        ("small_child", r"\bnuoi con (?:nho|duoi)|\bcon nho\b|\bcon duoi (?:\d+|[a-z ]+) (?:thang|tuoi)|\bcon (?:\d+ thang|[12] tuoi)|\b(?:moi|vua) sinh\b(?! hoat)|\bsinh (?:con|doi)\b|\bsmall child|\bnewborn\b"),
        ("discipline", r"\bky luat|\bdisciplin"),
        ("dead", r"\btu tran\b|\bqua doi\b|\bda mat\b|^mat (?:ngay|nam|thang)\b|\bmat ngay\b|\btu vong\b|\bdeceased\b|\bdied\b|\bhy sinh\b|^chet\b|\bda chet\b"),
        ("retired", r"\b(?:nghi|ve|che do|huong|cho) huu\b|^huu\b(?! nghi)|\bhuu tri\b|\bretir(?:e|ing)"),
        ("left", r"\bthoi viec\b|\bnghi viec\b|\bbo viec\b|\bsa thai\b|\bcham dut (?:hdld|hd|hop dong)|\bresign|\bdismiss|\b(?:has|have|had) left\b|^left\b|\bcontract (?:was )?terminated\b|\bda nghi\b(?! phep)|^giam\b|\bkhong con (?:lam viec|cong tac)"),
        ("moved", r"\b(?:da|duoc) (?:chuyen|dieu (?:dong|chuyen))\b(?! (?:ngach|xep|loai|doi|diem|chuc danh|vien chuc|cong chuc))|\bchuyen (?:cong tac|sang|ve|di)\b|\bthuyen chuyen\b|\bdieu dong (?:sang|ve|den)\b|\btransferred to\b|^(?:chuyen|dieu dong) (?:bo|so|cuc|vu|tinh|thanh pho|ubnd|huyen|uy ban|tong cuc|van phong)\b|^chuyen nganh$"),
        ("seconded", r"\bbiet phai\b|\bsecond(?:ed|ment)\b|\btrung tap\b|\btang cuong (?:ve|sang|den|tai)\b|\btrung dung\b|\bon loan to\b"),
        ("unpaid", r"\bkhong (?:huong )?luong\b|\bunpaid\b|\blwop\b|\bleave without pay\b"),
        ("sick", r"\bom dai (?:ngay|han)\b|\bnghi om\b|\bnghi chua benh\b|\bdieu tri dai\b|\bhiem ngheo\b|\bung thu\b|\bchay than\b|\bmat suc\b|\bsick (?:leave|since|from)\b|\blong.term sick"),
        ("study", r"\bdi hoc\b|\bdu hoc\b|\bdao tao (?:o|tai) nuoc ngoai\b|\bstud(?:y|ying) abroad\b|\bstudy leave\b"),
        ("inspected", r"\b(?:dang|bi|cho ket luan)\b.{0,20}\b(?:thanh tra|dieu tra|xac minh)\b(?! vien)|\bunder (?:inspection|investigation)\b"),
        ("suspended", r"\bdinh chi\b|\btam giam\b|\bkhoi to\b|\bsuspended\b"),
    )
)  # fmt: skip
_UNCLEAR = re.compile(
    r"\bnghi\b(?! (?:phep|dinh|quyet|le|mat|tet|bu|viec rieng|cuoi tuan|ngoi|luc|ngo|van|thuc|trua|huu|viec|om|sinh|de)\b)"
    r"|\bhet (?:hd|hop dong|hdld|han hop dong|tuoi (?:lao dong|lam viec|cong tac))\b|\bkhong co mat\b|\bvang mat\b|\btam hoan\b|\bcat luong\b|\bnghia vu quan su\b|\bdi bo doi\b"
    r"|\b(?:cu|di) cong tac (?:tai|o|nuoc ngoai|nhiem ky)|\bluan chuyen\b|\bthoi (?:tra|huong) luong\b|^(?:nts|ts|bp|nkl|nh)(?: \d.*)?$"
    r"|\b(?:on|long|special) leave\b|\bleft\b|\bleaving\b|\babsent\b|\binactive\b|\bon loan\b|\bterminated\b|\bno longer\b|\bcontract (?:has )?(?:ended|expired)\b"
)
"""Words of leave, leaving and absence that no kind above has; the last that is looked for."""
_NOT = re.compile(r"\b(?:khong|chua|not|no)(?: (?:bi|co|nghi|xin|phai|thuoc dien|dong y|muon|dang ky|on))*\s*$")
_BACK = re.compile(r"\bda (?:tro (?:ve|lai)|ve (?:lai )?don vi|di lam lai|quay lai)\b|\breturned\b|\bback at work\b")
"""That an absence is over; nobody comes back from the other kinds."""
_FINISHED = re.compile(r"\bda (?:hoan thanh|tot nghiep|hoc xong)\b|\bcompleted\b")
_OF_ANOTHER = re.compile(r"^(?:thay|thay the|thay cho) (?:ong|ba|dc|d/c|dong chi|anh|chi)\b")
"""That it is said of somebody whose place this person takes."""
_IN_DAYS = re.compile(r"\bso (?:ngay|buoi|lan)\b|\bdays\b")
_AT_WORK = re.compile(r"\b(?:con|dang|hien dang) (?:cong tac|lam viec)\b|\b(?:in service|active|at work)\b")
_STRONG_WORDS = (
    "nghi huu", "thai san", "biet phai", "khong luong", "thoi viec", "nghi viec", "qua doi", "tu tran", "da chuyen", r"\bda nghi\b", r"\bon leave\b", "second(?:ed|ment)",
)  # fmt: skip
_STRONG = re.compile("|".join(_STRONG_WORDS))
_STRONG_ALONE = re.compile("|".join(each for each in _STRONG_WORDS if " " not in each))
"""Those that are one word: the only ones that a text without a blank can have."""
_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)")
_ASIDE = re.compile(r"\(([^()]*)\)|\s[-–—]\s+(.+)$|[,;]\s*(.+)$")
_STRONG_PARTS = tuple(re.sub(r"\\b|\(\?:.*", "", each) for each in _STRONG_WORDS)
"""One of these stands in whatever `_STRONG` finds."""
_BLANKS = ("  ",)
"""What keeps words apart that stand one after the other once a text is cleaned."""
_ASIDE_SIGNS = (*_BLANKS, "(", "-", "–", "—", ",", ";")
"""What an `_ASIDE` begins with, too."""
_PLANNED = re.compile(r"du kien|du tuoi|theo quy dinh|thoi diem(?! thoi)|tuoi nghi|nam nghi|planned|expected|retirement age")
LONGEST = 300
_OTHER_NGHI = re.compile(r"\bngh[ịĩ]\b")
"""Words that without tones would be the one for leave: nghị định, suy nghĩ."""


@dataclass(frozen=True)
class Remark:
    """What a text says of a person. kind: what it speaks of. born: the day of birth that it gives, of a small child."""

    kind: str
    born: dt.date | None = None


def plain(text: str) -> str:
    """Folded text without tones and with d for đ."""
    return without_marks(_OTHER_NGHI.sub("-", fold(text)))


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
    return remarks_within(text)


@lru_cache(maxsize=20_000)
def remarks_within(text: str) -> tuple[Remark, ...]:
    """The same of a cell of a column that has nothing to do with leave: only words that leave no doubt."""
    if text.isascii() and len(text.split(maxsplit=1)) < 2 and not _STRONG_ALONE.search(text.casefold()):
        return ()  # an id: there are as many as people
    return remarks_in(text) if _STRONG.search(plain(text[:LONGEST])) else ()


def worth_a_look(texts: Sequence[str], beside: bool) -> list[int]:
    """The places of those texts, in order, of which `remarks_within` may say anything; beside: `remarks_beside`. The other ones say nothing.

    All are looked through as one: a column of names has as many as people, and next to none that speaks.
    """
    if not all(map(str.isprintable, texts)):  # rare: letters that are cleaned away, and breaks
        return list(range(len(texts)))
    whole = "\n".join(texts)
    words = without_marks.__wrapped__(unicodedata.normalize("NFC", whole.casefold()).replace("\u00f0", "đ"))
    return sorted(_lines_with(words, _STRONG_PARTS) | _lines_with(whole, _ASIDE_SIGNS if beside else _BLANKS))


def _lines_with(whole: str, parts: Iterable[str]) -> set[int]:
    """The lines of a text in which any of some parts stands."""
    found: set[int] = set()
    for part in parts:
        line, at = 0, 0
        while (next_at := whole.find(part, at)) >= 0:
            line, at = line + whole.count("\n", at, next_at), next_at + len(part)
            found.add(line)
    return found


@lru_cache(maxsize=2_000)
def remarks_of_heading(heading: str) -> tuple[Remark, ...]:
    """What a heading says of everybody who has something below it: "Ngày nghỉ việc", not "Dự kiến nghỉ hưu"."""
    words = plain(heading)
    return () if _PLANNED.search(words) or _IN_DAYS.search(words) else tuple(Remark(kind) for kind in _kinds(words))


def asks_whether_at_work(heading: str) -> bool:
    """Whether a no below a heading says that the person has left or is away: "Còn công tác", "Active"."""
    return _AT_WORK.search(plain(heading)) is not None


def _kinds(words: str) -> Iterator[str]:
    if _OF_ANOTHER.search(words):
        return
    found = False
    back = _BACK.search(words) is not None
    for kind, pattern in _KINDS:
        match = pattern.search(words)
        if match is None or (kind != "unpaid" and _NOT.search(words[: match.start()])):
            continue
        found = True
        if not (back and kind in _COME_BACK) and not (kind == "study" and _FINISHED.search(words)):
            yield kind
    if not (found or back) and (match := _UNCLEAR.search(words)) and not _NOT.search(words[: match.start()]):
        yield UNCLEAR


def _born(text: str) -> dt.date | None:
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
