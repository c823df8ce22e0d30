"""A shop speaks of the request before: "pichla wala haan". Which is meant is asked, for the open one is not the one."""

from __future__ import annotations

from flows.sourcing.desk.events import AskedBack
from flows.sourcing.desk.requests import Request
from handlers.sourcing.replies.earlier import names_an_earlier
from handlers.sourcing.shop.meant import LATE, AtDesk, MeantRequests
from handlers.sourcing.shop.regretted import is_named

_MOST = 3  # earlier requests that the shop is reminded of


def asked_which(heard: AtDesk, asked: MeantRequests) -> AskedBack | None:
    """The question which request is meant: what was asked before, and what is open; None for all other texts."""
    event = heard.talk.event
    open_ = [one for one in asked.requests if one.open and one.round]
    if event.button or event.media or asked.quoted is not None or heard.talk.mentioned.mentions or not open_:
        return None
    if not names_an_earlier(event.text, listed=len(open_) > 1) or any(is_named(event.text, one) for one in open_):
        return None
    return AskedBack(tuple(one.key for one in (*_before(heard), *open_)), heard.talk.message.id)


def _before(heard: AtDesk) -> list[Request]:
    """What the shop was asked lately and is not any more, the latest last."""
    over = [one for one in heard.desk.requests if one.round and not one.open]
    lately = [one for one in over if heard.now - (one.closed_at or one.answered_at or heard.now) < LATE]
    return sorted(lately, key=lambda one: one.round)[-_MOST:]
