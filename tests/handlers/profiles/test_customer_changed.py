"""``PUT`` and ``DELETE /api/customers/{id}``, and tags."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from multidict import CIMultiDict

from handlers.engine.turn import Turn
from handlers.profiles.api.customer_resource import FIELDS
from handlers.profiles.api.customer_update import MOST_TAGS, WRITABLE
from storage.people.people import Identity
from storage.schema import orders
from storage.unit import Unit
from tests.cases import each
from tests.handlers.api.conftest import Rig, bearer
from tests.handlers.profiles.conftest import DANA, TIGER, Shop
from tests.sourced import NOOR, SOUVENIRS, Souvenirs

RICH_DANA = {**DANA, "locale": "en-US", "birthday": "1990-05-04", "region": "AL", "timezone": "America/Chicago"}


@pytest.fixture
async def path(shop: Shop) -> str:
    """Where Dana is."""
    await shop.tell("customer.updated", {"customer": RICH_DANA, "tags": ["wholesale"], "acquired_from": "instagram"})
    return f"/api/customers/{await shop.id_of(DANA)}"


async def test_what_get_gave_is_taken_back_and_changes_nothing(shop: Shop, path: str) -> None:
    before = await shop.ask("GET", path)
    after = await shop.ask("PUT", path, before.body, If_Match=before.headers["ETag"])
    assert (after.status, after.body, after.headers["ETag"]) == (200, before.body, before.headers["ETag"])
    assert before.body["birthday"] == "1990-05-04"


CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a name": ({"name": "Dana  Lopez"}, {"name": "Dana Lopez"}),
    "no name": ({"name": None}, {"name": None}),
    "a birthday without a year": ({"birthday": "--12-31"}, {"birthday": "--12-31"}),
    "no birthday": ({"birthday": None}, {"birthday": None}),
    "where from": ({"acquired_from": "fair"}, {"acquired_from": "fair"}),
    "tags": ({"tags": ["VIP", "vip", "Paris"]}, {"tags": ["Paris", "vip"]}),
    "a tag with a letter that is not seen": ({"tags": ["ne\u200bw"]}, {"tags": ["new"]}),
    "a name as long as one may be": ({"name": "x" * 200}, {"name": "x" * 200}),
    "a blank name": ({"name": "  "}, {"name": None}),
    "no tags": ({"tags": []}, {"tags": []}),
    "tags that are null": ({"tags": None}, {"tags": []}),
    "a place": ({"country": "us", "region": "Texas"}, {"country": "US", "region": "TX"}),
    "a country where nobody lives": ({"country": "HM", "region": None}, {"country": "HM", "region": None}),
    "a zone": ({"timezone": "America/New_York"}, {"timezone": "America/New_York"}),
    "a zone in another case": ({"timezone": "america/new_york"}, {"timezone": "America/New_York"}),
    "a language": ({"locale": "es-MX"}, {"locale": "es-MX", "language": "es"}),
    "what only we know": ({"spend": "9999.00", "orders": 7, "id": str(UUID(int=1)), "lifecycle": "loyal"}, {}),
    "nothing": ({}, {}),
}


@pytest.mark.parametrize(("told", "changed"), CHANGES.values(), ids=CHANGES)
async def test_what_is_told_is_changed_and_the_rest_stays(
    shop: Shop, path: str, told: dict[str, Any], changed: dict[str, Any]
) -> None:
    before = await shop.get(path)
    answer = await shop.ask("PUT", path, told, key="write")
    assert (answer.status, answer.body) == (200, before | changed)
    assert await shop.get(path) == answer.body


async def test_a_new_name_is_found_and_the_old_one_is_not(shop: Shop, path: str) -> None:
    await shop.ask("PUT", path, {"name": "Maria Silva"})
    assert [len((await shop.get(f"/api/customers?q={word}"))["items"]) for word in ("maria", "reyes")] == [1, 0]


async def test_a_place_is_kept_beside_those_told_before(shop: Shop, path: str) -> None:
    await shop.ask("PUT", path, {"country": "US", "region": "FL"})

    async def look(unit: Unit) -> set[str | None]:
        dana = await shop.id_of(DANA)
        return {one.region for one in (await unit.places.of([dana]))[dana]}

    assert await shop.service.turns.store.read(TIGER, look) >= {"AL", "FL"}


REFUSED = {
    "an unknown field": ({"nickname": "D"}, 422, "nickname"),
    "a zone that is none": ({"timezone": "Mars/Olympus"}, 422, "timezone"),
    "a birthday that is none": ({"birthday": "31/12/1990"}, 422, "birthday"),
    "a day that its year has not": ({"birthday": "1990-02-29"}, 422, "birthday"),
    "a country that is none": ({"country": "Texas"}, 422, "country"),
    "letters of no country": ({"tags": ["lost"], "country": "XX"}, 422, "country"),
    "what is no code of a country": ({"country": "uk"}, 422, "country"),
    "tags that are one word": ({"tags": "vip"}, 422, "tags"),
    "a tag that is a number": ({"tags": [7]}, 422, "tags[0]"),
    "too many tags": ({"tags": [f"t{number}" for number in range(MOST_TAGS + 1)]}, 422, "tags"),
    "a blank tag": ({"tags": ["new", " "]}, 422, "tags[1]"),
    "a tag of which nothing is seen": ({"tags": ["\u0007"]}, 422, "tags[0]"),
    "a tag of which nothing is compared": ({"tags": ["\u3164"]}, 422, "tags[0]"),
    "a tag that is null": ({"tags": [None]}, 422, "tags[0]"),
    "a tag that is too long": ({"tags": ["x" * 256]}, 422, "tags[0]"),
    "a name that is too long": ({"name": "x" * 201}, 422, "name"),
    "a name of which nothing is seen": ({"name": "\u200b"}, 422, "name"),
    "a language that is too long": ({"locale": "e" * 36}, 422, "locale"),
    "a city that is too long": ({"city": "x" * 5000}, 422, "city"),
    "where from at length": ({"acquired_from": "x" * 101}, 422, "acquired_from"),
    "a birthday of long ago": ({"birthday": "1823-05-04"}, 422, "birthday"),
    "a birthday to come": ({"birthday": "2999-05-04"}, 422, "birthday"),
    "a birthday of the year 0": ({"birthday": "0000-05-04"}, 422, "birthday"),
    "a name in pieces": ({"name": ["Dana"]}, 422, "name"),
    "no object": ([], 422, None),
}


@each(("told", "status", "field"), REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_is_told_and_changes_nothing(
    shop: Shop, path: str, told: Any, status: int, field: str | None
) -> None:
    before = await shop.get(path)
    answer = await shop.ask("PUT", path, told)
    assert answer.error == (status, "invalid", field)
    assert await shop.get(path) == before


async def test_who_was_slower_changes_nothing(shop: Shop, path: str) -> None:
    tag = (await shop.ask("GET", path)).headers["ETag"]
    first = await shop.ask("PUT", path, {"name": "First"}, If_Match=tag)
    second = await shop.ask("PUT", path, {"name": "Second"}, If_Match=tag)
    assert (first.status, second.error) == (200, (412, "outdated", "If-Match"))
    assert (await shop.ask("DELETE", path, If_Match=tag)).error == (412, "outdated", "If-Match")
    assert (await shop.get(path))["name"] == "First"
    assert (await shop.ask("PUT", path, {"name": "Third"}, If_Match=first.headers["ETag"])).status == 200


async def test_one_of_several_versions_will_do_in_one_line_or_in_more(shop: Shop, path: str) -> None:
    tag = (await shop.ask("GET", path)).headers["ETag"]
    assert (await shop.ask("PUT", path, {}, If_Match='"a", "b"')).error == (412, "outdated", "If-Match")
    assert (await shop.ask("PUT", path, {}, If_Match=f'"a", {tag}')).status == 200
    lines = [*bearer("all").items(), ("If-Match", '"a"'), ("if-match", tag)]
    async with shop.http.put(path, json={}, headers=CIMultiDict(lines)) as answer:
        assert answer.status == 200
    lines[1:] = [("If-None-Match", '"a"'), ("If-None-Match", tag)]
    async with shop.http.get(path, headers=CIMultiDict(lines)) as answer:
        assert answer.status == 304


async def test_a_country_that_a_shop_told_is_sent_back_whatever_it_is(shop: Shop, path: str) -> None:
    await shop.tell("customer.updated", {"customer": {**RICH_DANA, "country": "XX"}})
    before = await shop.get(path)
    assert before["country"] == "XX"
    answer = await shop.ask("PUT", path, {**before, "name": "Maria"})
    assert (answer.status, answer.body["name"]) == (200, "Maria")


def test_every_field_is_writable_or_read() -> None:
    assert set(WRITABLE) < set(FIELDS)


async def test_tags_are_given_and_taken_one_by_one(shop: Shop, path: str) -> None:
    given = await shop.ask("POST", f"{path}/tags", {"tags": ["VIP", "vip", "a/b"]})
    assert (given.status, given.body) == (200, {"items": ["a/b", "vip", "wholesale"], "next": None})
    assert (await shop.ask("DELETE", f"{path}/tags/vip")).status == 204
    assert (await shop.ask("DELETE", f"{path}/tags/a%2Fb")).status == 204
    assert (await shop.ask("DELETE", f"{path}/tags/vip")).error == (404, "not_found", "tag")
    assert (await shop.get(path))["tags"] == ["wholesale"]


UNGIVEN: list[tuple[list[object], str]] = [
    ([""], "tags[0]"),
    (["vip", "\u200b"], "tags[1]"),
    (["x" * 300], "tags[0]"),
    ([None], "tags[0]"),
]


@pytest.mark.parametrize(("tags", "field"), UNGIVEN)
async def test_tags_that_would_not_be_kept_as_told_are_refused(
    shop: Shop, path: str, tags: list[object], field: str
) -> None:
    assert (await shop.ask("POST", f"{path}/tags", {"tags": tags})).error == (422, "invalid", field)
    assert (await shop.get(path))["tags"] == ["wholesale"]


async def test_an_erased_customer_is_gone_for_good(shop: Shop, path: str) -> None:
    assert (await shop.ask("DELETE", path, key="write")).error == (403, "forbidden", None)
    answer = await shop.ask("DELETE", path, key="admin")
    assert (answer.status, answer.body) == (204, "")
    for method, body in (("GET", None), ("DELETE", None), ("PUT", {"name": "Dana"})):
        assert (await shop.ask(method, path, body)).error == (404, "not_found", "id")
    assert (await shop.get("/api/customers?q=dana"))["items"] == []

    async def look(unit: Unit) -> object:
        return await unit.people.address("sms", "+13145550142")

    assert await shop.service.turns.store.read(TIGER, look) is None


async def test_the_staff_is_left_alone(shop: Shop) -> None:
    async def staff(turn: Turn) -> UUID:
        contact = await turn.unit.people.prove([Identity("telegram", "77")], turn.now)
        member, _ = await turn.unit.access.put_member("Asha", "owner", turn.now)
        await turn.unit.access.link(member.id, contact, turn.now)
        return contact

    contact = await shop.service.turns.act(TIGER, staff)
    path = f"/api/customers/{contact}"
    for method, body in (("GET", None), ("PUT", {"name": "Mallory"}), ("DELETE", None)):
        assert (await shop.ask(method, path, body)).error == (404, "not_found", "id")

    async def order(turn: Turn) -> None:
        told = {"source": "api", "ref": "1", "number": "1", "created_at": turn.now}
        await turn.unit.add(orders, id=turn.unit.ids.make(), contact=contact, **told)

    await shop.service.turns.act(TIGER, order)
    assert (await shop.ask("PUT", path, {"name": "Mallory"})).error == (409, "conflict", "id")
    assert (await shop.ask("DELETE", path)).error == (409, "conflict", "id")


async def test_open_orders_are_not_called_off_unasked(rig: Rig) -> None:
    house = await Souvenirs(rig.turns, rig.clock, replace(SOUVENIRS, id="tiger")).open()
    await house.reserve("shop-77", ("SHORTS", "L", 1), number="1077")

    async def noor(turn: Turn) -> UUID:
        return await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or "")], turn.now)

    path = f"/api/customers/{await rig.turns.act('tiger', noor)}"
    async with rig.http.delete(path, headers=bearer("admin-key")) as answer:
        error = (await answer.json())["error"]
    assert (answer.status, error["code"], error["field"]) == (409, "conflict", "orders")
    assert "1077" in error["message"]
    async with rig.http.delete(f"{path}?orders=keep", headers=bearer("admin-key")) as answer:
        assert answer.status == 422
        assert (await answer.json())["error"]["message"] == "orders is not cancel"
    async with rig.http.delete(f"{path}?orders=cancel", headers=bearer("admin-key")) as answer:
        assert answer.status == 204
    _, order = await rig.get("/api/v1/orders/shop-77")
    assert order["status"] == "cancelled"


async def test_of_changes_at_once_one_is_done_and_the_others_are_told(shop: Shop, path: str) -> None:
    tag = (await shop.ask("GET", path)).headers["ETag"]
    names = [f"Dana {number}" for number in range(5)]
    sent = await asyncio.gather(*(shop.ask("PUT", path, {"name": name}, If_Match=tag) for name in names))
    assert sorted(one.status for one in sent) == [200, 412, 412, 412, 412]
    (done,) = [one.body["name"] for one in sent if one.status == 200]
    assert (await shop.get(path))["name"] == done
