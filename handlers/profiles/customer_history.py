"""The recent history of a customer in chat: messages, orders, events, consents and notes, in order of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.money import Money
from flows.phrase import At, Phrase, Story, Text, phrase
from handlers.actions import message_explanation, person_story
from handlers.engine.own_events import SOURCE
from handlers.engine.turn import Turn
from handlers.profiles.customer_card import LONGEST, name_author, show_line
from storage.people.people import Contact
from storage.profiles.customer_timeline import EntryKind, Timeline, TimelineEntry, read_move
from storage.sending.message import Message
from storage.sql.repository import read_actor
from templates.message_values import quote_line
from templates.phrases import Phrases

_MOST = 20  # entries to read
_NOTE = 80  # characters


@dataclass(frozen=True, slots=True)
class _PointedTo:
    """What history entries refer to: messages by their ids, and staff members by name."""

    messages: Mapping[UUID, Message]
    staff: Mapping[UUID, str]


async def show_history(turn: Turn, person: Contact) -> Text:
    """Format the newest entries, as many as fit; GET /api/customers/{id}/history has all."""
    people = await turn.unit.people.list_merged(person.id)
    page = await turn.unit.of(Timeline).page(people, _MOST, None, SOURCE)
    known = _PointedTo(await _load_messages(turn, page), await _load_staff(turn, page))
    told = [line for one in reversed(page) if (line := _TELLS[one.kind](one, known)) is not None]
    head = phrase("history_head" if told else "history_empty", who=await person_story.get_name(turn, person))
    last = phrase("next", command=await message_explanation.tap(turn, person, "customers"))
    return Story(head, tuple(told), last, "earlier_left_out", LONGEST)


async def _load_messages(turn: Turn, page: Sequence[TimelineEntry]) -> Mapping[UUID, Message]:
    return await turn.unit.messages.by_ids([one.place.id for one in page if one.kind is EntryKind.MESSAGE])


async def _load_staff(turn: Turn, page: Sequence[TimelineEntry]) -> Mapping[UUID, str]:
    notes = [one.row for one in page if one.kind is EntryKind.NOTE]
    writers = [row.staff if hasattr(row, "staff") else read_actor(row).row for row in notes]
    return await turn.unit.access.names([one for one in writers if one is not None])


def _message(one: TimelineEntry, known: _PointedTo) -> Text | None:
    """Format a message that was received or sent; None for others, which /why explains."""
    message = known.messages[one.place.id]
    return show_line(message) if message.text and (message.direction == "in" or message.left_at is not None) else None


def _event(one: TimelineEntry, _known: _PointedTo) -> Text | None:
    """Format an event that says something about the customer; None for messages between systems."""
    name = f"history_{one.row.type.replace('.', '_')}"
    if name not in Phrases.load():
        return None
    audience = read_move(one.row)
    what = phrase(name, name="" if audience is None else audience.name)
    return phrase("history_news", at=At(one.place.at), what=what)


def _order(one: TimelineEntry, _known: _PointedTo) -> Text:
    row = one.row
    total = Money(row.total, row.currency) if row.total is not None and row.currency else None
    return phrase("history_order", at=At(one.place.at), number=row.number, total=total, over=bool(row.cancelled_at))


def _consent(one: TimelineEntry, _known: _PointedTo) -> Text:
    name, programme = f"history_{one.row.action}", phrase(f"programme_{one.row.programme}")
    return phrase(name, at=At(one.place.at), programme=programme)


def _note(one: TimelineEntry, known: _PointedTo) -> Phrase:
    row = one.row
    by = known.staff.get(row.staff, "") if hasattr(row, "staff") else name_author(read_actor(row), known.staff)
    return phrase("profile_note", text=quote_line(row.text, _NOTE), by=by, at=one.place.at)


_TELLS: Mapping[EntryKind, Callable[[TimelineEntry, _PointedTo], Text | None]] = {
    EntryKind.MESSAGE: _message,
    EntryKind.EVENT: _event,
    EntryKind.ORDER: _order,
    EntryKind.CONSENT: _consent,
    EntryKind.NOTE: _note,
}
