"""A shop narrows what it promised a moment ago: "nahi galti ho gayi, sirf cap 2" behind a yes to everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.sourcing.ask import Says
from flows.sourcing.desk.events import ShopAnswer, ShopReplied
from flows.sourcing.desk.requests import Request
from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.shop.meant import AtDesk
from handlers.sourcing.shop.regretted import JUST_NOW, is_named

_LISTED = read_sets("sourcing:narrowing")
_ONLY, _MISTAKEN = _LISTED["only"], _LISTED["mistaken"]
_LONGEST = 200  # characters that are looked into


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The ``request`` of which alone a shop says that it is there, ``many`` pieces of it where it counts them, and the
    ``others`` that it promised in the same breath. With ``mistaken`` it says that the promise was wrong."""

    request: Request
    many: int
    others: tuple[Request, ...]
    mistaken: bool

    def reply(self, heard: AtDesk) -> ShopReplied:
        """What the desk hears: the others are not there by the shop's word, or are asked about."""
        one, others = self.request, self.others
        says = Says.YES if self.many >= one.quantity else Says.PART
        fewer = () if self.many == one.kept else (ShopAnswer(*one.key, says.value, self.many),)
        denied = tuple(ShopAnswer(*other.key, Says.NO.value) for other in others)
        if self.mistaken:
            return ShopReplied((*fewer, *denied), heard.talk.message.id)
        return ShopReplied(fewer, heard.talk.message.id, others=tuple(other.key for other in others))


def narrowed(text: str, requests: Sequence[Request], now: datetime) -> Narrowed | None:
    """What a text leaves of a promise of several things; None where it says no "only", names none of them or more than
    one, or where the promise was made longer ago or something was answered since."""
    said = tokens(text[:_LONGEST])
    if "?" in said or not says_any(said, _ONLY):
        return None
    promised = _promised(requests, now)
    named = [one for one in promised if is_named(text, one)]
    figures = [int(word) for word in said if word.isdecimal()]
    if len(promised) < 2 or len(named) != 1 or len(figures) > 1 or figures == [0]:
        return None
    if any(one.open and is_named(text, one) for one in requests):
        return None
    (only,) = named
    many = figures[0] if figures else only.kept or only.offered or only.quantity
    others = tuple(one for one in promised if one is not only)
    return Narrowed(only, many, others, says_any(said, _MISTAKEN))


def _promised(requests: Sequence[Request], now: datetime) -> list[Request]:
    """What was promised by the last answer, if that is of just now."""
    last = max((one.answered_at for one in requests if one.answered_at is not None), default=None)
    if last is None or now - last > JUST_NOW:
        return []
    there = {Says.YES, Says.PART}
    return [one for one in requests if one.stands and one.said in there and one.answered_at == last]
