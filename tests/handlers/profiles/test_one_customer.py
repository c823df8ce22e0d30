"""``GET /api/customers/{id}`` and its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.handlers.profiles.conftest import DANA, NOOR, Shop

CONSENT = {
    "channel": "sms", "purpose": "marketing", "source": "checkout box", "text": "Text me", "at": "2026-02-01T09:00:00Z",
    "double": True,
}  # fmt: skip


async def test_a_version_is_asked_for_once(shop: Shop) -> None:
    await shop.tell("customer.updated", {"customer": DANA})
    path = f"/api/customers/{await shop.id_of(DANA)}"
    first = await shop.ask("GET", path)
    tag = first.headers["ETag"]
    again = await shop.ask("GET", path, If_None_Match=tag)
    assert (first.status, again.status, again.body, again.headers["ETag"]) == (200, 304, "", tag)
    sparse = await shop.ask("GET", f"{path}?fields=name")
    assert (sparse.headers["ETag"], sparse.body) == (tag, {"id": first.body["id"], "name": "Dana Reyes"})
    await shop.order("o1", DANA)
    assert (await shop.ask("GET", path, If_None_Match=tag)).status == 200


async def test_who_turned_out_to_be_another_is_shown_as_that_one(shop: Shop) -> None:
    await shop.tell("customer.updated", {"customer": DANA})
    await shop.tell("customer.updated", {"customer": NOOR})
    dana, noor = await shop.id_of(DANA), await shop.id_of(NOOR)

    async def merge(unit: Any) -> None:
        from storage.people.people_merge import merge as into

        await into(unit, noor, dana, shop.service.clock.now())

    await shop.service.turns.store.write("tiger", merge)
    assert (await shop.get(f"/api/customers/{noor}"))["id"] == str(dana)
    shown = (await shop.get("/api/customers?limit=200&fields=id"))["items"]
    assert str(noor) not in [one["id"] for one in shown]


async def test_nobody_is_not_found(shop: Shop) -> None:
    for path in (f"/api/customers/{UUID(int=7)}", "/api/customers/dana", f"/api/customers/{UUID(int=7)}/history"):
        assert (await shop.ask("GET", path)).error == (404, "not_found", "id")


async def test_all_that_happened_stands_on_one_line(shop: Shop) -> None:
    await shop.tell("customer.consented", {"customer": DANA, "consent": CONSENT}, "2026-02-01T09:00:00Z")
    await shop.order("o1", DANA, "64.00", "2026-02-02T10:00:00Z")
    path = f"/api/customers/{await shop.id_of(DANA)}/history"
    items = (await shop.get(path))["items"]
    assert [one["at"] for one in items] == sorted((one["at"] for one in items), reverse=True)
    kinds = {one["kind"] for one in items}
    assert kinds == {"event", "order", "consent"}
    for one in items:
        told = [kind for kind in ("message", "event", "order", "consent", "note") if one[kind] is not None]
        assert told == [one["kind"]]
    (order,) = [one["order"] for one in items if one["kind"] == "order"]
    assert (order["ref"], order["number"], order["total"], order["placed_at"]) == (
        "o1", "N-o1", "64.00", "2026-02-02T10:00:00Z",
    )  # fmt: skip
    assert {one["event"]["type"] for one in items if one["kind"] == "event"} == {"customer.consented", "order.created"}


async def test_the_pages_of_a_history_are_the_whole_of_it(shop: Shop) -> None:
    await shop.tell("customer.consented", {"customer": DANA, "consent": CONSENT}, "2026-02-01T09:00:00Z")
    for number in range(3):
        await shop.order(f"o{number}", DANA, "64.00", "2026-02-02T10:00:00Z")
    path = f"/api/customers/{await shop.id_of(DANA)}/history"
    whole = (await shop.get(path))["items"]
    found, following = [], ""
    while following is not None:
        page = await shop.get(f"{path}?limit=2&cursor={following}")
        found += page["items"]
        following = page["next"]
        assert len(found) < 50, "the pages come to no end"
    assert found == whole
    assert len(whole) >= 8
