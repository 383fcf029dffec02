"""Vietnamese in the letters of old fonts (TCVN3, VNI), told from Unicode by what no Vietnamese text holds, and converted.

A column is converted where every cell that looks old becomes Vietnamese syllables by one of the two tables and not by the
other. No kept library converts them; the tables are TCVN 5712:1993 (its third form) and the table of VNI Windows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ"
_OLD = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§"
TCVN3 = dict(zip(_OLD, _LETTERS, strict=True))
"""TCVN3 letter to Unicode letter."""
_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_WITH_HAT = {"à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_WITH_BREVE = {"è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


@cache
def vni() -> dict[str, str]:
    """VNI letters, one or two together, to Unicode letters; small and capital ones."""
    table = dict(_ALONE)
    for base in "aeouy":
        table |= {base + mark: base + tone for mark, tone in _TONES.items()}
    table |= {old + mark: new + tone for old, new in (("ô", "ơ"), ("ö", "ư")) for mark, tone in _TONES.items()}
    for base, hat in (("a", "â"), ("e", "ê"), ("o", "ô")):
        table |= {base + "â": hat} | {base + mark: hat + tone for mark, tone in _WITH_HAT.items()}
    table |= {"aê": "ă"} | {"a" + mark: "ă" + tone for mark, tone in _WITH_BREVE.items()}
    table = {old: unicodedata.normalize("NFC", new) for old, new in table.items()}
    return table | {old.upper(): new.upper() for old, new in table.items()} | {old[0].upper() + old[1:]: new.upper() for old, new in table.items()}


_VIETNAMESE = frozenset(_LETTERS) | frozenset(_LETTERS.upper())
_STRANGE = frozenset(letter for letter in _OLD + "".join(vni()) if ord(letter) > 127 and letter not in _VIETNAMESE) - {"\xad"}
_FOREIGN = re.compile("[" + "".join(map(re.escape, sorted(_STRANGE))) + "]")
_VNI = re.compile("|".join(sorted(map(re.escape, vni()), key=len, reverse=True)))
_MARKS = frozenset("\u0300\u0301\u0309\u0303\u0323")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:oai|oay|oao|oeo|uây|uôi|uya|uyê|uyu|uêu|ươi|ươu|iêu|yêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê"
    r"|[aăâeêioôơuưy])(?P<end>ch|ng|nh|[cmnpt])?"
)
_TONE_ON_CONSONANT = re.compile("[b-df-hj-np-tv-xzđ][\u0300\u0301\u0309\u0303\u0323]")
_STOPPED = frozenset({"c", "ch", "p", "t"})
_SHARP = frozenset("\u0301\u0323")
_PROOF = 2  # different old letters that a column must hold: one alone may be of another language


@dataclass(frozen=True)
class Converted:
    """cells: as they are read; name: of the letters they were written in; changed, unsure: positions of cells."""

    cells: Sequence[str]
    name: str = ""
    changed: tuple[int, ...] = ()
    unsure: tuple[int, ...] = ()


def converted(cells: Sequence[str]) -> Converted:
    """The distinct cells of a column of words (a letter for their kind before each) in Unicode.

    Where the table is not certain the cells stay, and those with letters that Vietnamese lacks are unsure.
    """
    strange = tuple(at for at, cell in enumerate(cells) if cell[0] == "s" and _looks_old(cell[1:]))
    if not strange:
        return Converted(cells)
    proof = {letter for at in strange for letter in cells[at] if letter in _STRANGE}
    read = {name: {at: new for at in strange if (new := convert(cells[at][1:], name)) is not None} for name in ("TCVN3", "VNI")}
    name, other = sorted(read, key=lambda each: -len(read[each]))
    if len(read[name]) == len(read[other]) or len(proof) < _PROOF:
        return Converted(cells, unsure=strange)
    out = list(cells)
    for at, cell in enumerate(cells):  # letters that both have mean the old ones in such a column, if a word comes of them
        if cell[0] == "s" and not cell.isascii() and (new := convert(cell[1:], name)) is not None:
            out[at] = "s" + new
    changed = tuple(at for at, cell in enumerate(cells) if out[at] != cell)
    return Converted(out, name, changed, tuple(at for at in strange if at not in read[name]))


def _looks_old(text: str) -> bool:
    """Whether a text has letters that Vietnamese lacks, and none that only Unicode has. A footnote's ¹ at the end is none."""
    return _FOREIGN.search(text.rstrip(" ¹²³")) is not None and all(ord(letter) < 256 for letter in text)


def convert(text: str, name: str) -> str | None:
    """The text out of TCVN3 or VNI letters; None where what comes out is not Vietnamese."""
    new = "".join(TCVN3.get(letter, letter) for letter in text) if name == "TCVN3" else _VNI.sub(lambda found: vni()[found[0]], text)
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    if plain and all(letter.isupper() for letter in plain):
        new = new.upper()  # fonts of capitals hold small letters
    words = re.findall(r"\w+", new)
    right = not _FOREIGN.search(new) and all(word.isascii() or is_syllable(word) for word in words)
    return new if right else None


def is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable: its sounds in order, one tone, a sharp one before c, ch, p and t."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in letters if letter in _MARKS]
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _MARKS))
    match = None if _TONE_ON_CONSONANT.search(letters) else _SYLLABLE.fullmatch(bare)
    return match is not None and len(tones) <= 1 and (match["end"] not in _STOPPED or bool(_SHARP.intersection(tones)))
