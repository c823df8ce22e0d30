"""Requests for a person's data: the staff gets the deadline and the command for it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flows.events import DataRequested
from flows.phrase import At, Lines, Shows, phrase
from handlers.actions import message_explanation, person_story
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.staff_notices import alerts
from storage.erasure.personal_record import list_unanswered
from storage.events.event_inbox import Stored
from storage.people.people import Contact

JOB, MORNING = "requests", time(9)
REMINDED = timedelta(days=24)
"""How long after a request the staff gets a reminder each morning."""


async def tell_staff(turn: Turn, stored: Stored) -> None:
    """Alert the staff to a request, with a command to tap."""
    person = await _find_person(turn, stored)
    if person is None or person.erased_at is not None:
        words = "known_to_nobody" if person is None else "known_of_erased"
        what = phrase(words, source=_source(stored), until=find_last_day(stored.received_at))
        await alerts.tell(turn, f"data:{stored.id}", what)
    else:
        await _tell(
            turn,
            stored,
            person,
            "asks_to_know_number" if await _may_be_another(turn, stored, person) else "asks_to_know",
        )


async def remind(turn: Turn, _firing: Stored) -> bool:
    """Remind the staff each morning of unanswered requests near their deadline."""
    for stored in await list_unanswered(turn.unit, turn.now - WITHIN, turn.now - REMINDED):
        person = await _find_person(turn, stored)
        if person is not None and person.erased_at is None:
            typed = await _may_be_another(turn, stored, person)
            await _tell(turn, stored, person, "waits_to_know_number" if typed else "waits_to_know")
    return True


async def _find_person(turn: Turn, stored: Stored) -> Contact | None:
    return await turn.unit.people.get(stored.contact) if stored.contact is not None else None


async def _may_be_another(turn: Turn, stored: Stored, person: Contact) -> bool:
    """Return True if the shop's system may have identified another customer, at whose checkout the number was typed."""
    assert isinstance(stored.event, DataRequested)
    names = persons.list_identities(stored.source, stored.event.customer, (), turn.business.country)
    return await persons.may_be_another(turn.unit, person.id, names)


async def _tell(turn: Turn, stored: Stored, person: Contact, words: str) -> None:
    ways = await person_story.list_ways(turn, person)
    orders = stored.event.orders if isinstance(stored.event, DataRequested) else ()
    text = phrase(
        words,
        who=await person_story.get_name(turn, person),
        source=_source(stored),
        orders=Lines(tuple(orders[:3]), between=", "),
        until=find_last_day(stored.received_at),
        command=await message_explanation.tap(turn, person, "known"),
    )
    await alerts.tell(turn, f"data:{stored.id}", text, person=ways[0].id if ways else None)


def _source(stored: Stored) -> str:
    """Return the name of the system that passed the request on; "chat" for a customer's own request."""
    return "chat" if stored.source == own_events.SOURCE else stored.source.title()


WITHIN = timedelta(days=30)
"""GDPR art. 12(3) gives a month; no other law that we know of gives less."""


def find_last_day(asked_at: datetime) -> At:
    """Format the last day for the answer, as the staff reads it: `1 Apr 2026`."""
    return At(asked_at + WITHIN, Shows.DAY)
