"""What a shop has, told and shown over HTTP: in the documented form, by whoever may."""

from __future__ import annotations

from typing import Any

import pytest

from flows.availability import Availability
from flows.money import Money
from handlers.engine.turn import Turn
from handlers.sourcing.api.availability_endpoint import ProductShown
from handlers.sourcing.api.shop_endpoints import Inventory, ShopList
from storage.people.people import Identity
from storage.sourcing.partner_shops import Shop, Shops
from storage.store.products import Listing
from tests.cases import each
from tests.handlers.api.conftest import OTHER, TELL, Rig, bearer

WRITE = bearer("write-key")
SHORTS = Listing("SHORTS", "Tiger shorts", Money.parse(899, "USD"), Availability.SOURCE_2_3_DAYS, ("M", "L"))
SHOPS, INVENTORY, AVAILABILITY = "/api/v1/shops", "/api/v1/shops/connaught/inventory", "/api/v1/availability?sku=SHORTS"


@pytest.fixture(autouse=True)
async def shop(rig: Rig) -> None:
    """A shop and a product."""

    async def fill(turn: Turn) -> None:
        contact = await turn.unit.people.resolve([Identity("telegram", "77")], turn.now)
        one = Shop(turn.unit.ids.make(), "connaught", "Connaught", "Delhi", 0, 1440, 10**6, None, "hi", "hi", contact)
        await turn.unit.of(Shops).add([one], turn.now)
        await turn.unit.products.add([SHORTS], turn.now)

    await rig.turns.act("tiger", fill)


async def put(rig: Rig, price: str, headers: dict[str, str] = WRITE) -> tuple[int, Any]:
    """Tell five pieces at a price that stands in the body as it is written here."""
    body = f'{{"items": [{{"sku": "SHORTS", "size": "L", "quantity": 5, "price": {price}}}]}}'
    sent = headers | {"Content-Type": "application/json"}
    async with rig.http.put(INVENTORY, data=body.encode(), headers=sent) as answer:
        return answer.status, await answer.json()


async def test_what_is_shown_is_what_is_documented(rig: Rig) -> None:
    _, told = await put(rig, '"250.00"')
    Inventory.model_validate(told, extra="forbid")
    for path, model in ((INVENTORY, Inventory), (SHOPS, ShopList), (AVAILABILITY, ProductShown)):
        status, found = await rig.get(path)
        assert status == 200
        shown = model.model_validate(found, extra="forbid").model_dump(mode="json")
        assert shown == found


PRICES = {
    "250": "250.00",
    "249.5": "249.50",
    "249.50": "249.50",
    "0.000001": "0.000001",
    "0.0000001": "0.00",
    "1e2": "100.00",
    "0": "0.00",
    "10000000000": "10000000000.00",
    '"249.50"': "249.50",
    "null": None,
}


@each(("written", "kept"), PRICES.items())
async def test_a_price_is_a_number_as_well_as_text(rig: Rig, written: str, kept: str | None) -> None:
    status, told = await put(rig, written)
    assert (status, told["items"][0]["price"]) == (200, kept)


@each(
    "written",
    [
        "-0.01",
        "10000000000.01",
        "1e11",
        "1e999999",
        "true",
        '"1e2"',
        '"٢٥٠"',
        '" 250"',
        '"-5"',
        '"1.0000001"',
    ],
)
async def test_what_no_price_is_changes_nothing(rig: Rig, written: str) -> None:
    await put(rig, "250")
    status, refused = await put(rig, written)
    assert (status, refused["error"]["field"]) == (422, "items[0].price")
    assert (await rig.get(INVENTORY))[1]["items"][0]["price"] == "250.00"


async def test_another_business_s_key_tells_nothing_here(rig: Rig) -> None:
    await put(rig, "250")
    assert (await put(rig, "1", OTHER))[0] == 404
    assert (await put(rig, "1", TELL))[0] == 403
    assert (await put(rig, "1", {}))[0] == 401
    assert (await rig.get(INVENTORY))[1]["items"][0]["price"] == "250.00"
    for path in (SHOPS, INVENTORY, AVAILABILITY):
        assert (await rig.get(path, TELL))[0] == 403
    assert (await rig.get(AVAILABILITY, OTHER))[0] == 404
