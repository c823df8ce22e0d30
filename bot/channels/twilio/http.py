"""Twilio's own client over our connections: another origin if one is set, a real time-out, and no repeats of its own.

The library's transport ignores the time-out it is built with, drops Retry-After and prints texts and numbers in its
debug log, so only its place is kept.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from twilio.base.exceptions import TwilioException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response

from bot.channels.wire import CALL, Cut, Reply, Wire

ORIGIN = "https://api.twilio.com"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
# What the library raises for a success of another form than it knows.
GARBLED = (TwilioException, KeyError, TypeError, ValueError, AttributeError)

_HOSTS = re.compile(r"https://[a-z0-9.-]+\.twilio\.com(?=/|$)")


class Refused(Exception):
    """Twilio answered no: the HTTP status, its own code if it gave one, and how long to wait if it said so."""

    def __init__(self, status: int, code: int | None, after: timedelta | None) -> None:
        super().__init__(f"HTTP {status}" + (f", code {code}" if code else ""))
        self.status = status
        self.code = code
        self.after = after


class Http(AsyncTwilioHttpClient):
    """The transport of one account. Raises Refused for an answer that is no success, wire.Cut for none."""

    def __init__(self, api_url: str = ORIGIN, timeout: timedelta = CALL) -> None:
        super().__init__(pool_connections=False)
        self._origin = api_url.rstrip("/")
        self._wire = Wire(timeout)
        self._heads: dict[str, Mapping[str, str]] = {}

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
        allow_redirects: bool = False,
    ) -> Response:
        """One call, at most as long as this transport was built for; the library's own limits are not used."""
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = "Basic " + b64encode(":".join(auth).encode()).decode()
        body = _encode(data or {}, sent.get("Content-Type", ""))
        return _accept(await self._wire.call(method, self._place(url), params=params, headers=sent, data=body))

    async def create_message(self, account: str, token: str, fields: Mapping[str, object]) -> Mapping[str, Any]:
        """Create a message; what Twilio's record of it says. The library's own way costs as much again as the call.

        https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
        """
        if account not in self._heads:
            basic = b64encode(f"{account}:{token}".encode()).decode()
            self._heads[account] = {
                "Authorization": f"Basic {basic}",
                "Content-Type": FORM,
                "Accept": "application/json",
            }
        url = self._place(f"{ORIGIN}/2010-04-01/Accounts/{account}/Messages.json")
        return _said(await self._wire.call("POST", url, headers=self._heads[account], data=_encode(fields, FORM)))

    async def close(self) -> None:
        """Give back the connections."""
        await self._wire.close()

    def _place(self, url: str) -> str:
        """Every host of Twilio (api, messaging, content) stands at the one origin when another is set."""
        return url if self._origin == ORIGIN else _HOSTS.sub(self._origin, url, count=1)


def _encode(data: Mapping[str, object], content_type: str) -> bytes | None:
    """A form with repeated keys for lists, or JSON where the library asks for it."""
    if content_type == JSON:
        return json.dumps(data).encode()
    return urlencode(data, doseq=True, errors="replace").encode() if data else None


def _accept(reply: Reply) -> Response:
    _said(reply)
    return Response(reply.status, reply.body.decode("utf-8", "replace"), reply.headers)


def _said(reply: Reply) -> Mapping[str, Any]:
    if reply.status >= 300:
        raise Refused(reply.status, _code(reply.body), reply.after)
    said = _json(reply.body)
    if not isinstance(said, dict):
        raise Cut("an answer that is no JSON object", written=True)
    return said


def _code(body: bytes) -> int | None:
    said: Any = _json(body)
    code = said.get("code") if isinstance(said, dict) else None
    return code if isinstance(code, int) else None


def _json(body: bytes) -> object:
    try:
        return json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return None
