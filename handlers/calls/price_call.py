"""The price of a message, requested if the provider reports prices late; it is stored only with the message."""

from datetime import timedelta

from flows.delivery import Answer
from handlers.calls.call_kind import CallKind, CallRequest, end, mark, retry_later
from handlers.calls.call_names import PRICE
from handlers.engine.outbox_posts import post_question
from handlers.engine.turn import Turn
from storage.sending.call_records import CallRecord
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry

# Neither Twilio's answer to a new message nor its receipts have the price: the message's resource gets it later.
# https://www.twilio.com/docs/messaging/api/message-resource
_TELL_LATER = frozenset({"twilio"})
_FIRST_LOOK, _GROWTH, _LOOKS = timedelta(minutes=5), 3, 6  # the sixth comes some thirty hours after the first


async def ask_price(turn: Turn, message: Message) -> None:
    """Queue a request for the price of this message, once and some minutes later, unless it is known."""
    channel = turn.business.channel(message.channel)
    if message.price is None and channel is not None and channel.provider in _TELL_LATER:
        key, about = f"{PRICE}:{message.id}", {"message": message.id}
        await post_question(turn, message.channel, PRICE, key, about, turn.now + _FIRST_LOOK)


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """Return the request. It is no message, so the sender's rate gets its token back."""
    await turn.unit.senders.give_back(entry.sender, 1)
    message = await turn.unit.messages.get(call.request["message"])
    if message is None or message.price is not None or message.provider_id is None:
        await end(turn, entry, "done" if message and message.price is not None else "failed", Answer())
        return None
    values = {"message": message.id, "channel": message.channel, "provider_id": message.provider_id}
    return await mark(turn, call, values=values)


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Record the price; give up silently after the last try."""
    if answer.micros is not None:
        price = {"price": answer.micros, "price_currency": answer.currency}
        await turn.unit.messages.note(request.values["message"], **price)
        await end(turn, entry, "done", answer)
    elif entry.attempts + 1 < _LOOKS:
        wait = _FIRST_LOOK * _GROWTH ** (entry.attempts + 1)
        await retry_later(turn, entry, answer, max(wait, answer.after or wait))
    else:
        await end(turn, entry, "failed", answer)


KIND = CallKind(begin, conclude)
