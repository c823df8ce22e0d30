"""The parts of a campaign in the one order in which they are read, name, people, moment, in whatever order they were
said: "friday 6pm to vip, diwali" is "diwali to vip friday 6pm"."""

from __future__ import annotations

import re
from collections.abc import Callable

from flows.folding import folded
from handlers.campaigns.drafts.due import is_now
from handlers.replies.moments import names_hour

TO = re.compile(r"\s(?:to|for|(?:para|a)(?!\slas?\s\d)|ko|को)(?=\s)", re.IGNORECASE)
"""What stands between the name of a campaign and its people."""
_LEADS = re.compile(r"^(?:to|for|para)\s+", re.IGNORECASE)
_KO = re.compile(r"\s(?:ko|को)(?=\s|$)", re.IGNORECASE)
_CALLED = re.compile(
    r"[\s,]+(?:and\s)?(?:called|named|name it|call it|name|llamad[ao]|(?:con el )?nombre|naam|नाम)"
    r"(?:\s+(?:is|hai|है))?\s+(?P<name>[^\s,][^,]*)",
    re.IGNORECASE,
)
_AN_HOUR = re.compile(
    r"\d\s?(?:[ap]\.?m\b|h\b|hrs?\b|baje\b|बजे|:\d\d)|\d[:.]\d\d|\b(?:at|a las?|noon|midnight|mediod[ií]a|o'?clock)\b",
    re.IGNORECASE,
)
_GOES_ON = frozenset("on by via por through over only just solo with who that in from and or not con que y o".split())  # noqa: SIM905
"""With these more is said of people, or of a channel: no name begins so where it stands behind them."""
_MOST_WORDS = 8  # of a moment


def in_order(head: str, means: Callable[[str], bool], is_moment: Callable[[str], bool]) -> str:
    """All that stands around the words of a campaign, in that order; as it is where it cannot be told apart. Where no
    name is said it begins with "to". ``means`` and ``is_moment`` tell of some words what they are."""
    said = " ".join(head.split()).strip(" ,")
    if _LEADS.match(said):
        return _named_behind(_LEADS.sub("", said, count=1), means, is_moment)
    for one in TO.finditer(f" {said} "):
        name, people = f" {said} "[: one.start()].strip(" ,"), f" {said} "[one.end() :].strip(" ,")
        if name and (placed := _placed(name, people, means, is_moment)) is not None:
            return placed
    ko = _KO.search(said)
    return said if ko is None else _before_ko(said, said[: ko.start()], said[ko.end() :], means, is_moment)


def _before_ko(
    said: str, head: str, behind: str, means: Callable[[str], bool], is_moment: Callable[[str], bool]
) -> str:
    """The same where people stand before the word for "to", as in Hindi."""
    if means(head):
        return _named_behind(f"{head} {behind}", means, is_moment)
    spoken = head.split()
    for at in range(1, len(spoken)):
        name, people = " ".join(spoken[:at]), " ".join(spoken[at:])
        if means(people):
            return _placed(name, f"{people} {behind}".strip(), means, is_moment) or said
    return said


def _placed(name: str, people: str, means: Callable[[str], bool], is_moment: Callable[[str], bool]) -> str | None:
    """Name and people with the moment behind them that stood among the name, or before the people; None where there is
    none such, or these are no people."""
    who, when = _parted(people, is_moment)
    if (when and means(who)) or not people:
        return None
    early, rest = _led_by(people, is_moment)
    if early and means(rest):
        return f"{name} to {rest} {early}"
    who, moment = _parted(name, is_moment, hour=True)
    if not moment:
        moment, who = _led_by(name, is_moment, hour=True)
    if not moment:
        return None
    if not who:
        return _named_behind(f"{people} {moment}", means, is_moment)
    return f"{who} to {people} {moment}" if means(people) else None


def _named_behind(said: str, means: Callable[[str], bool], is_moment: Callable[[str], bool]) -> str:
    """The same of people before whom no name stands: it is behind them, or is said to be one, or is missing."""
    called = _CALLED.search(f" {said}")
    if called is not None:
        rest = f" {said}"[: called.start()] + f" {said}"[called.end() :]
        name, when = _parted(called["name"], is_moment, hour=True)
        return f"{name} to {rest.strip(' ,')} {when}".strip() if name else f"to {said}"
    people, when = _parted(said, is_moment)
    spoken = people.split()
    for many in range(len(spoken), 0, -1):
        if means(" ".join(spoken[:many]).strip(" ,")):
            name = " ".join(spoken[many:]).strip(" ,")
            if folded(name.partition(" ")[0]) in _GOES_ON:
                break
            return f"{name} to {' '.join(spoken[:many]).strip(' ,')} {when}".strip()
    return f"to {said}"


def _parted(said: str, is_moment: Callable[[str], bool], *, hour: bool = False) -> tuple[str, str]:
    """What stands before the moment at the end of some words, and the moment; one with an ``hour``, where it might be
    a part of a name: "sunday" and "10 mar" may be."""
    spoken = said.split()
    for many in range(min(_MOST_WORDS, len(spoken)), 0, -1):
        tail = " ".join(spoken[-many:]).strip(" ,")
        if is_moment(tail) and (not hour or _is_exact(tail)):
            return " ".join(spoken[:-many]).strip(" ,"), tail
    return said, ""


def _led_by(said: str, is_moment: Callable[[str], bool], *, hour: bool = False) -> tuple[str, str]:
    """The moment at the beginning of some words, and the rest."""
    spoken = said.split()
    for many in range(min(_MOST_WORDS, len(spoken) - 1), 0, -1):
        first = " ".join(spoken[:many]).strip(" ,")
        if is_moment(first) and (not hour or _is_exact(first)):
            return first, " ".join(spoken[many:]).strip(" ,")
    return "", said


def _is_exact(moment: str) -> bool:
    """Whether an hour is named so that nothing else can be: "10 mar" is a day, and ten o'clock of a Tuesday."""
    return is_now(moment) or (names_hour(moment) and _AN_HOUR.search(moment) is not None)
