"""Legal and carrier requirements for a business's own wording of a message.

A business writes one text for all its readers, in any of our languages. So each required part is searched in the usual
words of all languages, in the finished texts (``templates/possible_texts.py``). The check covers the readers of each
language and each channel of the business. Mixed texts are refused: a service text with a selling line is a solicitation
as a whole (FCC, 2003 TCPA Order, paragraphs 140-142), and the confirmation of an opt-out must contain no marketing at
all (47 CFR 64.1200(a)(12)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flows.channels import CHANNELS, SMS
from templates import legal_parts
from templates.message_catalogue import CatalogueMessage


@dataclass(frozen=True, slots=True)
class WordingHouse:
    """The wording's business: its name, its channels, and the details that its consent requests must contain.

    All but ``channels`` may be written out in a wording; an empty detail is not required. If there are no channels, the
    rules of chats apply.
    """

    name: str = ""
    channels: tuple[str, ...] = (SMS.name,)
    terms: str = ""
    privacy: str = ""
    mailing_address: str = ""


_OF_AN_ASK = (
    legal_parts.YES,
    legal_parts.WHAT,
    legal_parts.OFTEN,
    legal_parts.FREE,
    legal_parts.RATES,
    legal_parts.HELP,
    legal_parts.STOP,
)  # CTIA, Messaging Principles 5.1.2
_ASKED_OF = MappingProxyType(
    {
        "opt_in_ask": _OF_AN_ASK,
        "partner_ask": _OF_AN_ASK,
        "opt_in_done": (
            legal_parts.OFTEN,
            legal_parts.RATES,
            legal_parts.HELP,
            legal_parts.STOP,
        ),  # CTIA, Messaging Principles 5.1.2.2
        "help": (legal_parts.CONTACT,),  # CTIA, Messaging Principles 5.1.1
        "stopped": (legal_parts.ENDED, legal_parts.BACK),  # CTIA, Messaging Principles 5.1.3; 47 CFR 64.1200(a)(12)
        "wrong_number": (legal_parts.ENDED,),  # the same, to a stranger
    }
)
_LEAVES = frozenset({"stop", "no_carts"})  # the buttons that end what the message is of
_BRAND, _SUPPORT = "\ue000", "@"  # replace the values: not words, so that a name cannot satisfy a requirement
_OFTEN_SAMPLE = "4/30"
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)

_LESS = (
    r"\b(?:sale|deals?|discounts?|coupon|promo\w*|rebajas?|descuentos?|descont\w+|cup[oó]n|chhoot|bonus|off)\b|%|छूट|कूपन"
)
_TEMPTS = re.compile(_LESS, re.IGNORECASE)
SELLING = re.compile(
    rf"{_LESS}|ऑफ़र|ऑफर|दोस्त|मिलते\b|\b(?:offers?|join|refer|friends?|ofertas?|unirme|referir|amig[oa]s?|parecidos?|"
    r"dost\w*|milte-julte|close to it|like one of|again any time)\b",
    re.IGNORECASE,
)
"""Selling words in our languages, which a service text must not contain."""

_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


def read(source: str) -> str:
    """Return the words of a text that any reader may see, without the names of values and the conditions around
    them."""
    return _TAGS.sub(" ", source)


def list_flaws(message: CatalogueMessage, source: str, house: WordingHouse) -> Iterator[str]:
    """Yield what a business's wording lacks, or must not contain, by law and carriers' rules."""
    carriers, finished = _finish_texts(message, source, house)
    if not all(finished):
        yield "may be empty: it must say something for all values"
    if message.reader != "customer":
        return
    if carriers:
        name = f" or as {house.name}" if house.name else ""
        yield from _list_missed(f"name the business, with {{{{ brand }}}}{name}", [_BRAND in text for text in finished])
    for part in _parts(message, house):
        if carriers or not part.carriers:
            yield from _list_missed(f"say {part.name}", [part.is_said(text) for text in finished])
    if message.asks:
        yield from _list_untold(finished, house)
    yield from _find_too_much(message, [*finished, read(source)])


def _finish_texts(message: CatalogueMessage, source: str, house: WordingHouse) -> tuple[bool, list[str]]:
    """Return whether phone carriers deliver the message, and each possible text, with a mark in place of the business's
    name."""
    from templates.possible_texts import readings  # Jinja and what it speaks with are loaded with the first text

    always = {"brand": _BRAND, "support": _SUPPORT, "often": _OFTEN_SAMPLE} | _pages(house)
    ways = {CHANNELS[channel].segmented for channel in house.channels} or {False}
    every = {
        text: None for sms in ways for locale in message.locales() for text in readings(source, locale, sms, always)
    }
    name = re.compile(rf"(?<!\w){re.escape(house.name)}(?!\w)", re.IGNORECASE) if house.name else None
    carriers = any(CHANNELS[channel].carriers for channel in house.channels)
    return carriers, [name.sub(_BRAND, text) if name else text for text in every]


def _list_missed(what: str, said: Sequence[bool]) -> Iterator[str]:
    if any(said) and not all(said):
        yield f"must {what} for all values: outside of any {{% if %}}"
    elif not all(said):
        yield f"must {what}"


def _parts(message: CatalogueMessage, house: WordingHouse) -> Iterator[legal_parts.Part]:
    """Yield the required parts; the opt-out instruction is not required if a button has it on every channel."""
    asked = _ASKED_OF.get(message.name, ())
    yield from asked
    below = message.shown_on if _LEAVES.intersection(one.id for one in message.buttons) else frozenset()
    if (
        message.says_stop
        and legal_parts.STOP not in asked
        and not (house.channels and below.issuperset(house.channels))
    ):
        yield legal_parts.STOP


def _pages(house: WordingHouse) -> dict[str, str]:
    return {"terms": house.terms, "privacy": house.privacy, "mailing_address": house.mailing_address}


def _list_untold(finished: Sequence[str], house: WordingHouse) -> Iterator[str]:
    """Yield the business's details that its consent request lacks (CTIA, Messaging Principles 5.1.2)."""
    for name, value in _pages(house).items():
        if value and not all(value in text for text in finished):
            yield f"must name your {name.replace('_', ' ')} as in [business], with {{{{ {name} }}}}"


def _find_too_much(message: CatalogueMessage, texts: Sequence[str]) -> Iterator[str]:
    """Yield selling words in a service message, and a link in the single confirmation of an opt-out."""
    sells = next(filter(None, map(SELLING.search, texts)), None)
    if sells is not None and not (message.sells or message.names_offers):
        yield (
            f"holds “{sells[0]}”, and a service text that also sells is marketing: leave it out here "
            "(47 CFR 64.1200, FCC 2003 TCPA Order 140-142)"
        )
    elif message.name == "stopped" and any(_TEMPTS.search(text) or _LINK.search(text) for text in texts):
        yield "must have no offer and no link: it confirms an opt-out (47 CFR 64.1200(a)(12))"
