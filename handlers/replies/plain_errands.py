"""Errands that a few words say outright, whatever else is likely: an offer to everybody, goods that came in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from handlers.replies.errands import CLASSES, Errand, unlisted
from handlers.replies.of_a_person import person_asked_of
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("plain_errands")
_PERCENT = re.compile(r"\d{1,2} ?(?:%|percent|per cent|por ciento|pratishat|प्रतिशत)", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?![\w.,%])")
_MANY, _DISCOUNT = CLASSES.letters("everybody"), CLASSES.letters("discount")
_ARRIVED = CLASSES.letters("arrived")
_OTHER = CLASSES.letters("order", "customer", "tell", "cancel", "refund", "reminder", "ship", "hours")
_HOUR = re.compile(r"(?<![\d:])(\d{1,2}(?::\d\d)?) ?(am|pm)?(?![\d:])", re.IGNORECASE)
_LONGEST_NAME, _SHORT = 3, 4  # words
_LONGEST = 8  # words of a line about goods that came in


def plainly(text: str) -> tuple[Errand, float] | None:
    """The errand, which is sure; None for all other texts, whose words are weighed."""
    if _asks_what_sells(words(text)):
        return Errand.OTHER, 1.0  # which goods sell best is no question about shops, and nothing here ranks them
    asked = _asked(words(text))
    if asked is not None:
        return asked, 1.0
    if person_asked_of(text) is not None:
        return Errand.FIND, 1.0
    if "?" in text:
        return None
    said = set(CLASSES.encode(tokens(text)))
    if _offers(text, said):
        return Errand.CAMPAIGN, 1.0
    return (Errand.SET_STOCK, 1.0) if _came_in(text, said) else None


def _asks_what_sells(said: Sequence[str]) -> bool:
    """Whether the goods that sell best are asked for."""
    return not _LISTED["best"].isdisjoint({*said, *_pairs(said)}) and not _LISTED["goods"].isdisjoint(said)


def _asked(said: Sequence[str]) -> Errand | None:
    """The errand of a short question that a few words make: what came in, who has not paid, what a shop is owed, why
    somebody got no message."""
    has = {name for name, listed in _LISTED.items() if not listed.isdisjoint({*said, *_pairs(said)})}
    if len(said) > _LONGEST:
        return None
    if {"how much", "money", "came in"} <= has:
        return Errand.REPORT
    if {"recovered", "carts"} <= has or _asks_what_we_earned(said, has):
        return Errand.REPORT
    if {"pays", "is open"} <= has and ("who" in has or "unpaid" in said):
        return Errand.ORDERS
    if said[:1] and said[0] in _LISTED["has paid"] and "pays" in has and len(said) <= _SHORT:
        return Errand.ORDERS
    if {"how much", "owes"} <= has and unlisted(" ".join(said)):
        return Errand.SHOPS
    return Errand.WHY if {"whyever", "not", "got nothing", "message to them"} <= has else None


def _asks_what_we_earned(said: Sequence[str], has: AbstractSet[str]) -> bool:
    """Whether the shop's own earnings are asked for, and those of no partner or product by name: "what did the shop
    make today", "how much did we earn on the sale"."""
    asks = "what is earned" in has or (bool(said) and said[0] in _LISTED["whether earned"])
    of_it = frozenset().union(*(_LISTED[one] for one in ("what is earned", "whether earned", "earns", "our business")))
    rest = [one for one in said if one not in of_it | _LISTED["money"]]
    named = unlisted(" ".join(rest)) or not _OTHER.isdisjoint(CLASSES.encode(tokens(" ".join(rest))))
    return asks and {"earns", "our business"} <= has and "best" not in has and not named


def _pairs(said: Sequence[str]) -> list[str]:
    return [" ".join(said[at : at + 2]) for at in range(len(said) - 1)]


def unpaid_of(text: str) -> str | None:
    """Whose payment is asked for: the name of "has joe paid?", "" where nobody is named; None for other texts."""
    said = words(text)
    if _asked(said) is not Errand.ORDERS:
        return None
    aside = frozenset().union(*(_LISTED[one] for one in ("pays", "is open", "who", "has paid", "money"))) | {"ne", "ने"}
    return " ".join(one for one in unlisted(text) if one not in aside)


def asks_what_sells(text: str) -> bool:
    """Whether the goods that sell best are asked for, which nothing here ranks."""
    return _asks_what_sells(words(text))


def asks_what_will_sell(text: str) -> bool:
    """Whether what will sell is asked for, which nothing here foretells."""
    return not _LISTED["foretells"].isdisjoint(words(text))


def _offers(text: str, said: set[str]) -> bool:
    """Whether a percentage is offered to many customers: "give 20% to everyone today"."""
    many = bool(_MANY & said) or not _LISTED["many"].isdisjoint(words(text))
    return many and bool(_PERCENT.search(text)) and not CLASSES.letters("reminder") & said


def _came_in(text: str, said: set[str]) -> bool:
    """Whether goods and one figure stand there with a word of arriving: "mug 20 aa gaye", "got 10 more caps"."""
    spoken = words(text)
    arrived = bool(_ARRIVED & said) or spoken[:1] == ["got"]
    return (
        arrived
        and len(spoken) <= _LONGEST
        and len(_FIGURE.findall(text)) == 1
        and bool(set(unlisted(text)) - _LISTED["more"])
        and not _OTHER & said
    )


def daily_report(text: str) -> str | None:
    """The hour at which a report is wanted each day, "" without one: "send me the report at 8am every day"; None for
    other texts."""
    said = f" {' '.join(words(text))} "
    hour = _HOUR.search(text)
    digest = any(f" {one} " in said for one in _LISTED["digest"])
    named = digest or any(f" {one} " in said for one in _LISTED["report"])
    daily = any(f" {one} " in said for one in _LISTED["daily"])
    comes = digest and hour is not None  # it comes each day, or not at all
    if not (comes or (named and daily)) or "?" in text:
        return None
    return "" if hour is None else f"{hour[1]}{(hour[2] or '').replace(' ', '').lower()}"


def erased_person(text: str) -> str | None:
    """Whose data is to be deleted, as "miles" of "delete the old customer miles"; None for other texts."""
    said = words(text)
    deletes = not _LISTED["delete"].isdisjoint(said) and not _LISTED["customer"].isdisjoint(said)
    if (
        not deletes
        or "?" in text
        or not CLASSES.letters("order", "message", "reminder", "tag").isdisjoint(CLASSES.encode(tokens(text)))
    ):
        return None
    beside = _LISTED["delete"] | _LISTED["customer"] | _LISTED["beside a person"]
    named = [one for one in unlisted(text) if one not in beside]
    return " ".join(named) if 0 < len(named) <= _LONGEST_NAME else None


def is_own(text: str) -> bool:
    """Whether a short text is no answer to a customer: it changes its mind, speaks of the chat itself, of what was
    shown there or of the member's own business, or has somebody go.

    "Actually no", "mujhe hindi me jawab do", "thoda aur chota karo", "what r my best products", "Ravi ko nikal do".
    """
    said = words(text)
    if len(said) > _LONGEST:
        return False
    short, has = len(said) <= _SHORT, {name for name, listed in _LISTED.items() if not listed.isdisjoint(said)}
    if short and (_LISTED["thinks again"].issuperset(said) or has & {"of this chat", "lets go"}):
        return True
    owns = {"mine", "of a business", "who asks"} <= has
    return (
        owns or _asks_what_sells(said) or {"tongue", "speaks"} <= has or (short and {"made", "how long or big"} <= has)
    )


def opens_a_question(text: str) -> bool:
    """Whether a word that asks is the first, but for what people say before one: "hmm what does it do"."""
    said = words(text)
    while len(said) > 1 and said[0] in _LISTED["before a question"]:
        said = said[1:]
    return len(said) > 1 and said[0] in _LISTED["who asks"] and said[0] not in _LISTED["is shown"]
