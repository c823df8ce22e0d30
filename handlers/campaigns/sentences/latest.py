"""The campaign that somebody of the staff means by "it": the one that they drafted, changed or moved last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from flows.actor import Actor
from flows.campaigns.campaign import Campaign
from flows.folding import folded
from handlers.campaigns.drafts.shares import share_of
from handlers.campaigns.sending.holding import PAUSED
from handlers.campaigns.sending.moving import DRAFTED, EDITED, LAUNCHED, RESUMED
from handlers.campaigns.sentences.courtesy import bare, led_in
from handlers.campaigns.sentences.named import BESIDE, DOES
from handlers.offers.terms import said_of_terms
from handlers.replies.forbidding import before_words
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.turn import Turn
from storage.access import Member
from storage.campaigns.campaigns import Campaigns
from storage.deeds import Deeds

_LAUNCHES = frozenset(" ".join(map(folded, words(one))) for one in read_sets("commands")["do button_launch"])
MEANT = timedelta(hours=1)
"""So long after a deed "it" is the campaign of that."""
_MOST_WORDS = 12
_DEEDS = (DRAFTED, EDITED, LAUNCHED, PAUSED, RESUMED)
_IT = re.compile(
    r"(?<!\w)(?:it|this one|that one|this campaign|that campaign|esta|esa|ise|isko|isey|isme|is me|ismein|is mein"
    r"|is par|is pe|usko|usme|इसे|इसको|इसमें|इस पर|उसे)(?!\w)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\b(?P<verb>l[aá]nza|env[ií]a|m[aá]nda|p[aá]usa|canc[eé]la|pru[eé]ba|c[aá]mbia|mu[eé]ve|ed[ií]ta|p[oó]n|rean[uú]da)la\b",
    re.IGNORECASE,
)
"""As Spanish joins it to the verb: "lánzala"."""
_MADE = re.compile(r"^hazla\b", re.IGNORECASE)
_GIVEN = re.compile(r"^(?:pon|d[aá]|haz|agr[eé]ga|a[ñn][aá]de)(?:le|la)\b", re.IGNORECASE)
_TAKEN = re.compile(r"^qu[ií]ta(?:le|la)\s+(?:el\s+|la\s+)?", re.IGNORECASE)
"""As Spanish gives it something, or takes that away: "ponle 15% de descuento", "quítale el descuento". That must
be what a campaign has: "dale la pregunta a Asha" is about something else."""


async def named_for_it(turn: Turn, member: Member, text: str, names: Sequence[str], *, agreed: bool) -> str:
    """The text with that campaign's name in place of the first "it" before all words for customers, which stand behind
    a colon or in quotes; as it is where it names one. ``agreed``: something led in to it, so a bare "send" means it."""
    head = before_words(text)
    spelled, words_behind = _parted(head), text[len(head) :]
    if agreed and not words_behind and not {folded(word) for word in words(bare(text))} - DOES["launch"] - BESIDE:
        spelled = f"{bare(text)} it"
    if not _IT.search(spelled) or not 1 < len(words(spelled)) <= _MOST_WORDS or _names_one(text, names):
        return text
    campaign = await latest_of(turn, member)
    if campaign is None:
        return text
    named = _IT.sub(lambda _: campaign.name, spelled, count=1)
    # With what stands behind it another may be called: "move it monday" is not about "festival monday".
    others = [name for name in names if len(name) > len(campaign.name)]
    return text if _names_one(named, others) else named + words_behind


async def latest_of(turn: Turn, member: Member) -> Campaign | None:
    """The campaign of the member's last deed, as long as "it" means that."""
    last = await turn.unit.of(Deeds).last(Actor.staff(member.id), _DEEDS)
    if last is None or turn.now - last.at > MEANT:
        return None
    return await turn.unit.of(Campaigns).get(last.about)


def is_a_launch(text: str) -> bool:
    """Whether all that a text says is what the button of a preview does: "launch it", "lánzala", "bhej do"."""
    return " ".join(map(folded, words(bare(led_in(text))))) in _LAUNCHES


def _parted(said: str) -> str:
    """A text whose verbs have the campaign beside them as a separate word: "ponle" is "pon it"."""
    for verb, spelled in ((_GIVEN, ""), (_TAKEN, "sin ")):
        found = verb.match(said)
        given = f"{spelled}{said[found.end() :].strip()}" if found is not None else ""
        if given and (said_of_terms(given)[0] or share_of(given) is not None):
            return f"pon it {given}"
    return _JOINED.sub(lambda found: f"{folded(found['verb'])} it", _MADE.sub("ponla", said), count=1)


def _names_one(text: str, names: Sequence[str]) -> bool:
    said = f" {' '.join(words(text))} "
    return any(f" {' '.join(words(name))} " in said for name in names)
