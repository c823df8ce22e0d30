"""``/api/customers/{id}/record``: all stored data of a customer, and their request for it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.engine import Subject
from handlers.api.api_audit import BY
from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.engine import person_language
from handlers.engine.checked_fields import utc
from handlers.engine.turn import Turn
from handlers.privacy import data_requests
from handlers.privacy.person_record import load_record, make_document, make_page
from handlers.profiles.api.customer_lookup import CustomerById, find_customer
from handlers.profiles.api.routes import ASK_RECORD, SHOW_RECORD
from storage.erasure.personal_record import ANSWERED
from templates.record_page import render_record


class RecordShown(BaseModel):
    """All stored data of a customer: rows by noun, as docs/privacy.md lists them."""

    model_config = ConfigDict(extra="allow")

    format: Annotated[str, Field(description="the name of this form: it changes with the meaning of a key")]
    business: str
    contact: str
    covers: Literal["person", "address"]
    brand: str
    made_at: datetime


@make_endpoint(
    SHOW_RECORD,
    scope="admin",
    takes=CustomerById,
    answers={200: RecordShown},
    refuses=(Code.NOT_FOUND, Code.INVALID),
    text="text/html",
)
async def show_record(call: ApiCall, asked: CustomerById) -> ApiReply:
    """Show all stored data of a customer

    For a request for data, and to take it to another system. With `Accept: text/html` it is a page in the customer's
    language. The audit records each reading. Send the page or file only to the customer, and check who asks. Their
    request stays open until you say that they have it.
    """

    async def work(turn: Turn) -> str | dict[str, Any]:
        person = await find_customer(turn, asked.id)
        record = await load_record(turn, person.id)
        await turn.unit.access.log(BY, ANSWERED, turn.now, Subject("contact", person.id), key=str(call.key.id))
        if "text/html" in call.headers.get("Accept", ""):
            return render_record(make_page(turn, record, person_language.of(person, turn.business)))
        return make_document(turn, record)

    found = await call.api.turns.act(call.business, work)
    return ApiReply(200, text=found, kind="text/html") if isinstance(found, str) else ApiReply(200, found)


class RecordAsked(BaseModel):
    """A request of the customer for the data, or its end."""

    handed_over: Annotated[bool, Field(description="true: the customer has the data now")] = False


class RecordRequest(BaseModel):
    """The customer's open request."""

    open: bool
    until: Annotated[datetime | None, Field(description="the law's last moment for the answer; null if none is open")]


@make_endpoint(
    ASK_RECORD,
    scope="admin",
    takes=RecordAsked,
    answers={200: RecordRequest},
    refuses=(Code.NOT_FOUND,),
    examples={"": {}, "answered": {"handed_over": True}},
)
async def ask_record(call: ApiCall, asked: RecordAsked) -> ApiReply:
    """Open or close a customer's request for their data

    The staff hears of a new request with its deadline, and is reminded before it. An open request keeps its deadline.
    """

    async def work(turn: Turn) -> datetime | None:
        person = await find_customer(turn, call.path["id"])
        if asked.handed_over:
            await data_requests.close(turn, person.id, "api", BY)
            return None
        return await data_requests.ask(turn, person.id, "api", f"record:{turn.unit.ids.make()}", BY)

    until = await call.api.turns.act(call.business, work)
    return ApiReply(200, {"open": until is not None, "until": utc(until)})
