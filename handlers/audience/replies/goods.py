"""Clauses of goods: bought or sent back, how often and when."""

from __future__ import annotations

import re

from flows.audience.criteria import All, Any, Criteria, Not
from handlers.audience.replies.called_goods import goods_alone, goods_of
from handlers.audience.replies.events import ORDERED, SENT_BACK
from handlers.audience.replies.goods_beside import bought_it, timed, with_beside
from handlers.audience.replies.goods_lines import counted, quantity_of, time_of
from handlers.audience.replies.kinds import Clause, Reads, then
from handlers.audience.replies.listing import THE, goods_between, listed_goods
from handlers.audience.replies.names import Names
from handlers.audience.replies.words import pattern

_NOT, _OFTEN_FIRST = "(?P<not>{neg} (?:{ever} )?|{ever} {neg} )?", "(?:(?P<q>{multiple}) )?"
_TIME_FIRST = "(?:(?P<w>{window}|{dated}) (?:{who} )?)?"
BOUGHT = pattern(
    f"{_TIME_FIRST}{_NOT}(?:{{bought}}|{{took}}|{{owns}}(?= {{article_of_goods}})) "
    f"(?(not)(?:(?!a |one |even ){{not_one}} )?){_OFTEN_FIRST}"
)
RETURNED = pattern(f"{_TIME_FIRST}{_NOT}{{returned}} {_OFTEN_FIRST}")
_NOTHING_MORE = re.compile("")
SENT, BACK = pattern(f"{_TIME_FIRST}{_NOT}{{sent_off}} (?P<q>(?!))?"), pattern(" back(?!\\w)")
_WINDOW, _OFTEN = pattern("(?P<w>{window}|{dated})"), pattern("(?P<q>{multiple})")
_OFTEN_BEHIND = pattern(" ?,? ?(?P<q>{multiple})(?!\\w)")
_BEFORE = pattern(f"(?:(?P<ever>{{ever}}) )?(?:(?P<w>{{window}}|{{dated}}) (?:{{who}} )?)?{_OFTEN_FIRST}")
_BEHIND = (
    "(?: {of_any_brand})? ?(?:{ko} )?(?:{also} )?(?:(?P<q>{multiple}) )?(?:(?P<w>{window}|{dated}) )?"
    "(?P<not>{neg} (?:{ever} )?)?"
)
_VERBS = (
    (ORDERED, pattern(_BEHIND + r"(?:{bought}|{took})(?P<nor> {neg})?(?!\w)")),
    (SENT_BACK, pattern(_BEHIND + r"(?:{returned}|{back})(?P<nor> {neg})?(?: {did})?(?!\w)")),
)
_NEVER_LAST = pattern(" (?:nunca|jamas|never|nunca jamas)(?= ?[,;.!)]| ?$| {and} | {but} )")
_VERB_FIRST = pattern("(?:{bought}|{took}|{returned}) (?:{the} ){0,2}").pattern
_VERB_LAST = pattern(" (?:{ko} )?(?:{neg} )?(?:{bought}|{took}|{returned}|{shoppers})").pattern
_BUYERS, _BUYERS_OF = pattern(r"(?:{shoppers}|{lovers})(?!\w)"), pattern("{buyers_of} ")
_NEITHER, _NOR = (
    pattern("(?:(?:{neg} )?(?:{bought}|{took}) )?{nor} (?:{the} )?"),
    pattern(" ?,? ?(?:{nor}|{or}) (?:{the} )?"),
)
_NOR_VERB = pattern(" (?:{bought}|{took})(?!\\w)")


def of_goods(opening: re.Pattern[str], event: str, closing: re.Pattern[str] = _NOTHING_MORE) -> Reads:
    """ "Bought nike or puma in the last 60 days": of each name its own condition; without a time, ever.

    ``closing`` is the rest of the verb: "sent the boots back".
    """

    def read(said: str, place: int, names: Names) -> Clause | None:
        found = opening.match(said, place)
        clause = listed_goods(said, found.end(), goods_of(names)) if found is not None else None
        if found is None or clause is None:
            return None
        closed = closing.match(said, clause.end)
        if closed is None:
            return None
        often, end = then(_OFTEN, said, closed.end())
        window, end = then(_WINDOW, said, end) if found["not"] else timed(said, place, end)
        if often is None and window is not None:
            often, end = then(_OFTEN_BEHIND, said, end)
        if found["w"] and window is not None:
            return None  # two times
        criteria = counted(
            clause.criteria, event, time_of(names, found, window, denied=bool(found["not"])), quantity_of(found, often)
        )
        if found["not"]:
            return None if isinstance(criteria, All) else Clause(Not(criteria), end)
        if isinstance(criteria, All) and (never := _NEVER_LAST.match(said, end)):
            return _last_never(clause.criteria, criteria, event, never.end())
        return with_beside(Clause(criteria, end), clause.criteria, event, said, names)

    return read


def _last_never(goods: Criteria, bought: All, event: str, end: int) -> Clause | None:
    """ "Compraron botas y zapatos jamas": the first of both was bought, and the other one never."""
    if not isinstance(goods, All) or len(goods.of) != 2:
        return None
    return Clause(All((bought.of[0], Not(counted(goods.of[1], event)))), end)


def behind(said: str, place: int, names: Names) -> Clause | None:
    """ "Pichle 30 din mein kurtas kharide", "lunch box nahi liya": the goods before what was done with them."""
    before = _BEFORE.match(said, place)
    clause = listed_goods(said, before.end(), goods_of(names)) if before is not None else None
    if before is None or clause is None:
        return None
    for event, verb in _VERBS:
        found = verb.match(said, clause.end)
        if found is not None:
            after, end = then(_WINDOW, said, found.end())
            within = time_of(names, before, found, after, denied=bool(found["not"] or found["nor"]))
            criteria = counted(clause.criteria, event, within, quantity_of(before, found))
            if found["not"] or found["nor"]:
                return None if isinstance(criteria, All) else Clause(Not(criteria), end)
            return None if before["ever"] else with_beside(Clause(criteria, end), clause.criteria, event, said, names)
    return None


def buyers(said: str, place: int, names: Names) -> Clause | None:
    """ "Nike buyers in the last month", "mug wale"; a whole name means them by itself."""
    clause = listed_goods(said, place, goods_of(names))
    bought = _BUYERS.match(said, clause.end + 1) if clause is not None else None
    if clause is None or bought is None:
        clause = listed_goods(said, place, goods_alone(names))
    if clause is None:
        return None
    return _told_of(clause, bought.end() if bought is not None else clause.end, said, names)


def buyers_of(said: str, place: int, names: Names) -> Clause | None:
    """ "Buyers of steel bottles"."""
    opening = _BUYERS_OF.match(said, place)
    clause = listed_goods(said, opening.end(), goods_of(names)) if opening is not None else None
    return None if clause is None else _told_of(clause, clause.end, said, names)


def neither(said: str, place: int, names: Names) -> Clause | None:
    """ "Na mug na box", "ni falda ni blusa", with a verb behind or without."""
    opening, known = _NEITHER.match(said, place), goods_of(names)
    found = goods_between(_NOR, said, opening.end(), known) if opening is not None else None
    if found is None:
        return None
    several, end = found
    verb = _NOR_VERB.match(said, end)
    bought = Any(tuple(counted(one, ORDERED) for one in several))
    return Clause(Not(bought), verb.end() if verb else end) if len(several) > 1 else None


def _told_of(clause: Clause, end: int, said: str, names: Names) -> Clause | None:
    """Goods that were bought, with how often, when, and what is said beside them."""
    again = bought_it(said, end)
    if again is None:
        return None
    bought, end = again
    often, end = then(_OFTEN_BEHIND, said, end)
    window, end = timed(said, 0 if bought else end, end)
    criteria = counted(clause.criteria, ORDERED, time_of(names, window), quantity_of(often))
    return with_beside(Clause(criteria, end), clause.criteria, ORDERED, said, names)


def unsold(said: str, words: str) -> str | None:
    """The words, without an article, where they stand for goods: behind "bought the", before "kharida"; else None."""
    name = THE.sub("", words, count=1)
    they = re.escape(name)
    stands = re.search(rf"{_VERB_FIRST}{they}(?!\w)|(?<!\w){they}{_VERB_LAST}", said)
    return name if name and stands else None
