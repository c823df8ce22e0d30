"""Words behind goods that were bought: the time, "bought it", and that no order came since."""

from __future__ import annotations

import re

from flows.audience.criteria import Counted, Not
from handlers.audience.replies.called_goods import ORDERED
from handlers.audience.replies.kinds import Clause, then
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
