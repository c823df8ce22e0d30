"""A shop tells of damage and names no goods: "3 me se 1 toot gaya", "only 2 good". Which are meant is asked.

It may be what the shop keeps as well as what it is asked for now, and is booked against neither. Nor is it where more
pieces are counted than anybody asked for.
"""

from __future__ import annotations

from flows.sourcing.ask import Says
from flows.sourcing.desk.events import AskedBack
from handlers.sourcing.replies.concerns import most_counted, tells_of_damage_alone
from handlers.sourcing.replies.stock.said_sizes import sizes_said
from handlers.sourcing.shop.meant import AtDesk, MeantRequests
from handlers.sourcing.shop.read_as import asks_of
from handlers.sourcing.shop.regretted import is_named

_MOST = 3  # requests answered before that the shop is reminded of


def damaged(heard: AtDesk, asked: MeantRequests) -> AskedBack | None:
    """The question which goods are damaged: what the shop keeps, the latest last, and what it is asked for; None for
    all other texts, and where one request alone can be meant."""
    event, requests = heard.talk.event, asked.requests
    if event.button or event.media or asked.quoted is not None or heard.talk.mentioned.mentions:
        return None
    open_ = [one for one in requests if one.open and one.round]
    if not open_ or not tells_of_damage_alone(event.text) or _names_any(heard, asked):
        return None
    kept = [one for one in requests if one.stands and one.said != Says.NO]
    if not kept and len(open_) == 1 and most_counted(event.text) <= open_[0].quantity:
        return None
    latest = sorted(kept, key=lambda one: one.answered_at or heard.now)[-_MOST:]
    return AskedBack(tuple(one.key for one in (*latest, *open_)), heard.talk.message.id)


def _names_any(heard: AtDesk, asked: MeantRequests) -> bool:
    """Whether the text names goods that the shop was ever asked for, or a size."""
    text = heard.talk.event.text
    if any(is_named(text, one) for one in heard.desk.requests):
        return True
    return bool(sizes_said(text, asks_of(heard.desk, asked.requests, quoted=False)).named)
