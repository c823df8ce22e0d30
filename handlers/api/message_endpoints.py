"""``GET /api/v1/messages``: messages with their lives and verdicts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from flows.channels import CHANNELS, EXAMPLES, ChannelName
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Programme, Purpose
from flows.policy.verdict import Outcome
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.list_cursors import Cursor, cut_page
from handlers.api.message_view import message_view
from handlers.api.routes import LIST_MESSAGES, SHOW_MESSAGE
from handlers.engine import sealed_links
from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.sending.message import Message

MOST = 200
_MEDIA = (
    "files with the text: each has `kind` and `url`; our own also have `content_type`, `name` and `way`, which is "
    "uploaded, fetched (by the provider), linked (in the text) or left_out; its `url` expires 72 hours after sending"
)
_ADDRESS = re.compile(f"({'|'.join(CHANNELS)}):[!-~]{{1,100}}")


class VerdictRule(BaseModel):
    """A rule of a verdict, as it was then."""

    jurisdiction: Annotated[str, Field(description="US-FL, US, * for Parley's default, business for the shop's own")]
    rule: Annotated[str, Field(description="its kind, as hours or cap")]
    says: Annotated[str, Field(description="its limit, as 08:00-20:00")]
    source: Annotated[str, Field(description="the statute or other source")]
    effective_from: Annotated[date | None, Field(description="its first day, if known")]


class MessageVerdict(BaseModel):
    """A verdict on a message before its departure."""

    at: datetime
    outcome: Outcome
    rule: Annotated[str, Field(description="a stable name, as quiet-hours.FL")]
    reason: str
    until: Annotated[datetime | None, Field(description="when a wait ends")]
    rules: Annotated[
        list[VerdictRule], Field(description="the rules that decided; for a send, all rules that were checked")
    ]


class MessageShown(BaseModel):
    """A message in or out, with its whole life. Times are UTC."""

    id: UUID
    business: str
    direction: Literal["in", "out"]
    channel: ChannelName
    address: Annotated[str, Field(description="the person's, as sms:+12055550110")]
    purpose: Purpose
    programme: Programme | None
    template: str | None
    text: Annotated[str | None, Field(description="null until it is rendered, when it is sent")]
    buttons: list[dict[str, str]]
    media: Annotated[list[dict[str, str]], Field(description=_MEDIA)]
    status: MessageStatus
    status_at: datetime
    due_at: datetime | None
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    edited_at: Annotated[datetime | None, Field(description="when its text was last changed on the phone")]
    expires_at: Annotated[datetime | None, Field(description="when it expires; waits required by law extend it")]
    provider_id: str | None
    price: Annotated[str | None, Field(description="what the provider charged, in the provider's currency")]
    code: Annotated[
        str | None, Field(description="why it did not arrive: the provider's error code or ours, or the name of a rule")
    ]
    verdicts: list[MessageVerdict]


class MessageList(BaseModel):
    """A page of messages, newest first."""

    items: list[MessageShown]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


def _identity(text: object) -> str | None:
    """Parse an address with its channel; None if empty. A blank is read as a plus sign that was not encoded."""
    if text == "":
        return None
    written = text.replace(": ", ":+", 1) if isinstance(text, str) else ""
    if not _ADDRESS.fullmatch(written):
        raise ValueError(f"is no address, as {EXAMPLES}")
    return written


AddressNamed = Annotated[
    str | None,
    BeforeValidator(_identity),
    WithJsonSchema({"type": "string", "pattern": f"^({_ADDRESS.pattern})?$"}),
    Field(description="those of one address; without it, all", examples=["sms:+12055550110"]),
]


class MessagesWanted(BaseModel):
    """The filter and page of a list of messages."""

    address: AddressNamed = None
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


class MessageNamed(BaseModel):
    """The id of a message in a path."""

    id: UUID


@make_endpoint(LIST_MESSAGES, scope="read", takes=MessagesWanted, answers={200: MessageList}, refuses=(Code.INVALID,))
async def list_messages(call: ApiCall, wanted: MessagesWanted) -> ApiReply:
    """List messages, newest first

    Each has its status, times, price and every verdict, which says why the message was sent then, waited, or was not
    sent. An unknown address gives an empty list.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        address = await _find_address(turn, wanted.address)
        if wanted.address is not None and address is None:
            return {"items": [], "next": None}
        found = await turn.unit.messages.page(address, None, wanted.cursor, wanted.limit + 1)
        page, following = cut_page(found, wanted.limit)
        return {"items": await show_messages(turn, page), "next": following}

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(SHOW_MESSAGE, scope="read", takes=MessageNamed, answers={200: MessageShown}, refuses=(Code.NOT_FOUND,))
async def show_message(call: ApiCall, named: MessageNamed) -> ApiReply:
    """Show one message

    The same form as in the list.
    """

    async def look(turn: Turn) -> list[dict[str, Any]]:
        found = await turn.unit.messages.get(named.id)
        return await show_messages(turn, [found] if found else [])

    shown = await call.api.turns.look(call.business, look)
    if not shown:
        raise ApiRefused(Code.NOT_FOUND, f"there is no message {named.id}; {LIST_MESSAGES} lists them", "id")
    return ApiReply(200, shown[0])


async def show_messages(turn: Turn, found: Sequence[Message]) -> list[dict[str, Any]]:
    """Format these messages for the API, in the same order."""
    addresses = await turn.unit.messages.addresses_of(found)
    verdicts = await turn.unit.verdicts.judgements([message.id for message in found])
    return [
        message_view(
            turn.business.id,
            replace(message, text=message.open_text),
            addresses[message.address],
            verdicts[message.id],
            sealed_links.make_file_link(turn, message),
        )
        for message in found
    ]


async def _find_address(turn: Turn, named: str | None) -> UUID | None:
    channel, _, value = (named or "").partition(":")
    identity = Identity(channel, value)
    address = (await turn.unit.people.find_known([identity])).get(identity) if named else None
    return address.id if address else None
