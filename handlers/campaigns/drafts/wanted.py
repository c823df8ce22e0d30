"""A campaign as the staff asks for it, part by part: "diwali to vip friday 6pm: everything is new"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.campaigns.texts import CampaignText
from flows.channels import CHANNELS
from handlers.audience.names import Names
from handlers.audience.phrases import read_phrase
from handlers.campaigns.drafts.arms import NO_ARMS, ToldArms, take_arms
from handlers.campaigns.drafts.due import Due, is_now, read_due, take_theirs
from handlers.campaigns.drafts.order import TO, in_order
from handlers.campaigns.drafts.shares import share_of, take_share
from handlers.offers.terms import NOTHING_TOLD, ToldTerms, take_terms
from handlers.replies.moments import is_little_but_a_moment

_QUOTED = re.compile(r"[“\"«](?P<words>[^“”\"«»]+)[”\"»]")
_COLON = re.compile(r":\s+(?=\S)|:\s*$")
_KO = re.compile(r"\s(?:ko|को|(?P<all>sabko|sab ko|सबको|सब को))(?=\s)", re.IGNORECASE)
_LOOSE_COMMA = re.compile(r"\s+,(?:\s*,)*")
"""A comma behind a blank, as it is left where terms were taken out."""
_MOST_WORDS = 8  # of a moment at the end
_SEVERAL = 2
_VARIANT = re.compile(r"(?:^|(?<=\s))(?P<variant>[A-F]):\s+(?=\S)")
_FIRST = re.compile(r"[\s,](?P<letter>[A-E])$")
_LAST = "E"
"""The letter of the last wording that there may be: one more is told as too many, and is no part of the one before."""
_BEST = re.compile(
    r"[\s,;]*\b(?:the )?(?:best|better)(?: one| wording| text)? (?:wins?|takes (?:the )?rest)\b"
    r"|[\s,;]*\b(?:el|la) mejor gana\b|[\s,;]*\bjo jeete\b|[\s,;]*जो जीते",
    re.IGNORECASE,
)
_NAMED = "|".join(CHANNELS)
_JOINS = r"\s*(?:,|&|\b(?:then|and|or|y|o|luego|aur|phir)\b)+\s*"
_SOME = rf"(?:{_NAMED})(?:{_JOINS}(?:{_NAMED})(?!\w))*"
_CHANNEL = re.compile(
    rf"[\s,]*(?<!reachable)(?<!who are)\s(?:(?:on|by|via|through|over|por)\s+(?P<one>{_SOME})(?:\s+only|\s+solo)?"
    rf"|(?P<only>{_SOME})\s+(?:only|par|pe|se)"
    rf"|(?:only|just|solo)\s+(?:on|by|via|por)\s+(?P<same>{_SOME}))(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WantedCampaign:
    """The parts of what was asked for, "" for what is not said. ``at`` is when, as ``when`` says it; ``now``: at
    once; with neither what ``when`` says is not ahead; ``local`` the time of day, "18:00", where each person's own is
    meant. ``terms`` are what it offers and may cost; ``best``: the best wording goes to the rest; ``alone`` are the
    words for how many are left alone; ``channels`` are the only ones on which it is to go, in their order; ``arms``
    are what its variants have of their own."""

    name: str
    people: str
    words: str
    at: datetime | None
    now: bool
    when: str = ""
    local: str | None = None
    terms: ToldTerms = NOTHING_TOLD
    best: bool = False
    alone: str = ""
    channels: tuple[str, ...] = ()
    arms: ToldArms = NO_ARMS

    @property
    def holdout(self) -> float | None:
        """The share of the people that is left alone, where it is said."""
        return share_of(self.alone)

    @property
    def is_too_late(self) -> bool:
        """Whether a moment is said that has passed, or that no calendar has."""
        return bool(self.when) and self.at is None and not self.now


def take_best(said: str) -> tuple[str, bool]:
    """What is said beside that the best wording goes to the rest, and whether that is said."""
    bare = _BEST.sub("", said)
    return bare, bare != said


def texts_of(words: str) -> tuple[CampaignText, ...]:
    """The wordings in some words: one for each that begins with "A:", "B:" and so on, where there are several."""
    found = list(_VARIANT.finditer(words))
    letters = {one["variant"] for one in found}
    found = [one for one in found if one["variant"] <= _LAST or _LAST in letters]
    if len(found) < _SEVERAL or words[: found[0].start()].strip():
        return (CampaignText(words.strip()),)
    ends = [one.start() for one in found[1:]] + [len(words)]
    return tuple(
        CampaignText(words[one.end() : end].strip(), one["variant"].upper())
        for one, end in zip(found, ends, strict=True)
    )


def read_wanted(text: str, names: Names, now: datetime, zone: ZoneInfo, currency: str) -> WantedCampaign:
    """The parts of a campaign as it is asked for, whatever stands there; ``currency`` is that of amounts that name
    none. Raises WrongOffer."""
    said, words = _words(text)
    bare, best = take_best(said)
    left, alone = take_share(bare)
    left, arms = take_arms(left, currency)
    terms, head = take_terms(left, currency)
    head = in_order(head, lambda said: _means(said, names), lambda said: _due(said, now, zone) is not None)
    asked = [
        _timed(_on_channel(WantedCampaign(name, people, words.strip(), None, False, terms=terms)), names, now, zone)
        for name, people in _splits(head)
    ]
    named = (one for one in asked if one.people and _means(one.people, names))
    return replace(next(named, asked[0]), best=best, alone=alone, arms=arms)


def _words(text: str) -> tuple[str, str]:
    """What stands before the words of a campaign and behind them, and these words: in quotes, or behind a colon."""
    quoted, colon = _QUOTED.search(text), _COLON.search(text)
    if quoted is not None and (
        colon is None or quoted.start() < colon.start() or _is_all(text[colon.end() :], quoted[0])
    ):
        return f"{text[: quoted.start()].rstrip(' :')} {text[quoted.end() :]}", quoted["words"]
    if colon is None:
        return text, ""
    first = _FIRST.search(text, 0, colon.start())  # "6pm, A: Lamps B: Lights": the letter is of the words
    if first is not None and _VARIANT.search(text, colon.end()):
        return text[: first.start()].rstrip(" ,"), text[first.start("letter") :]
    return text[: colon.start()], text[colon.end() :]


def _is_all(behind: str, quoted: str) -> bool:
    """Whether nothing stands behind a colon but what is quoted, and a moment."""
    rest = behind.strip().removeprefix(quoted).strip()
    return behind.strip().startswith(quoted) and (not rest or is_now(rest) or is_little_but_a_moment(rest))


def _splits(head: str) -> Sequence[tuple[str, str]]:
    """The name and the people, by each word that may stand between them: "back to school to vip" has two."""
    spaced = f" {_LOOSE_COMMA.sub(',', ' '.join(head.split()))} "
    parts = [(spaced[: one.start()].strip(), _people(spaced[one.end() :])) for one in TO.finditer(spaced)]
    if spaced.lstrip().casefold().startswith("to "):
        return [("", _people(spaced))]
    return [(name, people) for name, people in (*parts, *_before_ko(spaced)) if name] or [(spaced.strip(), "")]


def _before_ko(spaced: str) -> Sequence[tuple[str, str]]:
    """The same where people stand before the word for "to", as in Hindi: "holi vip ko kal 6 baje"."""
    parts = []
    for one in _KO.finditer(spaced):
        said, behind = spaced[: one.start()].split(), spaced[one.end() :]
        if one["all"]:
            parts.append((" ".join(said), f"everyone {behind}".strip(" ,")))
            continue
        parts += [(" ".join(said[:at]), f"{' '.join(said[at:])} {behind}".strip(" ,")) for at in range(1, len(said))]
    return parts


def _people(said: str) -> str:
    """The people behind the word before them, which whoever was asked for them may say again: "to to all customers"."""
    return (TO.sub("", said, count=1) if TO.match(said) else said).strip(" ,")


def _due(said: str, now: datetime, zone: ZoneInfo) -> Due | None:
    """The moment that words say, those for each person's own time aside."""
    return read_due(take_theirs(said)[0], now, zone)


def _means(people: str, names: Names) -> bool:
    """Whether words name people."""
    return read_phrase(people, names).criteria is not None


def _on_channel(wanted: WantedCampaign) -> WantedCampaign:
    """With the channels on which it is to go, said of the people, or behind the name where no people are said."""
    said = wanted.people or wanted.name
    found = _CHANNEL.search(said)
    if found is None or not said[: found.start()].strip():
        return wanted
    left = " ".join(f"{said[: found.start()]} {said[found.end() :]}".split())
    listed = re.findall(_NAMED, (found["one"] or found["only"] or found["same"]).casefold())
    there = replace(wanted, channels=tuple(dict.fromkeys(listed)))
    return replace(there, people=left) if wanted.people else replace(there, name=left)


def _timed(wanted: WantedCampaign, names: Names, now: datetime, zone: ZoneInfo) -> WantedCampaign:
    """With the moment that stands at the end of the people, where what is left names people all the same."""
    said = (wanted.people or wanted.name).split()
    for many in range(min(_MOST_WORDS, len(said) - 1), 0, -1):
        tail, left = " ".join(said[-many:]), " ".join(said[:-many]).rstrip(" ,")
        bare, theirs = take_theirs(tail)
        due = read_due(bare, now, zone)
        if due is None or (wanted.people and not _means(left, names)):
            continue
        local = f"{due.at.astimezone(zone):%H:%M}" if due.at and theirs else None
        timed = replace(wanted, at=due.at, now=due.now, when=tail, local=local)
        return replace(timed, people=left) if wanted.people else replace(timed, name=left)
    return wanted
