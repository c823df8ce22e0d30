"""What the law and the carriers ask of a text that a business words itself, by the message it stands for.

A business writes one text for all its readers, in whichever of our languages, so each thing that must be said is looked
for in the usual words of all of them. What mixes is refused: a service text with a line that sells is a solicitation as
a whole (FCC, 2003 TCPA Order, paragraphs 140-142), and the confirmation of an opt-out may hold no marketing at all
(47 CFR 64.1200(a)(12)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from templates.catalogue import Message


@dataclass(frozen=True, slots=True)
class House:
    """Whose wording it is: the business's name, whether it sends SMS at all, and what its asks are to name of it.

    All but ``texts`` may be written out in a wording; what is empty cannot be missed.
    """

    name: str = ""
    texts: bool = True
    terms: str = ""
    privacy: str = ""
    mailing_address: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that a text must have: its name, its possible writings, and whether SMS alone needs it."""

    name: str
    written: re.Pattern[str]
    sms: bool = False


def _part(name: str, written: str, *, sms: bool = False) -> Part:
    return Part(name, re.compile(written, re.IGNORECASE), sms)


_YES = _part("how to agree, like “Reply YES”", r"\b(?:yes|s[ií]|haan?)\b|हाँ|हां")
_WHAT = _part(
    "what will come, like “cart reminders and offers”",
    r"remind|cart\b|offer|recordator|carrito|oferta|yaad|याद|ऑफ़र|ऑफर",
)
_OFTEN = _part(
    "how often, like “{{ often|frequency }}” or “message frequency varies”",
    r"\{\{\s*often\b|frequency|frecuencia|recurring|\b(?:month|week|day)\b|\b(?:mes|semana|d[ií]a)\b|"
    r"mahin|haft|\bdin\b|महीन|हफ़्त|हफ्त|दिन",
)
_FREE = _part(
    "that nobody has to agree to buy, like “Not required to buy”",
    r"not required|no purchase|not a condition|no es obligatorio|no hace falta|no es necesario|"
    r"zar(?:oo|u)ri nahi|ज़रूरी नहीं|जरूरी नहीं",
)
_RATES = _part("that message and data rates may apply", r"\brates\b|tarifas?|charges?|शुल्क|shulk", sms=True)
_HELP = _part("HELP for help", r"\bhelp\b|ayuda|madad|मदद", sms=True)
_STOP = _part("how to leave, with the word STOP", r"\bSTOP\b")
_CONTACT = _part(
    "where a person helps, like “{{ support }}”", r"\{\{\s*support\b|@|https?://|www\.|(?:\d[\s.()-]{0,2}){7}"
)

_ASKED_OF = MappingProxyType(
    {
        "opt_in_ask": (_YES, _WHAT, _OFTEN, _FREE, _RATES, _HELP, _STOP),  # CTIA, Messaging Principles 5.1.2
        "opt_in_done": (_OFTEN, _RATES, _HELP, _STOP),  # CTIA, Messaging Principles 5.1.2.2
        "help": (_CONTACT,),  # CTIA, Messaging Principles 5.1.1
    }
)
_BRAND = re.compile(r"\{\{\s*brand\b")
_LINK = re.compile(r"https?://|www\.|\{\{\s*link\b", re.IGNORECASE)

_LESS = (
    r"\b(?:sale|deals?|discounts?|coupon|promo\w*|rebajas?|descuentos?|descont\w+|cup[oó]n|chhoot|bonus|off)\b|%|छूट|कूपन"
)
_TEMPTS = re.compile(_LESS, re.IGNORECASE)
SELLING = re.compile(
    rf"{_LESS}|ऑफ़र|ऑफर|दोस्त|मिलते\b|\b(?:offers?|join|refer|friends?|ofertas?|unirme|referir|amig[oa]s?|parecidos?|"
    r"dost\w*|milte-julte|close to it|like one of|again any time)\b",
    re.IGNORECASE,
)
"""Words that sell, in our languages: a service text holds none of them."""

_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def read(source: str) -> str:
    """The words of a text that a reader may come to see, without the names of values and the conditions around them."""
    return _TAGS.sub(" ", source)


def flaws(message: Message, source: str, house: House) -> Iterator[str]:
    """What the law and the carriers miss in a business's wording of a message, or do not allow in it."""
    if message.reader != "customer":
        return
    if house.texts and not _names(source, house):
        yield f"must name the business, with {{{{ brand }}}}{f' or as {house.name}' if house.name else ''}"
    asked = _ASKED_OF.get(message.name, ())
    for part in (*asked, *((_STOP,) if message.says_stop and _STOP not in asked else ())):
        if (house.texts or not part.sms) and not part.written.search(source):
            yield f"must say {part.name}"
    if message.asks:
        yield from _untold(source, house)
    yield from _too_much(message, source)


def _names(source: str, house: House) -> bool:
    return bool(_BRAND.search(source)) or (bool(house.name) and house.name.casefold() in source.casefold())


def _untold(source: str, house: House) -> Iterator[str]:
    """What the business has set for its asks, and this one does not name (CTIA, Messaging Principles 5.1.2)."""
    told = {"terms": house.terms, "privacy": house.privacy, "mailing_address": house.mailing_address}
    for name, value in told.items():
        if value and value not in source and not re.search(rf"\{{\{{\s*{name}\b", source):
            yield f"must name your {name.replace('_', ' ')} as [business] has it, with {{{{ {name} }}}}"


def _too_much(message: Message, source: str) -> Iterator[str]:
    """What sells, where the message does not; in the one confirmation of an opt-out no link may stand either."""
    sells = SELLING.search(read(source))
    if sells is not None and not (message.sells or message.names_offers):
        yield (
            f"holds “{sells[0]}”, and a text that serves and sells is marketing as a whole: leave it out here "
            "(47 CFR 64.1200, FCC 2003 TCPA Order 140-142)"
        )
    elif message.name == "stopped" and (_TEMPTS.search(read(source)) or _LINK.search(source)):
        yield "may hold no offer and no link: it confirms that they left (47 CFR 64.1200(a)(12))"
