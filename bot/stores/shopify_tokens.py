"""The access token of Shopify's Admin API: a permanent one, or temporary ones for an app's client ID and secret.

Apps made in the Dev Dashboard, as all are since January 2026, get tokens that end after 24 hours:
https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from bot.channels.provider_http import ConnectionCut, ProviderReply, Wire
from flows.delivery import Answer, Failure
from handlers.engine.checked_fields import Wrong, parse_document

_BEFORE_THE_END = 300.0  # seconds before a token ends another one is asked for
_WITHIN = timedelta(seconds=5)
_BUSY = frozenset({429, 430})


class Token(Protocol):
    """A shop's access token."""

    async def get(self, wire: Wire) -> str | Answer:
        """Return the currently valid token, or why there is none."""

    def can_replace(self, token: str) -> bool:
        """Return True if another token can be requested after Shopify refused this one."""


class Lasting:
    """A permanent token, which Shopify showed once."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get(self, _wire: Wire) -> str | Answer:
        """Return the token."""
        return self._token

    def can_replace(self, _token: str) -> bool:
        """Return False, as there is no other token."""
        return False


class Renewed:
    """Temporary tokens for the app's ``client`` ID and ``secret``, each cached until shortly before it ends."""

    def __init__(self, origin: str, client: str, secret: str, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._url = f"{origin.rstrip('/')}/admin/oauth/access_token"
        self._form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
        self._elapsed = elapsed
        self._asking = asyncio.Lock()
        self._token, self._ends = "", 0.0

    async def get(self, wire: Wire) -> str | Answer:
        """Return the token; callers during a request for one wait for its result."""
        async with self._asking:
            if self._token and self._elapsed() < self._ends - _BEFORE_THE_END:
                return self._token
            began = self._elapsed()
            try:
                reply = await wire.call("POST", self._url, timeout=_WITHIN, data=self._form)
            except ConnectionCut as cut:
                return Answer(failure=Failure.RETRY, detail=f"no token from Shopify: {cut}")
            return self._take_token(reply, began)

    def can_replace(self, token: str) -> bool:
        """Return True, as another token can be requested."""
        if token == self._token:
            self._token = ""
        return True

    def _take_token(self, reply: ProviderReply, began: float) -> str | Answer:
        if reply.status != 200:
            return _report_no_token(reply.status)
        try:
            told = parse_document(reply.body)
            token, seconds = told["access_token"].text(200), told["expires_in"].number()
            if not token or seconds is None:
                raise told["access_token"].make_error("is missing")
        except Wrong as wrong:
            return Answer(failure=Failure.RETRY, detail=f"Shopify's token was not understood: {wrong}")
        self._token, self._ends = token, began + float(seconds)
        return token


def _report_no_token(status: int) -> Answer:
    if status in _BUSY or status >= 500:
        return Answer(failure=Failure.RETRY, code=str(status), detail=f"Shopify gave no token and answered {status}")
    detail = (
        f"Shopify gave no token and answered {status}: is the app installed in the shop, are client_id and "
        "webhook_secret (its client secret) of that app, and are both in the same organization?"
    )
    return Answer(failure=Failure.SENDER, code=str(status), detail=detail)
