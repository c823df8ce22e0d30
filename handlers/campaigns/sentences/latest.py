"""The campaign that somebody of the staff means by "it": the one that they drafted, changed or moved last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from flows.actor import Actor
from flows.folding import folded
from handlers.campaigns.sending.moving import DRAFTED, EDITED, LAUNCHED, PAUSED, RESUMED
from handlers.campaigns.sentences.courtesy import bare
from handlers.campaigns.sentences.named import BESIDE, DOES
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.campaigns.campaigns import Campaigns
from storage.deeds import Deeds

MEANT = timedelta(hours=1)
"""So long after a deed "it" is the campaign of that."""
_MOST_WORDS = 12
_DEEDS = (DRAFTED, EDITED, LAUNCHED, PAUSED, RESUMED)
_IT = re.compile(
    r"(?<!\w)(?:it|this one|that one|this campaign|that campaign|esta|esa|ise|isko|isey|usko|इसे|इसको|उसे)(?!\w)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\b(?P<verb>l[aá]nza|env[ií]a|manda|pausa|cancela|prueba|cambia|mueve|edita|pon)la\b", re.IGNORECASE
)
"""As Spanish joins it to the verb: "lánzala"."""


async def named_for_it(turn: Turn, member: Member, text: str, names: Sequence[str]) -> str:
    """The text without courtesies, with that campaign's name in place of the first "it", where it names none itself."""
    plain = bare(text)
    spelled = _JOINED.sub(r"\g<verb> it", plain, count=1)
    if plain != text and not {folded(word) for word in words(plain)} - DOES["launch"] - BESIDE:
        spelled = f"{plain} it"  # "ok, send": that which was shown
    if not _IT.search(spelled) or not 1 < len(words(spelled)) <= _MOST_WORDS or _names_one(plain, names):
        return plain
    last = await turn.unit.of(Deeds).last(Actor.staff(member.id), _DEEDS)
    if last is None or turn.now - last.at > MEANT:
        return plain
    campaign = await turn.unit.of(Campaigns).get(last.about)
    return plain if campaign is None else _IT.sub(campaign.name.replace("\\", ""), spelled, count=1)


def _names_one(text: str, names: Sequence[str]) -> bool:
    said = f" {' '.join(words(text))} "
    return any(f" {' '.join(words(name))} " in said for name in names)
