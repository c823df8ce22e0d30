"""Guessing is slowed down, a runaway key too, and nobody else is kept waiting."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.config import Settings
from bot.web.guess_throttle import WRONG
from bot.web_application import build_application
from handlers.actions.api_keys import create_key
from handlers.api.api_rate_limits import RATES
from handlers.api.routes import MAKE_INVITE
from tests.bot.commands.test_keys import Watch
from tests.bot.installed import TELEGRAM, apply, installed
from tests.conftest import START

ATTACKER, NEIGHBOUR, CUSTOMER = "8.8.8.8", "8.8.4.4", "9.9.9.9"


@dataclass(frozen=True, slots=True)
class Door:
    """The service behind a proxy that is trusted."""

    client: TestClient[web.Request, web.Application]
    key: str

    async def ask(self, path: str, caller: str | None = ATTACKER, key: str = "") -> tuple[int, str | None]:
        headers = {"X-Forwarded-For": caller} if caller else {}
        headers |= {"Authorization": f"Bearer {key}"} if key else {}
        async with self.client.get(path, headers=headers, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Retry-After")

    async def guess(self, path: str) -> tuple[int, str | None]:
        """Ask by the first method that the path has, with a wrong key."""
        headers = {"X-Forwarded-For": ATTACKER, "Authorization": "Bearer pk_tiger_guessed"}
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            async with self.client.request(method, path, headers=headers, json={}) as answer:
                if answer.status != 405:
                    return answer.status, answer.headers.get("Retry-After")
        return 405, None

    async def rate(self, path: str) -> tuple[str, ...]:
        """How often the key may ask at once, how often still, and in how many seconds at once again."""
        call = self.client.post if path == "/api/v1/invites" else self.client.get
        async with call(path, headers={"Authorization": f"Bearer {self.key}"}) as answer:
            return tuple(answer.headers[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset"))

    async def invite(self, channel: str = "telegram") -> tuple[int, str | None]:
        shown = {"source": "site", "text": "Yes", "programme": "offers"}
        headers = {"Authorization": f"Bearer {self.key}"}
        told = {"channel": channel, "consent": shown}
        async with self.client.post("/api/v1/invites", json=told, headers=headers) as answer:
            return answer.status, answer.headers.get("Retry-After")


@pytest.fixture
def watch() -> Watch:
    return Watch(START)


@pytest.fixture
async def door(database: str, watch: Watch) -> AsyncIterator[Door]:
    settings = Settings(database_url=database, trusted_proxies=(ip_network("127.0.0.0/8"),))
    async with installed(settings, watch) as service:
        await apply(service, TELEGRAM)
        store, vault = service.turns.store, service.vault
        scopes = ("events", "read")
        key = await store.write("tiger", lambda unit: create_key(unit, scopes, START, vault))
        async with TestClient(TestServer(build_application(service))) as client:
            yield Door(client, key)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/l/abcdefg", 404),
        (f"/track/{'a' * 22}", 404),
        (f"/page/login/tiger.{'a' * 43}", 404),
        ("/api/v1/messages", 401),
    ],
)
async def test_who_guesses_is_told_to_come_back(door: Door, watch: Watch, path: str, status: int) -> None:
    key = "pk_tiger_guessed"
    assert [await door.ask(path, key=key) for _ in range(WRONG.burst)] == [(status, None)] * WRONG.burst
    assert await door.ask(path, key=key) == (429, "2")
    assert await door.ask(path, NEIGHBOUR, key) == (status, None)
    watch.passed += timedelta(seconds=2)
    assert [(await door.ask(path, key=key))[0] for _ in range(2)] == [status, 429]


async def test_guesses_of_a_key_share_one_counter_at_every_path_that_takes_one(door: Door) -> None:
    resources = door.client.app.router.resources()
    paths = {one.canonical for one in resources if one.canonical.startswith("/api/")}
    paths -= {"/api/docs", "/api/openapi.json"}
    filled = sorted(re.sub(r"{[^}]*}", "abc", path) for path in paths)
    assert {"/api/v1/messages", "/api/customers", "/api/segments"} <= set(filled)
    statuses = [(await door.guess(path))[0] for path in filled * (WRONG.burst // len(filled) + 1)]
    assert statuses[: WRONG.burst] == [401] * WRONG.burst
    late = {path: (await door.guess(path))[0] for path in filled}
    assert set(late.values()) == {429}, late


async def test_a_key_that_is_known_is_never_kept_waiting(door: Door) -> None:
    assert await door.ask("/api/v1/messages", key=door.key) == (200, None)
    for _ in range(WRONG.burst):
        await door.ask("/api/v1/messages", key="pk_tiger_guessed")
    assert await door.ask("/api/v1/messages", key="pk_tiger_guessed") == (429, "2")
    assert await door.ask("/api/v1/messages", key=door.key) == (200, None)


@pytest.mark.parametrize("caller", [None, "10.0.0.7"], ids=["this machine", "a private network"])
async def test_who_cannot_be_told_apart_is_not_counted(door: Door, caller: str | None) -> None:
    found = {await door.ask("/l/abcdefg", caller) for _ in range(WRONG.burst + 5)}
    assert found == {(404, None)}


async def test_a_network_of_one_subscriber_is_one_caller(door: Door) -> None:
    for number in range(WRONG.burst):
        await door.ask("/l/abcdefg", f"2a00:1450:4001:80b::{number + 1:x}")
    assert await door.ask("/l/abcdefg", "2a00:1450:4001:80b::ffff") == (429, "2")
    assert await door.ask("/l/abcdefg", "2a00:1450:4001:80c::1") == (404, None)


async def test_an_answer_says_how_often_the_key_may_still_ask(door: Door, watch: Watch) -> None:
    assert [await door.rate("/api/v1/messages") for _ in range(2)] == [("5000", "4999", "1"), ("5000", "4998", "1")]
    watch.passed += timedelta(seconds=1)
    assert await door.rate("/api/v1/messages") == ("5000", "4999", "1")


async def test_a_key_makes_so_many_invites(door: Door, watch: Watch) -> None:
    rate = RATES[MAKE_INVITE]
    assert await door.invite() == (201, None)
    for _ in range(rate.burst - 1):
        assert await door.invite("pigeon") == (422, None)  # counts as well
    assert await door.invite() == (429, "1")
    assert await door.rate("/api/v1/invites") == (str(rate.burst), "0", "60"), "of two limits the one that was reached"
    assert await door.ask("/api/v1/messages", CUSTOMER, door.key) == (200, None)
