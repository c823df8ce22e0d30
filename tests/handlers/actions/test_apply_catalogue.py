"""Applying the shops and the products of a business file on real databases: once, again, changed and taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import PushedClock
from bot.conversations import CONVERSATIONS
from bot.vault import Vault
from flows.money import Money
from handlers.actions.business_file_apply import Applied, apply_file
from handlers.actions.business_file_changes import MOST_TOLD
from handlers.business_file import BusinessFile, read_business_file
from handlers.sourcing.actions.file_products import put_products
from handlers.sourcing.actions.shop_onboarding import put_shops
from storage.businesses.access import Invite
from storage.database.stores import Database
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.partner_shops import INVITE, Shop, Shops
from storage.unit import Unit

VAULT = Vault("k" * 32)
TELEGRAM = '[channels.telegram]\nprovider = "simulator"\n'
OWNER = '[[staff]]\nname = "Asha"\nrole = "owner"\naddress = "telegram:9001"\n'
CONNAUGHT = '[[shops]]\nid = "connaught"\nname = "Connaught Souvenirs"\naddress = "telegram:77"\ncommission = 150\n'
JANPATH = '[[shops]]\nid = "janpath"\nname = "Janpath Crafts"\nlanguage = "hi"\n'
SHORTS = '[[products]]\nsku = "SHORTS"\ntitle = "Shorts"\nsizes = ["S", "M"]\nprice = 899\nown_stock = { S = 2 }\n'
MUG = '[[products]]\nsku = "MUG"\ntitle = "Mug"\nprice = 250\n'
ALL = CONNAUGHT + JANPATH + SHORTS + MUG


def file_of(more: str) -> BusinessFile:
    head = '[business]\nid = "tiger"\nname = "Tiger"\ncountry = "IN"\ntimezone = "Asia/Kolkata"\ncurrency = "INR"\n'
    return read_business_file(head + TELEGRAM + OWNER + more, {})


class House:
    """A business whose file is applied again and again."""

    def __init__(self, store: Database, clock: PushedClock) -> None:
        self.store = store
        self.clock = clock

    async def apply(self, more: str, *, dry_run: bool = False) -> Applied:
        now, elapsed = self.clock.now(), self.clock.get_real_time()
        return await apply_file(CONVERSATIONS, self.store, file_of(more), VAULT, now, elapsed, dry_run=dry_run)

    async def changes(self, more: str) -> tuple[str, ...]:
        return (await self.apply(more)).changes

    async def shops(self) -> dict[str, Shop]:
        return {shop.ref: shop for shop in await self.store.read("tiger", lambda unit: unit.of(Shops).all())}

    async def stock(self, sku: str, size: str) -> Stock | None:
        async def work(unit: Unit) -> Stock | None:
            product = await unit.products.find_by_sku(sku)
            return None if product is None else await unit.of(Stocks).get(product.id, size)

        return await self.store.read("tiger", work)

    async def sell(self, sku: str, size: str, quantity: int) -> None:
        """Pieces are held, and leave."""

        async def work(unit: Unit) -> None:
            product = await unit.products.find_by_sku(sku)
            assert product is not None
            assert await unit.of(Stocks).take(product.id, size, quantity)
            assert await unit.of(Stocks).use(product.id, size, quantity)

        await self.store.write("tiger", work)

    async def redeem(self, link: str) -> Invite | None:
        token = re.split(r"start=|%20| ", link)[-1]
        now = self.clock.now()
        return await self.store.write("tiger", lambda unit: unit.access.use_invite(VAULT.hash_token(token), now))


@pytest.fixture
def house(store: Database, clock: PushedClock) -> House:
    return House(store, clock)


async def test_what_is_new(house: House) -> None:
    applied = await house.apply(ALL)
    assert applied.changes[3:] == (
        "shops: Connaught Souvenirs joins",
        "shops: Janpath Crafts joins",
        "shops: Connaught Souvenirs is linked on telegram",
        "products: SHORTS is sold: Shorts",
        "products: MUG is sold: Mug",
        "own stock: SHORTS S: 2",
    )
    assert ([link.name for link in applied.links], applied.later) == (["Janpath Crafts"], ())
    assert [warning.partition(":")[0] for warning in applied.warnings] == ["no payment account makes links"]
    one = (await house.shops())["connaught"]
    assert (one.opens, one.closes, one.language, one.commission) == (600, 1200, "en", Money.parse(150, "").micros)


async def test_a_second_time_changes_nothing(house: House) -> None:
    await house.apply(ALL)
    before = await house.shops()
    house.clock.push(house.clock.now() + timedelta(hours=1))
    assert await house.changes(ALL) == ()
    assert await house.shops() == before


async def test_what_is_unchanged_is_read_and_not_written(house: House) -> None:
    """A connection for reading refuses every change."""
    many = "".join(SHORTS.replace('"SHORTS"', f'"S{number}"') for number in range(500))
    await house.apply(CONNAUGHT + JANPATH + many)
    file, now = file_of(CONNAUGHT + JANPATH + many), house.clock.now() + timedelta(days=1)

    async def work(unit: Unit) -> list[str]:
        return await put_shops(unit, file.shops, now) + await put_products(unit, file.products, now)

    assert await house.store.read("tiger", work) == []
    assert len(file.products) == 500


async def test_a_dry_run_writes_nothing(house: House) -> None:
    tried = await house.apply(ALL, dry_run=True)
    assert "products: MUG is sold: Mug" in tried.changes
    assert [(link.name, link.url) for link in tried.links] == [("Janpath Crafts", "")]
    assert await house.shops() == {}


CHANGES = [
    (ALL.replace("= 899", "= 950.50"), ["products: SHORTS: price 899.00 → 950.50"]),
    (
        ALL.replace('"Mug"', '"Big mug"').replace("250", '250\nimage = "https://a.b/c"\navailability = "pre_order"'),
        ["products: MUG: title Mug → Big mug, availability source_2_3_days → pre_order, image none → https://a.b/c"],
    ),
    (ALL.replace('"S", "M"', '"S", "L"'), ["products: SHORTS: sizes S, M → S, L"]),
    (ALL.replace(MUG, ""), ["products: MUG is not sold any more"]),
    (ALL.replace(JANPATH, ""), ["shops: Janpath Crafts leaves"]),
    (
        ALL.replace("commission = 150", 'hours = "9:00-18:30"\ncommission_percent = 12.5'),
        ["shops: Connaught Souvenirs: hours 10:00-20:00 → 09:00-18:30, commission 150.00 → 12.5 %"],
    ),
    (
        ALL.replace("telegram:77", "telegram:78").replace('Souvenirs"', 'Gifts"\nlocation = "Delhi"'),
        [
            "shops: Connaught Gifts: name Connaught Souvenirs → Connaught Gifts, location none → Delhi",
            "shops: Connaught Gifts is linked on telegram",
        ],
    ),
    (ALL.replace("S = 2 }", "S = 5, M = 1 }"), ["own stock: SHORTS S: 2 → 5", "own stock: SHORTS M: 1"]),
    (ALL.replace("S = 2 }", "S = 2 }\nlow_water = 1"), ["low water: SHORTS S: none → 1"]),
    (ALL.replace("own_stock = { S = 2 }\n", ""), ["own stock: SHORTS S: 2 → none"]),
]


@pytest.mark.parametrize(("wanted", "expected"), CHANGES)
async def test_what_changed_is_said_once(house: House, wanted: str, expected: Sequence[str]) -> None:
    await house.apply(ALL)
    assert await house.changes(wanted) == tuple(expected)
    assert await house.changes(wanted) == ()
    back = await house.changes(ALL)
    assert len(back) == len(expected)
    assert await house.changes(ALL) == ()


async def test_what_was_taken_out_comes_back_as_it_was(house: House) -> None:
    await house.apply(ALL)
    before = await house.shops()
    await house.apply(SHORTS)
    assert await house.shops() == {}
    assert await house.changes(ALL) == (
        "shops: Connaught Souvenirs joins again",
        "shops: Janpath Crafts joins again",
        "products: MUG is sold again",
    )
    assert await house.shops() == before


async def test_what_was_sold_is_not_refilled_by_the_same_figure(house: House) -> None:
    await house.apply(ALL)
    await house.sell("SHORTS", "S", 2)
    await house.apply(ALL.replace("899", "950"))
    sold_out = await house.stock("SHORTS", "S")
    assert sold_out is not None
    assert (sold_out.count, sold_out.stated) == (0, 2)
    await house.apply(ALL.replace("S = 2", "S = 3"))
    refilled = await house.stock("SHORTS", "S")
    assert refilled is not None
    assert (refilled.count, refilled.stated) == (3, 3)


async def test_without_a_figure_nothing_is_free_but_what_is_held_stays(house: House) -> None:
    await house.apply(ALL)
    product = await house.store.read("tiger", lambda unit: unit.products.find_by_sku("SHORTS"))
    assert product is not None
    assert await house.store.write("tiger", lambda unit: unit.of(Stocks).take(product.id, "S", 1))
    await house.apply(ALL.replace("own_stock = { S = 2 }\n", ""))
    left = await house.stock("SHORTS", "S")
    assert left is not None
    assert (left.count, left.held, left.free) == (1, 1, 0)


async def test_a_count_from_a_chat_is_left_alone_until_the_file_states_one(house: House) -> None:
    await house.apply(ALL)
    product = await house.store.read("tiger", lambda unit: unit.products.find_by_sku("MUG"))
    assert product is not None
    await house.store.write("tiger", lambda unit: unit.of(Stocks).refill(product.id, "", 7, house.clock.now()))
    assert await house.changes(ALL) == ()
    assert await house.changes(ALL.replace("250", "250\nown_stock = 3")) == ("own stock: MUG: none → 3",)
    stated = await house.stock("MUG", "")
    assert stated is not None
    assert stated.count == 3


async def test_the_language_a_shopkeeper_chose_holds_until_the_file_says_another(house: House) -> None:
    await house.apply(ALL)
    one = (await house.shops())["janpath"]
    await house.store.write("tiger", lambda unit: unit.of(Shops).speak(one.id, "hi-Latn"))
    assert await house.changes(ALL) == ()
    assert (await house.shops())["janpath"].language == "hi-Latn"
    assert await house.changes(ALL.replace('"hi"', '"es"')) == ("shops: Janpath Crafts: language hi-Latn → es",)


async def test_a_shop_whose_language_nobody_said_is_written_to_in_its_own(house: House) -> None:
    unsaid = ALL.replace('language = "hi"\n', "")
    await house.apply(unsaid)
    one = (await house.shops())["janpath"]
    assert (one.language, one.follows) == ("en", True)
    await house.store.write("tiger", lambda unit: unit.of(Shops).follow(one.id, "hi-Latn"))
    assert await house.changes(unsaid) == ()
    assert await house.changes(ALL.replace('"hi"', '"en"')) == (
        "shops: Janpath Crafts: language hi-Latn, as it writes → en",
    )
    await house.store.write("tiger", lambda unit: unit.of(Shops).follow(one.id, "hi-Latn"))
    assert (await house.shops())["janpath"].language == "en"


async def test_a_shop_that_was_added_in_chat_is_not_the_files_to_remove(house: House) -> None:
    await house.apply(ALL)
    now = house.clock.now()

    async def add(unit: Unit) -> None:
        one = Shop(unit.ids.make(), "karol", "Karol Bagh", "", 600, 1200, None, None, "en")
        await unit.of(Shops).add([one], now)

    await house.store.write("tiger", add)
    applied = await house.apply(ALL)
    assert (applied.changes, [link.name for link in applied.links]) == ((), ["Janpath Crafts", "Karol Bagh"])
    named = ALL + JANPATH.replace("janpath", "karol").replace("Janpath Crafts", "Karol Bagh")
    assert await house.changes(named) == ("shops: Karol Bagh: language en → hi",)
    assert await house.changes(ALL) == ("shops: Karol Bagh leaves",)


async def test_each_start_link_works_once(house: House) -> None:
    (first,), (second,) = (await house.apply(ALL)).links, (await house.apply(ALL)).links
    assert await house.redeem(first.url) is not None
    assert await house.redeem(first.url) is None
    invite = await house.redeem(second.url)
    assert invite is not None
    assert (invite.kind, invite.shop) == (INVITE, (await house.shops())["janpath"].id)
    assert await house.redeem(second.url) is None


@pytest.mark.parametrize("wanted", [ALL.replace(JANPATH, ""), ALL.replace('"hi"', '"hi"\naddress = "telegram:78"')])
async def test_a_link_goes_with_its_shop_and_when_an_address_is_given(house: House, wanted: str) -> None:
    (link,) = (await house.apply(ALL)).links
    assert (await house.apply(wanted)).links == ()
    assert await house.redeem(link.url) is None


async def test_many_changes_are_told_in_a_few_lines(house: House) -> None:
    many = "".join(MUG.replace('"MUG"', f'"M{number:03}"') for number in range(MOST_TOLD + 5))
    changes = await house.changes(many)
    assert changes[-2:] == (f"products: M{MOST_TOLD - 1:03} is sold: Mug", "products: 5 more are sold")
    assert await house.changes("") == (
        *(f"products: M{number:03} is not sold any more" for number in range(MOST_TOLD)),
        "products: 5 more are not sold",
    )


async def test_what_is_warned_of(house: House) -> None:
    whatsapp = await house.apply(ALL.replace("telegram:77", "whatsapp:+919800000001"))
    assert [re.split("[,:]", warning)[0] for warning in whatsapp.warnings] == [
        "no payment account makes links",
        "some shops have an address on whatsapp only",
    ]
    nowhere = replace(file_of(ALL), business=replace(file_of(ALL).business, channels=()))
    now, elapsed = house.clock.now(), house.clock.get_real_time()
    alone = await apply_file(CONVERSATIONS, house.store, nowhere, VAULT, now, elapsed)
    assert [warning.partition(":")[0] for warning in alone.warnings] == [
        "the staff's chat needs Telegram or WhatsApp",
        "no payment account makes links",
        "shops are asked on Telegram or WhatsApp",
    ]
    assert alone.links == ()


async def test_goods_that_no_link_pays_are_warned_of_once(house: House) -> None:
    def warned(text: str) -> bool:
        return "no payment account makes links" in text

    assert [*map(warned, (await house.apply(MUG + SHORTS)).warnings)].count(True) == 1
    assert not any(map(warned, (await house.apply("[payments.simulator]\n" + MUG)).warnings))
    assert not any(map(warned, (await house.apply(CONNAUGHT)).warnings))
