"""A shop's list of stock through the vendors' stand-ins: fetched with the credentials there, read, answered."""

from __future__ import annotations

import pytest

from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.sourcing.partner_shops import Shops
from storage.sourcing.shop_inventory import ShopInventory
from tests.delivery.house import House, open_house
from tests.delivery.shop import TIGER
from tests.providers.twilio import WHATSAPP
from tests.sourced import PHONES, Souvenirs

CSV = "sku,size,quantity\nSHORTS,L,5\nMUG,,7\nHAT,,1\n"
KEEPER = 7788


async def _market(house: House) -> Souvenirs:
    tenant = await house.service.turns.tenant(TIGER)
    market = Souvenirs(house.service.turns, house.clock, tenant.business)  # type: ignore[arg-type]
    await market.open()
    await house.settle()
    return market


async def _counts(house: House, market: Souvenirs, shop: str) -> list[int]:
    async def look(turn: Turn) -> list[int]:
        return sorted(one.quantity for one in await turn.unit.of(ShopInventory).list_by_shop(market.shops[shop]))

    return await house.act(look)


async def _by_whatsapp(house: House, body: bytes, kind: str = "text/csv") -> str:
    url = f"{house.url}/channels/twilio/{TIGER}/inbound"
    file = house.twilio.picture(body) | {"MediaContentType0": kind}
    assert await house.twilio.say(f"whatsapp:{PHONES['karol']}", f"whatsapp:{WHATSAPP}", "", url=url, **file) == 200
    await house.settle()
    return house.twilio.messages[-1].first("Body")


async def test_by_whatsapp(database: str) -> None:
    async with open_house(database) as house:
        market = await _market(house)
        told = await _by_whatsapp(house, CSV.encode("utf-8-sig"))
        assert "2 lines of your list" in told
        assert "HAT" in told
        assert await _counts(house, market, "karol") == [5, 7]
        fetched = [call for call in house.twilio.calls if "/Media/" in call.path]
        assert ["Authorization" in call.headers for call in fetched] == [True]


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"x" * 1_000_001, "text/csv"), (b"\xff\xfe\x00", "text/plain"), (CSV.encode(), "application/pdf")],
    ids=["too large", "no UTF-8", "another type"],
)
async def test_what_is_none_goes_to_the_staff(database: str, body: bytes, kind: str) -> None:
    async with open_house(database) as house:
        market = await _market(house)
        await _by_whatsapp(house, body, kind)
        assert await _counts(house, market, "karol") == []


async def test_by_telegram(database: str) -> None:
    async with open_house(database) as house:
        market = await _market(house)

        async def link(turn: Turn) -> None:
            keeper = await turn.unit.people.resolve([Identity("telegram", str(KEEPER))], turn.now)
            await turn.unit.of(Shops).link(market.shops["hauz"], keeper, turn.now)

        await house.act(link)
        telegram = house.telegram
        telegram.people[KEEPER] = "Hauz"
        file = telegram.picture(CSV.encode())["photo"][-1]["file_id"]
        about = {"file_id": file, "file_unique_id": "u", "file_name": "stock.csv", "mime_type": "text/csv"}
        await telegram.say(KEEPER, "", document=about)
        await house.settle()
        assert "2 lines of your list" in house.chats_to(KEEPER)[-1]
        assert await _counts(house, market, "hauz") == [5, 7]
