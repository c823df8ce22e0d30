"""The only way into the store, for the inbox (bot/inbox.py), the spool's replay (bot/spool_replay.py), and a crew's
simulated phones."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.correlation import follow_cause, get_cause
from bot.open_turns import OpenTurns
from flows.business import Business
from handlers.engine.turn import Turn
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.events.event_inbox import Arrival, event_id
from storage.events.inbound_arrival import Inbound
from storage.unit import Unit

log = structlog.get_logger()

Incoming = tuple[Business, InboundEvent]


class Lane:
    """The intake of inbound events: many in one transaction, or one that waits for the transaction holding its
    person."""

    def __init__(self, turns: OpenTurns) -> None:
        self._turns = turns

    def hear(self, business: Business, incoming: InboundEvent) -> Inbound:
        """Prepare an event for storage, with an id that follows the trail of its cause."""
        from handlers.intake.arrival import make_inbound  # what reads messages loads with the first event

        turns, identity = self._turns, event_id(business.id, incoming.source, incoming.external_id)
        with follow_cause(get_cause(incoming.event, identity)):
            id_ = turns.store.ids.make()
        return make_inbound(
            business, turns.tools.token_hashes, incoming, identity, id_, turns.clock.now(), turns.clock.get_real_time()
        )

    async def take_incoming(self, incoming: Sequence[Incoming]) -> list[IntakeResult | None]:
        """Take in a group like ``take_together``, prepared one after the other: its code stays in the cache
        (bot/batcher.py)."""
        return await self.take_together([self.hear(business, one) for business, one in incoming])

    async def take_together(self, arrived: Sequence[Inbound]) -> list[IntakeResult | None]:
        """Take in a group in one transaction; None for an event that must be taken in alone. Raises DatabaseAway, or an
        event's error."""
        from handlers.intake.intake import take_together

        async def look(unit: Unit) -> list[IntakeResult | None]:
            return await take_together(unit, arrived, self._care)

        return await self._turns.store.write("", look, ahead=True)

    async def take_in_order(self, arrived: Sequence[Inbound]) -> list[IntakeResult]:
        """Take in the first events of the past, each after those before it, in one transaction; return their results,
        none if the first must be taken in alone. Raises DatabaseAway, or an event's error."""
        from handlers.intake.intake import take_in_order

        return await self._turns.store.write("", lambda unit: take_in_order(unit, arrived, self._care), ahead=True)

    async def take_alone(self, business: str, incoming: InboundEvent) -> IntakeResult:
        """Take in one event by itself. Raises DatabaseAway, UnknownBusiness, or the event's error."""
        from handlers.intake.intake import take

        async def act(turn: Turn) -> IntakeResult:
            with follow_cause(get_cause(incoming.event, event_id(business, incoming.source, incoming.external_id))):
                return await take(turn, incoming)

        return await self._turns.act(business, act, ahead=True)

    async def _care(self, unit: Unit, one: Inbound) -> IntakeResult:
        from handlers.intake.intake import take_in

        with follow_cause(get_cause(one.arrival.event, one.arrival.id)):
            return await take_in(self._turns.turn(unit.switch_business(one.business), one.business), one)


def tell(what: str, arrival: InboundEvent | Arrival, taken: IntakeResult, **more: object) -> None:
    """Log one line for a stored event."""
    kind = "unreadable" if arrival.event is None else arrival.event.TYPE
    with follow_cause(get_cause(arrival.event, taken.id)):
        log.info(what, id=str(taken.id), source=arrival.source, type=kind, **more)
