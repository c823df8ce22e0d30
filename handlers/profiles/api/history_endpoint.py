"""``GET /api/customers/{id}/history``: a customer's timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from flows.events import ConsentAction
from flows.money import Money
from flows.policy.departure_facts import Programme, Purpose
from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.list_cursors import cut_page_by
from handlers.api.message_endpoints import MessageShown, show_messages
from handlers.engine.checked_fields import utc
from handlers.engine.own_events import SOURCE
from handlers.engine.turn import Turn
from handlers.profiles.api.customer_cursors import read_entry, write_entry
from handlers.profiles.api.customer_lookup import CustomerById, find_customer
from handlers.profiles.api.routes import SHOW_HISTORY
from storage.profiles.customer_timeline import EntryKind, Timeline, TimelineEntry, TimePlace, read_move
from storage.sql.repository import read_actor

MOST = 200


class HistoryWanted(CustomerById):
    """The customer of a history."""

    cursor: Annotated[
        TimePlace | None,
        BeforeValidator(read_entry),
        WithJsonSchema({"type": "string"}),
        Field(description="`next` of the previous page"),
    ] = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


class SegmentPassed(BaseModel):
    """A segment that the customer joined or left."""

    id: Annotated[str, Field(description="for a ready one its name, as vip")]
    name: Annotated[str, Field(description="its name at that time")]


class EventPassed(BaseModel):
    """An event of the customer, or a segment that the customer joined or left."""

    type: str
    source: str
    status: Annotated[str, Field(description="new, done, unreadable or parked")]
    reason: str | None
    segment: Annotated[SegmentPassed | None, Field(description="of segment.entered and segment.left")]


class OrderPassed(BaseModel):
    """An order of the customer, in its current state."""

    source: str
    ref: Annotated[str, Field(description="as your system calls it")]
    number: str
    total: str | None
    currency: str | None
    refunded: str
    placed_at: datetime | None
    paid_at: datetime | None
    cancelled_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None


class ConsentPassed(BaseModel):
    """A consent, or its revocation; the proofs are in GET /api/v1/consents."""

    purpose: Purpose
    programme: Programme
    action: ConsentAction
    source: str


class NotePassed(BaseModel):
    """A note on the customer, or on an order of theirs."""

    text: str
    by: Annotated[str | None, Field(description="the member of the staff who wrote it; api for notes sent here")]
    order: Annotated[UUID | None, Field(description="the order that it is about")]


class HistoryEntry(BaseModel):
    """An entry of the history: the field with the name of its kind has the content, the others are null."""

    id: UUID
    at: datetime
    kind: EntryKind
    message: MessageShown | None
    event: EventPassed | None
    order: OrderPassed | None
    consent: ConsentPassed | None
    note: NotePassed | None


class HistoryPage(BaseModel):
    """A page of a history, newest first."""

    items: list[HistoryEntry]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


@make_endpoint(
    SHOW_HISTORY,
    scope="read",
    takes=HistoryWanted,
    answers={200: HistoryPage},
    refuses=(Code.NOT_FOUND, Code.INVALID),
)
async def show_history(call: ApiCall, wanted: HistoryWanted) -> ApiReply:
    """Show a customer's history

    Every message, event, order, consent and note on one timeline, newest first. Entries older than your retention are
    left out, or have lost their texts.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        person = await find_customer(turn, wanted.id)
        people = await turn.unit.people.list_merged(person.id)
        found = await turn.unit.of(Timeline).page(people, wanted.limit + 1, wanted.cursor, SOURCE)
        page, following = cut_page_by(found, wanted.limit, lambda one: write_entry(one.place))
        return {"items": await _load_entries(turn, page), "next": following}

    return ApiReply(200, await call.api.turns.look(call.business, look))


async def _load_entries(turn: Turn, page: Sequence[TimelineEntry]) -> list[dict[str, Any]]:
    which = [one.place.id for one in page if one.kind is EntryKind.MESSAGE]
    known = await turn.unit.messages.by_ids(which)
    shown = await show_messages(turn, [known[one] for one in which])
    messages = dict(zip(which, shown, strict=True))
    writers = [_writer(one.row) for one in page if one.kind is EntryKind.NOTE]
    staff = await turn.unit.access.names([one for one in writers if one is not None])
    return [_entry(one, messages, staff) for one in page]


def _entry(one: TimelineEntry, messages: dict[UUID, dict[str, Any]], staff: dict[UUID, str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": str(one.place.id), "at": utc(one.place.at), "kind": one.kind.value}
    shown |= dict.fromkeys(kind.value for kind in EntryKind)
    match one.kind:
        case EntryKind.MESSAGE:
            told = messages[one.place.id]
        case EntryKind.EVENT:
            told = _event(one.row)
        case EntryKind.ORDER:
            told = _order(one.row)
        case EntryKind.CONSENT:
            told = _pick(one.row, ConsentPassed)
        case _:
            told = _note(one.row, staff)
    return shown | {one.kind.value: told}


def _event(row: Any) -> dict[str, Any]:
    told, audience = {name: getattr(row, name) for name in ("type", "source", "status", "reason")}, read_move(row)
    return told | {"segment": None if audience is None else {"id": audience.segment, "name": audience.name}}


def _writer(row: Any) -> UUID | None:
    """Return the staff member who wrote a note; None for a note by the API."""
    return row.staff if hasattr(row, "staff") else read_actor(row).row


def _note(row: Any, staff: Mapping[UUID, str]) -> dict[str, Any]:
    writer, order = _writer(row), getattr(row, "order", None)
    by = staff.get(writer) if writer is not None else row.actor
    return {"text": row.text, "by": by, "order": None if order is None else str(order)}


def _order(row: Any) -> dict[str, Any]:
    told = _pick(row, OrderPassed)
    moments = {name: utc(value) for name, value in told.items() if name.endswith("_at")}
    total = None if row.total is None else str(Money(row.total, row.currency or ""))
    return told | moments | {"total": total, "refunded": str(Money(row.refunded, row.currency or ""))}


def _pick(row: Any, shape: type[BaseModel]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in shape.model_fields}
