"""What a shopkeeper's message says: read once, in the light of what their desk has open."""

from __future__ import annotations

from dataclasses import replace

from handlers.sourcing.replies.counter import CounterIntent
from handlers.sourcing.replies.shop_intents import ShopIntent, read_shop
from handlers.sourcing.replies.stock.grammar import is_undo
from handlers.sourcing.shop import counter, files, orders_named, stock_named, undoing
from handlers.sourcing.shop.desk import OpenDesk, desk_of
from handlers.sourcing.shop.replying import answers_exactly
from handlers.sourcing.shop.requests_meant import AtDesk
from handlers.sourcing.shop.talk import Talk
from handlers.turn import Turn


async def understand(turn: Turn, talk: Talk) -> Talk:
    """Return the message with the shop's desk and its meaning; a file and a button state no stock."""
    event, desk = talk.event, await desk_of(turn, talk.shop)
    talk = replace(talk, desk=desk)
    said = await counter.read(turn, talk, desk.state if desk else None)
    if said.intent is not CounterIntent.NOTHING:
        return replace(talk, counter=said, is_own=True)
    if event.media:
        return replace(talk, is_own=files.is_list(event))
    command = read_shop(event.text, turn.now, turn.zone, button=event.button)
    talk = replace(talk, command=command, takes_back=not event.button and is_undo(event.text))
    if command.intent is ShopIntent.NOTHING and not (talk.takes_back or event.button):
        talk = replace(talk, named=await stock_named.read(turn, event.text))
    if desk is None or event.button:
        return talk
    talk = replace(talk, mentioned=await orders_named.read(turn, talk.shop.id, event.text, desk.state))
    return replace(talk, is_own=await _is_own(turn, talk, desk))


async def _is_own(turn: Turn, talk: Talk, desk: OpenDesk) -> bool:
    """Whether a message is meant for us though requests to the shop may be open: "earnings", or stock of other things.

    A count of goods that the shop was asked for is left to its desk, and so is one that leaves less than it keeps.
    """
    if talk.takes_back:
        return not talk.mentioned.mentions and await undoing.is_meant(turn, talk.message, desk.state)
    if talk.command.is_command:
        return not talk.event.reply_to
    if talk.named is None or talk.mentioned.mentions:
        return False
    answered = answers_exactly(AtDesk(talk, desk.run, desk.state, turn.now, turn.zone))
    denial = bool(answered) and all(one.unsized for one in talk.named.counted)  # of the size that was asked for alone
    if denial or any(one.open for one in answered):
        return False
    counts = {(talk.named.products[one.goods].title, one.size): one.quantity for one in talk.named.counted}
    if any(counts.get((one.item, one.size), one.kept) < one.kept for one in answered):
        return False
    return not talk.named.is_of(desk.state)
