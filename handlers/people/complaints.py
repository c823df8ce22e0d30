"""Complaints: a person marked our mail as spam, and their mail provider says so. No message answers one."""

from __future__ import annotations

from flows.actor import Actor, ActorKind
from flows.engine import Subject
from flows.events import ComplaintArrived
from flows.policy.departure_facts import AddressState
from handlers.engine.turn import Turn
from handlers.people import opt_outs
from storage.events.event_inbox import Stored
from storage.people.people import Address

COMPLAINED = "complaint"
"""The deed in the audit, and the reason of the address's state."""


async def take_complaint(turn: Turn, stored: Stored, event: ComplaintArrived) -> None:
    """End marketing at the address, and suppress the address if the report names a message that we sent there.

    Anybody can send a report; only a reader of the mail knows the id of our message.
    """
    address, named = await _find_address(turn, event)
    if address is None:
        return
    contact = await turn.unit.people.hold(address.contact)
    await opt_outs.end_by_complaint(turn, contact, address.id, stored.id)
    if named:
        await turn.unit.people.set_state(address.id, AddressState.COMPLAINED, COMPLAINED, turn.now)
    await turn.unit.access.log(Actor(ActorKind.CUSTOMER), COMPLAINED, turn.now, Subject("contact", contact))


async def _find_address(turn: Turn, event: ComplaintArrived) -> tuple[Address | None, bool]:
    """Return the address, and True if a message of ours to it is named. A report may leave out the address."""
    message = await turn.unit.messages.get(event.message) if event.message else None
    if message is not None and message.channel == event.channel:
        return await turn.unit.people.address_by_id(message.address), True
    return await turn.unit.people.address(event.channel, event.address), False
