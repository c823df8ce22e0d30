"""A shop counts anew what it answered last: "arre ruko, 2 hai", "sorry only 1, other one is broken".

A number without goods behind a word of correction belongs to what that shop answered last, whatever else it is asked
for. Where that was several things, or is some time ago, or the shop was asked for something since, it is asked which.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.sourcing.ask import Says
from flows.sourcing.desk.events import AskedBack, ShopAnswer, ShopReplied
from flows.sourcing.desk.requests import Request
from flows.sourcing.effects import RequestOutcome
from handlers.sourcing.replies.recounting import Recount, recount
from handlers.sourcing.replies.stock.sizes import canonical_size
from handlers.sourcing.shop.meant import AtDesk, MeantRequests
from handlers.sourcing.shop.numbered import answers_a_list
from handlers.sourcing.shop.regretted import JUST_NOW, is_named

_SAID = {Says.YES, Says.PART, Says.NO}


def recounted(heard: AtDesk, asked: MeantRequests) -> ShopReplied | AskedBack | None:
    """The new count of what was answered last, or the question which it is of; None for all other texts."""
    event, desk = heard.talk.event, heard.desk
    if event.button or event.media or heard.talk.mentioned.mentions:
        return None
    told = None if any(is_named(event.text, one) for one in desk.requests) else recount(event.text)
    open_ = [one for one in asked.requests if one.open and one.round]
    if told is None or not (told.corrects or (told.only and not open_)):
        return None
    if open_ and answers_a_list(event.text, desk, asked.requests):
        return None
    last = [one for one in _last(asked) if not told.size or canonical_size(one.size) == told.size]
    if not last:
        return None
    unclear = _asked_back(heard, [*last, *open_])
    if asked.quoted is None and _is_past(heard, last[0]):
        return unclear if open_ else None
    if len(last) > 1:
        return _asked_back(heard, last)
    many = _many(told, last[0])
    if many is None:
        return AskedBack((last[0].key,), heard.talk.message.id, some=True)
    if many == _there(last[0]):
        return unclear if open_ else None
    return ShopReplied((_answer(last[0], many),), heard.talk.message.id)


def _last(asked: MeantRequests) -> list[Request]:
    """What the shop answered last, of what still stands or was denied; of a quoted message what was answered of it."""
    said = [one for one in asked.requests if one.said in _SAID and one.outcome != RequestOutcome.HANDED]
    if asked.quoted is not None:
        return said if len(asked.requests) == 1 else []
    last = max((one.answered_at for one in asked.requests if one.answered_at is not None), default=None)
    return [one for one in said if one.answered_at == last and (one.stands or one.denied)]


def _is_past(heard: AtDesk, last: Request) -> bool:
    """Whether the answer is some time ago, or the shop was asked for something since."""
    asked_at = heard.desk.asked_at
    at = last.answered_at
    return at is None or heard.now - at > JUST_NOW or (asked_at is not None and asked_at > at)


def _asked_back(heard: AtDesk, requests: Sequence[Request]) -> AskedBack:
    return AskedBack(tuple(one.key for one in requests), heard.talk.message.id)


def _there(request: Request) -> int:
    """How many are there by its last answer."""
    return 0 if request.said == Says.NO else request.kept or request.offered or request.quantity


def _many(told: Recount, request: Request) -> int | None:
    if told.many is not None:
        return told.many
    return _there(request) + told.more if told.more else None


def _answer(request: Request, many: int) -> ShopAnswer:
    says = Says.YES if many >= request.quantity else Says.PART if many else Says.NO
    return ShopAnswer(*request.key, says.value, many)
