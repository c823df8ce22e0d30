"""Those who wait for a product hear that it is there again: in their turn, each once, under the rules of marketing.

A wish permits one message about its product, at the address of the wish. Customers without a wish are told only if
they agreed to offers.

Each report tells at most as many people as pieces were reported. The others keep their place: they are told by the next
report, and one a day after the last counts as such, for what a shop still has then those who were told did not want.
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
from storage.facts.contact_ways import agreed_among, ways_to
from storage.people.people import Address
from storage.sourcing.shop_inventory import ShopInventory, Stated
from storage.sourcing.waitlist_people import WaitingPeople, WaitingPerson
from storage.unit import Unit

AFRESH = timedelta(days=1)
"""A figure that is older than this is news when it is said again."""
MOST = 200
"""How many people of a waitlist one report looks at."""


def is_news(before: Stated | None, now: datetime) -> bool:
    """Whether pieces that a shop states now were not there before, or were last spoken of a day ago."""
    return before is None or before.free == 0 or before.as_of <= now - AFRESH


async def report(unit: Unit, product: UUID, size: str, pieces: int, now: datetime) -> None:
    """So many pieces are there that were not: told to those who wait, behind what else is going on."""
    if pieces <= 0 or not await unit.of(WaitingPeople).of(product, size, 1):
        return
    external_id = f"stock:{unit.ids.new()}"
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
    """Keep shops' statements, and tell the people who wait for a product that is there again.

    ``whole`` is the shop whose stock the statements are in full. ``known`` are the statements of these products before,
    where read already.
    """
    before = await _counts(unit, stated) if known is None else {_key(one): one for one in known}
    if whole is not None:
        await unit.of(ShopInventory).replace(whole, stated)
    else:
        await unit.of(ShopInventory).put(stated)
    some = [one for one in stated if one.quantity > 0 and is_news(before.get(_key(one)), now)]
    after = await _counts(unit, some)
    for one in some:
        if _key(one) in after:  # a removed shop's is not there
            await report(unit, one.product, one.size, after[_key(one)].free, now)


async def _counts(unit: Unit, stated: Sequence[Stated]) -> dict[tuple[UUID, UUID, str], Stated]:
    """What these shops have of these products, by shop, product and size."""
    products, shops = {one.product for one in stated}, {one.shop for one in stated}
    return {_key(one): one for one in await unit.of(ShopInventory).of(products, shops)} if stated else {}


def _key(stated: Stated) -> tuple[UUID, UUID, str]:
    return stated.shop, stated.product, stated.size


async def stock_reported(turn: Turn, news: StockReported) -> None:
    """Tell as many waiting people as there are pieces. A person who may not be told uses up no piece."""
    products = await turn.unit.products.by_ids([news.product])
    product = products.get(news.product)
    if product is None or product.removed_at is not None:
        return
    title = f"{product.title} {news.size}".rstrip()
    left = news.pieces
    for waiting in await turn.unit.of(WaitingPeople).of(news.product, news.size, MOST):
        if not left:
            break
        left -= await _tell(turn, waiting, title)


async def _tell(turn: Turn, waiting: WaitingPerson, title: str) -> int:
    """Write to one of them; return 1 where the rules may let it leave, 0 where they will not or there is no way."""
    contact = await turn.unit.people.hold(waiting.contact)
    if not await turn.unit.of(WaitingPeople).tell(waiting, turn.now):
        return 0
    if await _is_wished(turn, waiting):
        return await _tell_wished(turn, waiting, title)
    way = await _way_of_offers(turn, contact)
    if way is None:
        return 0
    key = f"back:{waiting.product}:{waiting.size}:{contact}:{int(waiting.since.timestamp())}"
    letter = _letter(turn, title, key, Programme.OFFERS, Subject("product", waiting.product))
    return int(await post(turn, way, letter) is not None)


async def _is_wished(turn: Turn, waiting: WaitingPerson) -> bool:
    """Return True if the wish still holds: a stop ends it."""
    if waiting.wish is None or waiting.address is None:
        return False
    return await turn.unit.consents.state(waiting.address, Programme.WAITLIST) is not ConsentState.REVOKED


async def _tell_wished(turn: Turn, waiting: WaitingPerson, title: str) -> int:
    """Write the one message of a wish, which uses it up."""
    assert waiting.wish is not None, "it is wished"
    assert waiting.address is not None, "a wish has its address"
    to = await turn.unit.people.address_by_id(waiting.address)
    letter = _letter(turn, title, f"wish:{waiting.wish}", Programme.WAITLIST, Subject("wish", waiting.wish), AFRESH)
    await note_end(turn, to, f"{EXPERIMENT}: {title}")
    return int(await post(turn, to, letter) is not None)


async def note_end(turn: Turn, to: Address, text: str) -> None:
    """Note in the ledger that nothing is wished at an address any more, where that is so."""
    if await turn.unit.of(WaitingPeople).wishes(to.contact, to.id):
        return
    means = (Programme.WAITLIST, ConsentAction.ENDED, f"{to.channel} chat", text, turn.now)
    await turn.unit.consents.record(LedgerLine(to.contact, to.id, *means, teller=Teller.PERSON), turn.now)


def _letter(
    turn: Turn, title: str, key: str, programme: Programme, subject: Subject, expires_after: timedelta | None = None
) -> OutboundMessage:
    """Return the message that a product is there again."""
    values = {"items": (title,)} | ({"link": turn.business.site} if turn.business.site else {})
    return OutboundMessage(
        key=key, kind=Kind.MESSAGE, template=EXPERIMENT, values=values, purpose=Purpose.MARKETING,
        programme=programme, subject=subject, expires_after=expires_after, experiment=EXPERIMENT, step=1,
    )  # fmt: skip


async def _way_of_offers(turn: Turn, contact: UUID) -> Address | None:
    """Return the best address at which they agreed to offers; None without one."""
    agreed = await agreed_among(turn.unit, await ways_to(turn.unit, turn.business, contact))
    return await turn.unit.people.address_by_id(agreed[0][0]) if agreed else None
