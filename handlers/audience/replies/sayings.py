"""Clauses in forms of their own: a no of two words, the one order and no other, a stage that somebody came to, money
with its sign and a time."""

from __future__ import annotations

from decimal import Decimal

from flows.audience.criteria import Compared
from handlers.audience.replies import meanings
from handlers.audience.replies.kinds import Clause, Reads, plain
from handlers.audience.replies.meanings import is_so
from handlers.audience.replies.names import Names
from handlers.audience.replies.saying import ClauseWords
from handlers.audience.replies.spending import money
from handlers.audience.replies.words import pattern

_NOUNS = (
    ("orders", "order.created", "{orders}"),
    ("returns", "return.completed", "{returns}"),
    ("discounts_used", None, "{discount}"),
    ("clicks", "message.clicked", "{click_nouns}"),
    ("visits", "customer.visited", "{visit_nouns}"),
    ("replies", "message.replied", "{reply_nouns}"),
)
_STAGES = ("at_risk", "lost", "loyal", "active", "dormant")
_NOT_ONE = "{neg} (?:{having_done} ){0,2}{not_one} "
_AMOUNT = pattern("(?P<q>(?:(?:{at_least}|{more}|{less}|{at_most}) ?)?{figure}(?: ?\\+| {or_more}| {or_less})?)")
_IN_TIME = pattern(r" ?,? ?(?:(?P<w>{window})|(?P<d>{dated}))(?= ?[,;.]| ?$| {but}(?!\w)| {and}(?!\w)| {neg} )")
_FIRST = pattern(r"^(?:[\s,]|{filler}(?!\w))*$")
_JUST_ONE = pattern(
    "{just_one} (?:{orders}|compra)(?: ?,? ?{then_silent}| {did})?(?!\\w)"
    "(?! (?:{neg_last}|{neg}|{then_silent}|me|mein|में|of|de|con|with)(?!\\w))"
)
_NO_BEFORE = pattern("{neg} (?:{having_done} ){0,2}$")
_SIGN = pattern("{currency}")


def _none_of(fact: str, event: str | None, noun: str) -> tuple[Reads, ...]:
    """ "Sin haber usado ni un descuento", "no han hecho un solo pedido en 60 dias": none, and not "not just one"."""
    never = plain(f"(?:{_NOT_ONE}|{{no_such}} ){noun}(?!\\w)", is_so(Compared(fact, "=", Decimal(0))))
    if event is None:
        return (never,)
    return never, plain(f"(?:{_NOT_ONE}|{{no_such}} ){noun} (?P<w>{{window}})", meanings.without(event))


def money_in_time(said: str, place: int, names: Names) -> Clause | None:
    """ "Mas de 250€ en los ultimos 30 dias" at the head of a phrase, where no cart or order is named that costs so."""
    amount = _AMOUNT.match(said, place) if _FIRST.match(said[:place]) else None
    time = _IN_TIME.match(said, amount.end()) if amount is not None else None
    if amount is None or time is None or _SIGN.search(amount["q"]) is None:
        return None
    told = ClauseWords(quantity=amount["q"], window=time["w"] or "", date=time["d"] or "")
    criteria = money("spend", "order.created")(told, names)
    return None if criteria is None else Clause(criteria, time.end())


def just_one_order(said: str, place: int, _names: Names) -> Clause | None:
    """ "Ek hi order karke chup"; "no una sola compra" is none at all, or not just one."""
    found = None if _NO_BEFORE.search(said, 0, place) else _JUST_ONE.match(said, place)
    return None if found is None else Clause(Compared("orders", "=", Decimal(1)), found.end())


def _stage(name: str) -> tuple[Reads, ...]:
    """ "Lost me chale gaye", "pasaron a perdidos"."""
    stage = is_so(Compared("lifecycle", "=", name))
    return plain(f"{{{name}}} {{became}}(?!\\w)", stage), plain(f"{{became_before}} {{{name}}}(?!\\w)", stage)


SAYINGS: tuple[Reads, ...] = (
    *(clause for one in _NOUNS for clause in _none_of(*one)),
    *(clause for one in _STAGES for clause in _stage(one)),
    just_one_order,
    plain("{so_far} (?:{in_all} )?(?P<q>{quantity}) {spent}(?!\\w)", meanings.much("spend")),
    plain("{in_all} (?P<q>{quantity}) {spent}(?!\\w)", meanings.much("spend")),
    money_in_time,
)  # fmt: skip
