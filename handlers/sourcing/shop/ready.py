"""A shop says that goods it keeps for an order are ready: the staff hears of it, and where to fetch them."""

from __future__ import annotations

from flows.engine import Subject
from flows.phrase import Lines, listed, phrase, tap
from handlers import alerts
from handlers.sourcing import shown
from handlers.sourcing.shop.handing import due
from handlers.sourcing.shop.talk import Talk
from handlers.turn import Turn
from templates.values import untapped


async def tell(turn: Turn, talk: Talk) -> None:
    """Tell the staff of each order that the shop calls ready, once a day for the same order."""
    kept, named = await due(turn, talk), set(talk.counter.numbers)
    meant = [one for one in kept if not named or one.number in named]
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
