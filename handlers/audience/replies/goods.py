"""Clauses of goods: bought or sent back, how often and when, and what was not bought beside them."""

from __future__ import annotations

import re

from flows.audience.criteria import All, Any, Compared, Counted, Criteria, Not, Within, leaves
from handlers.audience.replies.called_goods import ORDERED, goods_alone, goods_of
from handlers.audience.replies.figures import Quantity, read_quantity
from handlers.audience.replies.goods_beside import bought_it, nothing_then, timed
from handlers.audience.replies.kinds import Clause, Reads, then
from handlers.audience.replies.names import Called, Names
from handlers.audience.replies.sizes import are_mixed, called_sized
from handlers.audience.replies.whens import when
from handlers.audience.replies.words import pattern

SENT_BACK = "return.completed"
_NOT, _OFTEN_FIRST = "(?P<not>{neg} (?:{ever} )?|{ever} {neg} )?", "(?:(?P<q>{multiple}) )?"
BOUGHT = pattern(f"{_NOT}(?:{{bought}}|{{took}}|{{owns}}(?= {{article_of_goods}})) {_OFTEN_FIRST}")
RETURNED = pattern(f"{_NOT}{{returned}} {_OFTEN_FIRST}")
_NOTHING_MORE = re.compile("")
SENT, BACK = pattern(f"{_NOT}{{sent_off}} (?P<q>(?!))?"), pattern(" back(?!\\w)")
_WINDOW, _OFTEN = pattern("(?P<w>{window}|{dated})"), pattern("(?P<q>{multiple})")
_OFTEN_BEHIND = pattern(" ?,? ?(?P<q>{multiple})(?!\\w)")
_THE = pattern("(?:{the} ){0,2}")
_EITHER, _AND = pattern(" ?,? ?{or} "), pattern(r" ?(?:,|&|\+) ?(?!{neg})| {and} (?!{neg})")
_BEFORE = pattern(f"(?:(?P<ever>{{ever}}) )?(?:(?P<w>{{window}}|{{dated}}) )?{_OFTEN_FIRST}")
_BEHIND = (
    "(?: {of_any_brand})? ?(?:{ko} )?(?:{also} )?(?:(?P<q>{multiple}) )?(?:(?P<w>{window}|{dated}) )?"
    "(?P<not>{neg} (?:{ever} )?)?"
)
_VERBS = (
    (ORDERED, pattern(_BEHIND + r"(?:{bought}|{took})(?P<nor> {neg})?(?!\w)")),
    (SENT_BACK, pattern(_BEHIND + r"(?:{returned}|{back})(?P<nor> {neg})?(?: {did})?(?!\w)")),
)
_BUT_NOT = pattern(" ?(?:{be} ?)?,? ?(?:(?:{but}|{and}) )?{neg} (?:{bought} |{took} )?")
_BUT, _NOT_BEHIND = (
    pattern(" ?,? ?(?:(?:{but}|{and}) )?"),
    pattern(r"(?: {of_any_brand})? (?:{ever} )?{neg}(?: (?:{bought}|{took}))?(?!\w)"),
)
_KEPT = pattern(
    " ?,? ?(?:(?:{but}|{and}) )?(?:(?P<not>{neg} (?:{ever} )?){returned}(?: {it})?|{returned} {it}"
    r"|(?:{returned}|{back}) (?P<nor>{neg})(?: {did})?|(?:{it} )?{back} {did})(?=\s*(?:[,;.]|$|{and}|{or}))"
)
_VERB_FIRST = pattern("(?:{bought}|{took}|{returned}) (?:{the} ){0,2}").pattern
_VERB_LAST = pattern(" (?:{ko} )?(?:{neg} )?(?:{bought}|{took}|{returned}|{shoppers})").pattern
_BUYERS, _BUYERS_OF = pattern(r"(?:{shoppers}|{lovers})(?!\w)"), pattern("{buyers_of} ")
_NEITHER, _NOR = (
    pattern("(?:(?:{neg} )?(?:{bought}|{took}) )?{nor} (?:{the} )?"),
    pattern(" ?,? ?(?:{nor}|{or}) (?:{the} )?"),
)
_NOR_VERB = pattern(" (?:{bought}|{took})(?!\\w)")
_ALSO, _TOO = pattern(" (?:ho )?{and} "), pattern(" {also}(?!\\w)")


def of_goods(opening: re.Pattern[str], event: str, closing: re.Pattern[str] = _NOTHING_MORE) -> Reads:
    """ "Bought nike or puma in the last 60 days": of each name its own condition; without a time, ever.

    ``closing`` is the rest of the verb: "sent the boots back".
    """

    def read(said: str, place: int, names: Names) -> Clause | None:
        found = opening.match(said, place)
        clause = _listed(said, found.end(), goods_of(names)) if found is not None else None
        if found is None or clause is None:
            return None
        closed = closing.match(said, clause.end)
        if closed is None:
            return None
        often, end = then(_OFTEN, said, closed.end())
        window, end = then(_WINDOW, said, end) if found["not"] else timed(said, place, end)
        if often is None and window is not None:
            often, end = then(_OFTEN_BEHIND, said, end)
        criteria = _counted(
            clause.criteria, event, _time(names, window, denied=bool(found["not"])), _quantity(found, often)
        )
        if found["not"]:
            return None if isinstance(criteria, All) else Clause(Not(criteria), end)
        return _beside(Clause(criteria, end), clause.criteria, event, said, names)

    return read


def behind(said: str, place: int, names: Names) -> Clause | None:
    """ "Pichle 30 din mein kurtas kharide", "lunch box nahi liya": the goods before what was done with them."""
    before = _BEFORE.match(said, place)
    clause = _listed(said, before.end(), goods_of(names)) if before is not None else None
    if before is None or clause is None:
        return None
    for event, verb in _VERBS:
        found = verb.match(said, clause.end)
        if found is not None:
            after, end = then(_WINDOW, said, found.end())
            within = _time(names, before, found, after, denied=bool(found["not"] or found["nor"]))
            criteria = _counted(clause.criteria, event, within, _quantity(before, found))
            if found["not"] or found["nor"]:
                return None if isinstance(criteria, All) else Clause(Not(criteria), end)
            return None if before["ever"] else _beside(Clause(criteria, end), clause.criteria, event, said, names)
    return None


def buyers(said: str, place: int, names: Names) -> Clause | None:
    """ "Nike buyers in the last month", "mug wale"; a whole name means them by itself."""
    clause = _listed(said, place, goods_of(names))
    bought = _BUYERS.match(said, clause.end + 1) if clause is not None else None
    if clause is None or bought is None:
        clause = _listed(said, place, goods_alone(names))
    if clause is None:
        return None
    return _told_of(clause, bought.end() if bought is not None else clause.end, said, names)


def buyers_of(said: str, place: int, names: Names) -> Clause | None:
    """ "Buyers of steel bottles"."""
    opening = _BUYERS_OF.match(said, place)
    clause = _listed(said, opening.end(), goods_of(names)) if opening is not None else None
    return None if clause is None else _told_of(clause, clause.end, said, names)


def neither(said: str, place: int, names: Names) -> Clause | None:
    """ "Na mug na box", "ni falda ni blusa", with a verb behind or without."""
    opening, known = _NEITHER.match(said, place), goods_of(names)
    found = _one(said, opening.end(), known) if opening is not None else None
    if found is None:
        return None
    several, end = [found[0]], found[1]
    while (more := _NOR.match(said, end)) and (after := _one(said, more.end(), known)):
        several.append(after[0])
        end = after[1]
    verb = _NOR_VERB.match(said, end)
    bought = Any(tuple(_counted(one, ORDERED, None, None) for one in several))
    return Clause(Not(bought), verb.end() if verb else end) if len(several) > 1 else None


def _told_of(clause: Clause, end: int, said: str, names: Names) -> Clause | None:
    """Goods that were bought, with how often, when, and what is said beside them."""
    again = bought_it(said, end)
    if again is None:
        return None
    bought, end = again
    often, end = then(_OFTEN_BEHIND, said, end)
    window, end = timed(said, 0 if bought else end, end)
    criteria = _counted(clause.criteria, ORDERED, _time(names, window), _quantity(often))
    return _beside(Clause(criteria, end), clause.criteria, ORDERED, said, names)


def unsold(said: str, words: str) -> str | None:
    """The words, without an article, where they stand for goods: behind "bought the", before "kharida"; else None."""
    name = _THE.sub("", words, count=1)
    they = re.escape(name)
    stands = re.search(rf"{_VERB_FIRST}{they}(?!\w)|(?<!\w){they}{_VERB_LAST}", said)
    return name if name and stands else None


def _listed(said: str, place: int, known: Called) -> Clause | None:
    """Names with "or" between them, or with "and": then all of them; "a, b or c" is any, "a and b or c" is not read."""
    first = _either(said, place, known)
    if first is None:
        return None
    several, end, joints = [first.criteria], first.end, set[str]()
    while (more := _AND.match(said, end)) and (after := _either(said, more.end(), known)):
        several.append(after.criteria)
        joints.add(more[0].strip())
        end = after.end
    if are_mixed(All(tuple(several))):
        return None
    if len(several) == 1:
        return Clause(several[0], end)
    if _EITHER.search(said, place, end) is None:
        return Clause(All(tuple(several)), end)
    if joints != {","}:
        return None
    return Clause(Any(tuple(one for each in several for one in _alternatives(each))), end)


def _alternatives(criteria: Criteria) -> tuple[Criteria, ...]:
    return criteria.of if isinstance(criteria, Any) else (criteria,)


def _either(said: str, place: int, known: Called) -> Clause | None:
    first = _one(said, place, known)
    if first is None:
        return None
    several, end = [first[0]], first[1]
    while (more := _EITHER.match(said, end)) and (after := _one(said, more.end(), known)):
        several.append(after[0])
        end = after[1]
    return Clause(several[0] if len(several) == 1 else Any(tuple(several)), end)


def _one(said: str, place: int, known: Called) -> tuple[Criteria, int] | None:
    """One name, with an article or without."""
    the = _THE.match(said, place)
    return called_sized(known, said, the.end() if the else place) or called_sized(known, said, place)


def _beside(clause: Clause, goods: Criteria, event: str, said: str, names: Names) -> Clause:
    """The clause with what it goes on with: goods that were not bought, and that these were or were not sent back."""
    told, end = [clause.criteria], clause.end
    while more := (
        _but_not(said, end, event, names)
        or _sent_back(said, end, goods)
        or _too(said, end, event, names)
        or nothing_then(said, end, event)
    ):
        told.append(more.criteria)
        end = more.end
    return Clause(told[0] if len(told) == 1 else All(tuple(told)), end)


def _but_not(said: str, place: int, event: str, names: Names) -> Clause | None:
    """ "But not the cap", "magar lunch box nahi"."""
    known = goods_of(names)
    before, but = _BUT_NOT.match(said, place), _BUT.match(said, place)
    clause = _listed(said, before.end(), known) if before is not None else None
    if clause is not None:
        return Clause(Not(_counted(clause.criteria, event, None, None)), clause.end)
    clause = _listed(said, but.end(), known) if but is not None and but.end() > place else None
    after = _NOT_BEHIND.match(said, clause.end) if clause is not None else None
    if clause is None or after is None:
        return None
    return Clause(Not(_counted(clause.criteria, event, None, None)), after.end())


def _too(said: str, place: int, event: str, names: Names) -> Clause | None:
    """ "Aur elephant bhi"."""
    opening = _ALSO.match(said, place)
    clause = _listed(said, opening.end(), goods_of(names)) if opening is not None else None
    after = _TOO.match(said, clause.end) if clause is not None else None
    return Clause(_counted(clause.criteria, event, None, None), after.end()) if clause and after else None


def _sent_back(said: str, place: int, goods: Criteria) -> Clause | None:
    """ "Not returned", "and sent it back", of goods by their title; of a brand the customer's returns are meant."""
    found = _KEPT.match(said, place)
    if found is None or not any(isinstance(one, Counted) for one in leaves(goods)):
        return None
    back = _counted(goods, SENT_BACK, None, None)
    return Clause(Not(back) if found["not"] or found["nor"] else back, found.end())


def _time(names: Names, *found: re.Match[str] | None, denied: bool = False) -> Within | None:
    """The time that was said. Raises UnreadTime for goods that were bought "2 weeks ago", which is no time within."""
    said = next((one["w"] for one in found if one is not None and one["w"]), None)
    return None if said is None else when(names, said, denied=denied)


def _quantity(*found: re.Match[str] | None) -> Quantity | None:
    return next((read_quantity(one["q"]) for one in found if one is not None and one["q"]), None)


def _counted(goods: Criteria, event: str, within: Within | None, quantity: Quantity | None) -> Criteria:
    """Goods as lines of events: a brand that was bought ever is a fact, all else an event."""
    match goods:
        case All(of):
            return All(tuple(_counted(one, event, within, quantity) for one in of))
        case Any(of):
            return Any(tuple(_counted(one, event, within, quantity) for one in of))
        case Compared() if within is None and event == ORDERED and quantity is None:
            return goods
    op, count = (quantity.op, quantity.whole or 0) if quantity else (">=", 1)
    where = goods.where if isinstance(goods, Counted) else (goods,) if isinstance(goods, Compared) else ()
    return Counted(event, op, count, within, where)
