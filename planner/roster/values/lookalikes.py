"""Letters of other alphabets that look like Latin ones, as copied texts and recognised scans have them, put right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from planner.roster.values.old_letters import Converted

_LATIN = str.maketrans(
    "АВЕКМНОРСТХУІЈЅҺԌԚԜѴаеорсхуіјѕһԁԛԝѵгь" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχ" "ɡı",
    "ABEKMHOPCTXYIJSHGQWVaeopcxyijshdqwvrb" "ABEZHIKMNOPTYXaeikvoptux" "gi",
)
_FOREIGN = re.compile("[\u0250-\u02af\u0370-\u052fı\uff21-\uff3a\uff41-\uff5a]")
_STILL = re.compile("[\u0250-\u02af\u0370-\u052f]")


def latin(cells: Sequence[str]) -> Converted:
    """The distinct cells of a column of words (a letter for their kind before each) with Latin letters.

    Cells of which a letter looks like none of ours stay, and are unsure.
    """
    foreign = [at for at, cell in enumerate(cells) if cell[0] == "s" and not cell.isascii() and _FOREIGN.search(cell)]
    if not foreign:
        return Converted(cells)
    out, changed, unsure = list(cells), [], []
    for at in foreign:
        read = unicodedata.normalize("NFC", unicodedata.normalize("NFD", cells[at]).translate(_LATIN))
        read = _FOREIGN.sub(lambda found: unicodedata.normalize("NFKC", found[0]), read)
        if _STILL.search(read):
            unsure.append(at)
        else:
            out[at] = read
            changed.append(at)
    return Converted(out, "", tuple(changed), tuple(unsure))
