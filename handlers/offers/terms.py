"""The terms of an offer as the staff writes them among other words: "15% off", "valid for 3 days", "budget $50"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeAlias

from flows.money import Money
from flows.shop_offers import ShopOffer, WhyNoOffer, WrongOffer
from handlers.offers.amounts import NUMBER, SCALE, SIGN, UNIT, money_of, number_of, scale_of
from handlers.offers.ends import find_end

HOLDS = timedelta(days=7)
"""How long a code holds behind the campaign's last hour where nobody says otherwise."""
_PERCENT = r"\s?(?:%|pct\b|percent\b|per ?cent\b|por ciento\b|pratishat\b|प्रतिशत)"
_OFF = (
    r"(?:off|discount|rebate|(?:de )?(?:descuento|rebaja|dto)|(?:ki |ka )?(?:chh?oot|chhut|discount|off)"
    r"|(?:की |का )?(?:छूट|डिस्काउंट|ऑफ))"
)
_FREE = re.compile(
    r"\b(?:free|muft|gratis)\s(?:shipping|delivery)\b|\benv[ií]o\s(?:gratis|gratuito)\b|मुफ़?्त\s(?:डिलीवरी|शिपिंग)|फ्री\sडिलीवरी",
    re.IGNORECASE,
)
_NO_OFFER = re.compile(
    r"\b(?:no|without|sin|drop the|remove the|quita(?:r)? (?:el|la))\s(?:offer|discount|oferta|descuento)\b"
    r"|\b(?:offer|discount)\s(?:hata\s?(?:o|do|dena|dijiye)|nahi)\b"
    r"|(?:ऑफ़?र|छूट|डिस्काउंट)\s(?:नहीं|हटाओ)|बिना\s(?:ऑफ़?र|छूट|डिस्काउंट)(?:\sके)?",
    re.IGNORECASE,
)
_BY_PERCENT = re.compile(rf"(?<![\w.,-]){NUMBER.replace('NAME', 'percent')}{_PERCENT}\s?{_OFF}(?!\w)", re.IGNORECASE)
_PERCENT_ALONE = re.compile(
    rf"(?:^|(?<=,)|(?<=, ))\s*{NUMBER.replace('NAME', 'percent')}{_PERCENT}\s*(?=,|$)", re.IGNORECASE
)
_BY_AMOUNT = re.compile(
    rf"(?<![\w.,-]){SIGN.format('sign')}{NUMBER.replace('NAME', 'off')}{UNIT.format('unit')}\s{_OFF}(?!\w)",
    re.IGNORECASE,
)
_BUDGET = re.compile(
    rf"(?<!\w)(?:(?:with (?:a )?)?budget(?: of)?|(?:con )?presupuesto(?: de)?|बजट)[\s:]*"
    rf"{SIGN.format('sign')}{NUMBER.replace('NAME', 'budget')}{SCALE.format('scale')}{UNIT.format('unit')}"
    r"(?![\w%]|[.,]\d+(?![\d%]))",
    re.IGNORECASE,
)
_NO_BUDGET = re.compile(r"\b(?:no|without|sin|any)\s(?:budget|presupuesto)\b", re.IGNORECASE)
_VALID = re.compile(
    r"\b(?:valid|good|holds?|v[aá]lid[oa]|v[aá]lido)\s(?:for\s|por\s|durante\s)?(?P<many>\d{1,3})\s"
    r"(?P<unit>days?|weeks?|hours?|d[ií]as?|semanas?|horas?)\b",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    r"\b(?:spread |spaced |sent )?(?:(?:out )?over|spread in|durante|repartid[oa] en)\s(?:the next )?"
    r"(?P<many>\d{1,2})\s?(?:hours?|hrs?|h|horas?|ghante|ghanton|घंटे|घंटों)(?!\w)(?:\s(?:me|mein|में))?"
    r"|\b(?P<other>\d{1,2})\s?(?:ghante|ghanton)\s(?:me|mein)\b",
    re.IGNORECASE,
)
_GOODS = re.compile(
    r"(?:^|(?<=,)|(?<=, ))\s*(?P<goods>"
    r"buy\s(?:one|two|three|\d)\b[^;:]{0,24}?\bget\s(?:one|two|three|\d)\b(?:\s(?:more|extra))?(?:\sfree)?"
    r"|bogo|b\dg\d|\d\s?[x×]\s?\d|\d\s?\+\s?\d(?:\s(?:free|gratis))?|\d[\s-](?:for|por)[\s-]\d"
    r"|(?:compra|lleva)\s\d\s(?:y\s)?(?:ll[eé]vate|lleva|paga)\s\d"
    r"|ek\s(?:pe|par|ke saath)\sek(?:\s(?:free|muft))?|एक\s(?:पर|के साथ)\sएक(?:\s(?:फ़?्री|फ्री|मुफ़?्त))?"
    r"|(?:a\s)?free\s(?:gift|sample)s?|(?:un\s)?regalo\sgratis)\s*(?=,|$)",
    re.IGNORECASE,
)
"""Goods for nothing, where nothing else stands between two commas: "vip 2x1 club" are people."""
_BEST_HOUR = re.compile(
    r"\b(?:at |in )?(?:each (?:person )?at )?(?:their|everyone'?s|each person'?s)\s"
    r"(?:own )?best\s(?:own )?(?:hour|time)\b"
    r"|\bbest (?:hour|time)(?: for each)?\b|\ben su mejor hora\b|\b(?:unke|apne) (?:best|sahi) time (?:par|pe)\b",
    re.IGNORECASE,
)
_ALL_AT_ONCE = re.compile(
    r"\b(?:not spread|no spread|all at (?:one time|the same time)|de una vez|ek saath)\b", re.IGNORECASE
)
_CODE = re.compile(
    r"(?:\b(?i:with|con|using|use)\s(?:(?i:the|my|our|el|mi)\s)?|\b)(?i:code|coupon|c[oó]digo|cup[oó]n)\s"
    r"(?P<named>(?=[A-Za-z0-9-]*[A-Z0-9])[A-Za-z0-9][A-Za-z0-9-]{2,31})(?![\w-])"
    r"|\b(?i:with|con|using|use)\s(?P<alone>(?!WHATSAPP|TELEGRAM)(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{4,32})(?![\w-])"
)
_USES = re.compile(
    r"\b(?:(?:max(?:imum)?\.?|m[aá]x(?:imo|\.)?|at most|up ?to|limit(?:ed)?(?: to)?|for|para|only|solo)\s)?"
    r"(?P<many>\d{1,6})\s?(?:uses?|usos|redemptions|baar|बार)\b(?:\s(?:max|only|m[aá]ximo))?"
    r"|\b(?:max(?:imum)?|m[aá]x(?:imo)?)\s(?P<most>\d{1,6})(?=\s*(?:,|$|(?:to|for|till|until|para|hasta|with)\b))"
    r"|\b(?:(?:for|only) )?(?:the )?first\s(?P<first>\d{1,6})(?:\s(?:people|customers|orders))?(?:\sonly)?"
    r"(?=\s*(?:,|$|(?:to|for|till|until)\b))",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"[\s,;]*(?:\b(?:with|con|plus|and|y|aur|और)\s*)?(?:\bflat\s*)?$", re.IGNORECASE)
_SPANS = {"d": timedelta(days=1), "w": timedelta(weeks=1), "s": timedelta(weeks=1), "h": timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class ToldTerms:
    """What was said of the terms, None for nothing; ``drops_offer`` and ``drops_budget`` take away what there was;
    ``code`` is the name of a code of the shop's own, ``uses`` how often one may be used, ``until`` the words for the
    day at which the offer ends. ``said`` are the words themselves."""

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
        """Whether an offer is told, or taken away."""
        return self.offer is not None or bool(self.code) or self.drops_offer


NOTHING_TOLD = ToldTerms()


def take_terms(text: str, currency: str) -> tuple[ToldTerms, str]:
    """What a text says of terms, and the rest of it. ``currency`` is that of amounts that name none.

    Raises WrongOffer for an offer that no shop makes.
    """
    found, left = _found(text)
    offers = [words for reads, _, words in found if reads in _OFFERING]
    again = [words for reads, _, words in _found(left)[0] if reads in _OFFERING]
    if len(offers) + len(again) > 1:
        first, second, *_ = [*offers, *again]
        raise WrongOffer(WhyNoOffer.TWO, f"{first} and {second} are two offers", first=first, second=second)
    told = NOTHING_TOLD
    for reads, one, _words in found:
        told = told if told.drops_offer and reads in _OFFERING else reads(told, one, currency)
    return replace(told, said=", ".join(words for _, _, words in found)), left


def said_of_terms(text: str) -> tuple[str, bool, str]:
    """The words of a text that say terms, whether they offer something, and the rest of it."""
    found, left = _found(text)
    offers = any(reads in _OFFERING or reads is _code for reads, _, _ in found)
    return ", ".join(words for _, _, words in found), offers, left


def _found(text: str) -> tuple[list[tuple[_Reads, re.Match[str], str]], str]:
    """What of the terms a text says, how each is read and its words; and the rest of the text."""
    left, said = text, []
    for looked_for, reads in _READS:
        found = looked_for(left)
        if found is not None:
            said.append((reads, found, " ".join(found[0].split()).strip(", ")))
            left = _without(left, found)
    return said, left


def _holds(told: ToldTerms, found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, valid_for=int(found["many"]) * _SPANS[found["unit"][0].casefold()])


def _budget(told: ToldTerms, found: re.Match[str], currency: str) -> ToldTerms:
    money = money_of(found, "budget", currency)
    return replace(told, budget=replace(money, micros=money.micros * scale_of(found["scale"])))


def _over(told: ToldTerms, found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, spread=timedelta(hours=int(found["many"] or found["other"])))


def _best_hour(told: ToldTerms, _found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, best_hour=True)


def _at_once(told: ToldTerms, _found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, spread=timedelta(0), best_hour=False)


def _no_budget(told: ToldTerms, _found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, drops_budget=True)


def _no_offer(told: ToldTerms, _found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, drops_offer=True)


def _percent(told: ToldTerms, found: re.Match[str], _currency: str) -> ToldTerms:
    return told if told.offer else replace(told, offer=ShopOffer.of_percent(number_of(found["percent"]), _long(told)))


def _amount(told: ToldTerms, found: re.Match[str], currency: str) -> ToldTerms:
    off = money_of(found, "off", currency)
    return told if told.offer else replace(told, offer=ShopOffer.of_amount(off, _long(told)))


def _shipping(told: ToldTerms, _found: re.Match[str], _currency: str) -> ToldTerms:
    return told if told.offer else replace(told, offer=ShopOffer.of_shipping(_long(told)))


def _goods(told: ToldTerms, found: re.Match[str], _currency: str) -> ToldTerms:
    if told.code:
        return told  # what a code of the shop's own gives is the store's to know
    offer = " ".join(found["goods"].split())
    raise WrongOffer(WhyNoOffer.GOODS, f"{offer} is no code: some percent, an amount or free shipping", offer=offer)


def _long(told: ToldTerms) -> timedelta:
    return told.valid_for or HOLDS


def _code(told: ToldTerms, found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, code=(found["named"] or found["alone"]).upper())


def _uses(told: ToldTerms, found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, uses=int(found["many"] or found["most"] or found["first"]))


def _until(told: ToldTerms, found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, until=found["until"] or found["by"])


_Reads: TypeAlias = Callable[[ToldTerms, re.Match[str], str], ToldTerms]
_OFFERING = (_percent, _amount, _shipping, _goods)
_READS: tuple[tuple[Callable[[str], re.Match[str] | None], _Reads], ...] = (
    (_CODE.search, _code), (_GOODS.search, _goods), (_USES.search, _uses), (find_end, _until),
    (_VALID.search, _holds), (_SPREAD.search, _over), (_BEST_HOUR.search, _best_hour), (_ALL_AT_ONCE.search, _at_once),
    (_NO_BUDGET.search, _no_budget), (_BUDGET.search, _budget), (_NO_OFFER.search, _no_offer),
    (_BY_PERCENT.search, _percent),
    (_BY_AMOUNT.search, _amount), (_FREE.search, _shipping), (_PERCENT_ALONE.search, _percent),
)  # fmt: skip


def _without(text: str, found: re.Match[str]) -> str:
    """A text without what was read in it, nor the marks and the small words that held it there."""
    before = _BEFORE.sub("", text[: found.start()])
    behind = text[found.end() :]
    return f"{before}{behind}" if not before or behind[:1] in {"", ",", ";", ":", " "} else f"{before} {behind}"
