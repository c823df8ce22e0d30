"""What the staff does for a person who asks for their data: note the request, send the link, mark it as done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flows.engine import Subject
from flows.phrase import Text
from flows.policy.departure_facts import AddressState, Kind
from handlers.actions.action import Origin, Refused
from handlers.actions.deed_person import name_deed_person
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.people.end_links import RECORD_PATH, make_preferences_link
from handlers.privacy import data_requests
from handlers.privacy.person_record import load_own_record
from storage.facts.contact_ways import list_ways
from storage.people.people import Address

LINK_SENT = "record link sent"
"""The deed in the audit."""


@dataclass(frozen=True, slots=True)
class NoteRequest:
    """A command that notes a person's request for their data, such as by phone."""

    contact: UUID


@dataclass(frozen=True, slots=True)
class SendRecordLink:
    """A command that sends a person the link to their data, and notes the request."""

    contact: UUID


@dataclass(frozen=True, slots=True)
class MarkHandedOver:
    """A command that closes a person's request, because they have their data."""

    contact: UUID


@dataclass(frozen=True, slots=True)
class RequestState:
    """The person by name, the deadline of their open request, and whether they can see all of their record."""

    who: Text
    until: datetime | None = None
    whole: bool = True


class WhyNotHandedOver(StrEnum):
    """The reasons why nothing was done."""

    NO_WAY = "record_no_way"
    NONE_OPEN = "record_none_open"


async def note_request(turn: Turn, origin: Origin, command: NoteRequest) -> RequestState:
    """Open a request; an open one keeps its deadline."""
    person, who = await name_deed_person(turn, command.contact)
    return RequestState(who, await data_requests.ask(turn, person.id, "staff", f"record:{origin.key}", origin.by))


async def send_record_link(turn: Turn, origin: Origin, command: SendRecordLink) -> RequestState:
    """Send the link to where the person last wrote, else to their mail; the page there asks for a code."""
    person, who = await name_deed_person(turn, command.contact)
    address = await _find_way(turn, person.id)
    if address is None or turn.link_base is None:
        raise Refused(WhyNotHandedOver.NO_WAY, {"who": who})
    page = f"{make_preferences_link(turn, address.id)}{RECORD_PATH}"
    await post(
        turn, address, OutboundMessage(f"record:{origin.key}", Kind.ANSWER, "record_link", values={"page": page})
    )
    until = await data_requests.ask(turn, person.id, "staff", f"record:{origin.key}", origin.by)
    await turn.unit.access.log(origin.by, LINK_SENT, turn.now, Subject("contact", person.id))
    return RequestState(who, until, whole=(await load_own_record(turn, address)).is_whole)


async def mark_handed_over(turn: Turn, origin: Origin, command: MarkHandedOver) -> RequestState:
    """Close the person's request. Raises Refused if none is open."""
    person, who = await name_deed_person(turn, command.contact)
    if not await data_requests.close(turn, person.id, "staff", origin.by):
        raise Refused(WhyNotHandedOver.NONE_OPEN, {"who": who})
    return RequestState(who)


async def _find_way(turn: Turn, contact: UUID) -> Address | None:
    theirs = {one.id: one for one in await turn.unit.people.addresses_of(contact) if one.is_channel}
    ways = [theirs[way] for way, _ in await list_ways(turn.unit, turn.business, contact)]
    usable = (one for one in (*ways, *theirs.values()) if one.state is AddressState.USABLE)
    return next(usable, None)
