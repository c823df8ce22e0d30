"""The first customer on a sandbox's page: one whose reminder would be sent."""

from __future__ import annotations

from flows import recovery
from flows.channels import CHANNELS, Medium
from flows.policy.departure import judge
from flows.policy.departure_facts import AGREED, Kind, Programme, Purpose
from flows.policy.verdict import Outcome
from handlers.engine.turn import Turn
from storage.facts.departures import Planned, load_facts
from storage.upkeep.sandbox_scene import cast

_MOST = 12  # customers whose reminder is judged
_REMINDER = (Kind.MESSAGE, Purpose.MARKETING, Programme.REMINDERS)


async def ready_customer(turn: Turn, *, by_mail: bool = False) -> str | None:
    """Return the address of a customer who would be reminded of a cart left now, by mail or in a chat; None if there
    is none.

    Readers of English come first, and among them those without a phone number: no carrier stops a second reminder.
    """
    simulated = {
        one.channel
        for one in turn.business.channels
        if one.provider == "simulator" and (CHANNELS[one.channel].medium is Medium.MAIL) is by_mail
    }
    customers = [one for one in await cast(turn.unit) if not one.role]
    every = [one for player in customers for one in player.addresses if one.channel in simulated]
    consents = await turn.unit.consents.states({one.id for one in every})
    agreed = [one for one in every if consents.get((one.id, Programme.REMINDERS)) in AGREED]
    alone = await turn.unit.draws.draw({(recovery.NAME, one.contact) for one in agreed}, turn.draw, keep=False)
    people = await turn.unit.people.by_ids([one.contact for one in agreed])
    found = [one for one in agreed if (recovery.NAME, one.contact) not in alone]
    found.sort(key=lambda one: ((people[one.contact].locale or "en")[:2] != "en", one.phone is not None))
    due = turn.now + turn.business.recovery.steps[0].after
    planned = [
        Planned(*_REMINDER, one.channel, one.id, one.contact, due, template="cart_reminder") for one in found[:_MOST]
    ]
    facts = await load_facts(turn.unit, turn.tenant, planned, turn.draw, turn.now)
    for one, fact in zip(found, facts, strict=False):
        if judge(fact, due).outcome is Outcome.SEND and not await turn.unit.carts.list_open(one.contact):
            return str(one)
    return None
