"""A shop sees and changes what it has, in chat and by a list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.availability import Availability
from flows.money import Money
from handlers.engine.turn import Turn
from handlers.sourcing.replies.stock.stock_list_file import NoList
from handlers.sourcing.shop import shop_stock_list
from handlers.sourcing.shop.shop_talk import Talk
from storage.sourcing.partner_shops import Shops
from storage.sourcing.shop_inventory import ShopInventory, Stated, StockSource
from storage.store.products import Listing
from tests.handlers.sourcing.shop.house import ASHA, MEENA, RAVI, House


async def test_a_shop_that_stated_nothing_hears_how(house: House) -> None:
    (told,) = await house.say(RAVI, "stock")
    assert told.template == "shop_stock"
    assert told.text is not None
    assert "We know of nothing yet" in told.text


async def test_what_is_written_is_kept_and_said_back(house: House) -> None:
    (told,) = await house.say(RAVI, "mug 12, tiger shorts XL 3")
    assert told.text is not None
    assert told.text.startswith("Saved")
    assert "Taj Mug × 12 (today)\nTiger Shorts XL × 3 (today)" in told.text
    stated = await house.stated()
    assert {key: (one.quantity, one.price, one.source) for key, one in stated.items()} == {
        ("MUG", ""): (12, None, StockSource.SAID),
        ("SHORTS", "XL"): (3, None, StockSource.SAID),
    }


async def test_the_list_shows_its_age_in_the_shops_language(house: House) -> None:
    await house.say(MEENA, "tiger shorts L 5\nmug 2")
    await house.push(timedelta(days=1))
    await house.say(MEENA, "mug 0")
    (told,) = await house.say(MEENA, "mera stock dikhao")
    assert told.locale == "hi-Latn"
    assert told.text is not None
    assert "Taj Mug × 0 (aaj)\nTiger Shorts L × 5 (kal)" in told.text


async def test_a_long_list_comes_a_page_at_a_time(house: House) -> None:
    listings = [Listing(f"T{n}", f"Tee {n:02}", Money.parse(9, "INR"), Availability.IN_STOCK, ()) for n in range(70)]

    async def fill(turn: Turn) -> None:
        shop = await turn.unit.of(Shops).find_by_ref("connaught")
        assert shop is not None
        tees = await turn.unit.products.add(listings, turn.now)
        await turn.unit.of(ShopInventory).put(
            [Stated(shop.id, one.id, "", int(one.sku[1:]) % 7, turn.now) for one in tees]
        )

    await house.act(fill)
    seen: list[str] = []
    for said in ("stock", "stock page 2", "my stock page 3"):
        (told,) = await house.say(RAVI, said)
        seen += [line for line in (told.text or "").splitlines() if line.startswith(("Tee", "+"))]
    rest = [line for line in seen if line.startswith("+")]
    assert [line.rpartition(": ")[2] for line in rest] == [f"stock page {n}" for n in range(2, 2 + len(rest))]
    tees = [line for line in seen if line.startswith("Tee")]
    assert len(set(tees)) == 70
    assert list(dict.fromkeys(tees)) == sorted(set(tees))
    (told,) = await house.say(RAVI, "stock page 99")
    assert tees[-1] in (told.text or "")


@pytest.mark.parametrize("text", ["shorts L 5", "tiger shorts 5", "mug 5 sold", "mug 5\nmug 6", "mug 3\nshorts M 2"])
async def test_what_is_no_exact_count_changes_nothing_and_goes_to_a_person(house: House, text: str) -> None:
    told = await house.say(RAVI, text)
    assert [one.template for one in told] == ["shop_passed_on", "shop_help"]
    assert await house.counts() == {}


async def test_nothing_of_another_shop_is_touched(house: House) -> None:
    await house.say(RAVI, "mug 5")
    await house.say(MEENA, "mug 2")
    assert (await house.counts(), await house.counts("karol")) == ({("MUG", ""): 5}, {("MUG", ""): 2})


async def test_who_is_no_shop_states_nothing(house: House) -> None:
    await house.say("telegram:500", "mug 5")
    assert await house.counts() == {}
    assert (await house.got("telegram:500"))[-1].template not in {"shop_stock", "shop_list_taken"}


CSV = "sku,size,quantity,price\nSHORTS,L,5,250\nMUG,,7,\nHAT,,1,\nSHORTS,M,many,\n"


async def talk_of(house: House, turn: Turn) -> Talk:
    """What Ravi wrote last, as his shop's talk."""
    message = next(
        one for one in reversed(await turn.unit.messages.page(None, None, None, 50)) if one.direction == "in"
    )
    address = await turn.unit.people.address_by_id(message.address)
    shop = await turn.unit.of(Shops).find_by_ref("connaught")
    assert shop is not None
    from flows.events import MessageReceived

    event = MessageReceived("telegram", "77", "", message.provider_id or "", "", turn.now)
    return Talk(shop, address, message, event)


async def test_a_list_changes_what_it_names_and_says_what_it_could_not_read(house: House) -> None:
    await house.say(RAVI, "lion shorts L 4")

    async def take(turn: Turn) -> None:
        await shop_stock_list.take_list(turn, await talk_of(house, turn), CSV)

    await house.act(take)
    told = (await house.got(RAVI))[-1]
    assert told.template == "shop_list_taken"
    assert told.text is not None
    assert "2 lines of your list" in told.text
    assert "We don't know: HAT. " in told.text
    assert "Not taken, pieces must be from 0 to 100000: SHORTS M: many (row 5)." in told.text
    stated = await house.stated()
    assert {key: one.quantity for key, one in stated.items()} == {("LION", "L"): 4, ("SHORTS", "L"): 5, ("MUG", ""): 7}
    assert stated["MUG", ""].source is StockSource.LIST
    await house.say(RAVI, "tiger shorts L 4")
    assert (await house.stated())["SHORTS", "L"].price == 250_000_000  # until another one is stated


async def test_of_rows_that_name_the_same_the_last_one_counts_and_is_said(house: House) -> None:
    await house.say(RAVI, "lion shorts L 4")

    async def take(turn: Turn) -> None:
        await shop_stock_list.take_list(
            turn, await talk_of(house, turn), "sku,size,qty\nSHORTS,L,5\nMUG,,1\nshorts,l,7\n"
        )

    await house.act(take)
    text = (await house.got(RAVI))[-1].text
    assert text is not None
    assert "Twice in the list, the last row counts: Tiger Shorts L × 7 (row 2, 4)." in text
    assert (await house.counts())["SHORTS", "L"] == 7


async def test_a_file_that_is_no_list_changes_nothing(house: House) -> None:
    await house.say(RAVI, "mug 1")

    async def take(turn: Turn) -> None:
        await shop_stock_list.take_list(turn, await talk_of(house, turn), "just some words")

    with pytest.raises(NoList):
        await house.act(take)
    assert await house.counts() == {("MUG", ""): 1}


async def test_a_photo_goes_to_the_staff_whose_answer_comes_back(house: House) -> None:
    media = [{"kind": "image", "url": "https://example.com/a.jpg", "content_type": "image/jpeg"}]
    (told,) = await house.say(RAVI, "my list", media=media)
    assert told.template == "shop_passed_on"
    alert = (await house.got(ASHA))[-1]
    assert alert.text is not None
    assert alert.text.startswith("Connaught Souvenirs (Telegram) sent “my list” and a photo.")
    await house.say(ASHA, "Thanks, noted all of it", reply_to=str(alert.id))
    assert (await house.got(RAVI))[-1].text == "Thanks, noted all of it"
