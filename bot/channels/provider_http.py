"""HTTP to a provider: one pooled session, one call at a time, and whether a failed call may have reached the
provider."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.thread_pools import NAMES

CALL = timedelta(seconds=10)
SEND = timedelta(seconds=7)  # a channel's: an answer to STOP waits for it (bot/stop_wait.py)
_PART = 64 * 1024  # bytes of a file that are read at once
_PARTIAL = 206  # https://www.rfc-editor.org/rfc/rfc9110#section-15.3.7
_POURED = ClientTimeout(total=None, connect=10.0, sock_read=30.0)  # of a file of any size, until nothing more comes
_LONGEST_AFTER = 20  # digits of a Retry-After that is meant
# Errors before a connection, so that no part of the request was written. Other errors may come after that.
_BEFORE = (ClientConnectorError, ConnectionTimeoutError, InvalidURL)
_NUMBERS = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


@dataclass(frozen=True, slots=True)
class ProviderReply:
    """A provider's answer; header names are case-insensitive."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def after(self) -> timedelta | None:
        """Return ``Retry-After``, given in seconds; our providers do not use its other form, a date (RFC 9110,
        10.2.3)."""
        given = self.headers.get("retry-after", "").strip()
        return (
            timedelta(seconds=min(int(given), 86_400))
            if given.isascii() and given.isdigit() and len(given) < _LONGEST_AFTER
            else None
        )


class TooLarge(Exception):
    """The file is larger than the limit, as announced or as received; the rest was not read."""


class ConnectionCut(Exception):
    """The answer was incomplete or missing. ``written`` is True if the provider may have the request, False if it
    cannot.

    The text names only the kind of error, because addresses may hold a token, and bodies hold personal data.
    """

    def __init__(self, kind: str, *, written: bool) -> None:
        super().__init__(f"{kind}, {'after' if written else 'before'} the request was written")
        self.written = written


def describe_unreached(who: str, origin: str, setting: str, reason: str) -> str:
    """Format the error for a provider that cannot be reached; its credentials were not checked."""
    return (
        f"{who} cannot be reached at {origin}: check that this machine may connect there, "
        f"and that {setting} is right if it is set ({reason})"
    )


class Wire:
    """A pool of connections, opened at the first call, so that it may be built before the event loop runs.

    It has no limit of its own: callers limit their concurrent calls (bot/in_flight_batches.py). A call that waited here
    for a connection would time out without having been tried.
    """

    def __init__(self, timeout: timedelta = CALL) -> None:
        self._timeout = timeout
        self._session: ClientSession | None = None

    @property
    def timeout(self) -> timedelta:
        """Return the maximum total time of one call, including the wait for a connection."""
        return self._timeout

    async def call(self, method: str, url: str, *, timeout: timedelta | None = None, **request: Any) -> ProviderReply:  # noqa: ASYNC109 - handed to aiohttp, which tells how far a call came
        """Call once; redirects are not followed but returned. ``request`` is passed to aiohttp (json, data, params,
        headers).

        Raises ConnectionCut if no complete answer came within ``timeout`` (10 s by default).
        """
        try:
            place = _place(url)
        except ValueError:
            raise ConnectionCut("an invalid address", written=False) from None
        try:
            async with self._open().request(
                method, place, timeout=_limit(timeout or self._timeout), allow_redirects=False, **request
            ) as answer:
                return ProviderReply(answer.status, answer.headers, await answer.read())
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise ConnectionCut(type(error).__name__, written=not isinstance(error, _BEFORE)) from None

    async def download(self, url: str, most: int, headers: Mapping[str, str] | None = None) -> ProviderReply:
        """Download a file of at most ``most`` bytes; redirects are not followed but returned. Raises ConnectionCut,
        TooLarge.

        It never reads more than that, even if less is announced. Compressed answers are refused, as they could expand.
        """
        try:
            place = URL(url, encoded=True)  # to the letter: a signature may be over it
        except ValueError:
            raise ConnectionCut("an invalid address", written=False) from None
        asked = {"Accept-Encoding": "identity", **(headers or {})}
        try:
            async with self._open().get(
                place, headers=asked, timeout=_limit(self._timeout), allow_redirects=False
            ) as answer:
                if answer.headers.get("Content-Encoding", "identity") != "identity":
                    raise ValueError("a packed answer")
                body = bytearray()
                if answer.status < 300:
                    async for part in answer.content.iter_chunked(_PART):
                        body += part
                        if len(body) > most:
                            answer.close()
                            raise TooLarge
                return ProviderReply(answer.status, answer.headers, bytes(body))
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise ConnectionCut(type(error).__name__, written=not isinstance(error, _BEFORE)) from None

    async def pour(self, url: str, write: Callable[[bytes, int], None], at: int = 0) -> ProviderReply:
        """Download a file of any size from byte ``at`` on; ``write`` gets each part as it comes, with its position.

        A server may send the whole file, from 0. Redirects are not followed but returned; only a file is written.
        Raises ConnectionCut if the data end early; the parts until then stay written.
        """
        try:
            place = URL(url, encoded=True)  # to the letter: a signature is over it
        except ValueError:
            raise ConnectionCut("an invalid address", written=False) from None
        asked = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={at}-"} if at else {})
        try:
            async with self._open().get(place, headers=asked, timeout=_POURED, allow_redirects=False) as answer:
                if answer.headers.get("Content-Encoding", "identity") != "identity":
                    raise ValueError("a packed answer")
                here = at if answer.status == _PARTIAL else 0
                if answer.status < 300:
                    async for part in answer.content.iter_chunked(_PART):
                        write(part, here)
                        here += len(part)
                return ProviderReply(answer.status, answer.headers, b"")
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise ConnectionCut(type(error).__name__, written=not isinstance(error, _BEFORE)) from None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> ClientSession:
        if self._session is None:
            # No provider of ours needs cookies, and one account's would go along with the next one's call.
            self._session = ClientSession(
                connector=TCPConnector(limit=0, resolver=Names()), cookie_jar=DummyCookieJar()
            )
        return self._session


@lru_cache(maxsize=8)
def _limit(timeout: timedelta) -> ClientTimeout:
    total = timeout.total_seconds()
    return ClientTimeout(
        total=total,
        connect=total / 2,  # so that a time-out tells which of the two it was
        ceil_threshold=2 * total,  # aiohttp would add up to a second to long ones
    )


@lru_cache(maxsize=64)
def _place(url: str) -> URL:
    """Return the parsed URL, cached for frequent ones."""
    return URL(url)


class Names(AbstractResolver):
    """The system's resolver, where concurrent requests for one name share a single query."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises OSError."""
        found = await NAMES.run(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        return [
            ResolveResult(hostname=host, host=_numeric(address), port=port, family=kind, proto=proto, flags=_NUMBERS)
            for kind, _, proto, _, address in found
        ]

    async def close(self) -> None:
        """Do nothing, as the threads are shared."""


def _numeric(address: tuple[object, ...]) -> str:
    """Return the address with its zone, as a link-local IPv6 address needs it."""
    zone = address[3] if len(address) > 3 else 0
    return f"{address[0]}%{zone}" if zone else str(address[0])
