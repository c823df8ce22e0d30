"""A cart as the beginning of a person's story (``/why``), and its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.delivery import MessageStatus
from flows.phrase import At, Recorded, Text, phrase
from flows.policy.departure_facts import ASKS
from handlers.actions.message_lives import describe_life as tell_life
from handlers.actions.message_lives import describe_purchase, is_reminder, load_lives
from handlers.actions.person_story import get_name
from handlers.engine.subjects import Latest, Life
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.people.people import Contact
from storage.sending.message import Message
from storage.store.purchases import BOUGHT, OPEN, Cart
from templates import formats


async def find_latest_cart(turn: Turn, person: Contact, page: Sequence[Message]) -> Latest | None:
    """Return the latest cart among the open ones and that of the last message; of equal times, the second."""
    last = next((one.thing for one in page if is_reminder(one) and one.thing and one.thing.kind == "cart"), None)
    written = await turn.unit.carts.get(last.id) if last else None
    carts = [*await turn.unit.carts.list_open(person.id), *([written] if written else [])]
    cart = max(carts, key=lambda one: (one.as_of, written is not None and one.id == written.id), default=None)
    if cart is None:
        return None
    head = phrase("their_cart", who=await get_name(turn, person), amount=cart.total, at=At(cart.as_of))

    async def ends(lives: Sequence[Life]) -> tuple[list[tuple[datetime, Text]], list[Text]]:
        return await _describe_purchase(turn, person, cart, lives), [] if lives else await _explain_unsent(
            turn, person, page, cart
        )

    return Latest(cart.id, cart.as_of, head, ends)


async def _describe_purchase(
    turn: Turn, person: Contact, cart: Cart, lives: Sequence[Life]
) -> list[tuple[datetime, Text]]:
    """Describe a purchase that no message brought; the others are described with their message."""
    if any(life.order for life in lives):
        return []
    order = next((one for one in await turn.unit.orders.of(person.id) if one.cart == cart.id), None)
    if order is not None:
        return [(order.placed_at or turn.now, phrase("bought_not_counted", bought=describe_purchase(order)))]
    return [(turn.now, phrase("it_was_bought"))] if cart.status != OPEN else []


async def _explain_unsent(turn: Turn, person: Contact, page: Sequence[Message], cart: Cart) -> list[Text]:
    """Explain why no reminder of a cart was planned, or when the first one is due."""
    if cart.status == BOUGHT:
        return []
    if cart.reason:
        return [phrase("nothing_can_be_sent", why=Recorded(cart.reason, phrase("no_way_to_them")))]
    first = cart.as_of + turn.business.recovery.steps[0].after
    asked = await _describe_request(turn, person, page)
    if first > turn.now:
        return [phrase("first_reminder_due", at=At(first, before=cart.as_of)), *asked]
    theirs = await turn.unit.people.addresses_of(person.id)
    used = [one for one in theirs if one.channel in turn.business.channels_order]
    return asked or [phrase("no_reminder_planned" if used else "nowhere_to_send")]


async def _describe_request(turn: Turn, person: Contact, page: Sequence[Message]) -> list[Text]:
    """Describe the ask for consent, if the reminders only wait for the YES to it."""
    asks = conversations_of(turn).entrance.flow
    open_runs = {run.id for run in await turn.unit.runs.list_open(person.id) if run.flow == asks}
    ask = next((one for one in page if one.kind in ASKS and one.run in open_runs), None)
    if ask is None:
        return []
    (life,) = await load_lives(turn, [ask])
    lacks = ask.status in {MessageStatus.REFUSED, MessageStatus.EXPIRED, MessageStatus.FAILED}
    values = {"channel": formats.channel(ask.channel), "life": tell_life(turn, life)}
    return [phrase("lacks_their_yes" if lacks else "waits_for_their_yes", **values)]
