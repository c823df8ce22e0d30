"""Words behind goods that were bought: the time, "bought it", goods that were not bought beside them, and that these
were sent back, or kept."""

from __future__ import annotations

import re

from flows.audience.criteria import All, Counted, Criteria, Not, leaves
from handlers.audience.replies.called_goods import goods_of
from handlers.audience.replies.events import ORDERED, SENT_BACK
from handlers.audience.replies.goods_lines import counted
from handlers.audience.replies.kinds import Clause, then
from handlers.audience.replies.listing import listed_goods
from handlers.audience.replies.names import Names
from handlers.audience.replies.times import read_time
from handlers.audience.replies.words import pattern

_WINDOW = pattern("(?P<w>{window}|{dated})")
_THEN_A_TIME = pattern(r" ?, ?(?=(?:{window}|{dated}) ?[.;!?]*$)")
_DONE = pattern("{bought}|{took}|{returned}|{clicked}|{replied}|{visited}")
_FILLERS = r"[ .,:;]*(?:(?:{filler})[ .,:;]+)*"
_IT = pattern(_FILLERS + r"{bought} {it}(?!\w)(?: {earlier}(?= ?[,.;]| ?$| {but} | {and} ))?")
_NOT_IT = pattern(_FILLERS + r"{neg} (?:{ever} )?(?:{bought}|{took}) {it}(?!\w)")
_NOTHING = pattern(
    r" ?,? ?(?:(?:{was}|{but}|{and}) ?,? ){0,2}(?P<w>{window}) {kuch}(?: {neg_last})(?: {did})?(?=\s*(?:[,;.!?]|$))"
)
_BUT_NOT = pattern(" ?(?:{be} ?)?,? ?(?:(?:{but}|{and}) )?{neg} (?:{bought} |{took} )?")
_BUT, _NOT_BEHIND = (
    pattern(" ?,? ?(?:(?:{but}|{and}) )?"),
    pattern(r"(?: {of_any_brand})? (?:{ever} )?{neg}(?: (?:{bought}|{took}))?(?!\w)"),
)
_KEPT = pattern(
    " ?,? ?(?:(?:(?:{but}|{and}) )?(?:(?P<not>{neg} (?:{ever} )?){returned}(?: {it})?|{returned} {it}"
    r"|(?:{returned}|{back}) (?P<nor>{neg})(?: {did})?|(?:{it} )?{back} {did})"
    r"|(?:{but}|{and}) (?P<bare>{returned}))(?=\s*(?:[,;.]|$|{and}|{or}))"
)
_SOME = pattern("{some_goods}")
_ALSO, _TOO = pattern(" (?:ho )?{and} "), pattern(" {also}(?!\\w)")


def timed(said: str, begins: int, end: int) -> tuple[re.Match[str] | None, int]:
    """The time behind goods, also at the end of the phrase ("hats, june 1 thru june 9") if it is of nothing before."""
    window, after = then(_WINDOW, said, end)
    later = _THEN_A_TIME.match(said, end) if window is None and _DONE.search(said, 0, begins) is None else None
    return (window, after) if later is None else then(_WINDOW, said, later.end())


def bought_it(said: str, end: int) -> tuple[bool, int] | None:
    """ "Tea people. the ones who bought it before": whether these words stand there, and their end; None for a no."""
    if _NOT_IT.match(said, end):
        return None
    found, after = then(_IT, said, end)
    return found is not None, after


def nothing_then(said: str, place: int, event: str) -> Clause | None:
    """ "Is saal kuch bhi nahi", behind what was bought before."""
    found = _NOTHING.match(said, place) if event == ORDERED else None
    return Clause(Not(Counted(ORDERED, within=read_time(found["w"]))), found.end()) if found is not None else None


def with_beside(clause: Clause, goods: Criteria, event: str, said: str, names: Names) -> Clause:
    """The clause with what it goes on with: goods that were not bought, and that these were or were not sent back."""
    told, end = [clause.criteria], clause.end
    while more := (
        _but_not(said, end, event, names)
        or _sent_back(said, end, goods)
        or _also(said, end, event, names)
        or nothing_then(said, end, event)
    ):
        told.append(more.criteria)
        end = more.end
    return Clause(told[0] if len(told) == 1 else All(tuple(told)), end)


def _but_not(said: str, place: int, event: str, names: Names) -> Clause | None:
    """ "But not the cap", "magar lunch box nahi"."""
    known = goods_of(names)
    before, but = _BUT_NOT.match(said, place), _BUT.match(said, place)
    clause = listed_goods(said, before.end(), known) if before is not None else None
    if clause is not None:
        return Clause(Not(counted(clause.criteria, event)), clause.end)
    clause = listed_goods(said, but.end(), known) if but is not None and but.end() > place else None
    after = _NOT_BEHIND.match(said, clause.end) if clause is not None else None
    if clause is None or after is None:
        return None
    return Clause(Not(counted(clause.criteria, event)), after.end())


def _also(said: str, place: int, event: str, names: Names) -> Clause | None:
    """ "Aur elephant bhi"."""
    opening = _ALSO.match(said, place)
    clause = listed_goods(said, opening.end(), goods_of(names)) if opening is not None else None
    after = _TOO.match(said, clause.end) if clause is not None else None
    return Clause(counted(clause.criteria, event), after.end()) if clause and after else None


def _sent_back(said: str, place: int, goods: Criteria) -> Clause | None:
    """ "Not returned", "and sent it back", of goods by their title; of a brand the customer's returns are meant."""
    found = _KEPT.match(said, place)
    if found is None or not any(isinstance(one, Counted) for one in leaves(goods)):
        return None
    if found["bare"] and _SOME.search(found["bare"]):
        return None  # "and sent something back"
    back = counted(goods, SENT_BACK)
    return Clause(Not(back) if found["not"] or found["nor"] else back, found.end())
