"""What of a sentence about a campaign is known wherever it stands: words in quotes, an offer, a share, a channel."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.channels import CHANNELS
from flows.folding import folded
from handlers.campaigns.drafts.shares import take_share
from handlers.campaigns.drafts.wanted import take_best
from handlers.offers.terms import said_of_terms

_BEFORE = re.compile(
    r"\b(?:before (?:it (?:goes|leaves|is sent)(?: out)?|(?:you )?send(?:ing)?(?: it)?)|first)\s*$"
    r"|\bantes de (?:enviar(?:la)?|que salga)\s*$|\b(?:bhejne|jane) se (?:pehle|pahle)\b",
    re.IGNORECASE,
)
_ASKED = (
    "how much will", "how much would", "how much does", "cuanto cuesta", "cuanto costaria", "kitna kharcha",
    "who would get", "who will get", "who gets", "quien recibiria", "kise milega", "kisko milega", "kise jayega",
)  # fmt: skip
QUOTED = re.compile(r"[“\"«](?P<words>[^“”\"«»]+)[”\"»]")
_VERSUS = re.compile(r"(?:^|\s)(?:vs\.?|versus|or|o|ya)(?=\s|$)", re.IGNORECASE)
_AB = re.compile(r"^\s*a\s*/\s*b(?:\s*/\s*c)?\s+test\s+", re.IGNORECASE)
_CHANNEL = re.compile(
    rf"(?:\b(?:on|by|via|por|par|through)\s+)?\b(?P<name>{'|'.join(CHANNELS)})\b(?:\s+only|\s+par|\s+pe)?",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"\bin (\d+) ?m\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SetAside:
    """What was taken out of a sentence, and the words that are ``left``. ``asks`` is how it begins where it asks what
    something costs or who would get it; ``before``: it asks to see something before that leaves; ``tried``: it is to
    be an A/B test of its ``words``; ``offers``: the terms in ``offer`` give something; ``best``: the best wording goes
    to the rest; ``alone`` are the words for the share left alone."""

    asks: str
    before: bool
    tried: bool
    words: tuple[str, ...]
    best: bool
    alone: str
    offer: str
    offers: bool
    channels: tuple[str, ...]
    left: list[str]


def set_aside(text: str) -> SetAside | None:
    """A sentence taken apart so far; None for a question after anything else."""
    said = _MINUTES.sub(r"in \1 minutes", text.strip().removeprefix("/"))
    asks = next((one for one in _ASKED if folded(said).startswith(one)), "")
    said, before = (said, None) if asks else _taken(_BEFORE, said)
    if "?" in said and not asks:
        return None
    words = tuple(one["words"].strip() for one in QUOTED.finditer(said))
    said, tried = QUOTED.sub(" ", said), _AB.match(said) is not None
    said = _VERSUS.sub(" ", _AB.sub("", said)) if tried else said
    said, best = take_best(said)
    said, alone = take_share(said)
    offer, offers, said = said_of_terms(said)
    said, channel = _taken(_CHANNEL, said)
    channels = () if channel is None else (channel["name"].lower(),)
    left = [one.strip(" ,.;:?!") for one in said[len(asks) :].split()]
    left = [one for one in left if one]
    return SetAside(asks, before is not None, tried, words, best, alone, offer, offers, channels, left)


def _taken(pattern: re.Pattern[str], said: str) -> tuple[str, re.Match[str] | None]:
    found = pattern.search(said)
    return (said, None) if found is None else (f"{said[: found.start()]} {said[found.end() :]}", found)
