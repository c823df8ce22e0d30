"""A sentence that changes a named campaign, as the command for it: "make diwali 10% off", "edit diwali: New words"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.channels import CHANNELS
from flows.folding import folded
from handlers.campaigns.drafts.arms import says_arms
from handlers.campaigns.drafts.due import read_due
from handlers.campaigns.drafts.for_readers import EVERY_READER, take_readers, tongue_alone
from handlers.campaigns.drafts.shares import take_share
from handlers.offers.terms import said_of_terms

VERBS = r"edit|change|update|make|set|give|c[aá]mbia(?:r|le)?|edita(?:r)?|modifica(?:r)?|pon(?:er)?"
"""What a sentence that changes something begins with."""
_VERB = re.compile(
    r"^\s*(?:(?:please|pls|plz|por favor|can you|could you)\s+)?"
    rf"(?P<verb>{VERBS})\s+(?:the\s+|las?\s+|el\s+|los\s+)?"
    r"(?:campaign\s+|campa[ñn]a\s+)?"
    r"(?:(?P<part>[a-zá-ú]+(?: [a-zá-ú]+)?)\s+(?:of|for|de(?: la(?: de)?)?)\s+)?(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND = re.compile(
    r"^\s*(?:campaign\b|campa[ñn]a\b)?\s*(?:go\s)?(?:to\b|a\b|para\b|be\b|at\b|for\b|with\b|ko\b)?\s*", re.IGNORECASE
)
WORDS = frozenset("words wording text texts message msg texto textos mensaje palabras".split())  # noqa: SIM905
"""What the words for customers are called."""
_JOINS = re.compile(
    r"(?:^|(?<=\s))(?:(?:should|to|must)\s+(?:be|say)|to|be|say|says|a|por|que\s+diga|diga|ko|ka|mein|me|karo|kar\s?do|badlo|badal\s?do|likho"
    r"|को|बदलो|बदल\s?दो)(?:\s+|$)(?=$)|(?:^|(?<=\s))(?:badlo|badal\s?do|change)\s+(?:karo|kar\s?do)\s*$",
    re.IGNORECASE,
)
"""What stands last before the colon of new words, and joins them."""
_WORDS_FIRST = re.compile(
    rf"^\s*(?:['’]s|ka|ki|ke|का|की|के)?\s*(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})(?P<rest>[\s:].*)$",
    re.IGNORECASE | re.DOTALL,
)
_PARTS = WORDS | frozenset(
    "time hour date day discount offer budget people audience hora fecha descuento oferta presupuesto".split()  # noqa: SIM905
)
_NAMED_FIRST = re.compile(
    r"^\s*(?:['’]s|ka|ki|ke|का|की)?\s*(?P<part>[a-zá-ú]+)\s+(?:should be|must be|to|ko|a|=|is)?\s*(?P<value>\S.*?)"
    r"(?:\s+not\s+\S+)?(?:\s+(?:kar|karo|kardo)(?:\s+(?:do|dena))?)?\s*$",
    re.IGNORECASE,
)
_GIVEN_LAST = re.compile(
    r"^\s*(?:(?:me|mein|par|pe|ko|ka|ki|में|पर|को)\s+)?(?P<value>\S.*?)\s+"
    r"(?:laga(?:o|iye)?|lagado|add|kar|karo|kardo|de|dedo|rakho|लगा|कर|दे)"
    r"(?:\s+(?:do|dena|dijiye|karo|kar do|दो|दीजिए))?\s*$",
    re.IGNORECASE,
)
"""What is given stands behind the name, and last that it shall be: "diwali me 15% chhoot laga do"."""
_GIVES = "give"
"""The verb that changes an offer or a budget alone."""
_DISCOUNT = frozenset({"discount", "offer", "descuento", "oferta"})
_BARE = re.compile(r"\d{1,3}")
_BUDGET = frozenset({"budget", "presupuesto"})
_PART_ALONE = re.compile(
    rf"^\s*(?:(?:please|pls|plz|por favor)\s+)?(?P<verb>{VERBS})\s+(?:the\s+|la\s+|el\s+|its\s+|su\s+)?"
    r"(?P<part>[a-zá-ú]+)\b(?P<rest>\s+\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_IT = "x"
_AT_HOUR = re.compile(r"las? \d", re.IGNORECASE)
"""What is left of "a las 7"."""
_THEIRS = re.compile(r"^['’]s\s+(?P<part>[a-z]+)\b", re.IGNORECASE)
_ALONE = re.compile(r"-?\d{1,3}(?:[.,]\d+)?\s?(?:%|percent|per cent|por ciento)|[$₹€£]\s?-?\d[\d.,]*", re.IGNORECASE)
_BY_CHANNEL = re.compile(rf"(?:by|on|via|por|par)\s+(?:{'|'.join(CHANNELS)})(?:\s+only)?", re.IGNORECASE)
_LED_BY = re.compile(r"^(?:the\s|an?\s|la\s|el\s)?(?P<part>[a-zá-ú]+)\b\s*(?:to|is|of|a|=)?\s+(?=\S)", re.IGNORECASE)
_PART_FIRST = re.compile(
    r"^\s*(?:the\s+|el\s+|la\s+)?(?:budget|discount|offer|presupuesto|descuento|oferta)\s+(?:of|for|de)\s",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"^\s*(?:please\s+|pls\s+)?(?:add|put|apply|(?:pon|d[aá]|agr[eé]ga|a[ñn][aá]de)(?:le|la)?)\s+(?P<value>.+?)\s+(?:to|on|for|a|en|para)\s+"
    r"(?:the\s+|la\s+)?(?P<name>.+)$",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"^\s*(?:please\s+|pls\s+)?(?:remove|drop|take|delete|quita|saca)\s+(?:the\s+|la\s+|el\s+)?(?P<part>[a-z]+)\s+"
    r"(?:off\s+)?(?:from|of|de)\s+(?:the\s+|la\s+)?(?P<name>.+)$",
    re.IGNORECASE,
)


def edit_meant(text: str, names: Sequence[str], now: datetime, zone: ZoneInfo) -> str | None:
    """What stands behind /campaign for a sentence that begins with a word for a change and then names a campaign, with
    something to change it to; None for any other."""
    if "?" in text:
        return None
    found = _VERB.match(f"set {text}" if _PART_FIRST.match(text) else text)
    if found is None:
        return _of_a_part(text, names) or _to_one(text, names)
    whole = found.string[found.start("part" if found["part"] and not _is_part(found["part"]) else "rest") :]
    name = leading(whole, names)
    if name is None:
        return _to_one(text, names)
    part, rest = folded(found["part"] or ""), whole[len(name) :]
    theirs = _THEIRS.match(rest)
    if theirs is not None:
        part, rest = folded(theirs["part"]), rest[theirs.end() :]
    left = rest.lstrip()
    part_of_it = _WORDS_FIRST.match(rest)
    if (worded := _words_behind(part_of_it["rest"] if part_of_it is not None else rest)) is not None:
        return f"edit {name}{worded}"
    if tongue_alone(rest):
        return f"edit {name}{rest}"
    if says_arms(left):
        return f"edit {name}, {left}"
    said = _BEHIND.sub("", rest, count=1).strip()
    if not said:
        return None
    led = None if part else _LED_BY.match(said)
    if led is not None and folded(led["part"]) in _PARTS:
        part, said = folded(led["part"]), said[led.end() :]
    if part in WORDS:
        return f"edit {name}: {said}"
    terms, _, left = said_of_terms(_as_terms(part, said))
    left = left.strip(" ,")
    left = f"a {left}" if _AT_HOUR.match(left) else left
    if folded(found["verb"]) == _GIVES and not terms:
        return None
    plain = not left or _BY_CHANNEL.fullmatch(left) is not None or read_due(left, now, zone) is not None
    to = "" if plain else "to "
    return ", ".join(one for one in (f"edit {name} {to}{left}".rstrip(), terms) if one)


def _words_behind(rest: str) -> str | None:
    """What stands behind a name and is new words alone, perhaps for some readers, as /campaign edit takes it: of
    " in Spanish to: Hola" that is " in Spanish: Hola". None where anything else stands before them."""
    head, colon, words = rest.partition(":")
    if not colon or not words.strip() or words[:1] != " ":
        return rest if take_readers(rest)[1] != EVERY_READER else None
    bare = _JOINS.sub("", head)
    readers = take_readers(f"{bare}:{words}")
    if bare.strip() and (readers[1] == EVERY_READER or readers[0][: -len(words) - 1].strip()):
        return None
    return f"{bare.rstrip()}:{words}"


def part_changed(text: str, now: datetime, zone: ZoneInfo) -> str | None:
    """What stands behind the name of a campaign for a sentence that names none, but a part of one: "change the time to
    7pm"."""
    found = _PART_ALONE.match(text)
    if found is None or folded(found["part"]) not in _PARTS - WORDS:
        return None
    edit = edit_meant(f"{found['verb']} {_IT} {found['part']}{found['rest']}", [_IT], now, zone)
    return None if edit is None else edit.removeprefix(f"edit {_IT}")


def terms_alone(text: str) -> str:
    """The offer, the budget and the share left alone that are all that a text says; "" where it says anything else."""
    given = _GIVEN_LAST.match(text)
    left, share = take_share(given["value"] if given is not None and "?" not in text else text)
    terms, _, left = said_of_terms(left)
    said = ", ".join(one for one in (terms, share) if one)
    return said if said and not left.strip(" ,.!") and "?" not in text else ""


def _of_a_part(text: str, names: Sequence[str]) -> str | None:
    """A sentence that names a campaign first and then what of it is to be how much: "diwali discount 15 kar do"."""
    name = leading(text, names)
    if name is None:
        return None
    words = _WORDS_FIRST.match(text[len(name) :])
    if words is not None and (worded := _words_behind(words["rest"])) is not None:
        return f"edit {name}{worded}"
    given = _GIVEN_LAST.match(text[len(name) :])
    terms, _, left = said_of_terms(given["value"]) if given is not None else ("", False, "")
    if terms and not left.strip(" ,"):
        return f"edit {name}, {terms}"
    found = _NAMED_FIRST.match(text[len(name) :])
    part = folded(found["part"]) if found is not None else ""
    if found is None or part not in _DISCOUNT | _BUDGET or found["value"][:1] not in "0123456789$₹€£":
        return None
    return f"edit {name}, {_as_terms(part, found['value'])}"


def _to_one(text: str, names: Sequence[str]) -> str | None:
    """What is added to a campaign that is named last, or taken from it: "add 10% off to diwali"."""
    if (taken := _TAKEN.match(text)) is not None and (part := folded(taken["part"])) in _DISCOUNT | _BUDGET:
        name = leading(taken["name"], names)
        return f"edit {name}, no {'budget' if part in _BUDGET else 'offer'}" if name == taken["name"] else None
    added = _ADDED.match(text)
    name = leading(added["name"], names) if added is not None else None
    if added is None or name != added["name"]:
        return None
    terms, _, left = said_of_terms(_as_terms("", added["value"]))
    return f"edit {name}, {terms}" if terms and not left.strip(" ,") else None


def _as_terms(part: str, said: str) -> str:
    """What is said of an offer or a budget, as the terms of a campaign are read."""
    if part in _BUDGET:
        return f"budget {said}"
    whole = f"{said}%" if part in _DISCOUNT and _BARE.fullmatch(said) else said
    return f"{whole} off" if _ALONE.fullmatch(whole) else said


def _is_part(said: str) -> bool:
    return not set(folded(said).split()) - _PARTS


def leading(said: str, names: Sequence[str]) -> str | None:
    """The name of a campaign with which it begins, as it is written there; the longest."""
    for name in sorted(names, key=len, reverse=True):
        head, behind = said[: len(name)], said[len(name) :]
        if folded(head) == folded(name) and not behind[:1].isalnum():
            return head
    return None
