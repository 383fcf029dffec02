"""Papers as they come out of a printer: LibreOffice prints a file to PDF, poppler says where each word stands."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

PAGE, WORD = "{http://www.w3.org/1999/xhtml}page", "{http://www.w3.org/1999/xhtml}word"
SLACK = 0.35
"""How much of the smaller word two words may share: boxes of letters with tones reach into the line above."""


@dataclass(frozen=True)
class Word:
    """A word on a page: its box in points, from the upper left corner."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Paper:
    """A printed file. sizes: width and height of each page in points."""

    words: tuple[Word, ...]
    sizes: tuple[tuple[float, float], ...]

    @property
    def text(self) -> str:
        """All words, a blank between them."""
        return " ".join(word.text for word in self.words)

    def overlapping(self) -> list[tuple[str, str, int]]:
        """Pairs of words that are printed over each other, with their page."""
        found = []
        for page in range(1, len(self.sizes) + 1):
            mine = sorted((word for word in self.words if word.page == page), key=lambda word: word.top)
            for at, one in enumerate(mine):
                for other in mine[at + 1 :]:
                    if other.top >= one.bottom:
                        break
                    wide = min(one.right, other.right) - max(one.left, other.left)
                    high = min(one.bottom, other.bottom) - max(one.top, other.top)
                    if wide > 0 and high > 0 and wide * high > SLACK * min(_area(one), _area(other)):
                        found.append((one.text, other.text, page))
        return found

    def outside(self) -> list[Word]:
        """Words that leave their page."""
        return [w for w in self.words if w.left < 0 or w.top < 0 or w.right > self.sizes[w.page - 1][0] or w.bottom > self.sizes[w.page - 1][1]]

    def filled(self, page: int) -> float:
        """How far down the page its last word but those of the footer stands, as a share of its height."""
        height = self.sizes[page - 1][1]
        return max((word.bottom for word in self.words if word.page == page and word.bottom < 0.93 * height), default=0.0) / height


def _area(word: Word) -> float:
    return (word.right - word.left) * (word.bottom - word.top)


def to_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """The files as PDF in `folder`, made in one start of LibreOffice; skips the test where it or poppler is missing."""
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice (soffice) or poppler (pdftotext) is not installed: papers were NOT printed and measured")
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=200,
    )  # fmt: skip
    made = [folder / f"{file.stem}.pdf" for file in files]
    if any(not pdf.is_file() for pdf in made):
        pytest.skip("LibreOffice lacks what it needs for these files (libreoffice-writer for .docx): they were NOT printed and measured")
    return made


def paper_of(pdf: Path) -> Paper:
    """The words of a PDF with their places."""
    shown = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=60).stdout
    pages = list(ElementTree.fromstring(shown).iter(PAGE))
    words = tuple(
        Word(word.text or "", number, *(float(word.attrib[edge]) for edge in ("xMin", "yMin", "xMax", "yMax")))
        for number, page in enumerate(pages, 1)
        for word in page.iter(WORD)
    )
    return Paper(words, tuple((float(page.attrib["width"]), float(page.attrib["height"])) for page in pages))


def printed_cells(workbook: Path) -> list[str]:
    """Every text of a workbook's printed areas, as it stands in its cell."""
    found = []
    for sheet in openpyxl.load_workbook(workbook, data_only=True):
        if sheet.sheet_state != "visible":
            continue
        area = sheet.print_area.split("!")[-1].replace("$", "") if sheet.print_area else sheet.dimensions
        hidden = {row for row, dimension in sheet.row_dimensions.items() if dimension.hidden}
        for row in sheet[area]:
            found += [cell.value for cell in row if isinstance(cell.value, str) and cell.value.strip() and cell.row not in hidden]
    return found


def squeezed(text: str) -> str:
    """A text without any white space: how a program breaks lines does not matter."""
    return "".join(text.split())


def cut_off(workbook: Path, paper: Paper) -> list[str]:
    """Texts of the printed cells that do not stand on the paper in full: each of their words must, as often as cells have it."""
    from collections import Counter

    printed = squeezed(paper.text)
    left = Counter(word for cell in printed_cells(workbook) for word in cell.split())
    return [word for word, count in left.items() if printed.count(squeezed(word)) < count]
