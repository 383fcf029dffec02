"""Printed pages of a workbook, measured: the words with their boxes, and how far down each page something stands."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

FOOT, HEAD = 0.94, 36
"""Where the footer begins, as a share of a page's height; where the header ends, in points."""
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """A word on a page, its box in points from the upper left corner."""

    said: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Word) -> float:
        """How much of the smaller box both share."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        if wide <= 0 or high <= 0:
            return 0.0
        sizes = [(w.right - w.left) * (w.bottom - w.top) for w in (self, other)]
        return wide * high / max(min(sizes), 1e-9)


@dataclass(frozen=True)
class Page:
    """A printed page. filled: how far down something stands, header and footer aside, as a share of its height. sheet: as the header says."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    filled: float
    sheet: str


def printed(workbook: Path, folder: Path) -> Path:
    """The workbook as PDF, by LibreOffice; skips the test where that, or poppler, is not installed."""
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None or shutil.which("pdftoppm") is None:
        pytest.skip("LibreOffice (soffice) or poppler (pdftotext, pdftoppm) is not installed: printed pages were NOT measured")
    profile = folder / "profile"
    command = [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=250)
    return folder / f"{workbook.stem}.pdf"


def pages_of(pdf: Path) -> list[Page]:
    """Every page with its words and how full it is."""
    boxes = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=100).stdout.decode()
    pages = []
    for number, (width, height, inside) in enumerate(_PAGE.findall(boxes), 1):
        words = tuple(Word(unescape(said), *(float(at) for at in box)) for *box, said in _WORD.findall(inside))
        head = [word for word in words if word.bottom < HEAD and word.left > float(width) / 2]
        pages.append((number, float(width), float(height), words, " ".join(word.said for word in head)))
    depths = _depths(pdf, len(pages))
    return [Page(number, width, height, words, depth, sheet) for (number, width, height, words, sheet), depth in zip(pages, depths, strict=True)]


def _depths(pdf: Path, pages: int) -> list[float]:
    """How far down each page ink stands above the footer: pictures of few points are enough."""
    import numpy as np
    from PIL import Image

    out = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "20", "-gray", str(pdf), str(out)], check=True, capture_output=True, timeout=100)
    depths = []
    for file in sorted(pdf.parent.glob(f"{out.name}-*.pgm")):
        ink = np.asarray(Image.open(file)) < 200
        body = ink[: int(FOOT * len(ink))]
        rows = np.flatnonzero(body.any(axis=1))
        depths.append(float(rows[-1] + 1) / len(ink) if len(rows) else 0.0)
        file.unlink()
    assert len(depths) == pages
    return depths


def overlaps(page: Page) -> list[tuple[str, str]]:
    """Words that stand on each other."""
    found = []
    ordered = sorted(page.words, key=lambda word: word.top)
    for i, one in enumerate(ordered):
        for other in ordered[i + 1 :]:
            if other.top > one.bottom:
                break
            if one.covers(other) > 0.25:
                found.append((one.said, other.said))
    return found
