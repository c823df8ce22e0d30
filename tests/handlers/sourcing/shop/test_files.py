"""A list of stock that a shop sends as a file is fetched and read; what is none goes to the staff."""

from __future__ import annotations

from base64 import b64encode

import pytest

from flows.sourcing.desk.desk_events import ListRead
from handlers.engine.turn import Turn
from handlers.privacy import privacy_requests
from handlers.sourcing.shop import shop_stock_list
from storage.sending.message import Message
from storage.sourcing.shop_inventory import StockSource
from tests.handlers.sourcing.shop.house import ASHA, MEENA, RAVI, House

CSV = "sku,size,quantity,price\nSHORTS,L,5,250\nMUG,,7,\nHAT,,1,\nSHORTS,M,many,\n"


async def send(
    house: House, body: bytes, kind: str = "text/csv", text: str = "", who: str = RAVI, **more: str
) -> list[Message]:
    url = f"data:{kind};base64,{b64encode(body).decode()}"
    return await house.say(who, text, media=[{"kind": "document", "url": url, "content_type": kind}], **more)


@pytest.mark.parametrize("body", [CSV.encode(), CSV.encode("utf-8-sig"), CSV.replace("\n", "\r\n").encode()])
@pytest.mark.parametrize("kind", ["text/csv", "text/plain; charset=utf-8"])
async def test_a_list_is_read_and_said_back(house: House, body: bytes, kind: str) -> None:
    (told,) = await send(house, body, kind)
    assert told.template == "shop_list_taken"
    assert told.text is not None
    assert "2 lines of your list" in told.text
    assert "SHORTS M: many (row 5)" in told.text
    assert await house.counts() == {("SHORTS", "L"): 5, ("MUG", ""): 7}
    assert (await house.stated())["MUG", ""].source is StockSource.LIST
    assert not any("a file" in (one.text or "") for one in await house.got(ASHA))


async def test_it_is_answered_on_whatsapp_in_the_shops_language(house: House) -> None:
    (told,) = await send(house, CSV.encode(), text="mera stock", who=MEENA)
    assert told.locale == "hi-Latn"
    assert await house.counts("karol") == {("SHORTS", "L"): 5, ("MUG", ""): 7}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"just some words", "text/plain", id="no list"),
        pytest.param(b"sku,quantity\nMUG,\xff\xfe", "text/csv", id="no UTF-8"),
        pytest.param(CSV.encode("utf-16"), "text/csv", id="UTF-16"),
        pytest.param(b"sku,quantity\nMUG,\x001\n", "text/csv", id="bytes that are no text"),
        pytest.param(b"sku,quantity\n" + b"MUG,1\n" * 200_000, "text/csv", id="too large"),
        pytest.param(CSV.encode(), "application/vnd.ms-excel", id="another type"),
    ],
)
async def test_what_is_no_list_goes_to_the_staff_and_the_shop_is_told(house: House, body: bytes, kind: str) -> None:
    (told,) = await send(house, body, kind)
    assert told.template == "shop_passed_on"
    alert = (await house.got(ASHA))[-1]
    assert (alert.text or "").startswith("Connaught Souvenirs (Telegram) sent a file.")
    assert await house.counts() == {}


async def test_a_list_can_be_taken_back(house: House) -> None:
    await house.say(RAVI, "mug 1")
    await send(house, CSV.encode())
    (told,) = await house.say(RAVI, "undo")
    assert told.template == "shop_stock_undone"
    assert await house.counts() == {("MUG", ""): 1}


async def test_what_was_erased_meanwhile_is_not_taken(house: House) -> None:
    await house.say(RAVI, "hello")
    keeper = (await house.shop()).contact
    assert keeper is not None

    async def come_late(turn: Turn) -> None:
        (address,) = await turn.unit.people.addresses_of(keeper)
        written = next(one for one in await turn.unit.messages.thread(address.id) if one.direction == "in")
        await privacy_requests.erase_person(turn, keeper, "they asked")
        await shop_stock_list.store_list(turn, ListRead(written.id, CSV))

    await house.act(come_late)
    assert await house.counts() == {}


async def test_a_misspelt_product_is_said_back(house: House) -> None:
    (told,) = await send(house, b"title,size,quantity\nTaj Mugg,,4\nTaj Mug,,7\n")
    assert await house.counts() == {("MUG", ""): 7}
    assert "Taj Mugg" in (told.text or "")
