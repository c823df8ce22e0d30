"""An offer's link is opened without reaching a private address, also behind a redirect."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import ClientSession, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.returns.link_probe import PublicResolver, follow
from flows.delivery import Failure


class Names(AbstractResolver):
    """A resolver of names that a test sets."""

    def __init__(self, **names: str) -> None:
        self.names = names
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        address = self.names[host.partition(".")[0]]
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


class Answered:
    """A site's answer."""

    def __init__(self, status: int, headers: dict[str, str]) -> None:
        self.status, self.headers = status, headers

    async def __aenter__(self) -> Answered:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


class Sites:
    """A session in which each URL redirects as a test sets, and no socket is opened."""

    def __init__(self, leads: Callable[[str], str]) -> None:
        self.leads, self.opened = leads, list[str]()

    def get(self, url: str, *, allow_redirects: bool) -> Answered:
        assert not allow_redirects
        self.opened.append(url)
        target = self.leads(url)
        return Answered(302 if target else 200, {"Location": target} if target else {})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "192.168.0.9",
        "::1",
        "fd00::1",
        "100.64.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
async def test_a_name_with_a_private_address_is_refused_before_anything_is_sent(address: str) -> None:
    names = Names(boots=address)
    async with ClientSession(connector=TCPConnector(resolver=PublicResolver(names))) as session:
        answer = await follow(session, "https://boots.example/sale")
    assert names.asked == ["boots.example"]
    assert (answer.failure, answer.code) == (Failure.ALERT, "offer_link_private")


_HOPS: dict[str, tuple[dict[str, str], Any, Any]] = {
    "no redirect": ({}, None, ["https://boots.example/a"]),
    "to another page": ({"/a": "/b"}, None, ["https://boots.example/a", "https://boots.example/b"]),
    "to a private address": ({"/a": "https://10.0.0.1/"}, "offer_link_private", None),
    "to http": ({"/a": "http://boots.example/"}, "offer_link_malformed", None),
    "to a program": ({"/a": "javascript:alert(1)"}, "offer_link_malformed", None),
    "in a ring": ({"/a": "/b", "/b": "/a"}, "offer_link_redirects", None),
}


@pytest.mark.parametrize("name", _HOPS)
async def test_each_hop_is_checked(name: str) -> None:
    hops, code, visited = _HOPS[name]
    sites = Sites(lambda url: hops.get(url.removeprefix("https://boots.example"), ""))
    answer = await follow(sites, "https://boots.example/a")  # type: ignore[arg-type]
    assert answer.code == code
    assert visited is None or list((answer.values or {}).values()) == visited
    assert len(sites.opened) <= 4


async def test_a_site_that_does_not_answer_is_tried_again() -> None:
    async with ClientSession(connector=TCPConnector(resolver=PublicResolver(Names()))) as session:
        answer = await follow(session, "not a link")
        assert answer.code == "offer_link_malformed"

    class Down(Names):
        async def resolve(self, *_: Any, **__: Any) -> list[ResolveResult]:
            raise OSError("no such name")

    async with ClientSession(connector=TCPConnector(resolver=PublicResolver(Down()))) as session:
        answer = await follow(session, "https://boots.example/")
    assert (answer.failure, answer.code) == (Failure.RETRY, "offer_link_unreachable")
