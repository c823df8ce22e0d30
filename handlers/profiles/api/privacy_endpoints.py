"""``/api/customers/{id}/privacy``: what ended for a customer's data; and corrections on their request."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from flows.privacy_limits import PrivacyLimit
from handlers.actions.action import Origin, Refused
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.resource_update import SentBack
from handlers.engine.checked_fields import utc
from handlers.engine.person_language import WRITTEN
from handlers.engine.turn import Turn
from handlers.privacy.opt_out_by_staff import EndMessages, end
from handlers.privacy.privacy_deeds import UseOfData, change_use
from handlers.profiles.api.customer_lookup import CustomerById, find_customer, read_whole
from handlers.profiles.api.customer_resource import CustomerShown
from handlers.profiles.api.customer_update import DetailsTold, correct, name_details
from handlers.profiles.api.routes import CHANGE_PRIVACY, CORRECT_CUSTOMER, SHOW_PRIVACY
from storage.consent.privacy_limits import PrivacyLimits
from storage.profiles.profiles import Profiles

_KINDS = {
    "restricted": PrivacyLimit.PROCESSING,
    "profiling_objected": PrivacyLimit.PROFILING,
    "sharing_opted_out": PrivacyLimit.SHARING,
}


class PrivacyShown(BaseModel):
    """What ended for a customer's data, and since when."""

    restricted: Annotated[str | None, Field(description="since when the data is kept and not used")]
    profiling_objected: Annotated[str | None, Field(description="since when no score or stage is used")]
    sharing_opted_out: Annotated[str | None, Field(description="since when no file for others has them")]
    corrected: Annotated[list[str], Field(description="details that no news of a system changes")]


class PrivacyChanged(SentBack):
    """What ends, and what is allowed again. A missing field is not changed."""

    restricted: bool | None = None
    profiling_objected: bool | None = None
    sharing_opted_out: bool | None = None
    marketing_objected: Annotated[
        Literal[True] | None, Field(description="ends all marketing, everywhere; only the customer brings it back")
    ] = None


class CorrectionTold(DetailsTold):
    """The right details. A missing field is not changed; null deletes it."""

    language: Annotated[
        Literal[WRITTEN] | None,  # type: ignore[valid-type] # the languages that we write
        Field(description="of messages to them"),
    ] = None


@make_endpoint(SHOW_PRIVACY, scope="read", takes=CustomerById, answers={200: PrivacyShown}, refuses=(Code.NOT_FOUND,))
async def show_privacy(call: ApiCall, asked: CustomerById) -> ApiReply:
    """Show what ended for a customer's data

    Consents, and their ends, are in GET /api/v1/consents.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        return await _show(turn, (await find_customer(turn, asked.id)).id)

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(
    CHANGE_PRIVACY,
    scope="admin",
    takes=PrivacyChanged,
    answers={200: PrivacyShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={"a restriction": {"restricted": True}, "an objection to marketing": {"marketing_objected": True}},
)
async def change_privacy(call: ApiCall, told: PrivacyChanged) -> ApiReply:
    """Restrict, object, or opt out for a customer

    Restricted data is kept and not used: nothing is sent but answers to what the customer writes, and no audience has
    them. After an objection to profiling no score or stage is used. After an opt-out of sharing, no file for others has
    them. false allows the use again.
    """

    async def work(turn: Turn) -> dict[str, Any]:
        person, origin = await find_customer(turn, call.path["id"]), Origin(BY, str(call.key.id))
        for name, kind in _KINDS.items():
            if (ended := getattr(told, name)) is not None:
                await change_use(turn, origin, UseOfData(person.id, kind, allowed=not ended))
        if told.marketing_objected:
            await end(turn, origin, EndMessages(person.id))
        return await _show(turn, person.id)

    return ApiReply(200, await call.api.turns.act(call.business, work))


@make_endpoint(
    CORRECT_CUSTOMER,
    scope="admin",
    takes=CorrectionTold,
    answers={200: CustomerShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT, Code.INVALID),
    examples={"a name": {"name": "Dana Lopez"}},
)
async def correct_customer(call: ApiCall, told: CorrectionTold) -> ApiReply:
    """Correct a customer's data on their request

    The details stay: no later news of your systems, no import and no PUT replaces them. The audit names the fields, not
    the values.
    """

    async def work(turn: Turn) -> dict[str, Any]:
        person = await find_customer(turn, call.path["id"])
        try:
            await correct(turn, Origin(BY, str(call.key.id)), person, told.model_dump(exclude_unset=True))
        except Refused:
            wrong = "they answer for the business, or for a shop: change them in chat"
            raise ApiRefused(Code.CONFLICT, wrong, "id") from None
        return await read_whole(turn, person.id)

    return ApiReply(200, await call.api.turns.act(call.business, work))


async def _show(turn: Turn, contact: Any) -> dict[str, Any]:
    limits = await turn.unit.of(PrivacyLimits).of(contact)
    since = {name: utc(limits.get(kind)) for name, kind in _KINDS.items()}
    return since | {"corrected": name_details(await turn.unit.of(Profiles).find_corrected(contact))}
