"""Which of the things that shopkeepers can do was meant, and its doing; what nobody understands goes to a person."""

from __future__ import annotations

from dataclasses import dataclass

from flows.sourcing.desk.requests import Desk
from handlers.replies.intents import Intent, read
from handlers.sourcing.replies.shop_intents import ShopIntent, ShopReading, read_shop
from handlers.sourcing.replies.stock.reading import takes_back
from handlers.sourcing.shop import files, holidays, languages, money, named, orders, passing, stock, undoing
from handlers.sourcing.shop.named import Named
from handlers.sourcing.shop.talk import Talk

# What everybody says to a business by the same words, shopkeeper or not.
_EVERYBODYS = frozenset({Intent.START, Intent.JOIN, Intent.STOP, Intent.AMBIGUOUS_STOP})
_NO_COMMAND = ShopReading(ShopIntent.NOTHING)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a shopkeeper's message says, read once for whoever asks: their desk's turn or their own."""

    command: ShopReading = _NO_COMMAND
    takes_back: bool = False
    named: Named | None = None


async def understand(talk: Talk) -> Understood:
    """Read a message; media say nothing by themselves, and what is a command states nothing."""
    event, turn = talk.event, talk.turn
    if event.media:
        return Understood()
    command = read_shop(event.text, turn.now, turn.zone, button=event.button)
    undoes = takes_back(event.text)
    speaks_of_stock = command.intent is ShopIntent.NOTHING and not undoes
    return Understood(command, undoes, await named.read(talk) if speaks_of_stock else None)


async def comes_first(talk: Talk, said: Understood, desk: Desk) -> bool:
    """Whether a message is meant for us though requests to the shop may be open: "earnings", or stock of other things.

    "Mug 12" is no answer to a request for shorts; what counts anything that the shop was asked for is left to its desk.
    """
    event = talk.event
    if files.is_list(event) or (said.takes_back and await undoing.is_meant(talk, desk)):
        return True
    if event.media or event.button:
        return False
    if said.command.is_command or said.named is None:
        return said.command.is_command and not event.reply_to
    return named.is_meant(talk, said.named, desk)


async def for_desk(talk: Talk, said: Understood, desk: Desk) -> Talk:
    """What is left for its desk of a message that also states what the shop was not asked for."""
    return await stock.apart(talk, said.named, desk)


async def talked(talk: Talk, said: Understood) -> bool:
    """Do what the shopkeeper asks for. False for what any customer or member of the staff may say by the same words."""
    event = talk.event
    if event.media:
        if not files.is_list(event) or not await files.fetch(talk):
            await passing.pass_on(talk)
        return True
    if event.keyword is not None or read(event.text, quick=event.button).intent in _EVERYBODYS:
        return False
    if await _done(talk, said) or said.command.intent is ShopIntent.COURTESY:
        return True
    if await talk.turn.unit.access.member_of(talk.address.contact) is not None:
        return False
    if read(event.text).intent is not Intent.AUTOMATIC:
        await passing.not_understood(talk)
    return True


async def _done(talk: Talk, said: Understood) -> bool:
    if said.command.intent not in {ShopIntent.NOTHING, ShopIntent.COURTESY}:
        await _obey(talk, said.command)
    elif said.takes_back:
        await _undo(talk)
    elif said.named is not None:
        await stock.take(talk, said.named)
    else:
        return False
    return True


async def _undo(talk: Talk) -> None:
    left = await undoing.holiday(talk)
    if left is not None:
        await holidays.undo(talk, left)
    else:
        await stock.undo(talk)


async def _obey(talk: Talk, reading: ShopReading) -> None:
    match reading.intent:
        case ShopIntent.STOCK:
            await stock.show(talk, reading.page)
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
