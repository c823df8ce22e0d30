"""Where each kind of news goes. One event, one transaction, and then it is done."""

from __future__ import annotations

from dataclasses import replace

from flows.engine import Called, Departed, Left, Permitted
from flows.events import (
    AddressChanged,
    CartUpdated,
    CustomerConsented,
    CustomerUpdated,
    DataRequested,
    LinkVisited,
    MessageReceived,
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderPaid,
    OrderRefunded,
    OrderShipped,
    PersonRedacted,
    ReceiptArrived,
    StoreRedacted,
    StoreUninstalled,
)
from handlers import consent_news, customers, host, privacy, receipts, shop_news, visits
from handlers.admins import chat
from handlers.joining import start_token
from handlers.turn import Turn
from storage.inbox import Stored


async def act_upon(turn: Turn, stored: Stored) -> None:
    """Act upon an event and mark it done, in the turn's transaction."""
    if stored.contact is not None:
        stored = replace(stored, contact=await turn.unit.people.hold(stored.contact))
    match stored.event:
        case None:
            raise LookupError(f"what was stored as {stored.type} cannot be read by this version")
        case MessageReceived():
            await _wrote(turn, stored.event)
        case ReceiptArrived():
            await receipts.arrived(turn, stored.event)
        case AddressChanged():
            await receipts.address_changed(turn, stored.event)
        case LinkVisited():
            await visits.visited(turn, stored.event)
        case Called() | Departed() | Left() | Permitted():
            await _tell_runs(turn, stored, stored.event)
        case PersonRedacted() | DataRequested() | StoreRedacted() | StoreUninstalled():
            await privacy.asked(turn, stored, stored.event)
        case CustomerConsented():
            await _consented(turn, stored, stored.event)
            return
        case _:
            await _shop_news(turn, stored)
    await turn.unit.inbox.finish(stored.id)


async def _consented(turn: Turn, stored: Stored, news: CustomerConsented) -> None:
    """A consent that is nobody's is kept and shown: who told it believes that they may write, or may not."""
    reason = await consent_news.consented(turn, stored, news)
    if reason is None:
        await turn.unit.inbox.finish(stored.id)
    else:
        await turn.unit.inbox.set_aside(stored.id, reason)


async def _wrote(turn: Turn, event: MessageReceived) -> None:
    """A member of the staff in their own chat commands; everybody else, and they elsewhere, is a customer."""
    message = await turn.unit.messages.by_key(event.key)
    address = await turn.unit.people.address(event.channel, event.address)
    if message is None or address is None:
        return
    member = await turn.unit.access.member_of(address.contact)
    if member is None or event.channel == "sms" or start_token(event) or message.data.get("stops"):
        await customers.wrote(turn, address, message, event)
    else:
        await chat.commanded(turn, member, address, message, event)


async def _tell_runs(turn: Turn, stored: Stored, event: Called | Departed | Left | Permitted) -> None:
    """An event of our own: to the run it names, else to every open run of its person."""
    if isinstance(event, Called | Departed):
        run = await turn.unit.runs.get(event.run)
        runs = [run] if run is not None and run.ended_at is None else []
    else:
        runs = list(await turn.unit.runs.open_of(stored.contact)) if stored.contact else []
    for one in runs:
        await host.advance(turn, one, event)


async def _shop_news(turn: Turn, stored: Stored) -> None:
    match stored.event:
        case CartUpdated() as news:
            await shop_news.cart_updated(turn, stored, news)
        case OrderCreated() as news:
            await shop_news.order_created(turn, stored, news)
        case OrderPaid() as news:
            await shop_news.order_paid(turn, stored, news)
        case OrderCancelled() as news:
            await shop_news.order_cancelled(turn, stored, news)
        case OrderRefunded() as news:
            await shop_news.order_refunded(turn, stored, news)
        case OrderShipped() | OrderDelivered() as news:
            await shop_news.order_moved(turn, stored, news)
        case CustomerUpdated() as news:
            await consent_news.customer_changed(turn, stored, news)
        case other:
            raise TypeError(f"no handler for {type(other).__name__}")
