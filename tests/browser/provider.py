"""A real provider of OpenID Connect on this machine: Canaille in a process of its own, its people in its memory.

Started as a programme it serves; `provider` starts it and waits until it answers.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.driving import ROOT, free_port, wait_for

CLIENT, PASSWORD = "planner", "correct horse battery"


@dataclass(frozen=True)
class Provider:
    """A provider that runs. issuer: its address; secret: the client's."""

    issuer: str
    secret: str

    def id_of(self, user: str) -> str:
        """How the planner calls one of its people."""
        return f"{self.issuer}#{user}"

    def secrets_toml(self, app: str) -> str:
        """The file of secrets of an app at this address."""
        return (
            f'[auth]\nredirect_uri = "{app}/oauth2callback"\ncookie_secret = "{secrets.token_hex(32)}"\nclient_id = "{CLIENT}"\n'
            f'client_secret = "{self.secret}"\nserver_metadata_url = "{self.issuer}/.well-known/openid-configuration"\n'
        )


@contextmanager
def provider(app: str, people: Sequence[str], log: Path) -> Iterator[Provider]:
    """Canaille with these people (user names), who may sign in to the app at this address."""
    port, secret = free_port(), secrets.token_hex(16)
    with log.open("wb") as out:
        command = [sys.executable, "-m", "tests.browser.provider", str(port), app, *people]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=out, stderr=out)
        assert process.stdin is not None
        process.stdin.write(secret.encode())
        process.stdin.close()
        try:
            wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration", process)
            yield Provider(f"http://127.0.0.1:{port}", secret)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _serve(port: int, app_address: str, people: Sequence[str], secret: str) -> None:
    """Until the process is ended."""
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from werkzeug.serving import run_simple

    config: dict[str, Any] = {
        "SECRET_KEY": secrets.token_hex(32), "SERVER_NAME": f"127.0.0.1:{port}", "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {"DATABASE": "memory", "SMTP": None, "CAPTCHA_ENABLED": False, "LANGUAGE": "en"}, "CANAILLE_OIDC": {},
    }  # fmt: skip
    made = create_app(config=config)
    with made.app_context(), Backend.instance.session():
        for name in people:
            given = {"formatted_name": f"{name.title()} Nguyễn", "family_name": "Nguyễn", "emails": [f"{name}@example.org"]}
            Backend.instance.save(models.User(user_name=name, password=PASSWORD, **given))
        client = models.Client(
            client_id=CLIENT, client_secret=secret, client_name="Planner", client_uri=app_address, redirect_uris=[f"{app_address}/oauth2callback"],
            post_logout_redirect_uris=[f"{app_address}/oauth2callback"], scope=["openid", "email", "profile"], response_types=["code"],
            grant_types=["authorization_code"], token_endpoint_auth_method="client_secret_basic", id_token_signed_response_alg="RS256",
        )  # fmt: skip
        Backend.instance.save(client)
        client.audience = [client]
        Backend.instance.save(client)
    run_simple("127.0.0.1", port, made, threaded=True)


if __name__ == "__main__":
    _serve(int(sys.argv[1]), sys.argv[2], sys.argv[3:], sys.stdin.read().strip())
