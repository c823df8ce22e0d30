"""The file's word and the chat's of shops and products, when a business file is applied, on a real database."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from bot.clock import PushedClock
from flows.actor import COMMAND_LINE
from handlers.actions.setting_precedence import name_setting
from handlers.business_file import BusinessFile, ShopEntry
from handlers.business_file.entry_settings import Entries, set_entry
from handlers.sourcing.actions.product_prices import replace_price
from storage.businesses.chosen_settings import Choices
from storage.database.stores import Database
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.partner_shops import Shops
from storage.store.products import Product
from storage.unit import Unit
from tests.cases import each
from tests.handlers.actions.test_apply import ASHA, TELEGRAM, Shop, shop

COMMISSION, HOURS, HANDOVER = "shops.karol.commission", "shops.karol.hours", "shops.karol.handover"
LOW_WATER, PRICE, STOCK = "products.MUG.low_water", "products.MUG.price", "products.SHORTS.own_stock.L"
KAROL = '[[shops]]\nid = "karol"\nname = "Karol Bagh Gifts"\n'
PRODUCTS = (
    '[[products]]\nsku = "MUG"\ntitle = "Mug"\nprice = 9\nown_stock = 5\nlow_water = 2\n'
    '[[products]]\nsku = "SHORTS"\ntitle = "Shorts"\nprice = 9\nsizes = ["M", "L"]\nown_stock = { L = 4 }\n'
)


def file(earns: str = "commission = 120", hours: str = "10:00-20:00") -> str:
    return TELEGRAM + ASHA + KAROL + f'{earns}\nhours = "{hours}"\n' + PRODUCTS


@pytest.fixture
def tiger(store: Database, clock: PushedClock) -> Shop:
    return Shop(store, clock)


def spelled(read: BusinessFile, path: str) -> str | None:
    return Entries.read_file(read).spell_setting(path)


async def choose(tiger: Shop, path: str, value: str | None) -> None:
    """As the chat does: the shop as it is to be, and the row beside it."""
    before = spelled(shop(file()), path)
    (entry,) = set_entry(shop(file()), path, value).shops

    async def work(unit: Unit) -> None:
        await unit.of(Choices).put(path, value, before, before, COMMAND_LINE, tiger.clock.now())

    await tiger.apply(TELEGRAM + ASHA + KAROL + f"{_earns(entry)}\n" + PRODUCTS)
    await tiger.store.write("tiger", work)


def _earns(entry: ShopEntry) -> str:
    hours = "-".join(f"{one // 60:02}:{one % 60:02}" for one in entry.hours)
    share = f"commission_percent = {entry.commission_percent}" if entry.commission_percent is not None else ""
    return f'commission = {entry.commission}\nhours = "{hours}"' if not share else f'{share}\nhours = "{hours}"'


async def karol(tiger: Shop) -> tuple[object, object, str]:
    found = await tiger.store.read("tiger", lambda unit: unit.of(Shops).find_by_ref("karol"))
    assert found is not None
    return found.commission and found.commission // 1_000_000, found.commission_percent, found.hours


async def test_a_shops_commission_and_hours_stay_as_the_chat_said_until_the_file_says_otherwise(tiger: Shop) -> None:
    await tiger.apply(file())
    await choose(tiger, COMMISSION, "200")
    again = await tiger.apply(file())
    assert again.chosen == ("commission of shop karol: the chat says 200, the file still says 120: the chat's stays",)
    assert again.changes == ()
    assert await karol(tiger) == (200, None, "10:00-20:00")
    moved = await tiger.apply(file("commission = 130", "11:00-19:00"), dry_run=True)
    line = "commission of shop karol: the file says 130 now, it said 120: the chat's 200 is over"
    assert (moved.chosen, await karol(tiger)) == ((line,), (200, None, "10:00-20:00")), "a dry run ends nothing"
    moved = await tiger.apply(file("commission = 130", "11:00-19:00"))
    assert (moved.chosen, await karol(tiger)) == ((line,), (130, None, "11:00-19:00"))
    assert (await tiger.apply(file())).chosen == (), "what is over does not come back"


async def shorts(tiger: Shop) -> Stock:
    """The own stock of the shorts in L."""
    return next(one for (_, size), one in (await tiger.store.read("tiger", _stocks)).items() if size == "L")


async def _stocks(unit: Unit) -> dict[tuple[UUID, str], Stock]:
    return await unit.of(Stocks).all()


async def test_a_count_of_our_own_stock_stays_until_the_file_says_another_figure(tiger: Shop) -> None:
    await tiger.apply(file())
    known = await shorts(tiger)

    async def count(unit: Unit) -> None:
        await unit.of(Stocks).put_stated([replace(known, count=9)])
        await unit.of(Choices).put(STOCK, "9", "4", "4", COMMAND_LINE, tiger.clock.now())

    await tiger.store.write("tiger", count)
    again = await tiger.apply(file())
    assert again.chosen == ("own stock of SHORTS L: the chat says 9, the file still says 4: the chat's stays",)
    assert ((await shorts(tiger)).count, again.changes) == (9, ())
    more = file().replace("{ L = 4 }", "{ L = 6 }")
    tried = await tiger.apply(more, dry_run=True)
    assert tried.chosen == ("own stock of SHORTS L: the file says 6 now, it said 4: the chat's 9 is over",)
    assert (await shorts(tiger)).count == 9
    assert (await tiger.apply(more)).changes == ("own stock: SHORTS L: 4 → 6",)
    assert (await shorts(tiger)).count == 6


async def _mug(tiger: Shop) -> Product:
    found = await tiger.store.read("tiger", lambda unit: unit.products.find_by_sku("MUG"))
    assert found is not None
    return found


async def test_a_price_stays_until_the_file_says_another(tiger: Shop) -> None:
    await tiger.apply(file())
    dearer = replace_price(await _mug(tiger), 12_000_000)

    async def price(unit: Unit) -> None:
        await unit.products.change([dearer])
        await unit.of(Choices).put(PRICE, "12", "9", "9", COMMAND_LINE, tiger.clock.now())

    await tiger.store.write("tiger", price)
    again = await tiger.apply(file())
    assert again.chosen == ("price of MUG: the chat says 12, the file still says 9: the chat's stays",)
    assert (await _mug(tiger), again.changes) == (dearer, ())
    moved = file().replace('"Mug"\nprice = 9', '"Mug"\nprice = 10')
    line = "price of MUG: the file says 10 now, it said 9: the chat's 12 is over"
    assert ((await tiger.apply(moved, dry_run=True)).chosen, await _mug(tiger)) == ((line,), dearer)
    assert (await tiger.apply(moved)).changes == ("products: MUG: price 12.00 → 10.00",)
    gone = file().replace(PRODUCTS, "")
    assert (await tiger.apply(gone)).chosen == (), "what is over does not come back"


@pytest.mark.parametrize(
    ("earns", "says"),
    [
        ("commission = 120", "120"),
        ("commission = 12.50", "12.5"),
        ("commission_percent = 7.5", "7.5%"),
        ("", None),
    ],
)
def test_a_commission_is_spelled_as_the_file_means_it(earns: str, says: str | None) -> None:
    read = shop(file(earns))
    assert spelled(read, COMMISSION) == says
    assert spelled(set_entry(shop(file("commission = 1")), COMMISSION, says), COMMISSION) == says


@each(
    ("path", "says", "put"),
    [
        (HOURS, "10:00-20:00", "11:00-24:00"),
        (HANDOVER, None, "shop"),
        (LOW_WATER, "2", "7"),
        (LOW_WATER, "2", None),
        (PRICE, "9", "12.5"),
        ("staff.Asha", "owner", "manager"),
        ("staff.Ravi", None, "agent"),
        ("staff.Asha", "owner", None),
    ],
)
def test_what_is_put_is_spelled_so(path: str, says: str | None, put: str | None) -> None:
    read = shop(file())
    assert spelled(read, path) == says
    assert spelled(set_entry(read, path, put), path) == put


def test_own_stock_is_compared_and_never_put() -> None:
    read = shop(file())
    assert spelled(read, STOCK) == "4"
    assert spelled(read, "products.SHORTS.own_stock.M") is None
    assert spelled(read, "products.MUG.own_stock.") == "5"
    assert set_entry(read, STOCK, "9") == read


def test_of_whom_the_file_does_not_name_it_says_nothing() -> None:
    read = shop(file())
    for path in ("shops.nayi.commission", "products.CAP.low_water", "staff.Nobody"):
        assert spelled(read, path) is None
    assert set_entry(read, "shops.nayi.commission", "9") == read
    with pytest.raises(LookupError):
        spelled(read, "business.country")


def test_each_is_named_in_words() -> None:
    paths = (COMMISSION, HOURS, HANDOVER, LOW_WATER, PRICE, STOCK, "products.MUG.own_stock.", "staff.Asha")
    assert [name_setting(one) for one in paths] == [
        "commission of shop karol", "hours of shop karol", "handover of shop karol", "low water of MUG",
        "price of MUG", "own stock of SHORTS L", "own stock of MUG", "staff Asha",
    ]  # fmt: skip


async def test_a_shop_that_the_chat_removed_stays_away_until_the_file_names_it_anew(tiger: Shop) -> None:
    await tiger.apply(file())

    async def remove(unit: Unit) -> None:
        known = await unit.of(Shops).find_by_ref("karol")
        assert known is not None
        await unit.of(Shops).update([replace(known, removed_at=tiger.clock.now())])
        await unit.of(Choices).put("shops.karol", None, "asked", "asked", COMMAND_LINE, tiger.clock.now())

    await tiger.store.write("tiger", remove)
    again = await tiger.apply(file("commission = 130"))
    assert again.chosen == ("shop karol: the chat says nothing, the file still says asked: the chat's stays",)
    assert await tiger.store.read("tiger", lambda unit: unit.of(Shops).find_by_ref("karol")) is None
    gone = await tiger.apply(TELEGRAM + ASHA + PRODUCTS)
    assert gone.chosen == ("shop karol: the file says nothing now, it said asked: the chat's nothing is over",)
    assert "shops: Karol Bagh Gifts joins again" in (await tiger.apply(file())).changes
