"""The certificate of a deletion: what was deleted, with its hashes, when, by whom and why, signed by the installation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from planner.core.errors import InputError, problem
from planner.core.files import atomic_path
from planner.core.guard.ordinary import NotOrdinary, TooLarge, read_ordinary
from planner.core.signing.keys import fingerprint, installation_key, public_text, signed_by
from planner.service.workspace.audit import canonical

FORMAT = 1
_LARGEST = 2**26
_NEEDED = ("format", "object", "versions", "sha256", "deleted_at", "by", "reason", "signer")


def signed(content: dict[str, Any]) -> tuple[str, str]:
    """(the canonical text of a certificate, with who signs it, and its signature)."""
    text = canonical({"format": FORMAT, **content, "signer": public_text(installation_key())})
    return text, installation_key().sign(text.encode()).hex()


def holds(text: str, signature: str) -> bool:
    """Whether a certificate is what its signer signed."""
    try:
        said = json.loads(text)
        return bool(signed_by(said["signer"], signature, text.encode()))
    except (ValueError, KeyError, TypeError):
        return False


def write_certificate(text: str, signature: str, out: Path) -> None:
    """A certificate as a file, whole or not at all."""
    with atomic_path(out) as temporary:
        temporary.write_text(json.dumps({"certificate": json.loads(text), "signature": signature}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_certificate(file: Path) -> tuple[dict[str, Any], str]:
    """(what a certificate's file says, the fingerprint of who signed it). InputError where it is none, or was changed."""
    try:
        kept = json.loads(read_ordinary(file, _LARGEST))
        content, signature = kept["certificate"], str(kept["signature"])
        whole = isinstance(content, dict) and all(name in content for name in _NEEDED)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, NotOrdinary, TooLarge):
        whole, content, signature = False, {}, ""
    if not whole:
        raise InputError(problem("retention.no_certificate", file=str(file)))
    if not holds(canonical(content), signature):
        raise InputError(problem("retention.certificate_changed", file=str(file)))
    return content, fingerprint(content["signer"])
