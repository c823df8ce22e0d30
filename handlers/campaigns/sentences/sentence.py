"""A sentence of the staff that sends, shows, tries or moves a campaign, taken apart: "launch diwali to vip fri 6pm".

The parts stand in any order: the name of a campaign that is known, what is to be done, a moment, an offer, a share that
is left alone, channels and words in quotes are taken out, and what is left has to be people, or it is no such sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.folding import folded
from handlers.campaigns.drafts.due import Due, read_due
from handlers.campaigns.sentences.set_aside import QUOTED, SetAside, set_aside
from handlers.campaigns.sentences.verbs import AROUND, Does, names_me, take_verb

_SHOWS = frozenset("show me let see how it looks dikhao muestrame mostrar ver".split())  # noqa: SIM905
_COSTS = frozenset("cost costo kharcha kharch लागत".split())  # noqa: SIM905
_DONE = frozenset("karo kar kijiye kardo do dena dijiye rakho rakhna करो कीजिए दो दीजिए रखो".split())  # noqa: SIM905
"""What is said last of a campaign that is to be at another hour: "diwali ko kal 11 baje karo"."""
_SPELLED = ("tomorrow", "tonight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TO = frozenset({"to", "for", "a", "para", "ko", "को"})
_TWO_DAYS = re.compile(r"(?<![\d/])(?P<one>\d{1,2})/(?P<other>\d{1,2})(?![\d/])")
_MONTHS, _MOST = 12, 7  # words of a moment
_SHORTEST_DAY = 5  # letters
_EVERYBODY = frozenset({"all", "everybody", "everyone", "todos", "sab", "sabko", "सब", "सबको"})
_PEOPLE = frozenset("customers customer clients people buyers clientes clientas personas grahak log".split())  # noqa: SIM905
"""What may stand behind "all": it is said of people by itself."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The parts of a sentence, "" for what it does not say. ``name`` is that of a known campaign, ``new`` of one to be
    made; ``alone`` are the words for the share left alone; ``unclear`` is a day that may be two; ``offer`` as it was
    written; ``unread`` stands behind a "to" and is nobody; ``guessed``: no word says what is to be done, and the moment
    alone does; ``late`` is a moment that is not ahead; ``asks``: it asks what something costs or who would get it, and
    changes nothing; ``best``: the best wording goes to the rest."""

    does: Does
    name: str = ""
    people: str = ""
    when: str = ""
    at: datetime | None = None
    now: bool = False
    words: tuple[str, ...] = ()
    offer: str = ""
    channels: tuple[str, ...] = ()
    alone: str = ""
    unclear: str = ""
    unread: str = ""
    guessed: bool = False
    late: str = ""
    asks: bool = False
    new: str = ""
    best: bool = False


def read_sentence(
    text: str, known: Collection[str], means: Callable[[str], bool], now: datetime, zone: ZoneInfo
) -> Sentence | None:
    """The parts of a text, where all of it says one thing to do; ``means`` tells of some words whether they are people.
    What stands behind a colon are the words of an offer to people. None for all other texts."""
    head, _, behind = text.partition(": ")
    offered = _read(head, known, means, now, zone) if behind.strip() and QUOTED.search(text) is None else None
    if offered is not None and offered.offer and offered.people and not offered.name:
        return replace(offered, words=(behind.strip(),))
    return _read(text, known, means, now, zone)


def _read(
    text: str, known: Collection[str], means: Callable[[str], bool], now: datetime, zone: ZoneInfo
) -> Sentence | None:
    aside = set_aside(text)
    if aside is None:
        return None
    tokens, name = _without_name(aside.left, known)
    tokens, new = _new_name(tokens) if aside.tried and aside.words and not name else (tokens, "")
    tokens, does, guessed = _done(tokens, aside, named=bool(name))
    if does is None or (does is Does.LAUNCH and len(aside.words) > 1 and not aside.tried):
        return None
    unclear = next((one[0] for one in map(_TWO_DAYS.search, tokens) if one is not None and _is_unclear(one)), "")
    tokens = [one for one in tokens if one != unclear]
    parts = _timed(tokens, does, means, now, zone) or _timed(_respelled(tokens), does, means, now, zone)
    if parts is None:
        nobody = _nobody(tokens) if name and does in {Does.LAUNCH, Does.PREVIEW} else ""
        return Sentence(does, name, unread=nobody) if nobody else None
    people, when, due = parts
    late = "" if due is None or due.is_ahead else when
    at, at_once = (None, False) if due is None else (due.at, due.now)
    said_so = Sentence(
        does, name, people, when, at, at_once, aside.words, aside.offer, aside.channels, aside.alone, unclear
    )
    costs = does is Does.PREVIEW and not _COSTS.isdisjoint(map(folded, text.split()))
    return replace(said_so, new=new, best=aside.best, guessed=guessed, late=late, asks=bool(aside.asks) or costs)


def _done(tokens: list[str], aside: SetAside, *, named: bool) -> tuple[list[str], Does | None, bool]:
    """The words without the verb, what that says to do, and whether no word says it: what is named has another hour."""
    moved = named and bool(tokens) and folded(tokens[-1]) in _DONE
    to_me = aside.before and names_me(tokens)
    if aside.before:
        tokens = [one for one in tokens if folded(one) not in _SHOWS]
    tokens, does = take_verb(tokens, named=named, to_me=to_me)
    looks = bool(aside.asks) or (aside.before and named and does is not Does.TEST)  # "test it first" tries it
    does = Does.PREVIEW if looks else Does.LAUNCH if aside.tried or (does is None and aside.offers) else does
    return (tokens, Does.MOVE, True) if does is None and moved else (tokens, does, False)


def people_said(words: str) -> str:
    """Some words for people as /audience reads them: "all" is everyone, "inactive 60" is counted in days."""
    bare = " ".join(words.split())
    if folded(bare) in _EVERYBODY:
        return "everyone"
    head, _, rest = bare.partition(" ")
    follows = folded(rest.partition(" ")[0])
    bare = f"everyone {rest}" if folded(head) in _EVERYBODY and rest and follows not in _PEOPLE else bare
    return bare


def _without_name(tokens: list[str], known: Collection[str]) -> tuple[list[str], str]:
    """The words without the longest name of a campaign among them, and the name."""
    bare = [folded(one) for one in tokens]
    for name in sorted(known, key=len, reverse=True):
        its = [folded(one) for one in name.split()]
        for at in range(len(bare) - len(its) + 1):
            if its and bare[at : at + len(its)] == its:
                return tokens[:at] + tokens[at + len(its) :], name
    return tokens, ""


def _new_name(tokens: list[str]) -> tuple[list[str], str]:
    """The words from a "to" on, and those before it, which name a campaign to be made."""
    at = next((at for at, one in enumerate(tokens) if folded(one) in _TO), 0)
    return tokens[at:], " ".join(tokens[:at])


def _respelled(tokens: Sequence[str]) -> list[str]:
    """The words with the names of days as they are spelled: "tomorow"."""
    from rapidfuzz.distance import OSA

    found = []
    for one in tokens:
        spelled = [day for day in _SPELLED if OSA.distance(folded(one), day) <= len(day) // 4]
        found.append(spelled[0] if len(spelled) == 1 and len(one) >= _SHORTEST_DAY else one)
    return found


def _is_unclear(found: re.Match[str]) -> bool:
    one, other = int(found["one"]), int(found["other"])
    return one != other and 0 < one <= _MONTHS and 0 < other <= _MONTHS


def _timed(
    tokens: list[str], does: Does, means: Callable[[str], bool], now: datetime, zone: ZoneInfo
) -> tuple[str, str, Due | None] | None:
    """The people and the moment among some words, wherever it stands; None where what is left is no people."""
    if does is Does.TEST:
        return None if tokens else ("", "", None)
    for many in (0, *range(min(_MOST, len(tokens)), 0, -1)):  # "not ordered in 90 days" names no moment
        for at in range(len(tokens) - many, -1, -1) if many else (len(tokens),):
            when = " ".join(tokens[at : at + many])
            due = read_due(when, now, zone) if many else None
            if many and due is None:
                continue
            people = people_said(" ".join(_trimmed(tokens[:at] + tokens[at + many :])))
            if not people or means(people):
                return people, " ".join(_trimmed(when.split())), due
    return None


def _nobody(tokens: Sequence[str]) -> str:
    """The words behind a "to" that are no people: "to 63101 63102"."""
    at_to = bool(tokens) and folded(tokens[0]) in _TO and len(tokens) <= _MOST
    return " ".join(tokens[1:]) if at_to else ""


def _trimmed(tokens: list[str]) -> list[str]:
    """The words without those that only join them to the rest."""
    while tokens and folded(tokens[0]) in AROUND:
        tokens = tokens[1:]
    while tokens and folded(tokens[-1]) in AROUND:
        tokens = tokens[:-1]
    return tokens
