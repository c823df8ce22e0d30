"""The permanent erasure of a person's identities, and the check of later events."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flows.actor import ActorKind
from flows.engine import Subject
from flows.events.event import Event, Naming
from flows.phrase import Text, join_first, phrase, sentences
from handlers.actions import message_explanation, person_story
from handlers.actions.action import Origin, Preview, Refused
from handlers.actions.deed_person import name_deed_person
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.privacy import privacy_requests
from storage.people.people import Address, Identity

_WHO = {ActorKind.CUSTOMER: "themselves", ActorKind.STAFF: "the staff", ActorKind.PROVIDER: "the shop's software"}
"""The actor in a proof, without a name; the audit log has the name. For a command of ours the name is included."""


@dataclass(frozen=True, slots=True)
class Erase:
    """A command that erases a person's data."""

    contact: UUID


class WhyNotErased(StrEnum):
    """The reasons why a person is not erased."""

    STAFF = "erase_of_staff"


async def would_erase(turn: Turn, command: Erase) -> Preview:
    """Preview what will be erased, and the similar people who stay."""
    person, who = await name_deed_person(turn, command.contact)
    if await turn.unit.access.member_of(person.id) is not None:
        raise Refused(WhyNotErased.STAFF)
    deleted = phrase("will_be_deleted", who=who)
    return Preview(
        sentences(deleted, *await list_lost(turn, person.id), *await _find_like(turn, person.id)),
        phrase("button_delete"),
    )


async def list_lost(turn: Turn, contact: UUID) -> list[Text]:
    """Return a person's open matters, which an erasure ends."""
    return [text for one in conversations_of(turn).leaving_hooks for text in await one.lost(turn, contact)]


async def _find_like(turn: Turn, contact: UUID) -> list[Text]:
    """Describe other people with the same details: a number may have been typed at somebody else's checkout."""
    known = await turn.unit.people.by_ids(await turn.unit.people.list_recorded_guests(contact))
    taps = [
        sentences(await person_story.get_name(turn, one), await message_explanation.tap(turn, one, "erase"))
        for one in known.values()
    ]
    return [phrase("not_deleted_with_them", others=join_first(taps))] if taps else []


async def erase(turn: Turn, origin: Origin, command: Erase) -> UUID:
    """Erase a person; return the contact."""
    contact = await turn.unit.people.hold(command.contact)
    await privacy_requests.erase_person(turn, contact, f"erased by {_WHO.get(origin.by.kind, origin.by.id)}")
    await turn.unit.access.log(origin.by, "erase", turn.now, Subject("contact", contact))
    return contact


_NEVER_LATE = frozenset({Naming.WRITER, Naming.ADDRESS})  # reports of a channel at the moment


async def find_erased_since(
    turn: Turn, names: Sequence[Identity], erased: Mapping[Identity, Address], event: Event | None
) -> UUID | None:
    """Return the contact with these identities that was erased after the time of ``event``; None if there is none.

    If the shop's own customer id is among them, only it counts, so a number that two customers share does not block
    updates about the other one. A person's own messages are never too late.
    """
    if not erased or event is None or event.NAMING in _NEVER_LATE:
        return None
    own = [name for name in names if name.channel == "customer"]
    if own and erased.keys().isdisjoint(own) and await turn.unit.people.find_known(own):
        return None
    moment: datetime = getattr(event, "occurred_at", turn.now)
    return await find_erased_of(turn, {address.contact for address in erased.values()}, moment)


async def find_erased_of(turn: Turn, people: Collection[UUID], since: datetime) -> UUID | None:
    """Return one of these people who was erased after ``since``; None if there is none."""
    found = await turn.unit.people.by_ids(people) if people else {}
    return next((one.id for one in found.values() if one.erased_at is not None and one.erased_at > since), None)


async def is_erased(turn: Turn, contact: UUID) -> bool:
    """Return True if this contact was erased; no run begins for it."""
    known = await turn.unit.people.get(contact)
    return known is not None and known.erased_at is not None
