"""/shops, /shop, /shops add and /stock: who is asked, how they do, and who has what."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from flows.actor import SYSTEM
from flows.availability import Availability
from flows.events import MessageReceived
from flows.money import MICROS, Money
from flows.sourcing.shop_ask import Says
from handlers.conversation import Written
from handlers.intake import join_links
from handlers.replies.automatic_senders import ALIKE
from storage.database.stores import Database
from storage.sourcing.own_stock import Stocks
from storage.sourcing.partner_shops import Shops
from storage.sourcing.shop_earnings import COMMISSION, PAYOUT, Earnings
from storage.sourcing.shop_inventory import ShopInventory, Stated
from storage.store.products import Listing
from tests.actors import ASHA
from tests.handlers.sourcing.staff.rows import HOUR, blank
from tests.handlers.sourcing.staff.sourced import NOW, Desk, play


async def _asked(desk: Desk) -> None:
    """Four requests: Connaught answers three after half an hour and lets one pass, the others say no."""
    for number, says in enumerate((Says.YES, Says.NO, Says.YES, None)):
        order = await desk.reserve(str(10 + number))
        desk.now += HOUR / 2
        if says is None:
            continue
        for ref in ("connaught", "karol-bagh", "hauz"):
            await desk.answers(order, ref, says if ref == "connaught" else Says.NO, 2 if says is Says.YES else 0)


async def test_all_shops_with_how_they_answer(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await _asked(desk)
        await desk.unit.of(Shops).close_until(desk.shops["hauz"].id, desk.now + timedelta(days=2))
        lines = (await desk.ask("/shops")).splitlines()
        assert lines[0] == "3 shops, 3 linked, 1 away."
        answers = "answers 100% of requests, usually in 30 min; latest: yes, no, yes"
        assert lines[1] == f"Connaught Souvenirs: {answers}"
        assert lines[2].startswith("Hauz Khas Crafts: ")
        assert lines[2].endswith("; away until Wed 23:30")
        shops = ["/shop_connaught", "/shop_hauz", "/shop_karol_bagh"]
        assert await desk.taps("/shops") == [*shops, "/shops_best", "/shops_add"]

    await play(store, scene)


async def test_the_best_shops_come_first_and_the_young_last(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        early = "Too early to tell (asked fewer than 5 times): "
        assert (await desk.ask("/shops best")).splitlines() == [
            f"{early}Connaught Souvenirs 0, Hauz Khas Crafts 0, Karol Bagh Gifts 0.",
        ]
        await _asked(desk)
        orders = [await desk.reserve(number) for number in ("19", "20")]
        desk.now += HOUR / 2
        for order in orders:
            await desk.answers(order, "karol-bagh", Says.NO, 0)
            await desk.answers(order, "connaught", Says.YES)
        await desk.pays(orders[-1])
        await desk.ask("/picked 20")
        await desk.heard()
        assert (await desk.ask("/shops_best")).splitlines() == [
            "Shops ranked over 90 days, the best first:",
            "1. Connaught Souvenirs: had it 4 of 5 times, usually answers in 30 min; 2 pieces fetched, none late",
            "2. Karol Bagh Gifts: had it 0 of 5 times, usually answers in 30 min; nothing fetched yet",
            f"{early}Hauz Khas Crafts 3.",
        ]
        assert await desk.taps("/shops_best") == ["/shop_connaught", "/shop_karol_bagh"]
        assert await desk.ask("/shops best ones") == (
            'I don\'t know what "ones" means here, so nothing was done.\nWithout it: /shops_best'
        )

    await play(store, scene)


async def test_shops_that_nobody_answers_for(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert "3 shops, 0 linked." in await desk.ask("/shops")
        assert "Connaught Souvenirs: link not opened yet" in await desk.ask("shops")

    await play(store, scene, linked=False)


@pytest.mark.parametrize(
    "text",
    [
        "/shop connaught",
        "/shops Connaught",
        "/shop_connaught",
        "/shop conaught",
        "shop conn",
        "call connaught",
        "/call connaught",
    ],
)
async def test_one_shop(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await _asked(desk)
        await desk.bought("1234")
        await desk.ask("/picked 1234")
        await desk.heard()
        shop = desk.shops["connaught"].id
        await desk.unit.of(Earnings).book(
            shop, None, COMMISSION, "old", 500 * MICROS, "INR", SYSTEM, NOW - timedelta(40)
        )
        await desk.unit.of(Earnings).book(shop, None, PAYOUT, "paid", -600 * MICROS, "INR", ASHA, NOW)
        assert (await desk.ask(text)).splitlines() == [
            "Connaught Souvenirs, New Delhi: linked, open 00:00-24:00.",
            "Commission: ₹150 a piece; we fetch what it keeps.",
            "Asked 4 lately: 4 answered (100%), usually in 30 min; 3 had something (75%). Last: yes, yes, no, yes.",
            "Last 30 days: 2 pieces for 1 order fetched there.",
            "Nothing fetched late in 90 days.",
            "Keeps 4 pieces for 2 orders, to be fetched.",
            "Earned this month ₹300; owed ₹200, last paid ₹600 Mon 21:30.",
            "Call +919810000000, WhatsApp https://wa.me/919810000000, or /send_connaught and your words",
            "To change it: /shop connaught and commission 200, hours 10-20, or handover shop (or us).",
        ]
        assert await desk.taps(text) == ["/paid_connaught", "/shops"]

    await play(store, scene)


async def test_what_was_late_and_what_is_overdue(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        for number in ("1234", "1235"):
            await desk.pays(await _kept_at_connaught(desk, number), f"pay_{number}")
        desk.now += timedelta(days=4)
        assert (await desk.ask("/shop connaught")).splitlines()[3] == "Overdue now: /order_1234, /order_1235."
        await desk.ask("/picked 1234")
        await desk.heard()
        assert (await desk.ask("/shop connaught")).splitlines()[4] == (
            "Late in 90 days: 1 of 1 order fetched after the promised day. Overdue now: /order_1235."
        )

    await play(store, scene)


async def _kept_at_connaught(desk: Desk, number: str) -> UUID:
    order = await desk.reserve(number)
    await desk.answers(order, "connaught")
    return order


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "/shop delhi",
            "Which shop?\n/shop_connaught Connaught Souvenirs\n/shop_hauz Hauz Khas Crafts\n/shop_",
        ),
        ("/shop south delhi", "Hauz Khas Crafts, South Delhi: linked"),
        ("/shop_karol_bagh", "Karol Bagh Gifts, New Delhi: linked"),
        ("/shop taj", 'No shop matches "taj".\nWhich shop?'),
    ],
)
async def test_which_shop(store: Database, text: str, expected: str) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask(text)).startswith(expected)

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "name", "location", "ref"),
    [
        ("/shops add Janpath Crafts, New Delhi", "Janpath Crafts", "New Delhi", "janpath"),
        ("/shop add Janpath Crafts", "Janpath Crafts", "", "janpath"),
        ("/shops add Connaught Gifts, Delhi", "Connaught Gifts", "Delhi", "connaught-gifts"),
        ("/shops add दिल्ली हाट, Delhi", "दिल्ली हाट", "Delhi", "shop"),
        ("shops add Café Lumière; Paris", "Café Lumière", "Paris", "cafe"),
    ],
)
async def test_another_shop_joins_by_its_link(store: Database, text: str, name: str, location: str, ref: str) -> None:
    async def scene(desk: Desk) -> None:
        answer = await desk.ask(text)
        assert answer.startswith(f"{name} is added. Send this to the shopkeeper; it works once, for 30 days:\n/start ")
        assert answer.splitlines()[2:] == [
            f"It earns no commission until you set one: /shop {ref} commission 10%, or an amount for each piece.",
            f"Next: /shop_{ref.replace('-', '_')}",
        ]
        shop = await desk.unit.of(Shops).find_by_ref(ref)
        assert shop is not None
        assert (shop.name, shop.location, shop.stated, shop.contact) == (name, location, None, None)
        assert await desk.trail() == [("shop.added", f"shop {shop.id}")]
        token = answer.splitlines()[1].removeprefix("/start ")
        keeper = await desk.house.person("5005", "Keeper", "telegram", agreed=False)
        said = blank(desk.house, keeper, "in:start", "in", "/start", desk.now)
        assert await desk.unit.messages.add(said)
        event = MessageReceived("telegram", "5005", "bot", said.key, "/start", desk.now, start=token)
        assert event.start is not None
        await join_links.take_start(desk.turn, Written(keeper, said, event), event.start)
        joined = await desk.unit.of(Shops).find_by_ref(ref)
        assert joined is not None
        assert joined.contact == keeper.contact

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/shops add", "Write its name (up to 60 letters) and where it is.\nExample: /shops add"),
        ("/shops add " + "x" * 61, "Write its name (up to 60 letters)"),
        ("/shops add Foo +919800000099", "You do not need a phone number here"),
        ("/shops add Foo, Delhi 98000 00099", "You do not need a phone number here"),
        ("/shops add connaught souvenirs, Delhi", "Connaught Souvenirs already exists.\nMore: /shop_connaught"),
    ],
)
async def test_a_shop_that_cannot_be_added(store: Database, text: str, expected: str) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask(text)).startswith(expected)
        assert len(await desk.unit.of(Shops).list_every()) == 3

    await play(store, scene)


@pytest.mark.parametrize(
    "text",
    [
        "/stock tiger shorts",
        "/stock shorts",
        "/stock_SHORTS",
        "/stock tigr shorts",
        "/stock tgier shrots",
        "/stok Shorts",
    ],
)
async def test_who_has_what_of_a_product(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("SHORTS", "L", 3, low=5)
        shop, product = desk.shops["connaught"].id, desk.products["SHORTS"].id
        other = desk.shops["karol-bagh"].id
        await desk.unit.of(ShopInventory).put(
            [
                Stated(shop, product, "L", 5, NOW - 2 * HOUR),
                Stated(other, product, "L", 1, NOW - timedelta(days=3), price=250 * MICROS),
                Stated(other, product, "XL", 0, NOW),
            ]
        )
        await desk.unit.of(Stocks).take(product, "L", 2)
        assert (await desk.ask(text)).splitlines() == [
            "Tiger Shorts (SHORTS): 1 own free, 6 free at shops.",
            "M: no shop has answered",
            "L: own 1 free of 3 (2 held), low; Connaught Souvenirs 5 (2 h ago); Karol Bagh Gifts 1 at ₹250 (3 d ago)",
            "XL: Karol Bagh Gifts 0 (0 min ago)",
        ]
        assert await desk.taps(f"{text} XL") == ["/stock_history_SHORTS", "/stock"]

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "/stock",
            "Own stock: 2 pieces free, 1 size low.\nTiger Shorts L: 2 free (low, mark 2)\nTo set a count",
        ),
        ("/stock t", 'No product matches "t". There is:\n/stock_MUG Taj Mug\n/stock_SHORTS Tiger Shorts'),
        ("/stock socks", 'No product matches "socks".'),
        ("/stock mug", "Taj Mug (MUG): 0 own free, 0 free at shops.\nno shop has answered"),
    ],
)
async def test_what_is_low_and_what_is_unknown(store: Database, text: str, expected: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("SHORTS", "L", 2, low=2)
        assert (await desk.ask(text)).startswith(expected)

    await play(store, scene)


async def test_all_of_our_own_is_listed_low_first_a_page_at_a_time(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        titles = [f"T{number}" for number in range(8)]
        listings = [Listing(one, f"Tee {one}", Money.parse(9, "INR"), Availability.IN_STOCK, ()) for one in titles]
        desk.products |= {one.sku: one for one in await desk.unit.products.add(listings, NOW)}
        for number, title in enumerate(titles):
            await desk.stock(title, "", 10 + number)
        await desk.stock("MUG", "", 20, low=25)
        await desk.stock("SHORTS", "L", 3)
        await desk.unit.of(Stocks).take(desk.products["SHORTS"].id, "L", 2)
        first = (await desk.ask("/stock")).splitlines()
        assert first[:4] == [
            "Own stock: 129 pieces free, 1 size low. Page 1 of 2.",
            "Taj Mug: 20 free (low, mark 25)",
            "Tiger Shorts L: 1 free of 3",
            "Tee T0: 10 free",
        ]
        assert first[-1].startswith("To set a count: /stock, the product, the size and how many.")
        taps = ["/stock_MUG", "/stock_SHORTS_L", *(f"/stock_T{at}" for at in range(6)), "/stock_page_2"]
        assert await desk.taps("/stock") == taps
        for page in ("/stock_page_2", "/stock page 9"):
            second = (await desk.ask(page)).splitlines()
            assert second[1:3] == ["Tee T6: 16 free", "Tee T7: 17 free"]
            assert await desk.taps(page) == ["/stock_T6", "/stock_T7"]

    await play(store, scene)


async def test_what_a_shop_keeps_for_an_order_is_not_counted_twice(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        shop, product = desk.shops["connaught"].id, desk.products["SHORTS"].id
        await desk.unit.of(ShopInventory).put([Stated(shop, product, "L", 5, NOW)])
        await desk.answers(await desk.reserve("1234"), "connaught", Says.YES, 2)
        assert (await desk.ask("/stock shorts L")).splitlines()[:2] == [
            "Tiger Shorts (SHORTS): 0 own free, 3 free at shops.",
            "L: Connaught Souvenirs 3 free of 5 (0 min ago)",
        ]

    await play(store, scene)


@pytest.mark.parametrize("text", ["Thank you for your order!", "Order desk is closed until Monday", "said I am away"])
async def test_an_automatic_reply_that_resembles_a_command_does_not_talk_all_night(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        before = len(await desk.told())
        for _ in range(ALIKE - 1):
            await desk.say(text)
        with pytest.raises(ValueError, match="not enough values"):  # no answer
            await desk.say(text)
        assert len(await desk.told()) == before + ALIKE - 1

    await play(store, scene)
