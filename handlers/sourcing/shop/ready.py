"""A shop says that goods it keeps for an order are ready: the staff hears of it, and where to fetch them."""

from __future__ import annotations

from flows.engine import Subject
from flows.phrase import Lines, listed, phrase, tap
from flows.sourcing.ask import Says
from flows.sourcing.desk.events import ShopAnswer, ShopReplied
from handlers import alerts, host
from handlers.sourcing import shown
from handlers.sourcing.shop.handing import due
from handlers.sourcing.shop.talk import Talk
from handlers.turn import Turn
from templates.values import untapped


async def tell(turn: Turn, talk: Talk) -> None:
    """Tell the staff of each order that the shop calls ready, once a day for the same order."""
    kept, named = await due(turn, talk), set(talk.counter.numbers)
    meant = [one for one in kept if not named or one.number in named]
    if talk.desk is not None:  # the shop reads what it keeps once more
        says = (ShopAnswer(one.order, one.line.id, Says.YES.value, one.promise.quantity) for one in meant)
        await host.advance(turn, talk.desk.run, ShopReplied(tuple(says), talk.message.id), talk.desk.state)
    for number in dict.fromkeys(one.number for one in meant):
        theirs = [one for one in meant if one.number == number]
        values = {
            "shop": shown.shop_name(talk.shop),
            "order": untapped(number),
            "what": listed([shown.pieces(one.line, one.promise.quantity) for one in theirs]),
            "brings": talk.shop.brings(turn.business.sourcing.handover),
        }
        book = phrase("next", command=tap("picked", number, talk.shop.ref))
        about = Subject("reservation", theirs[0].order)
        text = Lines((phrase("shop_says_ready", **values), book))
        await alerts.tell(turn, f"ready:{talk.shop.id}:{theirs[0].order}", text, subject=about)
