"""``GET /api/v1/consents``: consents with time, means and wording, and revocations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from flows.channels import ChannelName
from flows.events import ConsentAction, Means, Teller
from flows.policy.departure_facts import Programme, Purpose
from handlers.actions.consent_view import COLUMNS, view
from handlers.actions.person_consents import find_address_rows
from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.list_cursors import cut_page
from handlers.api.message_endpoints import MessagesWanted
from handlers.api.routes import LIST_CONSENTS
from handlers.engine.turn import Turn
from storage.consent.consent_evidence import Proof


class ConsentLine(BaseModel):
    """A line of the consent ledger, with its proof. Times are UTC."""

    id: UUID
    address: Annotated[str, Field(description="as sms:+12055550110; after erased: a hash of the former value")]
    channel: ChannelName
    purpose: Purpose
    programme: Programme
    partners: Annotated[list[str], Field(description=COLUMNS["partners"])]
    action: ConsentAction
    teller: Annotated[Teller, Field(description="who reported it")]
    means: Annotated[Means | None, Field(description="how they agreed; link, complaint or null for a revocation")]
    source: Annotated[str, Field(description="where it was given")]
    text: Annotated[str, Field(description="the shop's source, our message they answered, or the rule of a stop")]
    words: Annotated[str | None, Field(description="what they wrote to agree")]
    shown: Annotated[str | None, Field(description="the text they read first, in full, without personal values")]
    template: Annotated[str | None, Field(description="the message, or the source, of the text in shown")]
    locale: Annotated[str | None, Field(description="the language of shown, where it is known")]
    version: Annotated[str | None, Field(description="of shown: the first 16 digits of its SHA-256")]
    at: Annotated[datetime, Field(description="when they did it")]
    recorded_at: Annotated[datetime, Field(description="when we recorded it")]
    ip: str | None
    user_agent: str | None


class ConsentList(BaseModel):
    """A page of lines, newest first."""

    items: list[ConsentLine]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


class ConsentsWanted(MessagesWanted):
    """The filter and page of a list of consents."""


@make_endpoint(LIST_CONSENTS, scope="read", takes=ConsentsWanted, answers={200: ConsentList}, refuses=(Code.INVALID,))
async def list_consents(call: ApiCall, wanted: ConsentsWanted) -> ApiReply:
    """List consents and their revocations, newest first

    Each has its proof: the wording, the means, the time and the place of the consent. An erased address can still be
    found by its number. An unknown address gives an empty list.
    """

    async def look(turn: Turn) -> Sequence[Proof]:
        at = await find_address_rows(turn, wanted.address) if wanted.address else None
        return await turn.unit.evidence.page(wanted.limit + 1, at=at, before=wanted.cursor)

    found = await call.api.turns.look(call.business, look)
    page, following = cut_page(found, wanted.limit)
    return ApiReply(200, {"items": [view(one) for one in page], "next": following})
