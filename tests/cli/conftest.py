"""Installations in which commands are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.workspace.access.provider import put_secrets


@pytest.fixture
def place(installation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty installation in the open mode."""
    monkeypatch.chdir(installation)
    return installation


@pytest.fixture
def house(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same where people sign in."""
    put_secrets(place / "secrets.toml", monkeypatch)
    return place
