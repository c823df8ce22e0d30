"""Clauses of orders that arrived or were sent off: "les llego su pedido ayer", "order mil gaya".

A no beside one is not read: who got no order yesterday is another one than who waits for theirs.
"""

from __future__ import annotations

from flows.audience.criteria import Counted
from handlers.audience.replies.kinds import Clause, Reads
from handlers.audience.replies.names import Names
from handlers.audience.replies.whens import when
from handlers.audience.replies.words import pattern

_WINDOW_FIRST = "(?:(?P<v>{window}) ?,? ?(?:(?:{who}|{filler}) ){0,3}?)?"
_TIME_BEHIND = "(?: (?P<w>{window}|{dated}))?"
_NO_BEFORE = pattern("{neg}(?: (?:{filler}|todavia|aun|still|abhi))*$")
_NO_BEHIND = pattern(" (?:{neg_last}|{neg}|with|of|con|de)(?!\\w)")  # "their order of boots" is of some goods alone


def _done(event: str, words: str) -> Reads:
    wanted = pattern(rf"{_WINDOW_FIRST}{words}(?!\w){_TIME_BEHIND}(?!\w)")

    def read(said: str, place: int, names: Names) -> Clause | None:
        found = wanted.match(said, place)
        if found is None or _NO_BEFORE.search(said[:place].rstrip()) or _NO_BEHIND.match(said, found.end()):
            return None
        told = [one for one in (found["v"], found["w"]) if one]
        return Clause(Counted(event, within=when(names, *told)), found.end())

    return read


DELIVERIES: tuple[Reads, ...] = (
    _done("order.delivered", "{order_arrived}"),
    _done("order.shipped", "{order_sent}"),
)
