"""Twilio's own client over our connections, for everything but sending; loaded at first use.

Its transport ignores the time-out it is built with, drops Retry-After and prints texts and numbers in its debug log, so
it is replaced by ours.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlencode

from twilio.base.exceptions import TwilioException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010 import V2010  # noqa: F401 - else loaded by the first question, on the loop

from bot.channels.provider_http import ConnectionCut, describe_unreached
from bot.channels.twilio import twilio_http
from bot.channels.twilio.twilio_codes import advise
from bot.channels.twilio.twilio_http import Http, TwilioRefused

JSON = "application/json"
# What the library raises for a success of another form than it knows.
GARBLED = (TwilioException, *twilio_http.GARBLED)
FAILURES = (TwilioRefused, ConnectionCut, *GARBLED)


def open_client(account: str, token: str, calls: Http) -> Client:
    """Return the client of one account. Errors of ``calls`` pass through; the region is not read from the
    environment."""
    return Client(account, token, http_client=_Transport(calls), environment={"TWILIO_EDGE": ""})


def explain(error: Exception, origin: str) -> str:
    """Format a failed request for ``doctor``; ``origin`` is the address that was called.

    Raises the error itself if it is not one of Twilio's.
    """
    match error:
        case TwilioRefused():
            return f"Twilio answered {error}: {advise(error.code) or 'see the Twilio console'}"
        case ConnectionCut(written=True):
            return f"Twilio gave no answer: {error}"
        case ConnectionCut():
            return describe_unreached("Twilio", origin, "PARLEY_TWILIO_API_URL", str(error))
        case _ if isinstance(error, GARBLED):
            return f"Twilio's answer cannot be read: {type(error).__name__}"
    raise error


class _Transport(AsyncTwilioHttpClient):
    def __init__(self, calls: Http) -> None:
        super().__init__(pool_connections=False)
        self._calls = calls

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
        """Perform one call; the library's own limits are not used."""
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = "Basic " + b64encode(":".join(auth).encode()).decode()
        body = _encode(data or {}, sent.get("Content-Type", ""))
        reply = await self._calls.call(method, url, params=params, headers=sent, data=body)
        return Response(reply.status, reply.body.decode("utf-8", "replace"), reply.headers)


def _encode(data: Mapping[str, object], content_type: str) -> bytes | None:
    """Return a form with repeated keys for lists, or JSON where the library asks for it."""
    if content_type == JSON:
        return json.dumps(data).encode()
    return urlencode(data, doseq=True, errors="replace").encode() if data else None
