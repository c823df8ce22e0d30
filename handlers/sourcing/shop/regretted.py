"""What a shop takes back by its name, with a word of regret: "sorry box nahi hai" right after the box was its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.sourcing.ask import Says
from flows.sourcing.desk.requests import Request
from handlers.replies.text import says_any, tokens, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.items import Catalogue
from handlers.sourcing.replies.stock.values import Ask

_SORRY = read_sets("sourcing:stock/signs")["sorry"]
_LONGEST = 300  # characters that are looked into
JUST_NOW = timedelta(minutes=30)
"""How long a shop corrects a promise without its name."""
_MOST_WORDS = 8  # of a regret that names nothing


def regretted(text: str, requests: Sequence[Request], now: datetime) -> list[Request]:
    """What was promised last of these requests and is named in a text that regrets; with it the open ones for the same
    goods, of which the denial is as true. Where nothing is named, what was promised a moment ago: "sorry, dont have it
    after all". None without a word of regret."""
    if "?" in text or not says_any(tokens(text[:_LONGEST]), _SORRY):
        return []
    promised = [one for one in requests if one.stands and one.said not in {"", Says.NO}]
    last = max((one.answered_at for one in promised if one.answered_at is not None), default=None)
    latest = [one for one in promised if one.answered_at == last]
    if not any(is_named(text, one) for one in requests):
        return latest if last is not None and _is_of_just_now(text, requests, last, now) else []
    named = [one for one in latest if is_named(text, one)]
    goods = {(one.item, one.size) for one in named}
    return [one for one in requests if one in named or (one.open and (one.item, one.size) in goods)]


def _is_of_just_now(text: str, requests: Sequence[Request], last: datetime, now: datetime) -> bool:
    """Whether so few words can only be about the promise that was made last, which nothing followed."""
    since = any(one.answered_at is not None and one.answered_at > last for one in requests)
    counted = any(letter.isdigit() for letter in text)
    return now - last <= JUST_NOW and not since and not counted and len(words(text)) <= _MOST_WORDS


def is_named(text: str, request: Request) -> bool:
    """Whether a text names the goods of a request."""
    catalogue = Catalogue([Ask(request.item, request.size, request.quantity, request.number)])
    return any(catalogue.names_goods(word) for word in words(text[:_LONGEST]))


def is_of_just_now(request: Request, now: datetime) -> bool:
    """Whether the shop answered a request a moment ago."""
    return request.answered_at is not None and now - request.answered_at <= JUST_NOW
