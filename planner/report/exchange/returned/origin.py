"""Where a review comes from: the roster, plan and packs that it was made of, and the seal of it all.

`returned` writes this into a hidden sheet; `accept` takes a review only where the seal holds. The seal has no secret: it
shows what was changed by hand or by a programme that does not know it, not who made it. What is accepted is therefore
checked against the roster itself.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from planner.report.exchange.returned.read import ReturnedPack
from planner.roster.people.frame import Roster

ORIGIN_SHEET = "_review"
SEAL = "seal"
_VERSION = "1"
_KEYS = ("version", "roster", "plans", "packs", "place", "beside")


def origin_of(packs: Sequence[ReturnedPack], now: Roster, place: Path, out: Path | None = None) -> dict[str, str]:
    """What a review of `packs` against the roster `now` says of its origin, as key and text.

    roster: the fingerprint of `now`. plans: those of the plans that the packs were made from. packs: file and fingerprint
    of each. place: where `now` is found (a plan's folder, or a roster), beside: the same as seen from the review `out`, so
    that both may be moved together.
    """
    beside = "" if out is None else Path(os.path.relpath(place.absolute(), out.absolute().parent)).as_posix()
    return {
        "version": _VERSION,
        "roster": now.sha256,
        "plans": " ".join(sorted({pack.meta.get("plan", "") for pack in packs})),
        "packs": json.dumps(sorted([pack.file, pack.digest] for pack in packs), ensure_ascii=False),
        "place": str(place.absolute()),
        "beside": beside,
    }


def seal_of_all(origin: Mapping[str, str], rows: Iterable[Sequence[str]]) -> str:
    """The fingerprint of a whole review: its origin, and what each of its rows is about, whatever their order."""
    whole = hashlib.sha256(b"planner review 1")
    parts = [[key, origin.get(key, "")] for key in _KEYS] + sorted(list(row) for row in rows)
    for part in parts:
        whole.update(json.dumps(part, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def is_origin(found: Mapping[str, str]) -> bool:
    """Whether a hidden sheet says what this version's reviews say."""
    return found.get("version") == _VERSION and all(key in found for key in (*_KEYS, SEAL))
