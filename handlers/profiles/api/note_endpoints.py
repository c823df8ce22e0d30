"""``/api/customers/{id}/notes``: the staff's notes on a customer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from flows.actor import ActorKind
from flows.engine import Subject
from handlers.api import api_audit
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.idempotency import REPLAYED, refuse_deleted, run_once
from handlers.api.list_cursors import Cursor, cut_page
from handlers.engine.checked_fields import clean, utc
from handlers.engine.turn import Turn
from handlers.profiles.api.customer_lookup import CustomerById, find_customer
from handlers.profiles.api.routes import ADD_NOTE, LIST_NOTES, TAKE_NOTE
from storage.profiles.customer_notes import CustomerNote, CustomerNotes

MOST, LONGEST = 200, 2000


def _text(value: object) -> str:
    """Parse and clean the lines of a text. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("is not text")
    lines = (clean(line, LONGEST) for line in value.splitlines())
    text = "\n".join(lines).strip()
    if not text or len(value) > LONGEST:
        raise ValueError(f"must be 1 to {LONGEST} visible characters")
    return text


class NoteTold(BaseModel):
    """A note to store."""

    text: Annotated[
        str,
        BeforeValidator(_text),
        WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST}),
        Field(description="on one line or several"),
    ]


class NotesWanted(CustomerById):
    """The customer of the notes."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


class NoteNamed(CustomerById):
    """The ids of a customer and a note."""

    note: UUID


class NoteShown(BaseModel):
    """A note on a customer."""

    id: UUID
    text: str
    by: Annotated[ActorKind, Field(description="provider by API")]
    at: datetime


class NoteList(BaseModel):
    """A page of notes, newest first."""

    items: list[NoteShown]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


@make_endpoint(
    LIST_NOTES, scope="read", takes=NotesWanted, answers={200: NoteList}, refuses=(Code.NOT_FOUND, Code.INVALID)
)
async def list_notes(call: ApiCall, wanted: NotesWanted) -> ApiReply:
    """List the notes on a customer, newest first

    The staff's notes on orders are in the history.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        person = await find_customer(turn, wanted.id)
        found = await turn.unit.of(CustomerNotes).page(person.id, wanted.limit + 1, wanted.cursor)
        page, following = cut_page(found, wanted.limit)
        return {"items": [_show_note(one) for one in page], "next": following}

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(
    ADD_NOTE,
    scope="write",
    takes=NoteTold,
    answers={201: NoteShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={"a note": {"text": "Prefers to be called after six."}},
    once=True,
)
async def add_note(call: ApiCall, told: NoteTold) -> ApiReply:
    """Add a note to a customer

    The note appears in the history, belongs to the customer's data, and is deleted by an erasure.
    """

    async def work(turn: Turn) -> tuple[CustomerNote, bool]:
        person, notes = await find_customer(turn, call.path["id"]), turn.unit.of(CustomerNotes)

        async def keep() -> UUID:
            made = await notes.add(person.id, told.text, BY, turn.now)
            await api_audit.log(call, turn, "noted", Subject("contact", person.id))
            return made.id

        which, before = await run_once(call, turn, keep)
        note = await notes.get(which)
        if note is None:
            raise refuse_deleted()
        return note, before

    note, before = await call.api.turns.act(call.business, work)
    return ApiReply(201, _show_note(note), REPLAYED if before else {})


@make_endpoint(TAKE_NOTE, scope="write", takes=NoteNamed, answers={204: None}, refuses=(Code.NOT_FOUND,))
async def take_note(call: ApiCall, named: NoteNamed) -> ApiReply:
    """Delete a note on a customer

    For good.
    """

    async def work(turn: Turn) -> None:
        person = await find_customer(turn, named.id)
        if not await turn.unit.of(CustomerNotes).remove(person.id, named.note):
            raise ApiRefused(Code.NOT_FOUND, f"the customer has no note {named.note}", "note")
        await api_audit.log(call, turn, "note taken out", Subject("contact", person.id))

    await call.api.turns.act(call.business, work)
    return ApiReply(204)


def _show_note(note: CustomerNote) -> dict[str, Any]:
    return {"id": str(note.id), "text": note.text, "by": note.by.kind.value, "at": utc(note.at)}
