"""A file of secrets that will do, and what a provider says of somebody."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

ISSUER = "https://login.example.org"
AUTH = {
    "redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "0123456789abcdef" * 2, "client_id": "planner",
    "client_secret": "s", "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
}  # fmt: skip


def put_secrets(file: Path, monkeypatch: pytest.MonkeyPatch, rights: int = 0o600, **changes: str | None) -> Path:
    """`AUTH` with changes (None: left out) in a file that the environment names."""
    lines = [f'{name} = "{value}"' for name, value in {**AUTH, **changes}.items() if value is not None]
    file.write_text("[auth]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    file.chmod(rights)
    monkeypatch.setenv("PLANNER_SECRETS", str(file))
    return file


def id_of(name: str) -> str:
    """How the planner calls somebody of the provider's."""
    return f"{ISSUER}#{name}"


def claims(name: str, hours_ago: float = 0.0, /, **more: Any) -> dict[str, Any]:
    """What the provider says of somebody who signed in so long ago, as Streamlit hands it on."""
    said = {"is_logged_in": True, "iss": ISSUER, "sub": name, "iat": int(time.time() - 3600 * hours_ago), "name": name.title()}
    return {**said, **more}
