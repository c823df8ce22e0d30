"""A shop says that goods it keeps for an order are ready: the staff hears of it, and where to fetch them."""

from __future__ import annotations

from flows.engine import Subject
from flows.phrase import Lines, listed, phrase, tap
from flows.sourcing.ask import Says
from flows.sourcing.desk.events import ShopReplied
from handlers import alerts
from handlers.sourcing import shown
from handlers.sourcing.replies.concerns import tells_of_ready_goods
from handlers.sourcing.shop.handing import due
from handlers.sourcing.shop.talk import Talk
from handlers.turn import Turn
from templates.values import untapped

_THERE = frozenset({Says.YES.value, Says.PART.value})


async def tell(turn: Turn, talk: Talk, event: object) -> None:
    """Tell the staff of each order that is owed and that the shop calls ready, once a day for the same order."""
    if not isinstance(event, ShopReplied) or talk.event.button or not tells_of_ready_goods(talk.event.text):
        return
    there = {(one.order, one.line) for one in event.answers if one.says in _THERE}
    kept = [one for one in await due(turn, talk) if (one.order, one.line.id) in there]
    for number in dict.fromkeys(one.number for one in kept):
        theirs = [one for one in kept if one.number == number]
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
