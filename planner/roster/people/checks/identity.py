"""Who is the same person: names without titles, notes and marks, with the birth date or what is known of it."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.roster.values.text import fold, without_marks

_BEFORE = re.compile(
    r"^(?:\d+\s*[.)]\s*|(?:ong|ba|anh|chi|co|d/c|dong chi|gs|pgs|ts|ths|bs|ks|cn|luat su|mr|mrs|ms|dr)(?:\.\s*|\s+))+"
)
_NOTES = re.compile(r"\s*[(\[][^)\]]*[)\]]?|\s+-\s.*|[*†]+$")


def name_key(name: str) -> str:
    """A name as it is compared: without marks, numbering, titles ("Ông", "ThS.") and notes in brackets."""
    plain = without_marks(fold(name))
    if not plain.replace(" ", "").isalpha() or plain[:3].strip() in ("ong", "ba"):
        plain = _NOTES.sub("", plain)
    return _BEFORE.sub("", plain).strip() or plain


def _agree(first: str, second: str, key: str) -> bool:
    """Whether two names of one key are the same: marks that differ tell people apart, unless one of them has none at all."""
    one, other = (" ".join(sorted(_NOTES.sub("", fold(name)).split()[-len(key.split()) :])) for name in (first, second))
    return one == other or one.isascii() or other.isascii()


Lines = npt.NDArray[np.int64]


def same_people(names: npt.NDArray[np.object_], born: npt.NDArray[np.datetime64]) -> tuple[Lines, Lines]:
    """For each line the first line that may be the same person, and the first of that name whose day and month of birth
    are the same exchanged; itself where there is none.

    names: None where absent; the given name may stand before or behind. born: datetime64[D]; the first of January agrees with any day of its year, since dates of
    which only the year is known are read so.
    """
    first, exchanged = np.arange(len(names)), np.arange(len(names))
    known = np.flatnonzero(~np.isnat(born) & ~pd.isna(names))
    codes, distinct = pd.factorize(names[known])
    keys = np.array([" ".join(sorted(name_key(name).split())) for name in distinct], dtype=object)[codes] if len(distinct) else np.zeros(0, dtype=object)
    years = born[known].astype("datetime64[Y]")
    both = pd.DataFrame({"key": keys, "year": years.astype(np.int64)})
    shared = both.duplicated(keep=False).to_numpy()
    seen: dict[tuple[str, int], list[int]] = {}
    for line, key, year in zip(known[shared], keys[shared], both["year"].to_numpy()[shared], strict=True):  # few
        others = seen.setdefault((key, int(year)), [])
        january = np.datetime64(f"{1970 + int(year)}-01-01")
        same_day = (o for o in others if born[o] == born[line] or january in (born[o], born[line]))
        first[line] = next((o for o in same_day if _agree(names[o], names[line], key)), line)
        turned = (o for o in others if born[o] != born[line] and _parts(born[o]) == _parts(born[line])[::-1])
        exchanged[line] = next((o for o in turned if _agree(names[o], names[line], key)), line)
        others.append(int(line))
    return first, exchanged


def _parts(day: np.datetime64) -> tuple[int, int]:
    date = day.item()
    return date.day, date.month


def id_keys(ids: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Ids as they are compared when one was typed again: without case, blanks, marks and zeros before figures."""
    codes, distinct = pd.factorize(ids)
    bare = pd.Series(distinct, dtype=object).astype(str).str.casefold().str.replace(r"[\W_]+", "", regex=True)
    keys = bare.str.replace(r"^0+(?=\d+$)", "", regex=True).to_numpy(dtype=object)
    return np.array([*keys, None], dtype=object)[codes]
