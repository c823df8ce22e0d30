"""A sentence that wins customers back, as the campaign it means: "win back customers gone 90 days, 15% off"."""

from __future__ import annotations

import re

from flows.phrase import phrase
from handlers.admins.command import Reply
from handlers.replies.forbidding import before_words
from handlers.turn import Turn
from storage.campaigns.campaigns import Campaigns

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOST = 9  # campaigns of one day that are called so
_BEGINS = re.compile(
    r"^\s*(?:please |pls |por favor )?(?:(?:win|bring|get)\s?-?\s?back|reactivate)\s+"
    r"|^\s*(?:por favor )?(?:recupera(?:r|mos)?|reactiva(?:r)?|trae(?:r)? de (?:vuelta|regreso))\s+(?:a\s+)?",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s+(?:ko\s+)?(?:wapas|vapas|waapas|wapis|vapis)\s+(?:la(?:o|aye|na|iye)?|laao|le ?aa?o|bula(?:o|na|iye)?)\b"
    r"|\s+(?:को\s+)?वापस\s+(?:लाओ|लाना|बुलाओ|बुलाना|लाइए|बुलाइए)",
    re.IGNORECASE,
)
_THEM = re.compile(
    r"^(?:the |our |my |mis |los |las |all )?(?:customers|clients|clientes|clientas|people|buyers|grahak)\s+"
    r"(?:who\s+|que\s+)?",
    re.IGNORECASE,
)
_DAYS = {"d": "days", "w": "weeks", "s": "weeks", "h": "weeks", "m": "months", "द": "days", "ह": "weeks", "म": "months"}
_WITHOUT = (
    r"(?:(?:who |that )?(?:have ?n[o']?t|has ?n[o']?t|did ?n[o']?t|have not|has not|did not|not)\s+"
    r"(?:bought|ordered|purchased|shopped|buy|order|come|visited|been)(?: (?:anything|back|here|from us|with us))?\s+"
    r"(?:for|in|since|over|within)?\s*(?:more than )?(?:the )?(?:last |past )?(?:more than )?"
    r"|(?:que )?no (?:han )?(?:compran|compraron|comprado|vienen|vinieron|venido|piden|pidieron|pedido)(?: nada)?\s+"
    r"(?:desde hace|hace|desde|en|por)?\s*(?:m[aá]s de )?(?:los )?(?:[uú]ltimos )?)"
)
"""That somebody bought nothing since: of whom is to be won back it says that they bought before."""
_SILENT = re.compile(
    rf"^{_WITHOUT}?(?:llevan (?:m[aá]s de )?)?"
    r"(?:(?:jinhone|gone|gane|gaye|gayab|lost|silent|inactive|away|missing|from|of|for|since|de|desde|hace|hace[nr]?"
    r"|inactiv[oa]s|perdid[oa]s|ausentes|dormid[oa]s|se|fueron|jo|purane|old|pichhle|pichle|गायब|पिछले|जो)\s+)*"
    r"(?P<many>\d{1,4})\s?(?P<unit>days?|d[ií]as?|din|dino|dinon|weeks?|semanas?|hafte|hafton|months?|mes(?:es)?|mahine|mahino"
    r"|दिन|दिनों|हफ़्ते|हफ्ते|हफ़्तों|हफ्तों|महीने|महीनों)(?![\w\u0900-\u097f])"
    r"(?:\s+(?:wale|wali|waale|wala|ko|se|nahi|nahin|na|aaye|aye|aae|aaya|khareeda|kharida|liya|gaye|gayab|gone|silent|away"
    r"|ago|ya|unko|unhe|inko|un|jo|ke|log|logon|customers?|clientes?|grahak|grahakon|kuch|sin|comprar|compra|compras"
    r"|वाले|वालों|को|से|नहीं|आए|आये|खरीदा|गायब|ग्राहक|ग्राहकों|लोगों|उन्हें|उनको)(?![\w\u0900-\u097f]))*",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"[\s,]*(?:\b(?:con|with|at|for|plus|और|aur)\s+)?(?:un\s+|a\s+)?(?P<many>(?<![\w.,-])\d{1,3})\s?"
    r"(?:%|percent\b|por ciento\b)"
    r"(?!\s?(?:off|discount|de\s|desc|ki\s|ka\s|chh?oot|छूट|की\s|का\s))(?:\s+(?:ke saath|के साथ))?",
    re.IGNORECASE,
)


def people_of(text: str) -> str | None:
    """What stands in a sentence beside the wish to win somebody back, "" where that says customers and no more; None
    for any other text."""
    found = _BEGINS.search(text) or _ENDS.search(text)
    if found is None or "?" in text:
        return None
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
    return _THEM.sub("", f"{rest} ", count=1).strip() if rest else None


def spelled_out(people: str) -> str:
    """A length of silence as /audience reads it, in whatever words it was said, and a bare share as an offer: "de 90
    dias con 10%" is "gone 90 days, 10% off"."""
    offered = _ALONE.sub(r", \g<many>% off", people)
    found = _SILENT.match(offered)
    if found is None:
        return offered
    unit = _DAYS[found["unit"][0].casefold()]
    return f"gone {found['many']} {unit}{offered[found.end() :]}"


async def command_of(turn: Turn, people: str) -> str:
    """The command behind /campaign that drafts it, in ready words where none are said."""
    words = ": win-back" if before_words(people) == people else ""
    return f"new {await _name(turn)} to {people}{words}"


async def asked_whom(turn: Turn) -> Reply:
    """The question who is to be won back; the answer is read as the people of a campaign in ready words."""
    name = await _name(turn)
    asks = ("campaign", "new", *name.split(), "“win-back”", "to")
    return Reply(phrase("campaign_whom", name=name), asks=asks, drafts=True)


async def _name(turn: Turn) -> str:
    """The name of the day's campaign, which no other has."""
    day = f"{turn.today.day} {_MONTHS[turn.today.month - 1]}"
    for number in range(1, _MOST):
        name = f"winback {day}" if number == 1 else f"winback {day} no {number}"
        if await turn.unit.of(Campaigns).called(name) is None:
            return name
    return f"winback {day}"  # which is taken, and said to be
