"""Products, own stock, shops and what those say they hold, on every database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from flows.availability import Availability
from flows.money import Money
from storage.businesses.access import Invite
from storage.database.stores import Database
from storage.people.people import Identity
from storage.schema import addresses, contacts
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.partner_shops import INVITE, Shop, Shops
from storage.sourcing.shop_inventory import ShopInventory, Stated, StockSource
from storage.store.products import Listing, Product
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_PHONE, OTHER_SHOP, PHONE, after, do, person

SHORTS = Listing(
    "SHORTS",
    "Tiger Print Shorts",
    Money.parse("899.50", "INR"),
    Availability.IN_STOCK,
    ("S", "M"),
    "shorts",
    "https://a.b",
)
MUG = Listing("MUG", "Mug", Money.parse(250, "INR"), Availability.PRE_ORDER)


async def sell(unit: Unit, *listings: Listing) -> list[Product]:
    return await unit.products.add(listings or (SHORTS, MUG), NOW)


async def shorts(unit: Unit) -> UUID:
    return (await sell(unit, SHORTS))[0].id


def shop(unit: Unit, ref: str = "connaught", **values: object) -> Shop:
    plain = Shop(unit.ids.make(), ref, ref.title(), "Delhi", 600, 1200, 150_000_000, None, "hi", "hi")
    return replace(plain, **values)  # type: ignore[arg-type]


async def stock(unit: Unit, product: UUID, count: int, low_water: int | None = None) -> None:
    await unit.of(Stocks).add([Stock(product, "S", count, 0, low_water, count, NOW)])


async def standing(unit: Unit, product: UUID) -> tuple[int, int, int]:
    """Count, held and free pieces."""
    found = await unit.of(Stocks).get(product, "S")
    assert found is not None
    return found.count, found.held, found.free


async def test_what_is_sold(store: Database) -> None:
    async def work(unit: Unit) -> None:
        one, mug = await sell(unit)
        assert await unit.products.all() == [mug, one]
        assert (one.listing, one.sizes, mug.sizes, mug.category) == (SHORTS, ("S", "M"), ("",), "")
        assert await unit.products.find_by_sku("SHORTS") == one
        assert await unit.products.find_by_skus(["MUG", "HAT", "MUG"]) == {"MUG": mug}
        changed = Product(
            mug.id, replace(MUG, title="Big mug", sizes=("1 l",), image="https://m.b", url="https://m.b/mug")
        )
        gone = replace(one, removed_at=NOW)
        await unit.products.change([changed, gone])
        assert await unit.products.all() == [changed]
        assert await unit.products.list_every() == [changed, gone]
        assert await unit.products.find_by_sku("SHORTS") is None
        assert await unit.products.get(one.id) == gone
        assert await unit.products.by_ids([]) == {}

    await do(store, work)


async def test_pieces_are_held_given_back_and_used(store: Database) -> None:
    async def work(unit: Unit) -> None:
        product = await shorts(unit)
        assert not await unit.of(Stocks).take(product, "S", 1)
        await stock(unit, product, 3)
        assert await unit.of(Stocks).take(product, "S", 2)
        assert not await unit.of(Stocks).take(product, "S", 2)
        assert await standing(unit, product) == (3, 2, 1)
        assert await unit.of(Stocks).give_back(product, "S", 1)
        assert not await unit.of(Stocks).give_back(product, "S", 2)
        assert await unit.of(Stocks).use(product, "S", 1)
        assert not await unit.of(Stocks).use(product, "S", 1)
        assert await standing(unit, product) == (2, 0, 2)
        assert not await unit.of(Stocks).take(product, "M", 1)

    await do(store, work)


async def test_a_count_below_what_is_held_leaves_nothing_free_and_never_less_than_nothing(store: Database) -> None:
    async def work(unit: Unit) -> None:
        product = await shorts(unit)
        await stock(unit, product, 3)
        assert await unit.of(Stocks).take(product, "S", 2)
        known = await unit.of(Stocks).get(product, "S")
        assert known is not None
        await unit.of(Stocks).put_stated([replace(known, count=1, stated=1, as_of=after(1))])
        assert await standing(unit, product) == (1, 2, 0)
        assert not await unit.of(Stocks).take(product, "S", 1)
        assert await unit.of(Stocks).use(product, "S", 2)
        assert await standing(unit, product) == (0, 0, 0)

    await do(store, work)


async def test_a_first_count_needs_no_file(store: Database) -> None:
    async def work(unit: Unit) -> None:
        product = await shorts(unit)
        await unit.of(Stocks).refill(product, "S", 4, NOW)
        assert await unit.of(Stocks).get(product, "S") == Stock(product, "S", 4, 0, None, None, NOW)

    await do(store, work)


async def test_the_last_piece_goes_to_one_of_eight(store: Database) -> None:
    """On PostgreSQL the eight have a connection each; the update itself decides."""
    product = await do(store, shorts)
    await do(store, lambda unit: stock(unit, product, 1))
    taken = await asyncio.gather(*(do(store, lambda unit: unit.of(Stocks).take(product, "S", 1)) for _ in range(8)))
    assert sorted(taken) == [False] * 7 + [True]
    assert await do(store, lambda unit: standing(unit, product)) == (1, 1, 0)


async def test_pieces_that_come_at_once_are_all_added(store: Database) -> None:
    """Also where nobody had said a figure before, and while others take some."""
    product = await do(store, shorts)

    async def come(unit: Unit) -> bool:
        await unit.of(Stocks).refill(product, "S", 3, NOW)
        return await unit.of(Stocks).take(product, "S", 1)

    assert all(await asyncio.gather(*(do(store, come) for _ in range(8))))
    assert await do(store, lambda unit: standing(unit, product)) == (24, 8, 16)


async def test_what_is_told_of_low_water_is_told_anew_after_it_was_restocked(store: Database) -> None:
    async def work(unit: Unit) -> None:
        product = await shorts(unit)
        await stock(unit, product, 2, low_water=3)
        assert await unit.of(Stocks).note_alert(product, "S", NOW)
        await unit.of(Stocks).refill(product, "S", 1, NOW)  # three: still at its mark
        assert not await unit.of(Stocks).note_alert(product, "S", NOW)
        await unit.of(Stocks).refill(product, "S", 1, NOW)
        assert await unit.of(Stocks).note_alert(product, "S", NOW)

    await do(store, work)


@pytest.mark.parametrize(
    ("count", "held", "mark", "expected"),
    [(2, 0, 3, 4), (3, 3, 3, 6), (9, 0, 3, 1), (0, 0, 0, 1), (0, 0, 900, 999), (5, 0, None, 0)],
)
def test_how_many_come_to_twice_the_mark(count: int, held: int, mark: int | None, expected: int) -> None:
    assert Stock(UUID(int=1), "S", count, held, mark, None, NOW).to_twice_the_mark == expected


async def test_low_water_is_told_once_until_it_is_refilled(store: Database) -> None:
    async def work(unit: Unit) -> None:
        product = await shorts(unit)
        await stock(unit, product, 5, low_water=2)
        assert await unit.of(Stocks).list_running_low() == []
        assert await unit.of(Stocks).take(product, "S", 3)
        assert [one.free for one in await unit.of(Stocks).list_running_low()] == [2]
        assert await unit.of(Stocks).note_alert(product, "S", NOW)
        assert not await unit.of(Stocks).note_alert(product, "S", NOW)
        assert await unit.of(Stocks).list_running_low() == []
        await unit.of(Stocks).refill(product, "S", 0, NOW)  # three of five are held: still low
        assert await unit.of(Stocks).list_running_low() == []
        await unit.of(Stocks).refill(product, "S", 4, NOW)
        assert await unit.of(Stocks).take(product, "S", 4)
        assert len(await unit.of(Stocks).list_running_low()) == 1

    await do(store, work)


async def test_what_the_file_says_leaves_what_is_held(store: Database) -> None:
    async def work(unit: Unit) -> None:
        product = await shorts(unit)
        await stock(unit, product, 5, low_water=2)
        read = await unit.of(Stocks).get(product, "S")
        assert read is not None
        assert await unit.of(Stocks).take(product, "S", 1)
        await unit.of(Stocks).put_stated([replace(read, count=8, stated=8, as_of=after(1))])
        await unit.of(Stocks).watch([replace(read, low_water=4, count=77)])
        assert await unit.of(Stocks).all() == {(product, "S"): Stock(product, "S", 8, 1, 4, 8, after(1))}

    await do(store, work)


async def test_shops(store: Database) -> None:
    async def work(unit: Unit) -> None:
        one, other = shop(unit), shop(unit, "janpath", commission=None, commission_percent=12.5)
        await unit.of(Shops).add([other, one], NOW)
        assert await unit.of(Shops).all() == [one, other]
        assert await unit.of(Shops).find_by_ref("janpath") == other
        assert await unit.of(Shops).page("connaught", 5) == [other]
        contact, _ = await person(unit)
        await unit.of(Shops).link(one.id, contact, NOW)
        await unit.of(Shops).speak(one.id, "en")
        await unit.of(Shops).close_until(one.id, after(60))
        linked = replace(one, contact=contact, linked_at=NOW, language="en", away_until=after(60))
        assert await unit.of(Shops).find_by_contact(contact) == linked
        await unit.of(Shops).update([replace(linked, opens=0, contact=None, removed_at=NOW)])
        assert await unit.of(Shops).find_by_contact(contact) is None
        assert await unit.of(Shops).all() == [other]
        assert await unit.of(Shops).get(one.id) == replace(linked, opens=0, removed_at=NOW)
        assert await unit.of(Shops).list_every() == [replace(linked, opens=0, removed_at=NOW), other]

    await do(store, work)


async def test_the_latest_link_of_a_person_counts(store: Database) -> None:
    async def work(unit: Unit) -> None:
        one, other, third = shop(unit), shop(unit, "janpath"), shop(unit, "karol")
        await unit.of(Shops).add([one, other, third], NOW)
        contact, _ = await person(unit)
        await unit.of(Shops).link_all({one.id: contact, third.id: contact}, NOW)
        await unit.of(Shops).link(other.id, contact, after(1))
        found = await unit.of(Shops).find_by_contact(contact)
        assert found is not None
        assert found.ref == "janpath"

    await do(store, work)


@pytest.mark.parametrize(
    ("commission", "percent", "expected"),
    [(150_000_000, None, "150.00"), (None, 12.5, "112.44"), (None, 0.1, "0.90"), (None, None, "0.00")],
    ids=["per item", "percent", "rounded", "none"],
)
def test_what_a_shop_earns(commission: int | None, percent: float | None, expected: str) -> None:
    one = Shop(UUID(int=1), "a", "A", "", 0, 1440, commission, percent, "en")
    assert str(one.earns(Money.parse("899.50", "INR"))) == expected


async def test_a_merged_shopkeeper_keeps_the_shop(store: Database) -> None:
    async def work(unit: Unit) -> None:
        one = shop(unit)
        await unit.of(Shops).add([one], NOW)
        contact, _ = await person(unit, PHONE)
        await unit.of(Shops).link(one.id, contact, NOW)
        into, _ = await person(unit, OTHER_PHONE)
        assert await unit.people.prove([OTHER_PHONE, PHONE], NOW) == into
        found = await unit.of(Shops).find_by_contact(into)
        assert found is not None
        assert found.id == one.id

    await do(store, work)


async def test_the_latest_word_of_a_shop_holds(store: Database) -> None:
    async def work(unit: Unit) -> None:
        product, one = await shorts(unit), shop(unit)
        await unit.of(Shops).add([one], NOW)
        told = Stated(one.id, product, "S", 5, NOW, StockSource.LIST, 250_000_000)
        other = replace(told, size="M", quantity=1, source=StockSource.SAID)
        await unit.of(ShopInventory).put([told, other])
        await unit.of(ShopInventory).put([replace(told, quantity=9, as_of=after(-1))])
        assert await unit.of(ShopInventory).list_by_shop(one.id) == [other, told]
        newer = replace(told, quantity=0, as_of=after(1), source=StockSource.REPLY, price=None)
        await unit.of(ShopInventory).put([newer])
        assert sorted(await unit.of(ShopInventory).of([product]), key=lambda stated: stated.size) == [other, newer]
        assert await unit.of(ShopInventory).of([]) == []

    await do(store, work)


async def test_a_whole_list_takes_out_what_it_does_not_name(store: Database) -> None:
    async def work(unit: Unit) -> None:
        product, one = await shorts(unit), shop(unit)
        await unit.of(Shops).add([one], NOW)
        said = [Stated(one.id, product, size, 2, NOW) for size in ("S", "M")]
        await unit.of(ShopInventory).put(said)
        fresh = [Stated(one.id, product, size, 7, after(1), StockSource.LIST) for size in ("M", "L")]
        await unit.of(ShopInventory).replace(one.id, fresh)
        assert {stated.size: stated.quantity for stated in await unit.of(ShopInventory).list_by_shop(one.id)} == {
            "M": 7,
            "L": 7,
        }
        await unit.of(ShopInventory).replace(one.id, [])
        assert await unit.of(ShopInventory).list_by_shop(one.id) == []

    await do(store, work)


async def test_a_removed_shop_has_nothing(store: Database) -> None:
    async def work(unit: Unit) -> None:
        product, one = await shorts(unit), shop(unit)
        await unit.of(Shops).add([one], NOW)
        await unit.of(ShopInventory).put([Stated(one.id, product, "S", 5, NOW)])
        await unit.of(Shops).update([replace(one, removed_at=NOW)])
        assert await unit.of(ShopInventory).of([product]) == []

    await do(store, work)


async def test_another_business_has_none_of_it(store: Database) -> None:
    async def fill(unit: Unit) -> UUID:
        product, one = await shorts(unit), shop(unit)
        await unit.of(Shops).add([one], NOW)
        await stock(unit, product, 3)
        await unit.of(ShopInventory).put([Stated(one.id, product, "S", 5, NOW)])
        return product

    async def look(unit: Unit, product: UUID) -> None:
        assert await unit.products.list_every() == []
        assert await unit.products.get(product) is None
        assert await unit.of(Shops).list_every() == []
        assert await unit.of(Stocks).all() == {}
        assert not await unit.of(Stocks).take(product, "S", 1)
        assert await unit.of(ShopInventory).of([product]) == []

    product = await do(store, fill)
    await do(store, lambda unit: look(unit, product), OTHER_SHOP)


async def test_an_invite_of_a_shop(store: Database) -> None:
    async def work(unit: Unit) -> None:
        one, other = shop(unit), shop(unit, "janpath")
        await unit.of(Shops).add([one, other], NOW)
        invites = [Invite(name, INVITE, None, None, None, at.id) for name, at in (("t1", one), ("t2", other))]
        await unit.access.invite_all(invites, NOW, NOW + timedelta(days=1))
        await unit.of(Shops).void_invites([other.id], NOW)
        assert await unit.access.use_invite("t2", NOW) is None
        assert await unit.access.use_invite("t1", NOW) == invites[0]
        assert await unit.access.use_invite("t1", NOW) is None

    await do(store, work)


async def test_many_people_are_met_at_once(store: Database) -> None:
    async def work(unit: Unit) -> None:
        known, _ = await person(unit, PHONE)
        strangers = [Identity("telegram", str(number)) for number in range(1, 300)]
        met = await unit.people.meet([PHONE, *strangers, PHONE], NOW)
        assert met[PHONE] == known
        assert len(set(met.values())) == 300
        assert await unit.people.meet([*strangers, PHONE], NOW) == met
        found = await unit.people.address("telegram", "7")
        assert found is not None
        assert (found.contact, found.writable) == (met[Identity("telegram", "7")], True)
        assert len(await unit.rows(select(contacts))) == len(await unit.rows(select(addresses))) == 300

    await do(store, work)
