"""Products, shops and the terms of sourcing: ``[[products]]``, ``[[shops]]``, ``[sourcing]``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from flows.availability import Availability
from flows.business import HANDOVERS, Referral, Sourcing, SplitWeights
from flows.money import Money
from handlers.business_file import address_values, file_values
from handlers.business_file.toml_table import Needed, Table
from handlers.engine.checked_fields import LARGEST_QUANTITY
from storage.people.people import Identity
from storage.store.products import Listing

MOST_SHOPS, MOST_PRODUCTS, MOST_SIZES = 5_000, 50_000, 50

_COUNT = file_values.whole(0, LARGEST_QUANTITY)
_HOURS = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])\s*[-–]\s*([01]?[0-9]|2[0-4]):([0-5][0-9])")
_DAY = 24 * 60
USUAL_HOURS = (10 * 60, 20 * 60)


@dataclass(frozen=True, slots=True)
class ShopEntry:
    """A shop; if it has no address, a start link connects it. ``hours`` are minutes of the local day. ``follows``: it
    has the usual language; if ``handover`` is None, the business's applies."""

    ref: str
    name: str
    location: str = ""
    address: Identity | None = None
    hours: tuple[int, int] = USUAL_HOURS
    commission: Decimal | None = None
    commission_percent: float | None = None
    language: str = ""
    follows: bool = False
    handover: str | None = None


@dataclass(frozen=True, slots=True)
class ProductEntry:
    """A product, and the business's own pieces of each size; sizes that are not counted have no figure."""

    listing: Listing
    own_stock: Mapping[str, int] = field(default_factory=dict)
    low_water: int | None = None


def read_shops(tables: Sequence[Table], locale: str) -> tuple[ShopEntry, ...]:
    """Parse the shops, each id and each address once; ``locale`` is the language of those that have none."""
    refs, people, read = set[str](), set[Identity](), []
    for table in tables:
        entry = _shop(table, locale)
        if entry.ref and entry.ref in refs:
            table.add_mistake("id", f"{entry.ref!r} already belongs to another shop")
        if entry.address and entry.address in people:
            table.add_mistake("address", "already belongs to another shop: a person answers for one shop")
        refs.add(entry.ref)
        people |= {entry.address} if entry.address else set()
        read.append(entry)
    return tuple(read)


def read_products(tables: Sequence[Table], currency: str) -> tuple[ProductEntry, ...]:
    """Parse the products, each SKU once, ignoring case, because customers type these."""
    skus, read = set[str](), []
    for table in tables:
        entry = _product(table, currency)
        sku = entry.listing.sku.casefold()
        if sku and sku in skus:
            table.add_mistake("sku", f"{entry.listing.sku!r} already belongs to another product")
        skus.add(sku)
        read.append(entry)
    return tuple(read)


def _shop(table: Table, locale: str) -> ShopEntry:
    ref = table.read("id", Needed(file_values.parse_identifier("connaught"), '"connaught"'), "")
    entry = table.fill(
        ShopEntry(ref, "", language=locale, follows="language" not in table),
        name=Needed(file_values.text(60), '"Connaught Place Souvenirs"'),
        location=file_values.text(100),
        address=address_values.parse_shop_address,
        hours=parse_hours,
        commission=file_values.amount,
        commission_percent=file_values.parse_number(0, 100),
        language=file_values.parse_locale,
        handover=file_values.parse_one_of(*HANDOVERS),
    )
    if "commission" in table and "commission_percent" in table:
        table.add_mistake("commission_percent", "give either this or commission, not both")
    return entry


def _product(table: Table, currency: str) -> ProductEntry:
    price = table.read("price", Needed(file_values.amount, "899"), Decimal(0))
    listing = table.fill(
        Listing("", "", Money.parse(price, currency), Availability.SOURCE_2_3_DAYS, sizes=_sizes(table)),
        sku=Needed(file_values.text(100), '"TIGER-SHORTS"'),
        title=Needed(file_values.text(120), '"Tiger Print Shorts"'),
        availability=lambda value: Availability(file_values.parse_one_of(*Availability)(value)),
        category=file_values.text(60),
        image=address_values.url,
        url=address_values.url,
    )
    own_stock, low_water = _read_own_stock(table, listing.sizes), table.read("low_water", _COUNT, None)
    if low_water is not None and "own_stock" not in table:
        table.add_mistake("low_water", "belongs to own_stock, which is missing; for example: own_stock = { S = 5 }")
    return ProductEntry(listing, own_stock, low_water)


def _sizes(table: Table) -> tuple[str, ...]:
    sizes = table.parse_each("sizes", file_values.text(20))
    if sizes is None:
        return ()
    if len({size.casefold() for size in sizes}) < len(sizes):
        table.add_mistake("sizes", "must name each size once")
    if not 1 <= len(sizes) <= MOST_SIZES:
        table.add_mistake("sizes", f"must be 1 to {MOST_SIZES} sizes; leave it out for a product without sizes")
    return sizes


def _read_own_stock(table: Table, sizes: tuple[str, ...]) -> dict[str, int]:
    """Parse the stock by size; a product with no sizes has one number."""
    by_size = table.holds_table("own_stock")
    if "own_stock" not in table or ("sizes" in table and not sizes):  # wrong sizes cannot show the allowed names
        table.ignore("own_stock")
    elif sizes and by_size:
        return table.section("own_stock").entries(sizes, _COUNT)
    elif sizes:
        table.add_mistake("own_stock", f"must name a size, like {{ {_fold_size(sizes[0])} = 2 }}")
    elif by_size:
        table.add_mistake("own_stock", "must be a number, like 2: this product has no sizes")
    elif (count := table.read("own_stock", _COUNT, None)) is not None:
        return {"": count}
    return {}


def _fold_size(size: str) -> str:
    return size if re.fullmatch("[A-Za-z0-9_-]+", size) else f'"{size}"'


def parse_hours(value: object) -> tuple[int, int]:
    """Parse the opening hours of a shop into minutes of the local day: ``"10:00-20:00"``."""
    found = _HOURS.fullmatch(file_values.strip_quoted(value))
    if found is None or max(opens := _minutes(found[1], found[2]), closes := _minutes(found[3], found[4])) > _DAY:
        raise ValueError(f'must be like "10:00-20:00", not {file_values.spell(value)}')
    if closes <= opens:
        raise ValueError(
            f"{file_values.spell(value)} goes over midnight, where a shop's day ends; "
            f'write the hours before it, like "{found[1]}:{found[2]}-24:00"'
        )
    return opens, closes


def _minutes(hour: str, minute: str) -> int:
    return int(hour) * 60 + int(minute)


PAYMENTS = ("after", "first", "cod")
_MOST_AT_ONCE = 20  # shops of one wave: more would mean asking all of them, nearly all in vain
_HEAVIEST = 10**6
_LONGEST_WAY = 90  # days with a courier


def read_sourcing(table: Table) -> Sourcing:
    """Parse when customers pay, how long shops have to answer, and how many are asked at once."""
    weight = file_values.parse_number(0, _HEAVIEST)
    weights = table.section("weights").fill(SplitWeights(), shops=weight, hours=weight, commission=weight)
    read = table.fill(
        Sourcing(weights=weights),
        pay=file_values.parse_one_of(*PAYMENTS),
        reserve=file_values.duration,
        answer_within=file_values.duration,
        wave=file_values.whole(1, _MOST_AT_ONCE),
        next_wave_after=file_values.duration,
        express_wave_after=file_values.duration,
        express_fee=file_values.whole(0, 10**9),
        quality_check=file_values.flag,
        order_messages=file_values.flag,
        handover=file_values.parse_one_of(*HANDOVERS),
        courier_days=file_values.whole(1, _LONGEST_WAY),
    )
    if read.answer_within > read.reserve:
        table.add_mistake("answer_within", "must not be longer than reserve, or the reservation ends first")
    for key, after in (("next_wave_after", read.next_wave_after), ("express_wave_after", read.express_wave_after)):
        if key in table and after > read.answer_within:
            table.add_mistake(key, "must not be longer than answer_within, or no other shop is asked")
    return read


def read_referral(table: Table) -> Referral | None:
    """Parse the reward that both sides get for a new customer; None if there is no referral programme."""
    amount = table.read("amount", file_values.whole(1, 10**9), None)
    return Referral(amount) if amount is not None else None
