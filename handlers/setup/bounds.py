"""/holdout, /limit and /distance: the control group, and how much and how often one person gets messages at most."""

from __future__ import annotations

import re

from flows.phrase import Lines, Ours, Text, phrase
from handlers.admins.arguments import Argument, Found, Known, Missing, fixed
from handlers.admins.command import Asked, Reply
from handlers.business_file.settings import CAPS, DISTANCE, HOLDOUT
from handlers.replies.commands import says_none
from handlers.setup.words import in_words
from handlers.turn import Turn

_PERCENT = re.compile(r"(\d{1,3})(?:\s?%|\s?percent)?", re.IGNORECASE)
_PER = re.compile(
    r"(\d{1,3})\s?(hours?|h|days?|d|weeks?|w|horas?|d[ií]as?|din|ghante|semanas?|hafte)(?!\w)", re.IGNORECASE
)
_NAMED = {
    "day": "1d",
    "daily": "1d",
    "dia": "1d",
    "week": "7d",
    "weekly": "7d",
    "semana": "7d",
    "hafte": "7d",
    "month": "30d",
}
_COUNT = re.compile(r"\d{1,4}")
_WEEK = 7  # days
_WEEKS = frozenset({"semana", "semanas", "hafte"})
_BESIDE = frozenset(
    "per in each every a at most the to messages offers reminders people carts of por en cada".split()  # noqa: SIM905
)


async def _share(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """A percentage, or a word that says none."""
    if any(map(says_none, words)):
        return Found(None, tuple(word for word in words if not says_none(word)))
    at = next((place for place, word in enumerate(words) if _PERCENT.fullmatch(word)), None)
    if at is None:
        return Missing()
    found = _PERCENT.fullmatch(words[at])
    assert found is not None, "it was found a moment ago"
    share = int(found[1]) / 100
    return Found(f"{share:g}" if share else None, _without(words, at))


async def _cap(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """A count, and a stretch of time: "3 7d", "2 per week", "4 in 30 days"."""
    said = " ".join(words)
    per = _PER.search(said)
    named = next((_NAMED[one] for one in words if one in _NAMED), None)
    spelled = _days(per[1], per[2]) if per is not None else named
    rest = tuple((said if per is None else f"{said[: per.start()]} {said[per.end() :]}").split())
    at = next((place for place, word in enumerate(rest) if _COUNT.fullmatch(word)), None)
    if spelled is None or at is None:
        return Missing()
    return Found(f"{int(rest[at])}/{spelled}", tuple(one for one in _without(rest, at) if one not in _NAMED))


async def _gap(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """Read a stretch of time, or a word that says none: "1 day", "36h", "off", "0"."""
    said = " ".join(words)
    if said == "0" or (words and all(map(says_none, words))):
        return Found("0")
    per = _PER.search(said)
    named = next((_NAMED[word] for word in words if word in _NAMED), None)
    spelled = _days(per[1], per[2]) if per is not None else named
    if spelled is None:
        return Missing()
    rest = words if per is None else f"{said[: per.start()]} {said[per.end() :]}".split()
    left = tuple(word for word in rest if word not in _NAMED and word.casefold() not in _BESIDE)
    return Found(spelled if spelled[:-1].strip("0") else "0", left)


def _days(many: str, unit: str) -> str:
    name = unit.casefold()
    if name in _WEEKS or name[0] == "w":
        return f"{int(many) * _WEEK}d"
    return f"{int(many)}{'h' if name[0] in 'hg' else 'd'}"


def _without(words: tuple[str, ...], at: int) -> tuple[str, ...]:
    return tuple(word for word in words[:at] + words[at + 1 :] if word.casefold() not in _BESIDE)


def caps_now(turn: Turn) -> list[Text]:
    """How much one person gets at most."""
    caps = turn.business.policy.marketing_caps
    return [phrase("settings_cap", many=one.count, per=in_words(one.per)) for one in caps]


def distance_now(turn: Turn) -> Text:
    """Return how far apart the messages of two plans or campaigns to one person are."""
    distance = turn.business.policy.marketing_distance
    return phrase("settings_distance", **({"per": in_words(distance)} if distance else {}))


def holdout_now(turn: Turn) -> Text:
    """Who is left alone."""
    share = round(100 * turn.business.recovery.holdout)
    return phrase("settings_holdout", **({"share": share} if share else {}))


async def _ask_share(asked: Asked, _known: Known) -> Reply:
    return Reply(Lines((holdout_now(asked.turn), phrase("example", command=Ours("/holdout 10")))), asks=())


async def _ask_cap(asked: Asked, _known: Known) -> Reply:
    return Reply(Lines((*caps_now(asked.turn), phrase("example", command=Ours("/limit 3 7d")))), asks=())


async def _ask_gap(asked: Asked, _known: Known) -> Reply:
    return Reply(Lines((distance_now(asked.turn), phrase("example", command=Ours("/distance 1 day")))), asks=())


HOLDOUT_ARGUMENTS = (fixed("path", HOLDOUT), Argument("value", "10", _share, _ask_share))
CAP_ARGUMENTS = (fixed("path", CAPS), Argument("value", "3 7d", _cap, _ask_cap))
DISTANCE_ARGUMENTS = (fixed("path", DISTANCE), Argument("value", "1 day", _gap, _ask_gap))
