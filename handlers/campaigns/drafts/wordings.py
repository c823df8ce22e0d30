"""The wordings of a campaign in a typed text: one for everybody, "A: … B: …" to compare, or the name of ready words."""

from __future__ import annotations

import re

from flows.campaigns.texts import CampaignText
from handlers.language import WRITTEN
from handlers.turn import Turn
from templates.ready_words import ready, ready_name

_VARIANT = re.compile(r"(?:^|(?<=\s))(?P<variant>[A-F]):\s+(?=\S)")
_LAST, _SEVERAL = "E", 2
"""The letter of the last wording that a campaign takes. A sixth one is read, and refused as too many."""
_LINE = "\u2028"  # stands for a line break where a text is kept as one word
_LINK = ": {link}"
_DEVANAGARI = re.compile(r"[\u0900-\u097f]\W*$")


def texts_of(words: str) -> tuple[CampaignText, ...]:
    """Return the wordings of a text: one for each that begins with "A:", "B:" and so on."""
    found = list(_VARIANT.finditer(words))
    letters = {one["variant"] for one in found}
    found = [one for one in found if one["variant"] <= _LAST or _LAST in letters]
    if len(found) < _SEVERAL or words[: found[0].start()].strip():
        return (CampaignText(words.strip()),) if words.strip() else ()
    ends = [one.start() for one in found[1:]] + [len(words)]
    return tuple(
        CampaignText(words[one.end() : end].strip(), one["variant"].upper())
        for one, end in zip(found, ends, strict=True)
    )


def worded(turn: Turn, words: str) -> tuple[CampaignText, ...]:
    """Return the wordings of a text. The name of ready words gives these, in each language."""
    name = ready_name(words)
    if name is None:
        return texts_of(words)
    return tuple(CampaignText(_led(turn, ready(name, locale)), locale=locale) for locale in WRITTEN)


def _led(turn: Turn, words: str) -> str:
    """Return ready words without the link at their end if the business has no page."""
    if turn.business.site:
        return words
    bare = words.removesuffix(_LINK)
    return bare if bare == words else f"{bare}{'।' if _DEVANAGARI.search(bare) else '.'}"


def as_typed(words: str) -> str:
    """Return a text that can stand in quotes; a text of one word gets them here, a longer one as it is typed again."""
    plain = words.translate(dict.fromkeys(map(ord, '“”"«»'), "'")).replace("\n", _LINE)
    return plain if " " in plain else f"“{plain}”"


def as_written(words: str) -> str:
    """Return a text that was kept by `as_typed`, with its line breaks."""
    return words.replace(_LINE, "\n").strip()
