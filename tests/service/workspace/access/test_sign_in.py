"""Whether signing in is set up and safe, and whom a provider's words name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.core.errors import InputError
from planner.service.workspace.access.sign_in import is_set_up, is_this_machine, settings, signed_in
from tests.builder import said
from tests.service.workspace.access.provider import AUTH, ISSUER, claims, put_secrets

PUBLIC = "https://plan.example.org/oauth2callback"


def test_without_a_file_of_secrets_the_installation_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_SECRETS", raising=False)
    monkeypatch.setattr("planner.service.workspace.access.sign_in.ROOT", tmp_path)
    assert not is_set_up()
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('other = "x"\n', encoding="utf-8")
    assert not is_set_up()


def test_what_will_do_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_secrets(tmp_path / "s.toml", monkeypatch, redirect_uri=PUBLIC)
    assert settings() == {**AUTH, "redirect_uri": PUBLIC}


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"rights": 0o640}, "others may read this file (rights 640), and who reads it can sign in as anybody"),
    ({"client_id": None}, "auth.client_id: this setting is missing"),
    ({"cookie_secret": " "}, "auth.cookie_secret: this setting is missing"),
    ({"cookie_secret": "short"}, "auth.cookie_secret: this secret is too short: at least 32 letters"),
    ({"redirect_uri": "https://plan.example.org/"}, "auth.redirect_uri: this address has to end in /oauth2callback"),
    ({"redirect_uri": "http://plan.example.org/oauth2callback"}, "auth.redirect_uri: this address has to begin with https://"),
    ({"server_metadata_url": "http://login.example.org/x"}, "auth.server_metadata_url: this address has to begin with https://"),
    ({"google": "x"}, "auth.google: there is no such setting here: one provider is set up"),
]


@pytest.mark.parametrize(("change", "words"), FAULTS, ids=lambda value: str(value)[:40])
def test_secrets_that_will_not_do_are_an_error_and_never_the_open_mode(change: dict[str, Any], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_secrets(tmp_path / "s.toml", monkeypatch, **change)
    with pytest.raises(InputError) as caught:
        is_set_up()
    assert words in said(caught.value)


def test_a_file_of_secrets_that_is_gone_or_broken_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put_secrets(tmp_path / "s.toml", monkeypatch)
    file.write_text("[auth", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as a file of secrets"):
        is_set_up()
    file.unlink()
    with pytest.raises(InputError, match="there is no such file of secrets"):
        is_set_up()


@pytest.mark.parametrize(("address", "is_one"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.8.8.8", True), ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("plan.example.org", False), ("", False), (None, False)])
def test_only_loopback_is_this_machine(address: str | None, is_one: bool) -> None:
    assert is_this_machine(address) is is_one


def test_somebody_is_their_issuer_and_subject_whatever_they_call_themselves() -> None:
    who = signed_in(claims("lan", name="Lan \u202eNguyễn\n", email="lan@example.org"))
    assert who.id == f"{ISSUER}#lan" and who.name == "Lan Nguyễn" and who.email is None
    assert signed_in(claims("lan", email="lan@example.org", email_verified=True)).email == "lan@example.org"
    assert signed_in(claims("lan", name=None)).name == "lan"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"sub": ""}, "does not say who this is"), ({"sub": None}, "does not say who this is"), ({"sub": "a b"}, "does not say who this is"),
    ({"sub": "x" * 256}, "does not say who this is"), ({"sub": "a\u202eb"}, "does not say who this is"), ({"iss": "open:root"}, "does not say who this is"),
    ({"iss": f"{ISSUER}#a"}, "does not say who this is"), ({"iat": None}, "does not say when this was"), ({"iat": True}, "does not say when this was"),
    *(({"iat": iat}, "does not say when this was") for iat in (1e20, 10**30, -1e12, float("nan"), float("inf"), "1700000000", [1], 253402300799, -62135596800)),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), WRONG, ids=lambda value: str(value)[:30])
def test_words_that_name_nobody_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        signed_in(claims("lan", **change))


def test_a_sign_in_has_an_end() -> None:
    now = datetime.now(UTC)
    assert not signed_in(claims("lan", 11.9)).is_over(now)
    assert signed_in(claims("lan", 12.1)).is_over(now)
    assert signed_in(claims("lan")).is_over(now - timedelta(hours=1))  # a token of the future is none
