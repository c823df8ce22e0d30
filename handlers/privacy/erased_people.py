"""Erasure of a person's names for good, and news of erased people that restores nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flows.actor import ActorKind
from flows.engine import Subject
from flows.events.event import Event, Naming
from flows.phrase import Text, listed, phrase, sentences
from handlers.actions import message_explanation, person_story
from handlers.actions.action import Origin, Preview, Refused
from handlers.actions.deed_person import person_meant
from handlers.engine.turn import Turn
from handlers.privacy import privacy_requests
from storage.people.people import Address, Identity

_WHO = {ActorKind.CUSTOMER: "themselves", ActorKind.STAFF: "the staff", ActorKind.PROVIDER: "the shop's software"}
"""In a proof, where no name belongs; the audit log says who exactly. Of a command of ours the name is told."""


@dataclass(frozen=True, slots=True)
class Erase:
    """A person's data is deleted."""

    contact: UUID


class WhyNotErased(StrEnum):
    """Why somebody is not deleted."""

    STAFF = "erase_of_staff"


async def would_erase(turn: Turn, command: Erase) -> Preview:
    """The data that is deleted, and the people beside this one who stay."""
    person, who = await person_meant(turn, command.contact)
    if await turn.unit.access.member_of(person.id) is not None:
        raise Refused(WhyNotErased.STAFF)
    deleted = phrase("will_be_deleted", who=who)
    return Preview(
        sentences(deleted, *await lost(turn, person.id), *await _beside(turn, person.id)), phrase("button_delete")
    )


async def lost(turn: Turn, contact: UUID) -> list[Text]:
    """What of a person is open, and ends with an erasure."""
    return [text for one in turn.tools.conversations.stopping for text in await one.lost(turn, contact)]


async def _beside(turn: Turn, contact: UUID) -> list[Text]:
    """Others of whom the shop told as of this one: a number may have been typed at a checkout by somebody else."""
    known = await turn.unit.people.by_ids(await turn.unit.people.beside(contact))
    taps = [
        sentences(await person_story.name(turn, one), await message_explanation.tap(turn, one, "erase"))
        for one in known.values()
    ]
    return [phrase("not_deleted_with_them", others=listed(taps))] if taps else []


async def erase(turn: Turn, origin: Origin, command: Erase) -> UUID:
    """Delete it; the person whom it named."""
    contact = await turn.unit.people.hold(command.contact)
    await privacy_requests.forget(turn, contact, f"erased by {_WHO.get(origin.by.kind, origin.by.id)}")
    await turn.unit.access.log(origin.by, "erase", turn.now, Subject("contact", contact))
    return contact


_NEVER_LATE = frozenset({Naming.WRITER, Naming.ADDRESS})  # what a channel tells at the moment


async def erased_since(
    turn: Turn, names: Sequence[Identity], erased: Mapping[Identity, Address], event: Event | None
) -> UUID | None:
    """The contact of these ``names`` that was erased after ``event`` happened; None when there is none.

    The shop's own customer id decides, as it does for the living: a number that two customers share is no reason to
    leave out the news of the other. What people write themselves is never too late.
    """
    if not erased or event is None or event.NAMING in _NEVER_LATE:
        return None
    own = [name for name in names if name.channel == "customer"]
    if own and erased.keys().isdisjoint(own) and await turn.unit.people.known(own):
        return None
    moment: datetime = getattr(event, "occurred_at", turn.now)
    return await erased_of(turn, {address.contact for address in erased.values()}, moment)


async def erased_of(turn: Turn, people: Collection[UUID], since: datetime) -> UUID | None:
    """One of these people who was erased after ``since``; None when nobody was."""
    found = await turn.unit.people.by_ids(people) if people else {}
    return next((one.id for one in found.values() if one.erased_at is not None and one.erased_at > since), None)


async def is_erased(turn: Turn, contact: UUID) -> bool:
    """Whether this contact was erased, for whom no run begins again."""
    known = await turn.unit.people.get(contact)
    return known is not None and known.erased_at is not None
