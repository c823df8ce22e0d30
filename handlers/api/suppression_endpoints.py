"""``GET /api/v1/suppressions``: the addresses that are not written to, as they bounced or someone complained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from flows.channels import ChannelName
from handlers.api.api_refusals import Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.list_cursors import Cursor, cut_page
from handlers.api.routes import LIST_SUPPRESSIONS
from handlers.engine.turn import Turn
from storage.people.suppressions import Suppression, Suppressions

MOST = 100


class SuppressionsWanted(BaseModel):
    """The page of a list of suppressed addresses."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


class SuppressionView(BaseModel):
    """A suppressed address. Times are UTC."""

    id: UUID
    customer: Annotated[UUID, Field(description="the id of the person")]
    channel: ChannelName
    address: str
    state: Annotated[Literal["gone", "complained"], Field(description="it bounced for good, or a mail was called spam")]
    reason: Annotated[str, Field(description="the provider's code")]
    since: datetime


class SuppressionList(BaseModel):
    """A page of addresses, the newest address first."""

    items: list[SuppressionView]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


@make_endpoint(
    LIST_SUPPRESSIONS, scope="read", takes=SuppressionsWanted, answers={200: SuppressionList}, refuses=(Code.INVALID,)
)
async def list_suppressions(call: ApiCall, wanted: SuppressionsWanted) -> ApiReply:
    """List the addresses that get no messages

    An address is listed if it bounced for good, or if its owner marked a mail as spam. /suppressions in a staff chat
    lifts it.
    """

    async def look(turn: Turn) -> Sequence[Suppression]:
        return await turn.unit.of(Suppressions).page(wanted.limit + 1, wanted.cursor)

    page, following = cut_page(await call.api.turns.look(call.business, look), wanted.limit)
    items = [
        {
            "id": str(one.id), "customer": str(one.contact), "channel": one.channel, "address": one.value,
            "state": one.state.value, "reason": one.reason, "since": one.since.isoformat(),
        }
        for one in page
    ]  # fmt: skip
    return ApiReply(200, {"items": items, "next": following})
