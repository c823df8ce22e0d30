"""The head of a plan's step as the staff writes it: when it is due, what it offers, at which hour, by which channel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.channels import CHANNELS
from flows.shop_offers import ShopOffer
from handlers.offers.terms import take_terms
from handlers.replies.moments import is_little_but_a_moment, read_moment

UNIT = (
    r"(?P<unit>hours?|hrs?|horas?|ghante|घंटे|days?|d[ií]as?|din|दिन|weeks?|semanas?|hafte|हफ़्ते|months?|mes(?:es)?"
    r"|mahine|महीने)(?!\w)"
)
AFTER = re.compile(
    r"(?:after|in|on|a los|en|tras|despu[eé]s de|within)?\s*"
    rf"(?:(?P<many>\d{{1,3}})\s?{UNIT}(?:\s(?:later|baad|ke baad|बाद|के बाद|despu[eé]s))?"
    r"|(?:the\s)?(?:day|d[ií]a|din|दिन)\s(?P<day>\d{1,3})(?!\w))",
    re.IGNORECASE,
)
AT_ONCE = re.compile(
    r"\b(?:at once|right away|immediately|straight away|now|al momento|enseguida|de inmediato|ya|turant|abhi)\b"
    r"|तुरंत|अभी",
    re.IGNORECASE,
)
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
    without a meaning. The ``arms`` are tried in its place: each says of itself what differs."""

    words: str
    after: timedelta | None = None
    at: time | None = None
    offer: ShopOffer | None = None
    channels: tuple[str, ...] = ()
    unread: str = ""
    arms: tuple[WantedStep, ...] = ()

    @property
    def says(self) -> bool:
        """Whether its head says anything."""
        return self.after is not None or self.at is not None or self.offer is not None or bool(self.channels)


@dataclass(frozen=True, slots=True)
class HeadReader:
    """Reads heads as of ``now``, in the zone and the currency of a business."""

    now: datetime
    zone: ZoneInfo
    currency: str

    def read(self, head: str, words: str) -> WantedStep:
        """A step of this head and words. Raises WrongOffer."""
        terms, said = take_terms(head, self.currency)
        after = AFTER.search(said) or AT_ONCE.search(said)
        left = said if after is None else f"{said[: after.start()]} {said[after.end() :]}"
        channels = tuple(dict.fromkeys(one["name"].lower() for one in _CHANNEL.finditer(left)))
        at, left = self._clock(bare(_CHANNEL.sub(" ", left)))
        others = terms.budget or terms.spread or terms.best_hour
        offer = terms.offer
        if offer is not None and terms.valid_for is not None:
            offer = ShopOffer(percent=offer.percent, amount=offer.amount, valid_for=terms.valid_for)
        since = None if after is None else _since(after)
        return WantedStep(words, since, at, offer, channels, left or (terms.said if others else ""))

    def _clock(self, left: str) -> tuple[time | None, str]:
        """The time of day in what is left of a head, and the rest of it."""
        if not left or not is_little_but_a_moment(left):
            return None, left
        moment = read_moment(left, self.now, self.zone)
        if moment is None:
            return None, left
        return moment.at.astimezone(self.zone).time().replace(second=0, microsecond=0), ""


def span_of(found: re.Match[str]) -> timedelta:
    """So many days, weeks or hours as a match of ``UNIT`` says, with its ``many``."""
    unit = found["unit"].casefold()
    one = _WEEK if unit.startswith(_WEEKS) else _LONG.get(unit[0], timedelta(days=1))
    return int(found["many"]) * one


def _since(found: re.Match[str]) -> timedelta:
    named = found.groupdict()
    if named.get("day"):
        return timedelta(days=int(named["day"]))
    return span_of(found) if named.get("many") else timedelta(0)


def bare(text: str) -> str:
    """A text without marks and small words at its ends."""
    before = None
    while before != text:
        before, text = text, _SMALL.sub("", " ".join(text.split()))
    return text
