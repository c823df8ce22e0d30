"""The cart as the beginning of a person's story (``/why``), and the fate of the cart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.delivery import MessageStatus
from flows.phrase import At, Recorded, Text, phrase
from flows.policy.facts import ASKS
from handlers.actions.lives import Life, bought, is_reminder, lives_of
from handlers.actions.lives import tell as tell_life
from handlers.actions.story import ways
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Contact
from storage.purchases import BOUGHT, OPEN, Cart
from templates import formats


async def latest_cart(turn: Turn, person: Contact, page: Sequence[Message]) -> LatestCart | None:
    """The cart with the latest activity among those open and the one written about last."""
    last = next((one.thing for one in page if is_reminder(one) and one.thing and one.thing.kind == "cart"), None)
    written = await turn.unit.carts.get(last.id) if last else None
    carts = [*await turn.unit.carts.open_of(person.id), *([written] if written else [])]
    cart = max(carts, key=lambda one: one.as_of, default=None)
    return None if cart is None else LatestCart(turn, person, page, cart)


@dataclass(frozen=True, slots=True)
class LatestCart:
    """As handlers.subjects.Latest says. ``page`` are the latest messages from and to this person."""

    turn: Turn
    person: Contact
    page: Sequence[Message]
    cart: Cart

    @property
    def id(self) -> UUID:
        return self.cart.id

    @property
    def at(self) -> datetime:
        return self.cart.as_of

    def head(self, who: Text) -> Text:
        return phrase("their_cart", who=who, amount=self.cart.total, at=At(self.cart.as_of))

    async def came_of_it(self, lives: Sequence[Life]) -> list[tuple[datetime, Text]]:
        """A purchase that counts for no message; one that does is told with it."""
        if any(life.order for life in lives):
            return []
        orders = await self.turn.unit.orders.of(self.person.id)
        order = next((one for one in orders if one.cart == self.cart.id), None)
        if order is not None:
            return [(order.placed_at or self.turn.now, phrase("bought_not_counted", bought=bought(order)))]
        return [(self.turn.now, phrase("it_was_bought"))] if self.cart.status != OPEN else []

    async def unsent(self, lives: Sequence[Life]) -> list[Text]:
        if lives or self.cart.status == BOUGHT:
            return []
        if self.cart.reason:
            return [phrase("nothing_can_be_sent", why=Recorded(self.cart.reason, phrase("no_way_to_them")))]
        first = self.cart.as_of + self.turn.business.recovery.steps[0].after
        asked = await _asked(self.turn, self.person, self.page)
        if first > self.turn.now:
            return [phrase("first_reminder_due", at=At(first, before=self.cart.as_of)), *asked]
        used = [one for one in await ways(self.turn, self.person) if one.channel in self.turn.business.channels_order]
        return asked or [phrase("no_reminder_planned" if used else "nowhere_to_send")]


async def _asked(turn: Turn, person: Contact, page: Sequence[Message]) -> list[Text]:
    """The life of the ask to agree, while the YES to that ask is all that a reminder lacks."""
    asks = turn.tools.conversations.second_step.flow
    open_runs = {run.id for run in await turn.unit.runs.open_of(person.id) if run.flow == asks}
    ask = next((one for one in page if one.kind in ASKS and one.run in open_runs), None)
    if ask is None:
        return []
    (life,) = await lives_of(turn, [ask])
    lacks = ask.status in {MessageStatus.REFUSED, MessageStatus.EXPIRED, MessageStatus.FAILED}
    values = {"channel": formats.channel(ask.channel), "life": tell_life(turn, life)}
    return [phrase("lacks_their_yes" if lacks else "waits_for_their_yes", **values)]
