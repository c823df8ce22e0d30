"""Who is calling, behind proxies that may be trusted and headers that may be made up."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bot.proxies import Proxies, is_local
from tests.cases import each

TRUSTED = Proxies((ip_network("10.0.0.0/8"), ip_network("::1/128")))


def asked(remote: str, *forwarded: str, **headers: str) -> web.Request:
    given = CIMultiDict([("X-Forwarded-For", one) for one in forwarded])
    given.extend({name.replace("_", "-"): value for name, value in headers.items()})
    request: web.Request = make_mocked_request("GET", "/metrics", headers=given).clone(remote=remote)
    return request


@each(
    ("remote", "forwarded", "client"),
    [
        pytest.param("203.0.113.7", (), "203.0.113.7", id="nobody between"),
        pytest.param("203.0.113.7", ("198.51.100.1",), "203.0.113.7", id="a stranger's header is not believed"),
        pytest.param("10.0.0.1", (), "10.0.0.1", id="the proxy itself"),
        pytest.param("10.0.0.1", ("198.51.100.1",), "198.51.100.1", id="one proxy"),
        pytest.param("10.0.0.1", ("198.51.100.1, 10.9.9.9",), "198.51.100.1", id="two proxies"),
        pytest.param("10.0.0.1", ("198.51.100.1", "10.9.9.9"), "198.51.100.1", id="in two headers"),
        pytest.param("10.0.0.1", ("127.0.0.1, 198.51.100.1",), "198.51.100.1", id="what the caller made up"),
        pytest.param("10.0.0.1", ("10.1.1.1, 10.2.2.2",), "10.1.1.1", id="all trusted"),
        pytest.param("10.0.0.1", ("198.51.100.1, nonsense",), None, id="cannot be told"),
        pytest.param("10.0.0.1", (" , ",), "10.0.0.1", id="an empty header"),
        pytest.param("::1", ("[2001:db8::7]:4711",), "2001:db8::7", id="IPv6 with a port"),
        pytest.param("::1", ("198.51.100.1:4711",), "198.51.100.1", id="with a port"),
        pytest.param("::ffff:10.0.0.1", ("198.51.100.1",), "198.51.100.1", id="IPv4 inside IPv6"),
        pytest.param("", ("198.51.100.1",), None, id="a socket without an address"),
    ],
)
def test_client(remote: str, forwarded: tuple[str, ...], client: str | None) -> None:
    found = TRUSTED.client(asked(remote, *forwarded))
    assert (str(found) if found else None) == client


@each(
    ("remote", "headers", "local"),
    [
        pytest.param("127.0.0.1", {}, True, id="loopback"),
        pytest.param("::1", {}, True, id="loopback of IPv6"),
        pytest.param("::ffff:127.0.0.1", {}, True, id="loopback of both"),
        pytest.param("203.0.113.7", {}, False, id="elsewhere"),
        pytest.param("203.0.113.7", {"X_Forwarded_For": "127.0.0.1"}, False, id="elsewhere, pretending"),
        pytest.param("127.0.0.1", {"X_Forwarded_For": "203.0.113.7"}, False, id="through a proxy"),
        pytest.param("127.0.0.1", {"X_Forwarded_For": "127.0.0.1"}, False, id="through a proxy, pretending"),
        pytest.param("127.0.0.1", {"Forwarded": "for=203.0.113.7"}, False, id="through a proxy of the standard"),
        pytest.param("127.0.0.1", {"X_Real_IP": "203.0.113.7"}, False, id="through nginx"),
        pytest.param("", {}, False, id="nobody knows"),
    ],
)
def test_is_local(remote: str, headers: dict[str, str], local: bool) -> None:
    assert is_local(asked(remote, **headers)) is local


@pytest.mark.parametrize(
    ("remote", "base"),
    [
        pytest.param("10.0.0.1", "https://go.tigertees.example", id="a proxy tells what was called"),
        pytest.param("203.0.113.7", "http://10.0.0.9:8080", id="a stranger's header is not believed"),
    ],
)
def test_base(remote: str, base: str) -> None:
    told = {"Host": "10.0.0.9:8080", "X_Forwarded_Proto": "https", "X_Forwarded_Host": "go.tigertees.example"}
    assert TRUSTED.base(asked(remote, **told)) == base
