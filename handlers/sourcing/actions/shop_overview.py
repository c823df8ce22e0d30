"""Overview of the shops: a line for each, one in detail, and the waiting goods by shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.money import Money
from flows.phrase import Ours
from flows.sourcing.order_line import PromiseState
from flows.sourcing.shop_performance import HandedOver, ShopMonth, Standing, Warned, list_warnings, rank_standings
from handlers.actions.action import Origin, Refused
from handlers.engine.turn import Turn
from handlers.sourcing.actions.order_refusals import WhyNot
from storage.sourcing.facts import shop_performance_facts as facts
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.promises import KeptLine, Promises
from storage.sourcing.shop_earnings import Earnings, Payout
from storage.sourcing.shop_records import ShopRecord, ShopRecords

LATELY = timedelta(days=90)
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ShowShops:
    """A page of all shops, or one shop."""

    page: int | None = None
    shop: UUID | None = None


@dataclass(frozen=True, slots=True)
class RankShops:
    """Request to rank all shops by their results."""


@dataclass(frozen=True, slots=True)
class RankedShops:
    """The shops with their results over the last ``days``, the best first, and those too ``young`` to rank."""

    days: int
    rows: tuple[tuple[Shop, Standing], ...]
    young: tuple[tuple[Shop, Standing], ...]


@dataclass(frozen=True, slots=True)
class ShopRow:
    """A shop in a list, with its answer rate."""

    shop: Shop
    record: ShopRecord
    away: bool


@dataclass(frozen=True, slots=True)
class ShopsShown:
    """The shops, the most active first, and the page to show."""

    rows: tuple[ShopRow, ...]
    page: int

    @property
    def linked(self) -> int:
        """Return the number of shops with a shopkeeper."""
        return sum(one.shop.contact is not None for one in self.rows)

    @property
    def away(self) -> int:
        """Return the number of shops that are away now."""
        return sum(one.away for one in self.rows)


@dataclass(frozen=True, slots=True)
class ShopDetails:
    """One shop: its answers, orders of thirty days, lateness over the last ``days``, kept pieces, earnings and payouts.

    ``overdue`` are the numbers of its waiting orders past their promised day. ``brings``: the shop brings its pieces.
    ``phone`` is the shopkeeper's, in E.164; "" if unknown.
    """

    row: ShopRow
    phone: str
    month: ShopMonth
    days: int
    handed: HandedOver
    overdue: Sequence[str]
    brings: bool
    pieces: int
    orders: int
    earned: Money
    owed: Money
    paid: Payout | None
    warned: Sequence[Warned]


async def show_shops(turn: Turn, _origin: Origin, command: ShowShops) -> ShopsShown | ShopDetails:
    """Return the requested shop, or all of them."""
    known = await turn.unit.of(Shops).all()
    if not known:
        raise Refused(WhyNot.NO_SHOP_ASKED)
    records = await turn.unit.of(ShopRecords).load_records([shop.id for shop in known], turn.now - LATELY)
    rows = [ShopRow(shop, records.get(shop.id, ShopRecord()), shop.is_away(turn.now)) for shop in known]
    if command.shop is None:
        return ShopsShown(tuple(sorted(rows, key=lambda one: (-one.record.asked, one.shop.ref))), command.page or 1)
    row = next((one for one in rows if one.shop.id == command.shop), None)
    if row is None:
        raise Refused(WhyNot.SHOP_GONE, more=Ours("/shops"))
    return await _load_details(turn, row)


async def rank_shops(turn: Turn, _origin: Origin, _command: RankShops) -> RankedShops:
    """Return the shops with enough requests to rank, the best first, and the others."""
    known = {shop.id: shop for shop in await turn.unit.of(Shops).all()}
    if not known:
        raise Refused(WhyNot.NO_SHOP_ASKED)
    since = turn.now - LATELY
    records = await turn.unit.of(ShopRecords).load_records(list(known), since)
    handed = await facts.load_handed_over(turn.unit, since, turn.now)
    standings = {one: _make_standing(records.get(one, ShopRecord()), handed.get(one, HandedOver())) for one in known}
    young = [one for one, standing in standings.items() if standing.is_young]
    best, others = ([(known[one], standings[one]) for one in which] for which in (rank_standings(standings), young))
    return RankedShops(LATELY.days, tuple(best), tuple(sorted(others, key=lambda one: (-one[1].asked, one[0].ref))))


def _make_standing(record: ShopRecord, handed: HandedOver) -> Standing:
    return Standing(record.asked, record.yes, record.median_reply, handed)


async def _load_details(turn: Turn, row: ShopRow) -> ShopDetails:
    unit, now, shop, currency = turn.unit, turn.now, row.shop.id, turn.business.currency
    month = (await facts.load_month(unit, now - _MONTH, now + timedelta(microseconds=1), shop)).get(shop)
    keeps = await unit.of(Promises).list_kept(shop, PromiseState.HELD)
    first = now.astimezone(turn.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    earnings, lately = unit.of(Earnings), (await facts.load_recent(unit, now)).get(shop)
    handed = (await facts.load_handed_over(unit, now - LATELY, now)).get(shop)
    return ShopDetails(
        row,
        (await find_phones(turn, [row.shop])).get(shop, ""),
        month or ShopMonth(),
        LATELY.days,
        handed or HandedOver(),
        _list_overdue(keeps, now),
        row.shop.brings(turn.business.sourcing.handover),
        sum(one.promise.quantity for one in keeps),
        len({one.order for one in keeps}),
        Money((await earnings.sum_since(shop, first)).amount, currency),
        Money(await earnings.sum_owed(shop), currency),
        await earnings.find_last_payout(shop),
        list_warnings(lately, now) if lately else (),
    )


def _list_overdue(keeps: Sequence[KeptLine], now: datetime) -> Sequence[str]:
    late = sorted(
        (one.promised_at, one.number) for one in keeps if one.promised_at is not None and one.promised_at < now
    )
    return list(dict.fromkeys(number for _, number in late))


@dataclass(frozen=True, slots=True)
class ShowRound:
    """Request for the goods to fetch, at all shops or at one."""

    shop: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShopVisit:
    """A shop, its waiting goods, and the shopkeeper's phone in E.164; "" if unknown.

    ``brings``: the shop brings the goods, so nobody has to fetch them.
    """

    shop: Shop
    kept: tuple[KeptLine, ...]
    phone: str
    brings: bool

    @property
    def pieces(self) -> int:
        """Return the number of waiting pieces."""
        return sum(one.promise.quantity for one in self.kept)

    @property
    def orders(self) -> tuple[str, ...]:
        """Return the numbers of the orders with goods to fetch, the most urgent first."""
        return tuple(dict.fromkeys(one.number for one in self.kept))


@dataclass(frozen=True, slots=True)
class RoundShown:
    """The shops to visit, the most urgent first, and those that bring their pieces.

    ``shop`` is set if only one shop was requested; it is then included even if nothing waits there.
    """

    visits: tuple[ShopVisit, ...]
    brought: tuple[ShopVisit, ...]
    shop: Shop | None
    zone: ZoneInfo
    now: datetime


async def show_round(turn: Turn, _origin: Origin, command: ShowRound) -> RoundShown:
    """Return the shops to visit, the one with the earliest promised day first."""
    kept = await turn.unit.of(Promises).list_to_fetch(command.shop)
    theirs: dict[UUID, list[KeptLine]] = {}
    for one in kept:
        if one.promise.shop is not None:
            theirs.setdefault(one.promise.shop, []).append(one)
    which = {*theirs, *([command.shop] if command.shop else [])}
    shops = await turn.unit.of(Shops).by_ids(which)
    phones = await find_phones(turn, list(shops.values()))
    usual = turn.business.sourcing.handover
    waits = [
        ShopVisit(shops[shop], tuple(some), phones.get(shop, ""), shops[shop].brings(usual))
        for shop, some in theirs.items()
    ]
    visits, brought = (
        tuple(one for one in waits if (one.brings and command.shop is None) is apart) for apart in (False, True)
    )
    return RoundShown(visits, brought, shops.get(command.shop) if command.shop else None, turn.zone, turn.now)


async def find_phones(turn: Turn, shops: Sequence[Shop]) -> Mapping[UUID, str]:
    """Return the shopkeepers' phones by shop. A shopkeeper who only uses a chat app may have none."""
    found: dict[UUID, str] = {}
    for shop in shops:
        addresses = await turn.unit.people.addresses_of(shop.contact) if shop.contact is not None else ()
        phone = next((one.phone for one in addresses if one.phone), None)
        if phone:
            found[shop.id] = phone
    return found
