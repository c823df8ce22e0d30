"""The steps of a plan as the staff writes them: "after 3 days: words; after 10 days, 10% off: words"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.channels import CHANNELS
from flows.experiments.arm import FEWEST, LETTERS
from flows.shop_offers import ShopOffer
from handlers.offers.terms import take_terms
from handlers.replies.moments import is_little_but_a_moment, read_moment

UNIT = (
    r"(?P<unit>hours?|hrs?|horas?|ghante|घंटे|days?|d[ií]as?|din|दिन|weeks?|semanas?|hafte|हफ़्ते|months?|mes(?:es)?"
    r"|mahine|महीने)(?!\w)"
)
_AFTER = re.compile(
    r"(?:after|in|on|a los|en|tras|despu[eé]s de|within)?\s*"
    rf"(?:(?P<many>\d{{1,3}})\s?{UNIT}(?:\s(?:later|baad|ke baad|बाद|के बाद|despu[eé]s))?"
    r"|(?:the\s)?(?:day|d[ií]a|din|दिन)\s(?P<day>\d{1,3})(?!\w))",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"\b(?:at once|right away|immediately|straight away|now|al momento|enseguida|de inmediato|ya|turant|abhi)\b"
    r"|तुरंत|अभी",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    rf"\s*(?:(?:and|then|and then|y|luego|y luego|aur|phir|और|फिर)\s+)?(?:{_AFTER.pattern.replace('P<', 'P<_')}"
    rf"|{_AT_ONCE.pattern})",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?P<head>(?:[^:;\n]|:(?=\d)){1,120}):(?:\s+|$)")
_ODD = re.compile(
    r"\s*(?:(?:after|despu[eé]s de|tras)\s[^:;\n]{1,60}|(?:at|a las)\s\d[^;\n]{0,20}?|-\d[^:;\n]{0,40}"
    r"|-?\d+\s?(?:din|दिन)\s[^:;\n]{0,40}):(?:\s+|$)",
    re.IGNORECASE,
)
"""The head of a step that says when in a way that is not read: it is asked about, and is no customer's text."""
_WAY = re.compile(r"(?:^|(?<=[\s;,.!?]))(?P<letter>[A-E])[,)]?\s+")
_BETWEEN = re.compile(r"\s*[;\n]\s*")
_CHANNEL = re.compile(
    rf"(?:\b(?:on|by|via|por|par|or|o|then)\s+)?\b(?P<name>{'|'.join(CHANNELS)})\b(?:\s+(?:only|par|pe|se))?",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"^(?:[\s,;.]|\b(?:and|then|y|luego|aur|phir|at|a las|with|con)\b|और|फिर)+|[\s,;.]+$", re.IGNORECASE
)
_HOUR, _WEEK, _MONTH = timedelta(hours=1), timedelta(weeks=1), timedelta(days=30)
_LONG = {"h": _HOUR, "g": _HOUR, "घ": _HOUR, "s": _WEEK, "w": _WEEK, "ह": _WEEK, "m": _MONTH, "म": _MONTH}
_WEEKS = "haf"


@dataclass(frozen=True, slots=True)
class WantedStep:
    """A step as written: so long ``after`` the entry, None where the head is silent; ``unread`` are words of the head
    without a meaning. The ``others`` are tried in its place: each says of itself what differs."""

    words: str
    after: timedelta | None = None
    at: time | None = None
    offer: ShopOffer | None = None
    channels: tuple[str, ...] = ()
    unread: str = ""
    others: tuple[WantedStep, ...] = ()


def read_steps(text: str, now: datetime, zone: ZoneInfo, currency: str) -> tuple[WantedStep, ...]:
    """The steps of a text, one for each part that says when it is due. Raises WrongOffer."""
    return tuple(_step(one, now, zone, currency) for one in _parts(text) if one.strip())


def begins_a_step(text: str) -> bool:
    """Whether a text says when a step is due."""
    return _BEGINS.match(text) is not None


def span_of(found: re.Match[str]) -> timedelta:
    """So many days, weeks or hours as a match of ``UNIT`` says, with its ``many``."""
    unit = found["unit"].casefold()
    one = _WEEK if unit.startswith(_WEEKS) else _LONG.get(unit[0], timedelta(days=1))
    return int(found["many"]) * one


def _parts(text: str) -> Sequence[str]:
    """The text cut where a mark is followed by when the next step is due, and by a colon."""
    cuts = [one for one in _BETWEEN.finditer(text) if _headed(text[one.end() :]) or _ODD.match(text[one.end() :])]
    starts, ends = [0, *(one.end() for one in cuts)], [*(one.start() for one in cuts), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _headed(text: str) -> re.Match[str] | None:
    return _HEAD.match(text) if begins_a_step(text) else None


def _ways(text: str, currency: str) -> Sequence[str]:
    """The ways that a step is tried in, each with a head behind its letter: "A after 1 day: … B after 2 days: …"."""
    found: list[re.Match[str]] = []
    for one in _WAY.finditer(text):
        behind = text[one.end() :]
        if one["letter"] == LETTERS[len(found) : len(found) + 1] and (_headed(behind) or _offering(behind, currency)):
            found.append(one)
    if len(found) < FEWEST or text[: found[0].start()].strip():
        return ()
    ends = [*(one.start() for one in found[1:]), len(text)]
    return [text[one.end() : end].strip(" ;,\n") for one, end in zip(found, ends, strict=True)]


def _step(text: str, now: datetime, zone: ZoneInfo, currency: str) -> WantedStep:
    """A step, or the first of the ways that it is tried in, with the others; these take what one head says of all."""
    if ways := _ways(text, currency):
        first, *others = (_single(one, now, zone, currency) for one in ways)
        return replace(first, others=tuple(others))
    whole = _single(text, now, zone, currency)
    if ways := _ways(whole.words, currency):
        first, *others = (_within(_single(one, now, zone, currency), whole) for one in ways)
        return replace(first, others=tuple(others))
    return whole


def _is_a_way(text: str, currency: str) -> bool:
    """Whether a text begins as a way that a step is tried in, with no other beside it: no customer's words do."""
    found = _WAY.match(text.strip())
    return found is not None and bool(_headed(behind := text.strip()[found.end() :]) or _offering(behind, currency))


def _within(way: WantedStep, whole: WantedStep) -> WantedStep:
    return replace(
        way,
        after=whole.after if way.after is None else way.after,
        at=way.at or whole.at,
        offer=way.offer or whole.offer,
        channels=way.channels or whole.channels,
        unread=way.unread or whole.unread,
    )


def _single(text: str, now: datetime, zone: ZoneInfo, currency: str) -> WantedStep:
    headed = _headed(text) or _offering(text, currency)
    if headed is None:
        odd = begins_a_step(text) or _ODD.match(text) is not None or _is_a_way(text, currency)
        return WantedStep(text.strip(), unread=text.strip() if odd else "")
    terms, head = take_terms(headed["head"], currency)
    after = _AFTER.search(head) or _AT_ONCE.search(head)
    left = head if after is None else f"{head[: after.start()]} {head[after.end() :]}"
    channels = tuple(dict.fromkeys(one["name"].lower() for one in _CHANNEL.finditer(left)))
    left = _bare(_CHANNEL.sub(" ", left))
    at, left = _clock(left, now, zone)
    others = terms.budget or terms.spread or terms.best_hour
    offer = terms.offer
    if offer is not None and terms.valid_for is not None:
        offer = ShopOffer(percent=offer.percent, amount=offer.amount, valid_for=terms.valid_for)
    words = text[headed.end() :].strip()
    since = None if after is None else _since(after)
    return WantedStep(words, since, at, offer, channels, left or (terms.said if others else ""))


def _offering(text: str, currency: str) -> re.Match[str] | None:
    """The head of a step that says an offer and nothing else, as the only one may: "20% off: come by". Raises
    WrongOffer."""
    found = _HEAD.match(text)
    if found is None:
        return None
    terms, left = take_terms(found["head"], currency)
    return found if terms and not _bare(left) else None


def _since(found: re.Match[str]) -> timedelta:
    named = found.groupdict()
    if named.get("day"):
        return timedelta(days=int(named["day"]))
    return span_of(found) if named.get("many") else timedelta(0)


def _clock(left: str, now: datetime, zone: ZoneInfo) -> tuple[time | None, str]:
    """The time of day in what is left of a head, and the rest of it."""
    if not left or not is_little_but_a_moment(left):
        return None, left
    moment = read_moment(left, now, zone)
    return (moment.at.astimezone(zone).time().replace(second=0, microsecond=0), "") if moment else (None, left)


def _bare(text: str) -> str:
    """A text without marks and small words at its ends."""
    before = None
    while before != text:
        before, text = text, _SMALL.sub("", " ".join(text.split()))
    return text
