"""The customer with whom the page of a sandbox begins: one whose reminder would leave."""

from __future__ import annotations

from collections.abc import Sequence

from flows import recovery
from flows.policy.departure import judge
from flows.policy.departure_facts import AGREED, Kind, Programme, Purpose
from flows.policy.verdict import Outcome
from handlers.engine.turn import Turn
from storage.facts.departures import Planned, departures
from storage.people.people import Address
from storage.upkeep.sandbox_scene import Player

_MOST = 12  # customers whose reminder is judged


async def ready_customer(turn: Turn, players: Sequence[Player]) -> str | None:
    """Return the address of a customer who would be reminded of a cart left now; None for none.

    Customers who read English come first, of these the ones without a number: no carrier stops a second reminder.
    """
    simulated = {one.channel for one in turn.business.channels if one.provider == "simulator"}
    every = [one for player in players for one in player.addresses if one.channel in simulated]
    consents = await turn.unit.consents.states({one.id for one in every})
    alone = await turn.unit.draws.held_out({(recovery.NAME, one.contact) for one in every}, turn.draw, keep=False)
    people = await turn.unit.people.by_ids([one.contact for one in every])
    customers = sorted(
        (
            one
            for one in every
            if consents.get((one.id, Programme.REMINDERS)) in AGREED and (recovery.NAME, one.contact) not in alone
        ),
        key=lambda one: ((people[one.contact].locale or "en")[:2] != "en", one.phone is not None),
    )[:_MOST]
    due = turn.now + turn.business.recovery.steps[0].after
    planned = [
        Planned(
            Kind.MESSAGE, Purpose.MARKETING, Programme.REMINDERS, one.channel, one.id, one.contact, due,
            template="cart_reminder",
        )
        for one in customers
    ]  # fmt: skip
    facts = await departures(turn.unit, turn.tenant, planned, turn.draw, turn.now)
    leaving = [one for one, fact in zip(customers, facts, strict=True) if judge(fact, due).outcome is Outcome.SEND]
    return await _without_cart(turn, leaving)


async def _without_cart(turn: Turn, leaving: Sequence[Address]) -> str | None:
    for one in leaving:
        if not await turn.unit.carts.open_of(one.contact):
            return str(one)
    return None
