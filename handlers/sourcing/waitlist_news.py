"""Waitlist messages that a product is back: in turn, once for each person, under the rules of marketing.

A wish permits one message about its product, at the address that asked. Customers with no wish get the message only if
they have consented to offers.

Each report reaches at most as many people as there are pieces; the others keep their place for the next report. A
report a day later counts as new even if stock is unchanged, because the people informed so far did not buy the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from flows.engine import Subject
from flows.events import ConsentAction, Teller
from flows.policy.departure_facts import ConsentState, Kind, Programme, Purpose
from flows.sourcing.order_events import StockReported
from flows.sourcing.waitlist_question import EXPERIMENT
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.own_events import SOURCE
from handlers.engine.turn import Turn
from storage.consent.consents import LedgerLine
from storage.events.event_inbox import Arrival, event_id
from storage.facts.contact_ways import list_agreed, list_ways
from storage.people.people import Address
from storage.sourcing.shop_inventory import ShopInventory, Stated
from storage.sourcing.waitlist_people import WaitingPeople, WaitingPerson
from storage.unit import Unit

AFRESH = timedelta(days=1)
"""A repeated figure that is older than this is news."""
MOST = 200
"""People of a waitlist that one report looks at."""


def is_news(before: Stated | None, now: datetime) -> bool:
    """Return True if a shop's pieces are new: none were free before, or the last statement is a day old."""
    return before is None or before.free == 0 or before.as_of <= now - AFRESH


async def report(unit: Unit, product: UUID, size: str, pieces: int, now: datetime) -> None:
    """Report new pieces to the waiting people, after other pending work."""
    if pieces <= 0 or not await unit.of(WaitingPeople).list_people(product, size, 1):
        return
    external_id = f"stock:{unit.ids.make()}"
    event = StockReported(product, size, pieces)
    arrival = Arrival(event_id(unit.business, SOURCE, external_id), SOURCE, external_id, now, None, event, lane=product)
    await unit.inbox.add(arrival)


async def learn(
    unit: Unit,
    stated: Sequence[Stated],
    now: datetime,
    *,
    whole: UUID | None = None,
    known: Sequence[Stated] | None = None,
) -> None:
    """Store shops' stock statements, and message the people who wait for a product that is back.

    ``whole`` is the shop whose complete stock is in the statements. ``known`` are the earlier statements of these
    products, if loaded already.
    """
    before = await _load_counts(unit, stated) if known is None else {_key(one): one for one in known}
    if whole is not None:
        await unit.of(ShopInventory).replace(whole, stated)
    else:
        await unit.of(ShopInventory).put(stated)
    some = [one for one in stated if one.quantity > 0 and is_news(before.get(_key(one)), now)]
    after = await _load_counts(unit, some)
    for one in some:
        if _key(one) in after:  # a removed shop's is not there
            await report(unit, one.product, one.size, after[_key(one)].free, now)


async def _load_counts(unit: Unit, stated: Sequence[Stated]) -> dict[tuple[UUID, UUID, str], Stated]:
    """Return the stored stock of these shops and products, by shop, product and size."""
    products, shops = {one.product for one in stated}, {one.shop for one in stated}
    return {_key(one): one for one in await unit.of(ShopInventory).of(products, shops)} if stated else {}


def _key(stated: Stated) -> tuple[UUID, UUID, str]:
    return stated.shop, stated.product, stated.size


async def report_stock(turn: Turn, news: StockReported) -> None:
    """Message as many waiting people as there are pieces. A person who may not get messages uses up no piece."""
    products = await turn.unit.products.by_ids([news.product])
    product = products.get(news.product)
    if product is None or product.removed_at is not None:
        return
    title = f"{product.title} {news.size}".rstrip()
    left = news.pieces
    for waiting in await turn.unit.of(WaitingPeople).list_people(news.product, news.size, MOST):
        if not left:
            break
        left -= await _tell(turn, waiting, title)


async def _tell(turn: Turn, waiting: WaitingPerson, title: str) -> int:
    """Message one waiting person. Return 1 if it was queued, 0 if the rules forbid it or there is no address."""
    contact = await turn.unit.people.hold(waiting.contact)
    if not await turn.unit.of(WaitingPeople).tell(waiting, turn.now):
        return 0
    if await _is_wished(turn, waiting):
        return await _tell_wished(turn, waiting, title)
    way = await _find_offer_way(turn, contact)
    if way is None:
        return 0
    key = f"back:{waiting.product}:{waiting.size}:{contact}:{int(waiting.since.timestamp())}"
    letter = _letter(turn, title, key, Programme.OFFERS, Subject("product", waiting.product))
    return int(await post(turn, way, letter) is not None)


async def _is_wished(turn: Turn, waiting: WaitingPerson) -> bool:
    """Return True if the wish is still valid: an opt-out ends it."""
    if waiting.wish is None or waiting.address is None:
        return False
    return await turn.unit.consents.state(waiting.address, Programme.WAITLIST) is not ConsentState.REVOKED


async def _tell_wished(turn: Turn, waiting: WaitingPerson, title: str) -> int:
    """Send the one message of a wish, which uses the wish up; return 0 if it cannot be sent."""
    assert waiting.wish is not None, "it is wished"
    assert waiting.address is not None, "a wish has its address"
    to = await turn.unit.people.address_by_id(waiting.address)
    letter = _letter(turn, title, f"wish:{waiting.wish}", Programme.WAITLIST, Subject("wish", waiting.wish), AFRESH)
    await note_end(turn, to, f"{EXPERIMENT}: {title}")
    return int(await post(turn, to, letter) is not None)


async def note_end(turn: Turn, to: Address, text: str) -> None:
    """Record in the ledger that the address has no wish left, if that is so."""
    if await turn.unit.of(WaitingPeople).wishes(to.contact, to.id):
        return
    means = (Programme.WAITLIST, ConsentAction.ENDED, f"{to.channel} chat", text, turn.now)
    await turn.unit.consents.record(LedgerLine(to.contact, to.id, *means, teller=Teller.PERSON), turn.now)


def _letter(
    turn: Turn, title: str, key: str, programme: Programme, subject: Subject, expires_after: timedelta | None = None
) -> OutboundMessage:
    """Make the message that a product is back."""
    values = {"items": (title,)} | ({"link": turn.business.site} if turn.business.site else {})
    return OutboundMessage(
        key=key, kind=Kind.MESSAGE, template=EXPERIMENT, values=values, purpose=Purpose.MARKETING,
        programme=programme, subject=subject, expires_after=expires_after, experiment=EXPERIMENT, step=1,
    )  # fmt: skip


async def _find_offer_way(turn: Turn, contact: UUID) -> Address | None:
    """Return the best address with consent to offers; None if there is none."""
    agreed = await list_agreed(turn.unit, await list_ways(turn.unit, turn.business, contact))
    return await turn.unit.people.address_by_id(agreed[0][0]) if agreed else None
