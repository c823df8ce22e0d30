"""What a shopkeeper's message says: read once, in the light of what their desk has open."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from flows.sourcing.desk.requests import Desk, Request
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.replies.concerns import says_it_is_there
from handlers.sourcing.replies.counter import CounterIntent
from handlers.sourcing.replies.shop_intents import ShopIntent, read_shop
from handlers.sourcing.replies.stock.reading import takes_back
from handlers.sourcing.shop import counter, files, mentioned, named, undoing
from handlers.sourcing.shop.desk import OpenDesk, desk_of
from handlers.sourcing.shop.meant import AtDesk, meant
from handlers.sourcing.shop.narrowed import narrowed
from handlers.sourcing.shop.regretted import is_named
from handlers.sourcing.shop.talk import Talk
from handlers.turn import Turn

_PARTS = re.compile(r",(?!\d)|[;\n]")


async def understand(turn: Turn, talk: Talk) -> Talk:
    """The message with the shop's desk and its meaning; media mean nothing by themselves, a command states no stock."""
    event, desk = talk.event, await desk_of(turn, talk.shop)
    talk = replace(talk, desk=desk)
    said = await counter.read(turn, talk, desk.state if desk else None)
    if said.intent is not CounterIntent.NOTHING:
        return replace(talk, counter=said, is_own=True)
    if not event.media:
        command = read_shop(event.text, turn.now, turn.zone, button=event.button)
        undoes = takes_back(event.text)
        speaks_of_stock = command.intent is ShopIntent.NOTHING and not undoes
        goods = await named.read(turn, event.text) if speaks_of_stock else None
        talk = replace(talk, command=command, takes_back=undoes, named=goods)
    if desk is None:
        return talk
    talk = await _with_orders(turn, talk, desk.state)
    if not (event.media or event.button) and narrowed(event.text, desk.state.requests, turn.now) is not None:
        return replace(talk, takes_back=False, named=None)
    answered = await _behind_an_answer(turn, talk, desk.state)
    if answered is not None:
        return answered
    own = await _is_own(turn, talk, desk.state)
    if own:
        return replace(talk, is_own=True)
    others = await _strange(turn, talk, desk)
    return others or _apart(talk, desk.state, turn.now)


async def _with_orders(turn: Turn, talk: Talk, desk: Desk) -> Talk:
    """The message with the orders that it names; a text that names one counts no goods."""
    if talk.event.button:
        return talk
    if talk.named is not None:
        talk = replace(talk, named=talk.named.of_asked_sizes(desk, turn.now))
    counts = talk.named is not None and bool(talk.named.counted)
    orders = await mentioned.read(turn, talk.shop.id, talk.event.text, desk, counts=counts)
    return replace(talk, mentioned=orders, named=None if orders.mentions else talk.named)


async def _behind_an_answer(turn: Turn, talk: Talk, desk: Desk) -> Talk | None:
    """The message as an answer with the stock of other goods behind it: "haan 2 hai, taj mug 5". A bare "haan" says
    nothing of what is open where goods are named behind it."""
    event = talk.event
    lead, _, rest = event.text.partition(",")
    if event.media or event.button or talk.named is None or talk.takes_back or talk.mentioned.mentions:
        return None
    if not (rest.strip() and named.asked_for(desk) and says_it_is_there(lead)):
        return None
    others = await named.read(turn, rest)
    if others is None or not others.counted or others.for_desk(desk, turn.now) or others.titles & named.asked_for(desk):
        return None
    return replace(talk, beside=others, named=None, event=replace(event, text=lead))


async def _is_own(turn: Turn, talk: Talk, desk: Desk) -> bool:
    """Whether a message is meant for us though requests to the shop may be open: "earnings", or stock of other things.

    "Mug 12" is no answer to a request for shorts; what counts anything that the shop was asked for is left to its desk.
    """
    event = talk.event
    if files.is_list(event) or (talk.takes_back and await undoing.is_meant(turn, talk.message, desk)):
        return True
    if event.media or event.button:
        return False
    if talk.command.is_command or talk.named is None:
        return talk.command.is_command and not event.reply_to
    return named.is_meant(event.text, talk.named, desk, turn.now)


async def _strange(turn: Turn, talk: Talk, desk: OpenDesk) -> Talk | None:
    """The message as one of other goods than the shop was asked for, where it names nothing else: a named product
    answers for itself alone. A no in front is still the answer: "nahi, box hai"."""
    event = talk.event
    if event.media or event.button or talk.takes_back or talk.mentioned.mentions:
        return None
    if talk.command.intent is not ShopIntent.NOTHING:
        return None
    requests = meant(AtDesk(talk, desk.run, desk.state, turn.now, turn.zone)).requests
    stood = [other for one in requests if one.open for other in desk.state.beside(one)]
    asked = {one.item for one in (*requests, *stood, *desk.state.undone)}
    parted = await _strange_parts(turn, talk, requests, asked)
    if parted is not None:
        return parted
    lead, _, rest = event.text.partition(",")
    denies = bool(rest.strip()) and read_yes_no(lead).answer is False
    others = await named.strange(turn, rest if denies else event.text, asked)
    if others is None:
        return None
    if denies:
        return replace(talk, beside=others, event=replace(event, text=lead))
    return replace(talk, named=others, is_own=True)


async def _strange_parts(turn: Turn, talk: Talk, requests: Sequence[Request], asked: Collection[str]) -> Talk | None:
    """The message without the parts that name other goods than the shop was asked for, beside parts that name these:
    of "kurta by evening, elephant yes" the yes is none to the kurta. None for any other text."""
    parts = [one.strip() for one in _PARTS.split(talk.event.text) if one.strip()]
    if len(parts) < 2 or not any(is_named(part, one) for part in parts for one in requests):
        return None
    strange = [part for part in parts if await named.strange(turn, part, asked) is not None]
    left = ", ".join(part for part in parts if part not in strange)
    if not strange or not any(is_named(left, one) for one in requests):
        return None
    others = await named.strange(turn, "\n".join(strange), asked)
    return replace(talk, named=None, beside=others, event=replace(talk.event, text=left))


def _apart(talk: Talk, desk: Desk, now: datetime) -> Talk:
    """The goods that the shop was not asked for, apart from the rest of the text, which is for its desk."""
    parts = talk.named.apart(desk, now, pressed=bool(talk.event.button)) if talk.named is not None else None
    if parts is None:
        return talk
    return replace(talk, beside=parts[0], event=replace(talk.event, text=parts[1]))
