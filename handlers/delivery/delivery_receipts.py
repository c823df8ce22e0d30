"""Receipts, in any order and number; and the deletion of old messages' files."""

from __future__ import annotations

from datetime import time, timedelta

from flows.channels import CHANNELS, LineKind
from flows.delivery import Failure, MessageStatus
from flows.events import AddressChanged, ReceiptArrived
from flows.policy.departure_facts import AddressState
from handlers.calls import price_call
from handlers.delivery import message_outcome, message_retry
from handlers.engine import recovered_orders
from handlers.engine.turn import Turn
from storage.erasure.erasure import forget_bytes
from storage.events.event_inbox import Stored
from storage.sending.attachments import Attachments
from storage.sending.message import Message


class Early(Exception):
    """The error for a receipt of an unknown message. It is retried, because our own write may not be finished."""


async def take_receipt(turn: Turn, receipt: ReceiptArrived) -> None:
    """Update the message's status by rank, with all consequences. Raises Early if it is unknown.

    Anybody can mail a report, also about an id that they made up or saw elsewhere: then nothing happens.
    """
    found, anybodys = await _find(turn, receipt), CHANNELS[receipt.channel].line is LineKind.TYPED
    if anybodys and (found is None or found.channel != receipt.channel or found.direction != "out"):
        return
    message = None if found is None else await message_outcome.lock_message(turn, found.id)
    if message is None:
        raise Early(f"no message has the provider's id {receipt.provider_id[:12]}…")
    price = receipt.price
    await turn.unit.messages.note(
        message.id,
        provider_id=receipt.provider_id if message.provider_id is None else None,
        price=price.micros if price else None,
        price_currency=price.currency if price else None,
    )
    status = MessageStatus(receipt.status)
    if status is MessageStatus.FAILED:
        await message_outcome.fail_late(turn, message, receipt.failure or Failure.ALERT, receipt.code, receipt.detail)
    elif status is not MessageStatus.SENDING:
        await turn.unit.messages.reach(message.id, status, turn.now)
        if price is None:
            await price_call.ask_price(turn, message)
        await turn.unit.outbox.settle(message.id)
        if status in {MessageStatus.DELIVERED, MessageStatus.READ}:
            await message_retry.withdraw(turn, message)
        await recovered_orders.look_again(turn, message)


async def _find(turn: Turn, receipt: ReceiptArrived) -> Message | None:
    """Return the message of a receipt; None if unknown. Our own id in the callback's URL is tried first, since a
    receipt may arrive before we have stored the provider's id."""
    if receipt.message is not None:
        found = await turn.unit.messages.get(receipt.message)
        if found is not None:
            return found
    return await turn.unit.messages.find_by_provider_id(receipt.provider_id)


async def record_address_change(turn: Turn, event: AddressChanged) -> None:
    """Record that a person has blocked our bot, or allowed it again. Neither changes a consent."""
    address = await turn.unit.people.address(event.channel, event.address)
    if address is None:
        return
    state = AddressState.BLOCKED if event.state == AddressState.BLOCKED.value else AddressState.USABLE
    await turn.unit.people.set_state(address.id, state, "reported by the channel", turn.now)


JOB = "attachments"
NIGHT = time(3, 45)
KEPT = timedelta(days=7)
"""How long after the last news of a message its file stays: a repeat may need the file, and a link lasts for three
days."""


async def sweep(turn: Turn, _firing: Stored) -> bool:
    """Delete old files."""
    if await turn.unit.of(Attachments).sweep(turn.now - KEPT):
        forget_bytes(turn.unit)
    return True
