"""Clauses of phrases: what each kind of clause says of a customer.

A clause is tried where a word begins; the longest that can be read there counts. Names of goods, places, languages and
tags are those of the business (``names.Names``): a clause with a name that nobody knows is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from flows.audience.criteria import EVERYBODY, Compared, Counted, Not
from handlers.audience.replies import goods, marks, meanings
from handlers.audience.replies.agreeing import AGREEING
from handlers.audience.replies.birthdays import BIRTHDAYS
from handlers.audience.replies.composing import composed
from handlers.audience.replies.deliveries import DELIVERIES
from handlers.audience.replies.doings import DOINGS
from handlers.audience.replies.events import SENT_BACK
from handlers.audience.replies.kinds import Clause, Reads, followed, listed, named, plain
from handlers.audience.replies.meanings import is_so
from handlers.audience.replies.names import Names, channels, languages
from handlers.audience.replies.own_words import OWN_WORDS
from handlers.audience.replies.ranks import RANKS
from handlers.audience.replies.reach import REACH
from handlers.audience.replies.sayings import SAYINGS
from handlers.audience.replies.scripts import SCRIPTS
from handlers.audience.replies.silences import SILENCES
from handlers.audience.replies.times import UnreadTime
from handlers.audience.replies.totals import TOTALS, counts_money
from handlers.audience.replies.words import pattern

_NONE, _NO = pattern("{none}"), pattern("{neg}")
_TWO_NOUNS = pattern(r"(?:{orders}|{returns}|{discount}) (?:{neg}|{neg_last}|{nor}) ?\S")
_NEVER = Compared("orders", "=", Decimal(0))
_NOT_SPOKEN, _ENDS = pattern("{neg} (?:in )?"), pattern(r"\s*(?:[,;.!)]|$)|\s+(?:{but}|{and})(?!\w)")


def not_spoken(said: str, place: int, _names: Names) -> Clause | None:
    """ "Speaks English, not Spanish"."""
    no = _NOT_SPOKEN.match(said, place)
    clause = listed(said, no.end(), languages()) if no is not None else None
    if clause is None or not _ENDS.match(said, clause.end):
        return None
    return Clause(Not(clause.criteria), clause.end)


_Q, _W = "(?P<q>{quantity})", "(?P<w>{window})"
_SOME = "(?:{nothing} )?"
CLAUSES: tuple[Reads, ...] = (
    *SILENCES,
    plain("(?:{neg} )(?:{ever} )?(?:{bought}|{orders})(?: {nothing})?(?: {ever})?(?!\\w)", is_so(_NEVER)),
    plain(f"{{neg}} (?:{{ever}} )?(?:{{bought}}|{{orders}}) {_SOME}{_W}",
           meanings.without("order.created")),
    plain(f"(?:{{bought}}|{{orders}}) {_SOME}{_W}", meanings.happened("order.created")),
    plain("(?P<w>{length}) (?:{ago} )?(?:{bought}|{orders}|{nothing}) {neg}(?!\\w)",
           meanings.without("order.created")),
    plain("{bought}(?: {nothing})?(?!\\w)", is_so(Compared("orders", ">=", Decimal(1)))),
    plain("(?P<r>{range}) {orders}(?!\\w)", meanings.ranged("orders")),
    goods.behind,
    followed(marks.tags, r"(?:{tag}|{members}|\((?:{the_one} )?{tag}\))"),
    plain("(?P<q>{quantity} {orders}(?: {or_more}| {or_less})?)(?!\\w)", meanings.many("orders")),
    plain(f"{{orders}} {_Q}(?!\\w)", meanings.many("orders")),
    plain(f"{_Q} {{orders}} {_W}", meanings.happened("order.created")),
    plain(f"(?:{{bought}}) {_SOME}(?P<q>{{multiple}})", meanings.many("orders")),
    plain(f"(?:{{bought}}) {_SOME}(?P<q>{{multiple}}) {_W}", meanings.happened("order.created")),
    plain("(?:one|1|single) ?-?(?:time|order|purchase)(?: {shoppers})?(?!\\w)",
          is_so(Compared("orders", "=", Decimal(1)))),
    plain(f"(?:{{gone}}|{{dormant}}) {_W}", meanings.silent),
    plain("(?P<w>{length}) (?:{ago} )?{gone}", meanings.silent),
    plain("(?P<w>{length}) (?:{ago} )?{nothing} {neg} {bought}",
           meanings.without("order.created")),
    plain(f"{{nought}} {_W}", meanings.without("order.created")),
    plain(f"(?:{{bought}}|{{orders}}|{{nothing}}) {{neg}}(?: {{did}})? {_W}",
           meanings.without("order.created")),
    plain("(?:{ever} |{nothing} )?{orders} {neg}(?: {did})?(?! {bought})", is_so(_NEVER)),
    plain("(?:{nothing} )?(?:{returns}) {neg}(?!\\w)", is_so(Compared("returns", "=", Decimal(0)))),
    plain("(?:{first_order}) (?:{more} )?(?P<w>{length}) {ago}", meanings.ago("first_order_at", "before")),
    plain("(?:{joined}) (?:{more} )?(?P<w>{length}) {ago}", meanings.ago("acquired_at", "before")),
    plain("(?P<w>(?:{last} )?{length}) (?:{ago} )?{joined}", meanings.ago("acquired_at", "within")),
    plain("{clicked} (?P<q>{multiple})", meanings.many("clicks")),
    plain(f"{{clicked}} (?P<q>{{multiple}}) {_W}", meanings.happened("message.clicked")),
    plain("{replied} (?P<q>{multiple})", meanings.many("replies")),
    plain(f"{{replied}} (?P<q>{{multiple}}) {_W}", meanings.happened("message.replied")),
    plain("{last_order} (?:{more} )?(?P<w>{length}) {ago}", meanings.silent),
    plain(f"{{last_order}} {_W}", meanings.ago("last_order_at", "within")),
    plain(f"{{first_order}} {_W}", meanings.ago("first_order_at", "within")),
    plain(f"(?:{{new}}|{{joined}}) {_W}", meanings.ago("acquired_at", "within")),
    plain(f"{{spent}} {_Q}", meanings.much("spend")),
    plain(f"{_Q} {{spent}}", meanings.much("spend")),
    plain("{spent} (?P<r>{range})(?!\\w)", meanings.between("spend")),
    plain("(?P<r>{range}) {spent}(?!\\w)", meanings.between("spend")),
    plain(f"(?:{{spent}}|{{averages}}) {_Q} (?:{{told_behind}} )?{{per_order}}", meanings.much("average_order")),
    plain("(?:{spent}|{averages}) (?P<r>{range}) (?:{told_behind} )?{per_order}", meanings.between("average_order")),
    plain(f"{{average}}(?: of)? {_Q}", meanings.much("average_order")),
    plain("{neg} (?:{ever} )?(?:{returned}|{returns})(?: {nothing})?(?!\\w)",
           is_so(Compared("returns", "=", Decimal(0)))),
    plain(f"{{neg}} (?:{{ever}} )?(?:{{returned}}|{{returns}}) {_SOME}{_W}",
           meanings.without("return.completed")),
    plain(f"{{neg}} (?:{{ever}} )?{{visited}} {_SOME}{_W}",
           meanings.without("customer.visited")),
    plain(f"{{neg}} (?:{{ever}} )?{{clicked}} {_W}",
           meanings.without("message.clicked")),
    plain(f"{{neg}} (?:{{ever}} )?{{replied}} {_W}",
           meanings.without("message.replied")),
    plain("{returned}(?: {nothing})?(?!\\w)", is_so(Compared("returns", ">=", Decimal(1)))),
    plain(f"{{returned}} {_SOME}{_W}", meanings.happened("return.completed")),
    plain(f"{{returned}} {_SOME}(?P<q>{{multiple}})", meanings.many("returns")),
    plain(f"{_Q} {{returns}}(?!\\w)", meanings.many("returns")),
    plain("{neg} (?:{ever} )?(?:{used} )?(?:a )?{discount}(?: {used}| taken)?(?!\\w)",
           is_so(Compared("discounts_used", "=", Decimal(0)))),
    plain("{used} (?:a )?{discount}(?!\\w)", is_so(Compared("discounts_used", ">=", Decimal(1)))),
    plain(f"{{used}} {_Q} {{discount}}(?!\\w)", meanings.many("discounts_used")),
    plain("{used} (?:a )?{discount} (?P<q>{multiple})", meanings.many("discounts_used")),
    plain("{neg} (?:{ever} )?{clicked}(?!\\w)", is_so(Compared("clicks", "=", Decimal(0)))),
    plain("{clicked}(?!\\w)", is_so(Compared("clicks", ">=", Decimal(1)))),
    plain(f"{{clicked}} {_W}", meanings.happened("message.clicked")),
    plain("{neg} (?:{ever} )?{replied}(?!\\w)", is_so(Compared("replies", "=", Decimal(0)))),
    plain("{replied}(?!\\w)", is_so(Compared("replies", ">=", Decimal(1)))),
    plain(f"{{replied}} {_W}", meanings.happened("message.replied")),
    plain("{neg} (?:{ever} )?{visited}(?: {nothing})?(?!\\w)", is_so(Compared("visits", "=", Decimal(0)))),
    plain(f"{{visited}} {_SOME}{_W}", meanings.happened("customer.visited")),
    plain(f"{{visited}} {_SOME}(?P<q>{{multiple}})", meanings.many("visits")),
    plain(f"{{visited}} {_SOME}(?P<q>{{multiple}}) {_W}", meanings.happened("customer.visited")),
    plain(f"{_Q} (?:visits?|visitas?)(?!\\w)", meanings.many("visits")),
    plain(f"{_Q} (?:visits?|visitas?) {_W}", meanings.happened("customer.visited")),
    plain("{birthday} (?:is )?(?P<w>{window}|{coming})", meanings.birthday("<=")),
    plain("{birthday} (?:is )?(?:today|aaj|hoy)(?!\\w)", is_so(Compared("birthday_in_days", "=", Decimal(0)))),
    plain("{birthday} (?:is )?{today} {or} (?:tomorrow|manana|kal|कल)(?!\\w)",
          is_so(Compared("birthday_in_days", "<=", Decimal(1)))),
    plain("{birthday} (?:is )?(?:tomorrow|manana)(?!\\w)", is_so(Compared("birthday_in_days", "=", Decimal(1)))),
    plain("{birthday} (?:is )?(?:in |en |on )?(?P<m>[a-z]+)(?!\\w)", meanings.month),
    plain("(?P<m>[a-z]+) {birthday}(?!\\w)", meanings.month),
    plain("(?:the |our )?{top} (?P<n>\\d{1,2}) ?(?:%|percent|per cent|por ciento)(?: spenders| of spenders)?",
          meanings.top),
    plain("{at_risk}", is_so(Compared("lifecycle", "=", "at_risk"))),
    plain("{lost}", is_so(Compared("lifecycle", "=", "lost"))),
    plain("{loyal}", is_so(Compared("lifecycle", "=", "loyal"))),
    plain("{active}", is_so(Compared("lifecycle", "=", "active"))),
    plain("{dormant}", is_so(Compared("lifecycle", "=", "dormant"))),
    plain("{new}(?!\\w)", is_so(Compared("lifecycle", "=", "new"))),
    plain("{everybody}", is_so(EVERYBODY)),
    plain("{neg} {loyalty}(?!\\w)", is_so(Not(Compared("loyalty.progress", ">", Decimal(0))))),
    plain(f"{_Q} {{loyalty}}(?!\\w)", meanings.many("loyalty.progress")),
    plain(f"{{loyalty}}(?: progress)? {_Q}(?!\\w)", meanings.many("loyalty.progress")),
    goods.of_goods(goods.BOUGHT, "order.created"),
    goods.of_goods(goods.RETURNED, SENT_BACK),
    goods.of_goods(goods.SENT, SENT_BACK, goods.BACK),
    named("(?!from us(?!\\w)){in} (?:the )?", lambda names: names.places()),  # "from us" is of the shop as well
    not_spoken,
    named("{speak} ", lambda _names: languages()),
    named("{in} ", lambda _names: languages()),
    followed(lambda _names: languages(), "(?:{case} )?{speakers}"),
    named("(?:{reach} )?", lambda _names: channels()),
    named("{tag} ", marks.tags),
    named("#", marks.tags),
    named("{those_of} (?:{the_one} )?", marks.tags),
    marks.came,
    named("(?:{in} )?(?:{of_ours} )?(?:{audience} )?", lambda names: names.audiences),
    marks.kept,
    named("", lambda names: names.bare_places()),
    followed(marks.sources, "{than}"),
    followed(lambda names: names.bare_places(), "{than}"),
    named("", marks.sources),
    named("", marks.tags),
    goods.buyers,
    goods.buyers_of,
    goods.neither,
    marks.tagged_anew,
    *DOINGS,
    *REACH,
    *BIRTHDAYS,
    *RANKS,
    *SAYINGS,
    *DELIVERIES,
    *SCRIPTS,
    *AGREEING,
    *TOTALS,
    *OWN_WORDS,
    composed,
)  # fmt: skip


def clauses_at(said: str, place: int, names: Names) -> Iterator[Clause]:
    """Every clause that can be read at a place, the longest first."""
    found = [clause for read in CLAUSES if (clause := _tried(read, said, place, names)) is not None]
    found = [one for one in found if not _denies_more(one, said[place : one.end])]
    found = [one for one in found if not counts_money(one.criteria, said, place)]
    yield from sorted((_of_nothing(one, said[place : one.end]) for one in found), key=lambda one: -one.end)


def _denies_more(clause: Clause, text: str) -> bool:
    """ "Orders no clicks" are two things, of which the second alone would be denied."""
    two = _TWO_NOUNS.match(text) is not None and isinstance(clause.criteria, Compared)
    return (
        two
        and isinstance(clause.criteria, Compared)
        and clause.criteria.fact not in {"orders", "returns", "discounts_used"}
    )


def _of_nothing(clause: Clause, text: str) -> Clause:
    """The clause, denied where "nothing" was done: "bought nothing this year"; once only, beside another no."""
    done = isinstance(clause.criteria, Counted) or (
        isinstance(clause.criteria, Compared)
        and clause.criteria.op == ">="
        and (clause.criteria.value == 1 or clause.criteria.fact == "last_order_at")
    )
    if not done or not _NONE.search(text) or _NO.search(_NONE.sub("", text)):
        return clause
    return Clause(Not(clause.criteria), clause.end)


def _tried(read: Reads, said: str, place: int, names: Names) -> Clause | None:
    try:
        return read(said, place, names)
    except UnreadTime:
        return None
