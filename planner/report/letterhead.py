"""What an official paper is headed with (NĐ 30/2020/NĐ-CP): who issues it, its number, place and day, to whom it goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.core.texts import text


@dataclass(frozen=True)
class Letterhead:
    """issuer: the body, or the body above it and the body itself. number: with its mark ("12/TTr-TCCB"). to: addressees.
    day: None where it is filled in by hand, as whatever is empty is."""

    issuer: tuple[str, ...] = ()
    place: str = ""
    day: dt.date | None = None
    number: str = ""
    to: tuple[str, ...] = ()


def issuing(head: Letterhead, lang: str) -> tuple[str, ...]:
    """The lines that say who issues a paper, in capitals; a line to fill in where nobody is named."""
    return tuple(line.upper() for line in head.issuer) or (text("letterhead.issuer_open", lang),)


def place_and_day(head: Letterhead, lang: str) -> str:
    """Place and day in words ("Hà Nội, ngày 05 tháng 12 năm 2026"), with dots for what is to be filled in."""
    place = head.place or text("letterhead.place_open", lang)
    if head.day is None:
        return text("letterhead.day_open", lang, place=place)
    month = f"{head.day.month:02d}" if head.day.month < 3 else str(head.day.month)  # NĐ 30/2020: a 0 before days below 10 and months 1 and 2
    return text("letterhead.day", lang, place=place, day=f"{head.day.day:02d}", month=month, year=head.day.year)
