"""Short links from a stranger's side: each visit costs little, none is guessed, and none leads on for ever."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from ipaddress import ip_network

import pytest
from aiohttp import ClientSession
from sqlalchemy import func, select

from bot.web.guess_throttle import WRONG
from bot.web.link_visitors import MOST_MISSES
from bot.web.short_link_routes import LASTS
from handlers.engine.turn import Turn
from storage.schema import clicks, events
from storage.sending.short_links import EXAMPLE
from tests.delivery.house import House, open_house

PERSON = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"}
ROBOT = {"User-Agent": "WhatsApp/2.24"}
MINUTE = timedelta(minutes=1)
# Of a network that is nobody's any more, RFC 7526. Those for documentation count as private, which one guard lets pass.
ELSEWHERE, NEIGHBOUR = "192.88.99.7", "192.88.99.8"
INSIDE, BESIDE = "10.0.0.7", "10.0.0.8"


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """Behind a proxy of this machine that it trusts."""
    trusted = {"trusted_proxies": (ip_network("127.0.0.1/32"),)}
    async with open_house(database, whole=True, origins=trusted) as opened:
        yield opened


async def link(house: House) -> str:
    """The path of one that somebody was sent."""
    found = re.search(r"/l/\w+", (await house.remind()).text or "")
    assert found is not None
    return found[0]


async def test_the_link_of_an_example_says_so(house: House) -> None:
    """An owner who tries a reminder on themselves taps it."""
    async with ClientSession() as session, session.get(f"{house.url}/l/{EXAMPLE}", headers=PERSON) as answer:
        assert (answer.status, (await answer.text())[:34]) == (200, "This is the link of an example. In")


async def visit(house: House, path: str, times: int = 1, headers: Mapping[str, str] = PERSON) -> list[int]:
    async with ClientSession() as session:
        found = []
        for _ in range(times):
            async with session.get(house.url + path, headers=headers, allow_redirects=False) as answer:
                found.append(answer.status)
        return found


async def rows(house: House) -> tuple[int, int]:
    """Events of links, and clicks."""

    async def count(turn: Turn) -> tuple[int, int]:
        told = select(func.count()).select_from(events).where(events.c.source == "link")
        return (await turn.unit.value(told), await turn.unit.value(select(func.count()).select_from(clicks)))

    await house.settle()
    return await house.act(count)


async def test_a_link_that_is_called_on_and_on_is_one_click_a_minute(house: House) -> None:
    path = await link(house)
    assert set(await visit(house, path, 50)) == {302}
    assert await rows(house) == (1, 1)
    assert set(await visit(house, path, 50, ROBOT)) == {302}
    assert await rows(house) == (2, 2)
    house.clock.push(MINUTE, MINUTE)
    await visit(house, path, 5)
    assert await rows(house) == (3, 3)


@pytest.mark.parametrize("name", ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"])
async def test_a_page_that_a_browser_loads_ahead_is_no_click_of_a_person(house: House, name: str) -> None:
    path = await link(house)
    assert await visit(house, path, headers={**PERSON, name: "prefetch"}) == [302]
    assert await rows(house) == (1, 1)
    persons = select(func.count()).select_from(clicks).where(clicks.c.robot.is_(False))
    assert await house.act(lambda turn: turn.unit.value(persons)) == 0


@pytest.mark.parametrize(
    ("guesser", "neighbour", "most"),
    [
        pytest.param(ELSEWHERE, NEIGHBOUR, WRONG.burst, id="from anywhere"),
        pytest.param(INSIDE, BESIDE, MOST_MISSES, id="from a private network"),
    ],
)
async def test_nobody_finds_a_link_by_trying(house: House, guesser: str, neighbour: str, most: int) -> None:
    path, told = await link(house), {**PERSON, "X-Forwarded-For": guesser}
    tried = await visit(house, "/l/abcdefg", most + 5, told)
    assert tried == [404] * most + [429] * 5
    assert await visit(house, path, 1, told) == [429], "nor is it told that one is right"
    assert await visit(house, path, 1, {**PERSON, "X-Forwarded-For": neighbour}) == [302]
    house.clock.push(MINUTE, MINUTE)
    assert await visit(house, path, 1, told) == [302]


@pytest.mark.parametrize(
    ("site", "most"),
    [
        pytest.param("3ffe:1:1", WRONG.burst, id="from anywhere"),  # nobody's any more either, RFC 3701
        pytest.param("2001:db8:1", MOST_MISSES, id="from a private network"),
    ],
)
async def test_a_household_is_one_place_whatever_its_addresses(house: House, site: str, most: int) -> None:
    for number in range(most):
        await visit(house, "/l/abcdefg", 1, {**PERSON, "X-Forwarded-For": f"{site}:2::{number:x}"})
    assert await visit(house, "/l/abcdefg", 1, {**PERSON, "X-Forwarded-For": f"{site}:2:ffff::1"}) == [429]
    assert await visit(house, "/l/abcdefg", 1, {**PERSON, "X-Forwarded-For": f"{site}:3::1"}) == [404]


async def test_behind_a_proxy_that_nobody_named_nobody_is_kept_out(database: str) -> None:
    """All who come seem to be the proxy."""
    async with open_house(database, whole=True) as house:
        path, told = await link(house), {**PERSON, "X-Forwarded-For": ELSEWHERE}
        assert set(await visit(house, "/l/abcdefg", MOST_MISSES + 5, told)) == {404}
        assert await visit(house, path, 1, told) == [302]


async def test_a_link_ends(house: House) -> None:
    path = await link(house)
    house.clock.push(LASTS - MINUTE * 60)
    assert await visit(house, path) == [302]
    house.clock.push(MINUTE * 60)
    assert await visit(house, path) == [404]
