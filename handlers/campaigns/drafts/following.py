"""/campaign follow: what is said again, some days later, to whoever did not click or buy."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from flows.campaigns.follow_up import LATEST, SOONEST, FollowUp, Unless
from flows.folding import folded
from flows.phrase import phrase
from handlers.admins.arguments import Found, Known, Missing
from handlers.admins.command import Asked, Reply
from handlers.campaigns.called import called
from handlers.campaigns.drafts.drafting import EditCampaign
from handlers.campaigns.drafts.told import said, unknown, worded
from handlers.offers.terms import said_of_terms

_AFTER = re.compile(
    r"[\s,]*(?:after|in|despu[eé]s de|a los|en)?\s*(?P<many>\d{1,3})\s?"
    r"(?P<unit>hours?|hrs?|horas?|ghante|घंटे|days?|d[ií]as?|din|दिन|d|h|weeks?|semanas?|hafte)(?!\w)"
    r"(?:\s(?:later|baad|ke baad|बाद|despu[eé]s))?",
    re.IGNORECASE,
)
_CLICKED = re.compile(r"\b(?:click(?:ed|s|ing)?|open(?:ed|s)?|clic|abri[oó]|khola)\b|क्लिक", re.IGNORECASE)
_UNLESS = frozenset({
    "not", "no", "sin", "nahi", "nahin", "kiya", "kia", "who", "whoever", "haven", "have", "hasn", "has", "didn", "did",
    "t", "to", "those", "them", "if", "unless", "or", "and", "bought", "buy", "ordered", "order", "it", "the", "link",
    "yet", "compro", "comprado", "haya", "hayan", "hizo", "que", "quien", "quienes", "jinhone", "khareeda", "kharida",
    "open", "opened", "opens", "click", "clicked", "clicks", "clicking", "clic", "abrio", "khola",
    "नहीं", "किया", "जिन्होंने", "ख़रीदा", "खरीदा", "क्लिक",
})  # fmt: skip
"""What is said of whom it is for: there is nothing else to choose."""
_NONE = frozenset({"none", "nobody", "no", "ninguno", "nada", "koi nahi"})
_UNITS = {
    "h": timedelta(hours=1),
    "g": timedelta(hours=1),
    "घ": timedelta(hours=1),
    "w": timedelta(weeks=1),
    "s": timedelta(weeks=1),
}
_HAFTE = "haf"


def _says_more(said: str) -> bool:
    """Whether words behind the time name other people than those who did not click or buy: "except vip"."""
    bare = folded(said).replace("'", " ").replace("’", " ").replace(",", " ")
    return not said_of_terms(said)[1] and not _UNLESS.issuperset(bare.split())


async def read_follow_up(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The follow-up that is wanted of which campaign, or what is missing of it."""
    head, _, text = said(asked).partition(":")
    after = _AFTER.search(head)
    name = (head[: after.start()] if after else head).strip(" ,")
    bare = name.rpartition(" ")
    drops = after is None and bare[2].casefold() in _NONE
    found = await called(asked.turn, bare[0] if drops else name)
    if found is None:
        return unknown(name) if name else Missing()
    if drops:
        return Found(EditCampaign(found.id, terms=replace(found.terms, follow_ups=())))
    if after is None or not text.strip():
        return Reply(phrase("campaign_follow_how", name=found.name), asks=())
    if _says_more(head[after.end() :]):
        return Reply(phrase("campaign_follow_how", name=found.name), asks=(), refused=True)
    if said_of_terms(head[after.end() :])[1]:  # it gives what its campaign gives
        return Reply(phrase("campaign_follow_offer", name=found.name), asks=(), refused=True)
    unless = Unless.CLICKED if _CLICKED.search(head[after.end() :]) else Unless.BOUGHT
    long = _long(after)
    if not SOONEST <= long <= LATEST:
        hours = SOONEST // timedelta(hours=1)
        return Reply(phrase("campaign_follow_when", hours=hours, days=LATEST.days), asks=(), refused=True)
    one = FollowUp(long, worded(asked.turn, text), unless)
    others = [two for two in found.terms.follow_ups if two.after != long]
    every = tuple(sorted([*others, one], key=lambda two: two.after))
    return Found(EditCampaign(found.id, terms=replace(found.terms, follow_ups=every)))


def _long(after: re.Match[str]) -> timedelta:
    unit = after["unit"].casefold()
    span = timedelta(weeks=1) if unit.startswith(_HAFTE) else _UNITS.get(unit[0], timedelta(days=1))
    return int(after["many"]) * span
