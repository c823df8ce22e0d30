"""A plan as the staff asks for it, part by part: "welcome to new customers: after 3 days: words"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flows.plans.terms import BIRTHDAY, Entrance, EntryBy
from handlers.plans.drafts.heads import UNIT, WantedStep, span_of
from handlers.plans.drafts.steps import begins_a_step, read_steps

_COLON = re.compile(r":(?:\s+|$)")
_TO = re.compile(r"\s(?:to|for|para|a|ko|को)\s", re.IGNORECASE)
_BIRTHDAY = re.compile(
    rf"[\s,]+(?:(?P<many>\d{{1,3}})\s?{UNIT}\s(?:before|antes de|ahead of)|on|for|at|en|para)\s"
    r"(?:(?:of|their|the|a|each|every|su|el|tu)\s)*(?:birthdays?|cumplea[nñ]os)\b"
    r"|[\s,]+(?:unke\s)?(?:janamdin|janmdin|जन्मदिन)(?:\s(?:par|pe|ko|पर|को))?",
    re.IGNORECASE,
)
_BY_HAND = re.compile(r"[\s,]+(?:by hand|by me|manually|a mano|haath se|हाथ से)(?!\w)", re.IGNORECASE)
_EVENT = re.compile(
    r"[\s,]+(?:after|when|once|on|whenever|tras|al|cuando|despu[eé]s de)\s"
    r"(?:(?:they|an?|the|each|every|somebody|someone|their|un|una|el|la|su|cada)\s)*(?P<first>first\s|primer[ao]?\s)?"
    r"(?P<what>orders?|ordered|purchases?|buys?|pedidos?|compran?|compra|deliver\w*|arriv\w*|entreg\w*|llega\w*|ship\w*"
    r"|env[ií]\w*)(?:\s(?:is|was|has been|fue|es)?\s?(?P<how>placed|delivered|shipped|arrives?|arrived))?(?!\w)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"[\s,]+(?:until|till|unless|hasta que|jab tak)\s+(?P<until>.+)$", re.IGNORECASE)
_REST = re.compile(
    rf"[\s,]+(?:and\s)?(?:then\s)?(?:they\s)?(?:rests?|resting|descansan?|aaram)\s(?:for\s|por\s)?"
    rf"(?P<many>\d{{1,3}})\s?{UNIT}", re.IGNORECASE,
)  # fmt: skip
_HOLDOUT = re.compile(
    r"[\s,]+(?:(?:holdout|hold out|leave alone|left alone)\s(?P<percent>\d{1,2})\s?%|(?P<none>no holdout))",
    re.IGNORECASE,
)
_LATER = re.compile(
    rf"[\s,]+(?=(?:after|despu[eé]s de|tras)\s\d{{1,3}}\s?{UNIT}|\d{{1,3}}\s?(?:din|दिन)\s(?:ke\s)?(?:baad|बाद))"
)
_OR = re.compile(r"\s*(?:,|\bor\b|\band\b|\bo\b|\by\b|\bya\b|या)\s*", re.IGNORECASE)
_BUYS = re.compile(
    r"^(?:they\s)?(?:buy|buys|order|orders|bought|purchase|compran?|khareed\w*)(?:\s(?P<item>.+))?$", re.IGNORECASE
)
_REPLIES = re.compile(
    r"^(?:they\s)?(?:repl\w+|answers?|write|writes|respond\w*|contest\w*|jawab\w*)(?:\s.*)?$", re.IGNORECASE
)
_LEAVES = re.compile(r"^(?:they\s)?(?:leave|leaves|left|salen?|chale?)(?:\s.*)?$", re.IGNORECASE)
_ANYTHING = frozenset({"anything", "something", "again", "algo", "kuch", "de nuevo"})


@dataclass(frozen=True, slots=True)
class WantedPlan:
    """The parts of a plan as asked for, "" and None for silence. ``people`` are words for an audience; ``first`` is the
    first order alone; ``exits`` stand beside ``items`` whose purchase ends the plan; ``unread`` behind an "until".
    ``head`` are all words in front of the steps."""

    name: str
    people: str = ""
    entrance: Entrance | None = None
    first: bool = False
    exits: frozenset[str] | None = None
    items: frozenset[str] = frozenset()
    rest: timedelta | None = None
    holdout: float | None = None
    steps: tuple[WantedStep, ...] = ()
    unread: str = ""
    head: str = ""


def read_wanted(text: str, now: datetime, zone: ZoneInfo, currency: str) -> WantedPlan:
    """The parts of a plan as it is asked for, whatever stands there. Raises WrongOffer."""
    colon = _COLON.search(text)
    head, body = (text, "") if colon is None else (text[: colon.start()], text[colon.end() :])
    later = _LATER.search(head)
    if later is not None and not begins_a_step(body):  # "welcome to vip after 3 days: words"
        head, body = head[: later.start()], f"{head[later.end() :]}: {body}"
    wanted, head = _asides(WantedPlan("", head=" ".join(head.split())), f" {' '.join(head.split())}")
    wanted, head = _entered(wanted, head)
    to = _TO.search(f"{head} ")
    name, people = (head, "") if to is None else (head[: to.start()], head[to.end() :])
    steps = read_steps(body, now, zone, currency)
    wanted = replace(wanted, name=name.strip(" ,"), people=people.strip(" ,"), steps=steps)
    if wanted.people and wanted.entrance is None:
        return replace(wanted, entrance=Entrance(EntryBy.AUDIENCE))
    return wanted


def _asides(wanted: WantedPlan, head: str) -> tuple[WantedPlan, str]:
    """With what ends it, how long people rest and how many are left alone; and the head without these."""
    if (found := _REST.search(head)) is not None:
        wanted, head = replace(wanted, rest=span_of(found)), _without(head, found)
    if (found := _HOLDOUT.search(head)) is not None:
        wanted = replace(wanted, holdout=0.0 if found["none"] else int(found["percent"]) / 100)
        head = _without(head, found)
    if (found := _UNTIL.search(head)) is not None:
        wanted, head = _until(wanted, found["until"]), head[: found.start()]
    return wanted, head


def _until(wanted: WantedPlan, said: str) -> WantedPlan:
    exits, items = set(), set()
    for one in filter(None, _OR.split(said.strip(" ,."))):
        if (bought := _BUYS.match(one)) is not None:
            item = (bought["item"] or "").strip(' “”"')
            items |= {item} if item and item.casefold() not in _ANYTHING else set()
            exits |= set() if item and item.casefold() not in _ANYTHING else {"bought"}
        elif _REPLIES.match(one):
            exits.add("replied")
        elif _LEAVES.match(one):
            exits.add("left")
        else:
            return replace(wanted, unread=one)
    return replace(wanted, exits=frozenset(exits), items=frozenset(items))


def _entered(wanted: WantedPlan, head: str) -> tuple[WantedPlan, str]:
    """With the way in, where the head says one that is no audience alone; and the head without it."""
    if (found := _BIRTHDAY.search(head)) is not None:
        days = span_of(found) // timedelta(days=1) if found["many"] else 0
        return replace(wanted, entrance=Entrance(EntryBy.DATE, date=BIRTHDAY, days=days)), _without(head, found)
    if (found := _BY_HAND.search(head)) is not None:
        return replace(wanted, entrance=Entrance(EntryBy.HAND)), _without(head, found)
    if (found := _EVENT.search(head)) is not None:
        entrance = Entrance(EntryBy.EVENT, _event(f"{found['what']} {found['how'] or ''}".casefold()))
        return replace(wanted, entrance=entrance, first=bool(found["first"])), _without(head, found)
    return wanted, head


def _event(said: str) -> str:
    if re.search(r"deliver|arriv|entreg|llega", said):
        return "order.delivered"
    return "order.shipped" if re.search(r"ship|env[ií]", said) else "order.created"


def _without(head: str, found: re.Match[str]) -> str:
    return f"{head[: found.start()]} {head[found.end() :]}".rstrip()
