"""The opening of an offer's link: every address on its way is public, and it redirects at most three times.

Names are resolved by the connection itself, and only the addresses that were checked are used: a name that has another
address a moment later gains nothing. Nothing is read of the page, and it gets no credentials.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

from flows.delivery import Answer, Failure
from handlers.returns.link_guard import LinkFault, is_private, read_host

if TYPE_CHECKING:
    from bot.vendor_accounts import VendorAccounts
    from handlers.calls.call_lifecycle import CallRequest

MOST_REDIRECTS = 3
_TIMEOUT = ClientTimeout(total=5)
_HEADERS = {"User-Agent": "Parley link check", "Accept": "text/html,*/*"}


class PrivateAddress(OSError):
    """A name that leads to an address which is not of the public internet."""


class PublicResolver(AbstractResolver):
    """A resolver that returns public addresses only."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name. Raises PrivateAddress if one of them is private."""
        found = await self._inner.resolve(host, port, family)
        if any(is_private(one["host"].partition("%")[0]) for one in found):
            raise PrivateAddress(f"{host} is private")
        return found

    async def close(self) -> None:
        """Close the inner resolver."""
        await self._inner.close()


async def probe(accounts: VendorAccounts, _business: str, _provider: str, request: CallRequest) -> Answer:
    """Open a link; a sandbox opens none."""
    url = str(request.values["url"])
    if accounts.in_sandbox:
        return Answer(values={"0": url})
    connector = TCPConnector(resolver=PublicResolver(DefaultResolver()), force_close=True)
    async with ClientSession(connector=connector, timeout=_TIMEOUT, headers=_HEADERS) as session:
        return await follow(session, url)


async def follow(session: ClientSession, url: str) -> Answer:
    """Follow a link's redirects. Return the visited URLs by their number, or the fault as the answer's code."""
    visited: dict[str, str | int] = {}
    try:
        while len(visited) <= MOST_REDIRECTS:
            host = read_host(url)
            if host is None or is_private(host):
                return _refuse(LinkFault.MALFORMED if host is None else LinkFault.PRIVATE)
            visited[str(len(visited))] = url
            async with session.get(url, allow_redirects=False) as answer:
                target = answer.headers.get("Location", "") if 300 <= answer.status < 400 else ""
            if not target:
                return Answer(values=visited)
            url = urljoin(url, target)
    except (ClientError, TimeoutError, OSError, ValueError) as error:
        if _is_private(error):
            return _refuse(LinkFault.PRIVATE)
        return Answer(failure=Failure.RETRY, code=LinkFault.UNREACHABLE, detail=type(error).__name__)
    return _refuse(LinkFault.REDIRECTS)


def _refuse(fault: LinkFault) -> Answer:
    return Answer(failure=Failure.ALERT, code=fault.value)


def _is_private(error: BaseException | None) -> bool:
    """Return True if a private address is behind an error of the connection."""
    inner = getattr(error, "os_error", None) or getattr(error, "__cause__", None)
    return isinstance(error, PrivateAddress) or (inner is not None and inner is not error and _is_private(inner))
