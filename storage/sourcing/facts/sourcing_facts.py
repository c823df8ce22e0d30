"""The facts of a sourced order and of a shop's desk: people's addresses, the possible shops, and similar products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.business import Business
from flows.channels import PROVEN
from flows.money import Money
from flows.sourcing import shop_hours
from flows.sourcing.desk.desk_draft import DeskFacts
from flows.sourcing.order_facts import ShopChoice, SourcingFacts
from flows.sourcing.order_line import Line
from flows.sourcing.planning.shop_choice import Candidate, rank
from storage.facts.contact_ways import list_agreed, list_ways
from storage.sourcing.facts.similar_products import find_similar
from storage.sourcing.own_stock import Stocks
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.reservations import Reservations
from storage.sourcing.shop_inventory import ShopInventory
from storage.sourcing.shop_records import ShopRecords
from storage.unit import Unit

LATELY = timedelta(days=90)
"""The period of answers that describe a shop."""


async def answer_facts(unit: Unit, business: Business, contact: UUID, order: UUID, page: str | None) -> SourcingFacts:
    """Return an order's facts without a new request: its shops, by name."""
    shops = await unit.of(Shops).by_ids(await unit.of(Reservations).shops_of(order))
    names = {shop.id: shop.name for shop in shops.values()}
    ways, bringing = await list_ways(unit, business, contact, order), _find_bringing(business, shops.values())
    provider = _provider(business)
    return SourcingFacts(business.sourcing, ways, names=names, page=page, provider=provider, bringing=bringing)


async def load_sourcing_facts(
    unit: Unit,
    business: Business,
    contact: UUID,
    order: UUID,
    lines: Sequence[Line],
    page: str | None,
    now: datetime,
) -> SourcingFacts:
    """Return an order's facts: with the possible shops, our own stock and similar products."""
    ways = await list_ways(unit, business, contact, order)
    shops = {shop.id: shop for shop in await unit.of(Shops).all()}
    names = {shop.id: shop.name for shop in shops.values()}
    stocks = await unit.of(Stocks).find_stocks({line.product for line in lines})
    free = {key: stock.free for key, stock in stocks.items()}
    return SourcingFacts(
        settings=business.sourcing,
        ways=ways,
        own=_count_own(lines, free),
        shops=await _load_choices(unit, business, lines, shops, now),
        names=names,
        bringing=_find_bringing(business, shops.values()),
        alternatives=await find_similar(unit, lines, now),
        page=page,
        provider=_provider(business),
        offers=await list_agreed(unit, ways),
    )


async def find_possible_shops(
    unit: Unit, business: Business, lines: Sequence[Line], now: datetime
) -> dict[str, tuple[ShopChoice, ...]]:
    """Return the possible shops for each line, likeliest first."""
    shops = {shop.id: shop for shop in await unit.of(Shops).all()}
    return await _load_choices(unit, business, lines, shops, now)


async def read_desk_facts(unit: Unit, business: Business, shop: UUID, now: datetime) -> DeskFacts:
    """Return the facts of a shop's desk; empty if no person is linked to the shop any more."""
    found = await unit.of(Shops).get(shop)
    if found is None or found.contact is None or found.removed_at is not None:
        return DeskFacts()
    ways = [way for way in await list_ways(unit, business, found.contact) if way[1] in PROVEN]
    zone = ZoneInfo(business.timezone)
    closed_until = shop_hours.opens_at(found.opens, found.closes, zone, now, found.away_until, found.away_from)
    night_until = shop_hours.opens_at(found.opens, found.closes, zone, now, None)
    brings = found.brings(business.sourcing.handover)
    return DeskFacts(next(iter(ways), None), closed_until, found.language, night_until, found.name, brings=brings)


def _find_bringing(business: Business, shops: Iterable[Shop]) -> frozenset[UUID]:
    """Return the ids of the shops that bring our orders."""
    return frozenset(shop.id for shop in shops if shop.brings(business.sourcing.handover))


def _provider(business: Business) -> str:
    return next((one.provider for one in business.payments), "")


def _count_own(lines: Sequence[Line], free: dict[tuple[UUID, str], int]) -> dict[str, int]:
    return {line.id: free.get((line.product, line.size), 0) for line in lines}


async def _load_choices(
    unit: Unit, business: Business, lines: Sequence[Line], shops: dict[UUID, Shop], now: datetime
) -> dict[str, tuple[ShopChoice, ...]]:
    """Return the shops that may have each line, the likeliest first, without unreachable shops."""
    stated = await unit.of(ShopInventory).of({line.product for line in lines})
    linked = [shop for shop in shops.values() if shop.contact is not None]
    records = await unit.of(ShopRecords).load_records([shop.id for shop in linked], now - LATELY)
    zone = ZoneInfo(business.timezone)
    opens = {
        shop.id: shop_hours.opens_at(shop.opens, shop.closes, zone, now, shop.away_until, shop.away_from)
        for shop in linked
    }
    said = {(one.shop, one.product, one.size): one for one in stated}
    found: dict[str, tuple[ShopChoice, ...]] = {}
    for line in lines:
        candidates = []
        for shop in linked:
            record, one = records.get(shop.id), said.get((shop.id, line.product, line.size))
            candidates.append(
                Candidate(
                    shop=shop.id,
                    stated=one.free if one else None,
                    stated_at=one.as_of if one else None,
                    asked=record.asked if record else 0,
                    yes=record.yes if record else 0,
                    median_reply=record.median_reply if record else None,
                    closed_until=opens[shop.id],
                )
            )
        price = Money(line.price, business.currency)
        ranked = rank(candidates, line.wanted, now)
        found[line.id] = tuple(ShopChoice(one, shops[one].earns(price).micros, opens[one]) for one in ranked)
    return found
