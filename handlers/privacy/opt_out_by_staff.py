"""Opt-outs that a person gave the staff, by phone or at the counter: any reasonable way counts (47 CFR
64.1200(a)(10))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flows.channels import SMS
from flows.engine import Subject
from flows.events import ConsentAction, ConsentGiven
from flows.phrase import Phrase, phrase
from handlers.actions.action import Origin, Preview, Refused
from handlers.actions.deed_person import name_deed_person
from handlers.engine.turn import Turn
from handlers.people import customer_news
from storage.businesses.deeds import Deeds
from storage.consent.consents import has_nothing_left
from storage.people.people import Address

ENDED = "messages ended"
"""The deed, which stays: only the person reverses it."""
_SOURCE, _SAID = "the staff", "reported to the staff"


@dataclass(frozen=True, slots=True)
class EndMessages:
    """A command that ends all advertising to this person."""

    contact: UUID


class WhyNotEnded(StrEnum):
    """The reasons why the messages are not ended."""

    ENDED = "ended_already"


async def would_end(turn: Turn, command: EndMessages) -> Preview:
    """Preview the person's name, and the updates that continue."""
    person, who = await name_deed_person(turn, command.contact)
    if not await _open(turn, person.id):
        raise Refused(WhyNotEnded.ENDED, {"who": who})
    return Preview(phrase("will_be_ended", who=who), phrase("button_end_messages"))


async def end(turn: Turn, origin: Origin, command: EndMessages) -> Phrase:
    """End messages at every address and for every programme, like an opt-out from the shop's software."""
    contact = await turn.unit.people.hold(command.contact)
    said = ConsentGiven(SMS.name, ConsentAction.REVOKED, _SOURCE, _SAID, turn.now)
    await customer_news.revoke(turn, None, await _open(turn, contact), said)
    await turn.unit.access.log(origin.by, ENDED, turn.now, Subject("contact", contact))
    if origin.by.row is not None:
        await turn.unit.of(Deeds).note(ENDED, origin.by.row, origin.by, turn.now)
    return phrase("messages_ended")


async def _open(turn: Turn, contact: UUID) -> Sequence[Address]:
    """Return the addresses with a consent, or with a possible ask for one."""
    theirs = await customer_news.list_ended(turn, contact, ())
    states = await turn.unit.consents.states([one.id for one in theirs])
    return [one for one in theirs if not has_nothing_left(states, one.id)]
