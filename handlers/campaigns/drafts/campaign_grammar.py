"""The grammar of a campaign as typed: NAME [to PEOPLE] [, PART …] [, WHEN] [: TEXT].

A PART is an offer ("15% off"), a budget, a pace, "by sms", "holdout 20%" or "best wins". TEXT follows a colon, or is in
quotes. PEOPLE are read by handlers/audience, WHEN by `due_moment.py`, offers by handlers/offers/offer_terms.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from flows.campaigns.campaign import MOST_LEFT_ALONE
from flows.campaigns.campaign_texts import LONGEST_WORDS, measure_length
from flows.channels import CHANNELS
from flows.phrase import Lines, Text, phrase, tap
from flows.shop_offers import WrongOffer
from handlers.audience import audience_reference as audiences
from handlers.campaigns.drafts.draft_wordings import quote_typed, split_wordings, unquote_typed
from handlers.campaigns.drafts.due_moment import DueMoment, is_now, read_due, take_theirs
from handlers.engine.turn import Turn
from handlers.offers.offer_terms import NOTHING_TOLD, ToldTerms, take_terms
from handlers.replies.moment_phrases import has_named_hour
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from templates.message_values import quote_line

SHORT = 40
"""Characters of a quoted answer."""
_QUOTES = tuple('“”"«»')
_QUOTED = re.compile(r"[“\"«](?P<words>[^“”\"«»]+)[”\"»]")
_COLON = re.compile(r":\s+(?=\S)|:\s*$")
_TO = re.compile(r"\s(?:to|para)(?=\s|$)", re.IGNORECASE)
_COMMAS = re.compile(r"\s*,[\s,]*")
_BEST = re.compile(r"\bbest wins\b", re.IGNORECASE)
_HOLDOUT = re.compile(r"\bno holdout\b|\bholdout (?P<percent>-?\d{1,3}(?:\.\d+)?)\s?%", re.IGNORECASE)
_WAYS = "|".join(CHANNELS)
_CHANNEL = re.compile(
    rf"(?<!reachable)\s(?:by|on)\s+(?P<ways>(?:{_WAYS})(?:(?:\s*,\s*|\s+and\s+)(?:{_WAYS}))*)(?:\s+only)?(?!\w)",
    re.IGNORECASE,
)
_MOST_WORDS = 8  # of a moment


@dataclass(frozen=True, slots=True)
class WantedCampaign:
    """The parts of a typed campaign; "" or None for a missing part.

    ``at`` is the time that ``when`` names, ``now`` means at once; if neither is set, ``when`` is in the past. ``local``
    is a time of day ("18:00") in each person's own zone. ``parts`` are the parts as typed, with no time. ``unread`` are
    words between the name and the people that were not understood.
    """

    name: str = ""
    people: str = ""
    words: str = ""
    when: str = ""
    at: datetime | None = None
    now: bool = False
    local: str | None = None
    terms: ToldTerms = NOTHING_TOLD
    best: bool = False
    holdout: float | None = None
    channels: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    unread: str = ""

    @property
    def is_too_late(self) -> bool:
        """Return True if the time has passed or is not in the calendar."""
        return bool(self.when) and self.at is None and not self.now

    def spell(self, *, to: bool = True) -> tuple[str, ...]:
        """Return the command so far, word by word, so that the answer to a question can complete it."""
        people = ("to", *self.people.split()) if to and self.people else ()
        parts = [word for one in (*self.parts, self.when) if one for word in (",", *one.split())]
        text = (quote_typed(self.words),) if self.words else ()
        return ("new", *self.name.split(), *people, *parts, *text)


def get_text_behind(asked: IssuedCommand) -> str:
    """Return the text after the names of the command, exactly as written."""
    first = asked.arguments[0] if asked.arguments else ""
    if not first or first not in asked.text:
        return asked.rest
    at = asked.text.find(first)
    head, behind = asked.text[:at], asked.text[at + len(first) :]
    is_quoted = head.endswith(_QUOTES) and behind.startswith(_QUOTES)  # as a name of several words may be
    return f"{first}{behind[1:]}" if is_quoted else f"{first}{behind}"


async def read_wanted_campaign(turn: Turn, text: str) -> WantedCampaign | Reply:
    """Parse a typed campaign into its parts, or return the reply that refuses one."""
    try:
        wanted = await read_wanted(turn, text)
    except WrongOffer as wrong:
        return no(phrase(wrong.why.value, **wrong.values))
    if not 0 <= (wanted.holdout or 0) <= MOST_LEFT_ALONE:
        return no(phrase("campaign_holdout_unfit"))
    long = max((measure_length(one.text) for one in split_wordings(wanted.words)), default=0)
    if long > LONGEST_WORDS:
        return no(phrase("campaign_words_long", many=long, most=LONGEST_WORDS))
    return wanted


async def read_wanted(turn: Turn, text: str) -> WantedCampaign:
    """Parse a typed campaign into its parts. Raises WrongOffer."""
    head, words = _split_text(text)
    terms, head = take_terms(f"{head} ", turn.business.currency)
    wanted = WantedCampaign(words=words, terms=terms, parts=(terms.said,) if terms.said else ())
    wanted, head = _read_asides(wanted, head)
    head = _COMMAS.sub(", ", " ".join(head.split())).strip(" ,")
    head = f" {head}"  # a name may be missing
    tried = [await _read_people(turn, wanted, head[: one.start()], head[one.end() :]) for one in _TO.finditer(head)]
    meant = [one for one in tried if one.people and await audiences.read_people(turn, one.people) is not None]
    return (meant or tried or [await _read_people(turn, wanted, head, "")])[0]


def _split_text(text: str) -> tuple[str, str]:
    """Split the message for customers from the text around it."""
    quoted_, colon = _QUOTED.search(text), _COLON.search(text)
    if quoted_ is not None and (colon is None or quoted_.start() < colon.start()):
        return f"{text[: quoted_.start()]}, {text[quoted_.end() :]}", unquote_typed(quoted_["words"])
    if colon is None:
        return text, ""
    behind = text[colon.end() :].strip()
    whole = _QUOTED.fullmatch(behind)
    return text[: colon.start()], whole["words"].strip() if whole is not None else behind


def _read_asides(wanted: WantedCampaign, head: str) -> tuple[WantedCampaign, str]:
    """Parse channels, control group and comparison; return the parts, and the text before the message without them."""
    if (found := _BEST.search(head)) is not None:
        wanted, head = replace(wanted, best=True, parts=(*wanted.parts, found[0])), _cut_out(head, found)
    if (found := _HOLDOUT.search(head)) is not None:
        share = float(found["percent"] or 0) / 100
        wanted, head = replace(wanted, holdout=share, parts=(*wanted.parts, found[0])), _cut_out(head, found)
    if (found := _CHANNEL.search(head)) is not None:
        ways = tuple(dict.fromkeys(re.findall(_WAYS, found["ways"].casefold())))
        parts = (*wanted.parts, f"by {' and '.join(ways)}")
        wanted, head = replace(wanted, channels=ways, parts=parts), _cut_out(head, found)
    return wanted, head


def _cut_out(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


async def _read_people(turn: Turn, wanted: WantedCampaign, before: str, people: str) -> WantedCampaign:
    """Parse name, people and time. A name ends at a comma; a time may follow."""
    name, _, beside = before.strip().strip('“”"').partition(",")
    wanted = replace(wanted, name=name.strip(), people=people.strip(" ,"))
    if beside.strip():
        due = _read_due(turn, beside)
        return replace(wanted, unread=beside.strip()) if due is None else _set_time(turn, wanted, beside.strip(), due)
    return await _read_last_moment(turn, wanted)


async def _read_last_moment(turn: Turn, wanted: WantedCampaign) -> WantedCampaign:
    """Parse the longest time at the end; the words before it have to be people, or a name."""
    spoken = (wanted.people or wanted.name).split()
    first = 0 if wanted.people and is_moment(turn, wanted.people) else 1
    for at in range(max(first, len(spoken) - _MOST_WORDS), len(spoken)):
        tail, left = " ".join(spoken[at:]), " ".join(spoken[:at]).rstrip(" ,")
        due = _read_due(turn, tail)
        if due is None:
            continue
        if not wanted.people:
            return _set_time(turn, replace(wanted, name=left), tail, due) if _is_exact(tail) else wanted
        if not left or await audiences.read_people(turn, left) is not None:
            return _set_time(turn, replace(wanted, people=left), tail, due)
    return wanted


def is_moment(turn: Turn, text: str) -> bool:
    """Return True if the whole text is a time."""
    return _read_due(turn, text) is not None


def _is_exact(tail: str) -> bool:
    """Return True if a time includes the hour; a day alone may be part of a name."""
    return is_now(tail) or has_named_hour(tail)


def _read_due(turn: Turn, text: str) -> DueMoment | None:
    return read_due(take_theirs(text)[0].strip(" ,"), turn.now, turn.zone)


def _set_time(turn: Turn, wanted: WantedCampaign, when: str, due: DueMoment) -> WantedCampaign:
    theirs = take_theirs(when)[1]
    local = f"{due.at.astimezone(turn.zone):%H:%M}" if due.at and theirs else None
    return replace(wanted, when=when, at=due.at, now=due.now, local=local)


def read_moment(turn: Turn, when: str) -> WantedCampaign | None:
    """Parse a text that is only a time; None for any other text."""
    due = _read_due(turn, when)
    return None if due is None else _set_time(turn, WantedCampaign(), when, due)


def too_late(when: str) -> Text:
    """Say that a time has passed or is not in the calendar."""
    return phrase("campaign_time_not_ahead", when=quote_line(when, SHORT))


def answer_unknown(name: str) -> Reply:
    """Reply that no campaign has this name."""
    said_ = phrase("campaign_unknown", name=quote_line(name, SHORT))
    return Reply(Lines((said_, phrase("next", command=tap("campaign")))), asks=())


def no(why: Text) -> Reply:
    """Make a refusing reply."""
    return Reply(why, asks=(), refused=True)
