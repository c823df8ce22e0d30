"""Where each kind of news goes. One event, one transaction, and then it is done."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from flows.engine import Called, Departed, Left, Permitted
from flows.events import (
    AddressChanged,
    CartUpdated,
    CustomerConsented,
    CustomerUpdated,
    DataRequested,
    LinkEnded,
    LinkVisited,
    MessageReceived,
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderPaid,
    OrderRefunded,
    OrderReserved,
    OrderShipped,
    PaymentArrived,
    PersonRedacted,
    ReceiptArrived,
    RefundMoved,
    StoreRedacted,
    StoreUninstalled,
)
from flows.sourcing.desk.news import Asked, Closed, ListRead, Told
from flows.sourcing.news import OrderNews, Quoted, Restock, StockReported
from handlers import consent_news, customers, host, language, privacy, shop_news, slash, visits
from handlers.admins import chat
from handlers.delivery import receipts
from handlers.joining import start_token
from handlers.sourcing import desks, payments, reserving, waitlist
from handlers.sourcing import shop as shop_talk
from handlers.sourcing.shop import languages, shopkeepers
from handlers.sourcing.shop.desk import desk_of
from handlers.sourcing.shop.talk import Talk
from handlers.sourcing.staff import checks
from handlers.turn import Turn
from storage.inbox import Stored
from storage.messages import Message
from storage.people import Address

_Sourced: TypeAlias = OrderNews | Asked | Told | Closed | ListRead | StockReported


async def act_upon(turn: Turn, stored: Stored) -> None:
    """Act upon an event and mark it done, in the turn's transaction.

    What is nobody's, a consent or a payment, is kept with the reason and shown: whoever told it believes in it.
    """
    if stored.contact is not None:
        stored = replace(stored, contact=await turn.unit.people.hold(stored.contact))
    reason = await _hear(turn, stored)
    if reason is None:
        await turn.unit.inbox.finish(stored.id)
    else:
        await turn.unit.inbox.set_aside(stored.id, reason)


async def _hear(turn: Turn, stored: Stored) -> str | None:
    """Give it to whoever it is for; why it is nobody's, where that is to be shown."""
    match stored.event:
        case None:
            raise LookupError(f"what was stored as {stored.type} cannot be read by this version")
        case CustomerConsented() as news:
            return await consent_news.consented(turn, stored, news)
        case OrderReserved() as news:
            return await reserving.reserved(turn, stored, news)
        case PaymentArrived() | LinkEnded() | RefundMoved() as news:
            return await payments.told(turn, news)
        case MessageReceived() as news:
            await _wrote(turn, news)
        case ReceiptArrived() as news:
            await receipts.arrived(turn, news)
        case AddressChanged() as news:
            await receipts.address_changed(turn, news)
        case LinkVisited() as news:
            await visits.visited(turn, news)
        case Called() | Departed() | Left() | Permitted() as news:
            await _tell_runs(turn, stored, news)
        case PersonRedacted() | DataRequested() | StoreRedacted() | StoreUninstalled() as news:
            await privacy.asked(turn, stored, news)
        case news if isinstance(news, _Sourced):
            await _sourced(turn, stored, news)
        case _:
            await _shop_news(turn, stored)
    return None


async def _sourced(turn: Turn, stored: Stored, event: _Sourced) -> None:
    """News of orders that are sourced, and of the shops that are asked for them."""
    match event:
        case Quoted():
            await reserving.quoted(turn, stored, event)
        case Restock():
            await reserving.restock(turn, stored, event)
        case Asked() | Told():
            await desks.to_desk(turn, event)
        case Closed():
            await desks.closed(turn, event)
        case ListRead():
            await shop_talk.listed(turn, event)
        case StockReported():
            await waitlist.stock_reported(turn, event)
        case _:
            await desks.to_order(turn, event)


async def _wrote(turn: Turn, event: MessageReceived) -> None:
    """A member of the staff in their own chat commands, a shopkeeper answers; everybody else is a customer."""
    message = await turn.unit.messages.by_key(event.key)
    address = await turn.unit.people.address(event.channel, event.address)
    if message is None or address is None:
        return
    if await languages.chosen(turn, address, message, event):
        return
    if _is_anybodys(message, event):
        await customers.wrote(turn, address, message, event)
        return
    if await _answered_as_shop(turn, address, message, event):
        return
    member = await turn.unit.access.member_of(address.contact)
    if member is None:
        await customers.wrote(turn, address, message, event)
    elif not await checks.wrote(turn, member, address, message, event):
        await chat.commanded(turn, member, address, message, event)


def _is_anybodys(message: Message, event: MessageReceived) -> bool:
    """Whether it means the same whoever wrote it: an SMS, a link that leads in, an opt-out."""
    return event.channel == "sms" or bool(start_token(event)) or bool(message.data.get("stops"))


async def _answered_as_shop(turn: Turn, address: Address, message: Message, event: MessageReceived) -> bool:
    """Whether it was a shopkeeper's word in their chat. Commands, of the staff or ``/start``, are not."""
    shop = await shopkeepers.shop_of(turn, address.contact)
    if shop is None or slash.command(event.text) is not None:
        return False
    shop = await language.heard_at(turn, shop, address, event)
    if await checks.wrote(turn, shop, address, message, event):
        return True
    talk = Talk(turn, shop, address, message, event)
    understood, desk = await shop_talk.understand(talk), await desk_of(turn, shop)
    if desk is not None and not await shop_talk.comes_first(talk, understood, desk.state):
        left = await shop_talk.for_desk(talk, understood, desk.state)
        if await shopkeepers.wrote(left, desk) or left is not talk:
            return True
    return await shop_talk.talked(talk, understood)


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
