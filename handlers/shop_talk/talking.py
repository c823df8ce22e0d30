"""Which of the things that shopkeepers can do was meant, and its doing; what nobody understands goes to a person."""

from __future__ import annotations

from flows.desk.requests import Desk
from flows.events import MessageReceived
from handlers.replies.intents import Intent, read
from handlers.replies.shop_intents import ShopIntent, ShopReading, read_shop
from handlers.replies.stock import takes_back
from handlers.replies.stock_statement import may_state
from handlers.shop_talk import files, holidays, languages, money, orders, passing, stock, undoing
from handlers.shop_talk.talk import Talk
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address
from storage.shops import Shop

# What everybody says to a business by the same words, shopkeeper or not.
_EVERYBODYS = frozenset({Intent.START, Intent.JOIN, Intent.STOP, Intent.AMBIGUOUS_STOP})


async def comes_first(turn: Turn, desk: Desk, message: Message, event: MessageReceived) -> bool:
    """Whether a message is meant for us though requests to the shop may be open: "earnings", or stock of other things.

    "Mug 12" is no answer to a request for shorts; what names anything that the shop was asked for is left to its desk.
    """
    if files.is_list(event) or await undoing.is_meant(turn, desk, message, event):
        return True
    if event.media or event.button or event.reply_to:
        return False
    if _command(turn, event).is_command:
        return True
    if not may_state(event.text):
        return False
    asked = {one.item for one in desk.requests if one.round and (one.open or (one.kept and not one.closed_at))}
    said = await stock.read(turn, event.text)
    return not said.titles & asked if said.titles else not asked and said.is_near


async def talked(turn: Turn, shop: Shop, address: Address, message: Message, event: MessageReceived) -> bool:
    """Do what the shopkeeper asks for. False for what any customer or member of the staff may say by the same words."""
    talk = Talk(turn, shop, address, message, event)
    if event.media:
        if not files.is_list(event) or not await files.fetch(talk):
            await passing.pass_on(talk)
        return True
    if event.keyword is not None or read(event.text, quick=event.button).intent in _EVERYBODYS:
        return False
    reading = _command(turn, event)
    if reading.intent not in {ShopIntent.NOTHING, ShopIntent.COURTESY}:
        await _obey(talk, reading)
        return True
    if takes_back(event.text):
        await stock.undo(talk)
        return True
    if reading.intent is ShopIntent.COURTESY or await stock.stated(talk):
        return True
    if await turn.unit.access.member_of(address.contact) is not None:
        return False
    if read(event.text).intent is not Intent.AUTOMATIC:
        await passing.not_understood(talk)
    return True


def _command(turn: Turn, event: MessageReceived) -> ShopReading:
    return read_shop(event.text, turn.now, turn.zone, button=event.button)


async def _obey(talk: Talk, reading: ShopReading) -> None:
    match reading.intent:
        case ShopIntent.STOCK:
            await stock.show(talk)
        case ShopIntent.ORDERS:
            await orders.show(talk)
        case ShopIntent.EARNINGS:
            await money.show_earnings(talk)
        case ShopIntent.PAYOUT:
            await money.ask_payout(talk)
        case ShopIntent.HOLIDAY:
            await holidays.leave(talk, reading)
        case ShopIntent.BACK:
            await holidays.come_back(talk)
        case ShopIntent.LANGUAGE:
            await languages.choose(talk, reading.locale)
        case _:
            await talk.say("shop_help")
