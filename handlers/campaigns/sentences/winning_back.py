"""A sentence that wins customers back, as the campaign it means: "win back customers gone 90 days, 15% off"."""

from __future__ import annotations

import re

from handlers.turn import Turn
from storage.campaigns.campaigns import Campaigns

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_MOST = 9  # campaigns of one day that are called so
_BEGINS = re.compile(
    r"^\s*(?:please |pls |por favor )?(?:win|bring|get)\s?-?\s?back\s+"
    r"|^\s*(?:por favor )?recupera(?:r|mos)?\s+(?:a\s+)?",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s+(?:ko\s+)?(?:wapas|vapas|waapas)\s+(?:la(?:o|aye|na)?|laao|bulao)\b"
    r"|\s+(?:को\s+)?वापस\s+(?:लाओ|बुलाओ|लाइए)",
    re.IGNORECASE,
)
_THEM = re.compile(
    r"^(?:the |our |my |mis |los |all )?(?:customers|clients|clientes|people|buyers|grahak)\s+(?:who\s+|que\s+)?",
    re.IGNORECASE,
)


def people_of(text: str) -> str | None:
    """What stands in a sentence beside the wish to win somebody back; None for any other text."""
    found = _BEGINS.search(text) or _ENDS.search(text)
    if found is None or "?" in text:
        return None
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return _THEM.sub("", rest.strip()).strip() or None


async def command_of(turn: Turn, people: str) -> str:
    """The command behind /campaign that drafts it, in ready words where none are said."""
    words = "" if ":" in people or any(mark in people for mark in '“"«') else ": win-back"
    return f"new {await _name(turn)} to {people}{words}"


async def _name(turn: Turn) -> str:
    """The name of the day's campaign, which no other has."""
    day = f"{turn.today.day} {_MONTHS[turn.today.month - 1]}"
    for number in range(1, _MOST):
        name = f"winback {day}" if number == 1 else f"winback {day} no {number}"
        if await turn.unit.of(Campaigns).called(name) is None:
            return name
    return f"winback {day}"  # which is taken, and said to be
