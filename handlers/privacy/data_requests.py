"""Requests for a person's data: each is open until the record was handed over, and the staff gets its deadline."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from flows.actor import Actor, ActorKind
from flows.engine import Subject
from flows.events import DataRequested
from flows.events.external_person import NOBODY
from flows.phrase import At, Lines, Shows, Text, phrase
from flows.policy.person_places import find_number_country
from flows.privacy_deadlines import find_deadline
from handlers.actions import message_explanation, person_story
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.staff_notices import alerts
from handlers.staff_notices.staff_greeting import Today
from storage.events.event_inbox import Stored
from storage.people.data_requests import DataRequest, DataRequests
from storage.people.people import Contact

JOB, MORNING = "requests", time(9)
REMINDED = timedelta(days=6)
"""How long before the deadline the staff gets a reminder each morning."""
ASKED, HANDED_OVER = "record asked", "record handed over"
"""The deeds in the audit."""


async def ask(turn: Turn, contact: UUID, by: str, external_id: str, actor: Actor) -> datetime:
    """Open the request of a person, made by ``by`` (chat, page, staff, api); return the deadline.

    The staff hears of a further request only if the person wrote it in the chat. The person is locked, so that a
    request and its end at the same time come one after the other.
    """
    contact, requests = await turn.unit.people.hold(contact), turn.unit.of(DataRequests)
    found = await requests.find_open(contact)
    if found is not None and by != "chat":
        return found.due_at
    due = await _find_due(turn, contact, turn.now)
    request = await requests.open(contact, by, None, turn.now, due)
    if await own_events.emit(turn, contact, DataRequested(NOBODY, (), turn.now, by), external_id):
        await turn.unit.access.log(actor, ASKED, turn.now, Subject("contact", contact), by=by)
    return request.due_at


async def tell_staff(turn: Turn, stored: Stored) -> None:
    """Open the request of a shop's system, and alert the staff to a request, with a command to tap."""
    person = await _find_person(turn, stored.contact)
    if person is None or person.erased_at is not None:
        words = "known_to_nobody" if person is None else "known_of_erased"
        what = phrase(words, source=_name_source(stored), until=find_last_day(stored.received_at))
        await alerts.tell(turn, f"data:{stored.id}", what)
        return
    requests, source, asked_at = turn.unit.of(DataRequests), stored.source, stored.received_at
    if source == own_events.SOURCE:
        request = await requests.find_open(person.id)
        if request is None:  # they have their data by now
            return
    else:
        request = await requests.open(person.id, source, stored.id, asked_at, find_deadline(asked_at, ()))
        about = Subject("contact", person.id)
        await turn.unit.access.log(Actor(ActorKind.PROVIDER, source), ASKED, turn.now, about, by=source)
    await _tell(turn, request, stored, person, "asks_to_know")


async def remind(turn: Turn, _firing: Stored) -> bool:
    """Remind the staff each morning of open requests near their deadline."""
    for request in await turn.unit.of(DataRequests).list_open(turn.now + REMINDED):
        person = await _find_person(turn, request.contact)
        if person is not None:
            stored = await turn.unit.inbox.get(request.event) if request.event else None
            await _tell(turn, request, stored, person, "waits_to_know")
    return True


async def close(turn: Turn, contact: UUID, how: str, actor: Actor) -> bool:
    """Close the requests of a person whose record was handed over; return False if none was open."""
    people = await turn.unit.people.list_merged(await turn.unit.people.hold(contact))
    if not await turn.unit.of(DataRequests).close(people, how, turn.now):
        return False
    await turn.unit.access.log(actor, HANDED_OVER, turn.now, Subject("contact", contact), how=how)
    return True


async def report_open(turn: Turn) -> Today:
    """Say how many requests are open, for a greeting of the staff."""
    found = await turn.unit.of(DataRequests).list_open()
    if not found:
        return Today()
    until = At(found[0].due_at, Shows.DAY)
    return Today((phrase("data_requests_wait", many=len(found), until=until),), commands=("known",))


async def _find_due(turn: Turn, contact: UUID, asked_at: datetime) -> datetime:
    """Return the deadline by the law of every place where the person may be."""
    person = await _find_person(turn, contact)
    assert person is not None, "they asked"
    clues = (await turn.unit.people.recipients({person.id: person})).persons()[person.id]
    numbers = [find_number_country(one) for one in clues.phones]
    return find_deadline(asked_at, {one or "" for one in (*numbers, *(place.country for place in clues.places))})


async def _find_person(turn: Turn, contact: UUID | None) -> Contact | None:
    return await turn.unit.people.get(contact) if contact is not None else None


async def _may_be_another(turn: Turn, stored: Stored | None, person: Contact) -> bool:
    """Return True if the shop's system may have identified another customer, at whose checkout the number was typed."""
    if stored is None or not isinstance(stored.event, DataRequested):
        return False
    names = persons.list_identities(stored.source, stored.event.customer, (), turn.business.country)
    return await persons.may_be_another(turn.unit, person.id, names)


async def _tell(turn: Turn, request: DataRequest, stored: Stored | None, person: Contact, words: str) -> None:
    ways = await person_story.list_ways(turn, person)
    orders = stored.event.orders if stored is not None and isinstance(stored.event, DataRequested) else ()
    text = phrase(
        f"{words}_number" if await _may_be_another(turn, stored, person) else words,
        who=await person_story.get_name(turn, person),
        source=_name_source(stored) if stored is not None else name_source(request.source),
        orders=Lines(tuple(orders[:3]), between=", "),
        until=At(request.due_at, Shows.DAY),
        command=await message_explanation.tap(turn, person, "known"),
    )
    about = f"data:{stored.id if stored is not None else request.id}"
    await alerts.tell(turn, about, text, person=ways[0].id if ways else None)


def _name_source(stored: Stored) -> Text:
    """Name where a request was made: a shop's system, or a way of ours."""
    event = stored.event if stored.source == own_events.SOURCE else None
    return name_source(event.by if isinstance(event, DataRequested) else stored.source)


def name_source(source: str) -> Text:
    """Name where a request was made."""
    return phrase(f"asked_by_{source}") if source in _OURS else source.title()


_OURS = frozenset({"chat", "page", "staff", "api"})
WITHIN = timedelta(days=30)
"""The shortest deadline: that of an erasure, too."""


def find_last_day(asked_at: datetime) -> At:
    """Format the last day for the answer, as the staff reads it: `1 Apr 2026`."""
    return At(asked_at + WITHIN, Shows.DAY)
