"""The terms of a campaign as the staff writes them among its people and its hour: "15% off", "budget $50"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from flows.campaigns.offer import CampaignOffer
from flows.campaigns.terms import Terms
from flows.money import Money

HOLDS = timedelta(days=7)
"""How long a code holds behind the campaign's last hour where nobody says otherwise."""
_NUMBER = r"(?P<{}>-?\d{{1,3}}(?:,\d{{2,3}})+(?:\.\d+)?|-?\d{{1,7}}(?:[.,]\d{{1,2}})?)"
_PERCENT = r"\s?(?:%|percent\b|per ?cent\b|por ciento\b|pratishat\b|प्रतिशत)"
_SIGNS = {"$": "USD", "₹": "INR", "€": "EUR", "£": "GBP", "rs": "INR", "rs.": "INR"}
_WORDS = {
    "dollar": "USD", "dollars": "USD", "bucks": "USD", "dolares": "USD", "dólares": "USD", "rupees": "INR",
    "rupee": "INR", "rupaye": "INR", "rupay": "INR", "rupaiye": "INR", "rupias": "INR", "रुपये": "INR", "रुपए": "INR",
    "euros": "EUR", "euro": "EUR", "pounds": "GBP", "pesos": "",
}  # fmt: skip
_SIGN = r"(?:(?P<{}>[$₹€£]|rs\.?(?=\s?\d))\s?)?"
_UNIT = rf"(?:\s?(?P<{{}}>{'|'.join(sorted(_WORDS, key=len, reverse=True))}|[A-Z]{{{{3}}}})\b)?"
_OFF = (
    r"(?:off|discount|rebate|(?:de )?(?:descuento|rebaja|dto)|(?:ki |ka )?(?:chh?oot|chhut|discount|off)"
    r"|(?:की |का )?(?:छूट|डिस्काउंट|ऑफ))"
)
_FREE = re.compile(
    r"\b(?:free|muft|gratis)\s(?:shipping|delivery)\b|\benv[ií]o\s(?:gratis|gratuito)\b|मुफ़?्त\s(?:डिलीवरी|शिपिंग)|फ्री\sडिलीवरी",
    re.IGNORECASE,
)
_NO_OFFER = re.compile(
    r"\b(?:no|without|sin|drop the|remove the)\s(?:offer|discount|oferta|descuento)\b"
    r"|\b(?:offer|discount)\s(?:hatao|nahi)\b",
    re.IGNORECASE,
)
_BY_PERCENT = re.compile(rf"(?<![\w.,-]){_NUMBER.format('percent')}{_PERCENT}\s?{_OFF}(?!\w)", re.IGNORECASE)
_PERCENT_ALONE = re.compile(rf"(?:^|(?<=,)|(?<=, ))\s*{_NUMBER.format('percent')}{_PERCENT}\s*(?=,|$)", re.IGNORECASE)
_BY_AMOUNT = re.compile(
    rf"(?<![\w.,-]){_SIGN.format('sign')}{_NUMBER.format('off')}{_UNIT.format('unit')}\s{_OFF}(?!\w)", re.IGNORECASE
)
_BUDGET = re.compile(
    rf"(?<!\w)(?:(?:with (?:a )?)?budget(?: of)?|(?:con )?presupuesto(?: de)?|बजट)[\s:]*"
    rf"{_SIGN.format('sign')}{_NUMBER.format('budget')}{_UNIT.format('unit')}(?![\w%])",
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
_BEST_HOUR = re.compile(
    r"\b(?:at |in )?(?:each (?:person )?at )?(?:their|everyone'?s|each person'?s)\s"
    r"(?:own )?best\s(?:own )?(?:hour|time)\b"
    r"|\bbest (?:hour|time)(?: for each)?\b|\ben su mejor hora\b|\b(?:unke|apne) (?:best|sahi) time (?:par|pe)\b",
    re.IGNORECASE,
)
_ALL_AT_ONCE = re.compile(
    r"\b(?:not spread|no spread|all at (?:one time|the same time)|de una vez|ek saath)\b", re.IGNORECASE
)
_SPANS = {"d": timedelta(days=1), "w": timedelta(weeks=1), "s": timedelta(weeks=1), "h": timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class ToldTerms:
    """What was said of the terms, None for nothing; ``drops_offer`` and ``drops_budget`` take away what there was;
    ``said`` are the words themselves."""

    offer: CampaignOffer | None = None
    valid_for: timedelta | None = None
    budget: Money | None = None
    drops_offer: bool = False
    drops_budget: bool = False
    spread: timedelta | None = None
    best_hour: bool | None = None
    said: str = ""

    def __bool__(self) -> bool:
        return self != NOTHING_TOLD

    def on(self, terms: Terms) -> Terms:
        """The terms as changed by these words. Raises WrongOffer."""
        offer = None if self.drops_offer else self.offer or terms.offer
        if offer is not None and self.valid_for is not None:
            offer = replace(offer, valid_for=self.valid_for)
        return replace(
            terms,
            offer=offer,
            budget=None if self.drops_budget else self.budget or terms.budget,
            spread=terms.spread if self.spread is None else self.spread,
            best_hour=terms.best_hour if self.best_hour is None else self.best_hour,
        )


NOTHING_TOLD = ToldTerms()


def take_terms(text: str, currency: str) -> tuple[ToldTerms, str]:
    """What a text says of terms, and the rest of it. ``currency`` is that of amounts that name none.

    Raises WrongOffer for an offer that no shop makes.
    """
    told, left, said = NOTHING_TOLD, text, []
    for looked_for, reads in _READS:
        if (found := looked_for.search(left)) is not None and not (told.drops_offer and reads in _OFFERING):
            told, left = reads(told, found, currency), _without(left, found)
            said.append(" ".join(found[0].split()).strip(", "))
    return replace(told, said=", ".join(said)), left


def _holds(told: ToldTerms, found: re.Match[str], _currency: str) -> ToldTerms:
    return replace(told, valid_for=int(found["many"]) * _SPANS[found["unit"][0].casefold()])


def _budget(told: ToldTerms, found: re.Match[str], currency: str) -> ToldTerms:
    return replace(told, budget=_money(found, "budget", currency))


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
    return told if told.offer else replace(told, offer=CampaignOffer.of_percent(_number(found["percent"]), _long(told)))


def _amount(told: ToldTerms, found: re.Match[str], currency: str) -> ToldTerms:
    off = _money(found, "off", currency)
    return told if told.offer else replace(told, offer=CampaignOffer.of_amount(off, _long(told)))


def _shipping(told: ToldTerms, _found: re.Match[str], _currency: str) -> ToldTerms:
    return told if told.offer else replace(told, offer=CampaignOffer.of_shipping(_long(told)))


def _long(told: ToldTerms) -> timedelta:
    return told.valid_for or HOLDS


_OFFERING = (_percent, _amount, _shipping)
_READS = (
    (_VALID, _holds), (_SPREAD, _over), (_BEST_HOUR, _best_hour), (_ALL_AT_ONCE, _at_once),
    (_NO_BUDGET, _no_budget), (_BUDGET, _budget), (_NO_OFFER, _no_offer), (_BY_PERCENT, _percent),
    (_BY_AMOUNT, _amount), (_FREE, _shipping), (_PERCENT_ALONE, _percent),
)  # fmt: skip


def _money(found: re.Match[str], which: str, currency: str) -> Money:
    sign, unit = (found["sign"] or "").casefold(), found["unit"] or ""
    named = _SIGNS.get(sign) or _WORDS.get(unit.casefold()) or (unit.upper() if unit and unit.isupper() else "")
    return Money.of(_number(found[which]), named or currency)


def _number(written: str) -> Decimal:
    """A number as written, with commas between thousands or lakhs, or as decimals: "1,500", "1,50,000", "12,5"."""
    whole = re.fullmatch(r"-?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?", written)
    return Decimal(written.replace(",", "") if whole else written.replace(",", "."))


def _without(text: str, found: re.Match[str]) -> str:
    """A text without what was read in it, nor the marks and the small words that held it there."""
    before = re.sub(r"[\s,;]*(?:\b(?:with|con|plus|and|y|aur|और)\s*)?$", "", text[: found.start()], flags=re.IGNORECASE)
    behind = text[found.end() :]
    return f"{before}{behind}" if not before or behind[:1] in {"", ",", ";", ":", " "} else f"{before} {behind}"
