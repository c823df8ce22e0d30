"""What each variant of a campaign has of its own, as the staff says it: "friday, A at 10am, B at 6pm", "A 10% off, B no
offer".

Two letters or more, each with an hour or an offer behind it, are variants; where one of them cannot be read it is asked
about, and nothing is taken for what it is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flows.campaigns.arms import CampaignArm
from flows.campaigns.schedule import Schedule
from flows.shop_offers import WrongOffer
from handlers.campaigns.drafts.due import Due, is_now, read_due, take_theirs
from handlers.offers.terms import NOTHING_TOLD, ToldTerms, take_terms
from handlers.replies.days import find_days
from handlers.replies.moments import find_moment, is_little_but_a_moment, names_hour
from handlers.replies.text import normalise

_LETTER = re.compile(
    r"(?:^|(?<=[\s,;]))(?:(?:variant|version|option|opci[oó]n)\s)?(?P<variant>[A-E])(?=\s+\S)", re.ASCII
)
_LEADS = re.compile(r"^(?:with|con|gets|gives|has|da|goes(?: out)?|leaves|sale|para)(?:\s+|$)", re.IGNORECASE)
_JOINS = re.compile(r"^(?:[\s,;]+|(?:and|y|aur|और)(?=\s|$))+|(?:[\s,;]+|(?<=\s)(?:and|y|aur|और))+$", re.IGNORECASE)
_GOES_ON = re.compile(r"\s(?:to|for|para|ko|को)\s|\s(?:to|for|on|by|via|por|at|and|y|aur)$", re.IGNORECASE)
"""What is no part of a moment, though one may stand on both sides of it: "at 6pm to vip friday"."""
_JOINED = re.compile(r"(?:to|for|para|a|ko|on|by|via|por)\s", re.IGNORECASE)
_SEVERAL, _MOST_WORDS, _MOST_DAYS = 2, 8, 2


@dataclass(frozen=True, slots=True)
class ToldArm:
    """The words for a ``variant``: ``when`` it is due, ``theirs`` where that is each person's own time, and the
    ``terms`` of its offer."""

    variant: str
    when: str = ""
    theirs: bool = False
    terms: ToldTerms = NOTHING_TOLD

    @property
    def is_due(self) -> bool:
        """Whether an hour is said."""
        return bool(self.when)

    @property
    def is_offered(self) -> bool:
        """Whether an offer is said, or that there is none."""
        return self.terms.offers


@dataclass(frozen=True, slots=True)
class ToldArms:
    """All that is ``said`` of variants, as it was written; ``unread`` is what could not be read of one."""

    arms: tuple[ToldArm, ...] = ()
    said: str = ""
    unread: str = ""


NO_ARMS = ToldArms()


def take_arms(text: str, currency: str) -> tuple[str, ToldArms]:
    """The rest of a text beside what it says of variants, and that; ``currency`` is that of amounts that name none.
    Raises WrongOffer."""
    found = list(_LETTER.finditer(text))
    if len({one["variant"] for one in found}) < _SEVERAL:
        return text, NO_ARMS
    ends = [one.start() for one in found[1:]] + [len(text)]
    read = [_read(one["variant"], text[one.end() : end], currency) for one, end in zip(found, ends, strict=True)]
    arms = [arm for arm, _ in read if arm is not None]
    if not arms:
        return text, NO_ARMS
    nobody = [place for place, (arm, _) in enumerate(read) if arm is None]
    arms, is_twice = _taken_together(arms)
    if nobody or is_twice:
        at = nobody[0] if nobody else len(found) - 1
        return text, ToldArms(unread=text[found[at].start() : ends[at]].strip(" ,;"))
    left = [_JOINS.sub("", rest) for _, rest in read]
    said = text[found[0].start() :].strip(" ,;")
    said = said.removesuffix(left[-1]).rstrip(" ,;") if left[-1] else said
    head = text[: found[0].start()].rstrip(" ,;")
    for one in left:
        head = f"{head}{' ' if _JOINED.match(one) else ', '}{one}" if one else head
    return head, ToldArms(_all_theirs(arms), said)


def _taken_together(arms: Sequence[ToldArm]) -> tuple[list[ToldArm], bool]:
    """One arm for each variant, of which the hour may be said in one place and the offer in another; and whether either
    is said of one twice."""
    found: dict[str, ToldArm] = {}
    is_twice = False
    for one in arms:
        had = found.get(one.variant, ToldArm(one.variant))
        is_twice |= (had.is_due and one.is_due) or (had.is_offered and one.is_offered)
        terms = had.terms if had.is_offered else one.terms
        found[one.variant] = replace(had, when=had.when or one.when, theirs=had.theirs or one.theirs, terms=terms)
    return list(found.values()), is_twice


def says_arms(text: str) -> bool:
    """Whether a text says of several variants what each has of its own, or means to."""
    try:
        return take_arms(text, "USD")[1] != NO_ARMS
    except WrongOffer:
        return True  # which of them is none, the command says


def _read(variant: str, segment: str, currency: str) -> tuple[ToldArm | None, str]:
    """What the longest beginning of what stands behind a letter says, and what stands behind that."""
    spoken = segment.split()
    comma = next((place for place, word in enumerate(spoken, 1) if word.endswith((",", ";"))), len(spoken))
    for many in range(min(comma, _MOST_WORDS), 0, -1):
        said = " ".join(spoken[:many]).rstrip(" ,;")
        found = None if _GOES_ON.search(said) else _arm(variant, said, currency)
        if found is not None:
            return found, " ".join(spoken[many:])
    return None, segment


def _arm(variant: str, said: str, currency: str) -> ToldArm | None:
    """The hour, the offer or both that some words say, and nothing else; None for other words."""
    terms, left = take_terms(said, currency)
    arm = ToldArm(variant, terms=terms)
    if terms and (not arm.is_offered or _of_all(terms)):
        return None
    bare, theirs = take_theirs(_LEADS.sub("", left.strip()).strip(" ,"))
    if not bare and arm.is_offered:
        return arm
    is_due = is_now(bare) or (find_moment(bare) is not None and is_little_but_a_moment(bare))
    return replace(arm, when=bare.strip(" ,"), theirs=theirs) if is_due else None


def _of_all(terms: ToldTerms) -> bool:
    """Whether terms are of a whole campaign, and of no variant alone."""
    paced = terms.spread is not None or terms.best_hour is not None
    return paced or terms.budget is not None or terms.drops_budget or terms.uses is not None


def _all_theirs(arms: Sequence[ToldArm]) -> tuple[ToldArm, ...]:
    """The arms; what is said of time behind the last is said of all."""
    return tuple(replace(one, theirs=True) for one in arms) if arms[-1].theirs else tuple(arms)


@dataclass(frozen=True, slots=True)
class ArmsDue:
    """The arms with their hours, and whether one is due ``now``; ``late`` are the words for one that is not ahead."""

    arms: tuple[CampaignArm, ...] = ()
    now: bool = False
    late: str = ""

    @property
    def first(self) -> Schedule | None:
        """The first of the hours; None where none is said."""
        return min((one.schedule for one in self.arms if one.schedule), key=lambda one: one.at, default=None)


def due_arms(told: ToldArms, day: datetime | None, now: datetime, zone: ZoneInfo, *, theirs: bool = False) -> ArmsDue:
    """When each of these is due: an hour alone on the ``day`` of that moment; without one, where only one variant names
    a day with its hour, on that day, else on the first day on which all such hours are ahead. A day alone is at its
    hour; ``theirs``: in each person's own time."""
    found: list[CampaignArm] = []
    today, day = now.astimezone(zone), day or _day_of_one(told, now, zone)
    days = [day] if day is not None else [today + timedelta(days=later) for later in range(_MOST_DAYS)]
    tried = [[_due(one, base, now, zone, hourly=day is not None) for one in told.arms] for base in days]
    dues = next((some for some in tried if all(one is None or one.is_ahead for one in some)), tried[0])
    for one, due in zip(told.arms, dues, strict=True):
        if due is not None and not due.is_ahead:
            return ArmsDue(late=one.when)
        schedule = None if due is None else _schedule(due, zone, theirs=theirs or one.theirs)
        found.append(CampaignArm(one.variant, schedule))
    return ArmsDue(tuple(found), any(due is not None and due.now for due in dues))


def _day_of_one(told: ToldArms, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment of the one arm that has a day, where that has an hour too: "A at 10am, B at 6pm saturday"."""
    dated = [one for one in told.arms if find_days(normalise(one.when))]
    if len(dated) != 1 or not names_hour(dated[0].when):
        return None
    due = read_due(dated[0].when, now, zone)
    return due.at if due is not None else None


def _schedule(due: Due, zone: ZoneInfo, *, theirs: bool) -> Schedule | None:
    """The schedule of a variant; None for one that is due at once, with its campaign."""
    if due.at is None:
        return None
    return Schedule(due.at, due.at.astimezone(zone).time() if theirs else None)


def _due(arm: ToldArm, base: datetime, now: datetime, zone: ZoneInfo, *, hourly: bool) -> Due | None:
    """The moment of an arm, an hour alone on the day of the ``base``, and a day alone at its hour where that is said,
    which it is ``hourly``; no moment of what is not ahead. None where no hour is said."""
    if not arm.is_due:
        return None
    due = read_due(arm.when, now, zone) or Due()
    has_day, has_hour = bool(find_days(normalise(arm.when))), names_hour(arm.when)
    if due.at is None or has_day is has_hour or (has_day and not hourly):
        return due
    theirs, ours = due.at.astimezone(zone), base.astimezone(zone)
    day, clock = (theirs.date(), ours.time()) if has_day else (ours.date(), theirs.time())
    local = datetime.combine(day, clock, tzinfo=zone)
    return Due(local.astimezone(UTC)) if local > now else Due()
