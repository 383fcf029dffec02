"""What the server adds to Streamlit's answers: no page of another site may show the app in a frame, no address goes along with
a link, each browser gets its key, and the server's figures are nobody's business.

Streamlit has no setting for any of it; its server is made of Starlette's parts, and this is one more of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from planner.ui.access import COOKIE

Message = MutableMapping[str, Any]
Receive, Send = Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
HEADERS = (
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"content-security-policy", b"frame-ancestors 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
CLOSED = ("/_stcore/metrics", "/st-metrics")
KEY_DAYS = 400
"""Browsers keep no cookie longer."""


class Headers:
    """A part of the server before all others: adds `HEADERS` and the browser's key, closes `CLOSED`."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request, as ASGI gives it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].rstrip("/").endswith(CLOSED):
            await send({"type": "http.response.start", "status": 404, "headers": list(HEADERS)})
            await send({"type": "http.response.body", "body": b""})
            return
        is_known = _has_key(scope["headers"])

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in HEADERS}
                headers = [(name, value) for name, value in message.get("headers", []) if name.lower() not in own]
                message["headers"] = [*headers, *HEADERS]
                if not is_known and any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers):
                    message["headers"].append((b"set-cookie", _new_key(scope.get("scheme") == "https")))
            await send(message)

        await self.app(scope, receive, with_headers)


def add_headers() -> bool:
    """Put `Headers` before the parts of Streamlit's server; whether this Streamlit is made of parts."""
    from starlette.middleware import Middleware
    from streamlit.web.server.starlette import starlette_app

    own = getattr(starlette_app, "create_streamlit_middleware", None)
    if own is None:
        return False
    vars(starlette_app)["create_streamlit_middleware"] = lambda: [Middleware(Headers), *own()]
    return True


def _has_key(headers: list[tuple[bytes, bytes]]) -> bool:
    try:
        return any(name == b"cookie" and COOKIE in SimpleCookie(value.decode("latin-1")) for name, value in headers)
    except CookieError:
        return False


def _new_key(is_secure: bool) -> bytes:
    more = "; Secure" if is_secure else ""
    return f"{COOKIE}={secrets.token_hex(16)}; Path=/; Max-Age={KEY_DAYS * 86_400}; HttpOnly; SameSite=Strict{more}".encode()
