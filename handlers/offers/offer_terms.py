"""The terms of an offer and of a campaign, as typed: "15% off", "valid for 3 days", "budget $50", "over 3 hours"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from flows.channels import CHANNELS
from flows.money import Money
from flows.shop_offers import ShopOffer, WhyNoOffer, WrongOffer
from handlers.offers.written_amounts import NUMBER, SCALE, SIGN, UNIT, parse_number, read_money, scale_of
from handlers.replies.moment_phrases import is_little_but_a_moment, is_of_the_past, read_moment

_UNTIL = re.compile(
    r"\b(?:valid\s)?(?:till|until|hasta)\s(?:el\s)?(?P<until>[^\s,]+(?:\s[^\s,]+){0,3})"
    r"|(?<![^\s,])(?P<by>[^\s,]+(?:\s[^\s,]+){0,2})\s(?:tak|तक)(?!\w)",
    re.IGNORECASE,
)
_LAST_MINUTE = time(23, 59)
_JOINS = frozenset({"to", "for", "a", "para", "ko", "with", "max", "and", "y"})
"""Words that end no day."""
_MONEY = re.compile(r"[%$₹€£]")


def find_end(text: str) -> re.Match[str] | None:
    """Return the words for the end of an offer: as many as form one time; None if there are none."""
    for found in _UNTIL.finditer(text):
        behind, words = found["until"] is not None, (found["until"] or found["by"]).split()
        for many in range(len(words), 0, -1):
            some = words[:many] if behind else words[-many:]
            edge = some[-1] if behind else some[0]
            if edge.casefold() in _JOINS or not _is_a_moment(" ".join(some)):
                continue
            start = found.start() if behind else found.start("by") + text[found.start("by") : found.end()].find(some[0])
            end = found.end() - len(" ".join(words[many:])) - bool(words[many:]) if behind else found.end()
            return _UNTIL.fullmatch(text, start, end)
    return None


def _is_a_moment(said: str) -> bool:
    return _MONEY.search(said) is None and (is_little_but_a_moment(said) or is_of_the_past(said))


def parse_end(until: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the end of an offer until "sunday" or "friday 6pm"; a day with no hour includes its last minute. None for
    an impossible or a past time."""
    moment = read_moment(until, now, zone)
    if moment is None or moment.precise:
        return None if moment is None else moment.at
    return datetime.combine(moment.at.astimezone(zone).date(), _LAST_MINUTE, tzinfo=zone).astimezone(UTC)


HOLDS = timedelta(days=7)
"""How long a code is valid after the last hour of the campaign, unless the terms say otherwise."""
_OFF = r"(?:off|discount|(?:de )?descuento|(?:ki )?chh?oot|(?:की )?छूट)"
_PERCENT = re.compile(rf"(?<![\w.,-]){NUMBER.replace('NAME', 'percent')}\s?(?:%|percent)\s?{_OFF}(?!\w)", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"(?<![\w.,-]){SIGN.format('sign')}{NUMBER.replace('NAME', 'off')}{UNIT.format('unit')}\s{_OFF}(?!\w)",
    re.IGNORECASE,
)
_FREE = re.compile(r"\bfree (?:shipping|delivery)\b", re.IGNORECASE)
_NO_OFFER = re.compile(r"\bno (?:offer|discount)\b", re.IGNORECASE)
_BUDGET = re.compile(
    rf"\bbudget(?: of)?[\s:]*{SIGN.format('sign')}{NUMBER.replace('NAME', 'budget')}{SCALE.format('scale')}"
    rf"{UNIT.format('unit')}(?![\w%]|[.,]\d+(?![\d%]))",
    re.IGNORECASE,
)
_NO_BUDGET = re.compile(r"\bno budget\b", re.IGNORECASE)
_VALID = re.compile(r"\bvalid (?:for )?(?P<many>\d{1,3}) (?P<unit>day|week|hour)s?\b", re.IGNORECASE)
_SPREAD = re.compile(r"\bover (?P<many>\d{1,2}) hours?\b", re.IGNORECASE)
_BEST_HOUR = re.compile(r"\bat their best hour\b", re.IGNORECASE)
_NOT_SPREAD = re.compile(r"\bnot spread\b", re.IGNORECASE)
_CODE = re.compile(
    r"\b(?i:with|code|coupon)\s(?:(?i:code|coupon)\s)?"
    rf"(?P<code>(?!{'|'.join(CHANNELS).upper()})(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{{3,32}})(?![\w-])"
)
_USES = re.compile(r"\b(?:(?:max )?(?P<many>\d{1,6}) (?:uses?|usos)|max (?P<most>\d{1,6}))\b", re.IGNORECASE)
_BEFORE = re.compile(r"[\s,;]*(?:\b(?:with(?: a)?|and)\s*)?$", re.IGNORECASE)
"""The words before terms that belong to them."""
_SPANS = {"day": timedelta(days=1), "week": timedelta(weeks=1), "hour": timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class ToldTerms:
    """The terms in a text; None or "" for missing ones.

    ``drops_offer`` and ``drops_budget`` delete the current one. ``code`` is a code of the shop's own, ``uses`` how
    often it may be used, ``until`` the words for the day on which the offer ends. ``said`` are all these words.
    """

    offer: ShopOffer | None = None
    valid_for: timedelta | None = None
    budget: Money | None = None
    drops_offer: bool = False
    drops_budget: bool = False
    spread: timedelta | None = None
    best_hour: bool | None = None
    code: str = ""
    uses: int | None = None
    until: str = ""
    said: str = ""

    def __bool__(self) -> bool:
        return self != NOTHING_TOLD

    @property
    def offers(self) -> bool:
        """Return True if the text sets or deletes an offer."""
        return self.offer is not None or bool(self.code) or self.drops_offer


NOTHING_TOLD = ToldTerms()


def take_terms(text: str, currency: str) -> tuple[ToldTerms, str]:
    """Parse the terms in a text, and return the rest of the text. ``currency`` is for amounts with none of their own.

    Raises WrongOffer for two offers, and for an offer that no shop makes.
    """
    told, left, said, offers = NOTHING_TOLD, text, [], []
    for find, read in _READS:
        while (found := find(left)) is not None:
            words = " ".join(found[0].split()).strip(", ")
            offers += [words] if read in _OFFERING else []
            if len(offers) > 1:
                first, second = offers
                raise WrongOffer(WhyNoOffer.TWO, f"{first} and {second} are two offers", first=first, second=second)
            told, left = read(told, found, currency), _cut_out(left, found)
            said.append(words)
    if told.offer is not None and told.valid_for is not None:
        told = replace(told, offer=replace(told.offer, valid_for=told.valid_for))
    return replace(told, said=", ".join(said)), left


def _percent(told: ToldTerms, found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, offer=ShopOffer.make_percent(parse_number(found["percent"]), HOLDS))


def _amount(told: ToldTerms, found: re.Match[str], currency: str) -> ToldTerms:
    return replace(told, offer=ShopOffer.make_amount(read_money(found, "off", currency), HOLDS))


def _read_shipping(told: ToldTerms, _found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, offer=ShopOffer.make_shipping(HOLDS))


def _budget(told: ToldTerms, found: re.Match[str], currency: str) -> ToldTerms:
    money = read_money(found, "budget", currency)
    return replace(told, budget=replace(money, micros=money.micros * scale_of(found["scale"])))


def _cut_out(text: str, found: re.Match[str]) -> str:
    """Remove a term from the text."""
    before, behind = _BEFORE.sub("", text[: found.start()]), text[found.end() :]
    return f"{before}{behind}" if not before or behind[:1] in {"", ",", " "} else f"{before} {behind}"


_Read: TypeAlias = Callable[[ToldTerms, re.Match[str], str], ToldTerms]
_OFFERING = (_percent, _amount, _read_shipping)
_READS: tuple[tuple[Callable[[str], re.Match[str] | None], _Read], ...] = (
    (_CODE.search, lambda told, found, _: replace(told, code=found["code"])),
    (_USES.search, lambda told, found, _: replace(told, uses=int(found["many"] or found["most"]))),
    (find_end, lambda told, found, _: replace(told, until=found["until"] or found["by"])),
    (_VALID.search, lambda told, found, _: replace(
        told, valid_for=int(found["many"]) * _SPANS[found["unit"].casefold()])),
    (_SPREAD.search, lambda told, found, _: replace(told, spread=timedelta(hours=int(found["many"])))),
    (_BEST_HOUR.search, lambda told, _found, _: replace(told, best_hour=True)),
    (_NOT_SPREAD.search, lambda told, _found, _: replace(told, spread=timedelta(0), best_hour=False)),
    (_NO_BUDGET.search, lambda told, _found, _: replace(told, drops_budget=True)),
    (_BUDGET.search, _budget),
    (_NO_OFFER.search, lambda told, _found, _: replace(told, drops_offer=True)),
    (_PERCENT.search, _percent),
    (_AMOUNT.search, _amount),
    (_FREE.search, _read_shipping),
)  # fmt: skip
