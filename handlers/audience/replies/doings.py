"""Clauses of what customers did or did not do, said the other way round: the time or the count before the verb, the no
behind it."""

from __future__ import annotations

import re
from decimal import Decimal

from flows.audience.criteria import All, Compared, Criteria
from handlers.audience.replies import meanings
from handlers.audience.replies.kinds import Reads, plain
from handlers.audience.replies.meanings import is_so
from handlers.audience.replies.names import Names
from handlers.audience.replies.saying import ClauseWords
from handlers.audience.replies.telling import moment

_W = "(?P<w>{window})"
_SOME = "(?:{nothing} )?"
_NO = (
    r"(?:{ever} )?{neg_last}(?: (?:{did}|hai|hain|ho|kar rahe|है|हैं))?"
    r"(?=\s*(?:[,;.]|$)|\s+(?:{but}|{and}|{or}|{shoppers})(?!\w))"
)
_SITE = "(?:{visited} (?:{of_ours} )?{site}|(?:{of_ours} )?{site} (?:pe |par |पर |mein )?{visited})"
_LINK = "(?:{clicked}(?: (?:on )?(?:{of_ours} )?{link})?)"
_DONE = (
    ("order.created", "orders", "(?:{bought})", "order|ऑर्डर|kharid"),
    ("customer.visited", "visits", f"(?:{_SITE}|{{visited}})", "visit"),
    ("message.clicked", "clicks", _LINK, "click|क्लिक"),
    ("message.replied", "replies", "(?:(?:{heard} )?{replied})", "reply|jawab|जवाब|रिप्लाई"),
    ("return.completed", "returns", "(?:{returned})", "return|wapas|वापस|रिटर्न"),
)


def _done(event: str, fact: str, verb: str, noun: str) -> tuple[Reads, ...]:
    """The clauses of one kind of event."""
    never = is_so(Compared(fact, "=", Decimal(0)))
    return (
        plain(f"{_W} {_SOME}{verb}(?!\\w)", meanings.happened(event)),
        plain(f"{_W} (?P<q>{{multiple}}) {_SOME}{verb}(?!\\w)", meanings.happened(event)),
        plain(f"{_W} {_SOME}(?:{noun}) {{neg_last}} {{made}}(?!\\w)", meanings.without(event)),
        plain(f"{_SOME}(?:{noun}) (?:{{ever}} )?{{neg_last}} {{made}}(?!\\w)", never),
        plain(f"{_W} {_SOME}{{neg}} {verb}(?!\\w)", meanings.without(event)),
        plain(f"{_W} {_SOME}{verb} {_SOME}{_NO}", meanings.without(event)),
        plain(f"{verb} {_SOME}{_W} {_NO}", meanings.without(event)),
        plain(f"{verb} {_SOME}{_W}", meanings.happened(event)),
        plain(f"{verb} {_SOME}(?P<q>{{multiple}}) {_W}", meanings.happened(event)),
        plain(f"{verb} {_SOME}(?P<q>{{multiple}})", meanings.many(fact)),
        plain(f"(?P<q>{{multiple}}) {_SOME}{verb}(?!\\w)", meanings.many(fact)),
        plain(f"{{neg}} (?:{{ever}} )?{verb} {_SOME}{_W}", meanings.without(event)),
        plain(f"{{neg}} (?:{{ever}} )?{verb}(?: {{nothing}})?(?!\\w)", never),
        plain(f"(?:{{ever}} )?{verb} {_SOME}{_NO}", never),
        plain(f"(?:{{nothing}} )(?:{{ever}} )?{{neg}} {verb}(?!\\w)", never),
        plain(f"{verb}(?!\\w)", is_so(Compared(fact, ">=", Decimal(1)))),
    )


def _once_and_ago(found: re.Match[str], names: Names) -> Criteria | None:
    """ "Ordered once, more than 45 days ago": the one order was then."""
    many, silent = meanings.many("orders")(found, names), meanings.silent(found, names)
    once = isinstance(many, Compared) and many.op == "=" and many.value == 1
    return All((many, silent)) if many is not None and silent is not None and once else None


def _of_old(found: re.Match[str], names: Names) -> Criteria | None:
    """ "2 saal se purane customer": the first order was before."""
    return meanings.ago("first_order_at", "before")(found, names)


def _once_in(found: re.Match[str], names: Names) -> Criteria | None:
    """ "First ordered in may and never came back": the first order was the only one."""
    told = ClauseWords(date=found["d"]) if found["d"] else ClauseWords(window=found["w"])
    first = moment("first_order_at")(told, names)
    return None if first is None else All((first, Compared("orders", "=", Decimal(1))))


def _exactly(found: re.Match[str], names: Names) -> Criteria | None:
    """ "Only ever ordered twice"."""
    many = meanings.many("orders")(found, names)
    return Compared("orders", "=", many.value) if isinstance(many, Compared) and many.op in {"=", ">="} else None


def _at_least(found: re.Match[str], names: Names) -> Criteria | None:
    """ "Already 2 orders" are two and more."""
    many = meanings.many("orders")(found, names)
    return Compared("orders", ">=", many.value) if isinstance(many, Compared) and many.op == "=" else many


_ONE_ORDER = is_so(Compared("orders", "=", Decimal(1)))
DOINGS: tuple[Reads, ...] = (
    *(clause for one in _DONE for clause in _done(*one)),
    plain("{exactly} (?:{ever} )?{bought} (?P<q>{multiple})(?!\\w)", _exactly),
    plain("{exactly} (?P<q>{multiple}) {bought}(?: {was})?(?!\\w)", _exactly),
    plain("(?:{exactly} )?(?P<q>{multiple}) {bought}(?: {did})? ?,? ?(?:{and_that} )?(?:{more} )?(?P<w>{length}) "
          "(?:{than} )?{ago}(?: ?,? ?{gone_since})?(?!\\w)", _once_and_ago),
    plain("{first_order} (?:(?P<d>(?:{in}|{within}) {date})|(?P<w>{window})) ?,? ?(?:(?:{and}|{but}) )?"
          "{never_again}(?!\\w)", _once_in),
    plain("(?P<w>{length}) {than} (?:{above} )?{of_old}(?: {shoppers})?(?!\\w)", _of_old),
    plain("(?:{shoppers} )?(?:{for} )?(?:{more}|{at_least}) (?P<w>{length}) {of_old}(?!\\w)", _of_old),
    plain("(?:{of_old} )?{shoppers} (?:{for} )?(?:{more}|{at_least}) (?P<w>{length})(?!\\w)(?! {ago})", _of_old),
    plain("(?:{exactly} (?:{ever} )?)?{bought} (?:an? )?(?P<q>{multiple}) ?,? ?(?:hace |desde hace )?(?:for )?{more} "
          "(?P<w>{length})(?: {ago})?(?!\\w)", _once_and_ago),
    plain("(?:{already}|{earlier}) (?P<q>{quantity}) {orders}(?!\\w)", _at_least),
    plain("{earlier} (?P<q>{quantity}) (?:{orders} )?{was}(?!\\w)", _at_least),
    plain("{neg} (?:a |an |un |una )?{second} (?:{orders}|{bought})(?!\\w)", _ONE_ORDER),
    plain("{second} (?:{orders}|{bought}) {neg}(?: {did})?(?!\\w)", is_so(Compared("orders", "=", Decimal(1)))),
    plain("(?:{going}) (?:{more} )?(?P<w>{length}) (?:{nought}|{without} (?:{bought}|{orders}|ordering|buying))(?!\\w)",
          meanings.silent),
    plain("(?P<w>{length}) (?:{ago} )?(?:{nothing} )?{orders} {neg}(?: {did})?(?!\\w)",
          meanings.without("order.created")),
    plain("{first_order} ?(?:{more} ?)(?P<w>{length})(?: {ago})?(?!\\w)", meanings.ago("first_order_at", "before")),
    plain("{last_order} ?(?:{more} ?)(?P<w>{length})(?: {ago})?(?!\\w)", meanings.silent),
    plain("{joined} ?(?:{more} ?)(?P<w>{length})(?: {ago})?(?!\\w)", meanings.ago("acquired_at", "before")),
    plain("(?P<w>{window}) {first_order}(?!\\w)", meanings.ago("first_order_at", "within")),
    plain("(?P<w>{window}) {last_order}(?!\\w)", meanings.ago("last_order_at", "within")),
    plain("(?P<w>{window}) {new}(?!\\w)", meanings.ago("acquired_at", "within")),
    plain("(?P<r>{range}) {loyalty}(?!\\w)", meanings.among("loyalty.progress")),
    plain("{loyalty} (?P<r>{range})(?!\\w)", meanings.among("loyalty.progress")),
    plain("(?P<r>{range}) (?:visits?|visitas?)(?!\\w)", meanings.ranged("visits")),
    plain("{orders} (?P<r>{range})(?!\\w)", meanings.ranged("orders")),
    plain("(?:(?:a |el |un )?{discount}) (?:{ever} )?{neg}(?: {used})?(?!\\w)",
          is_so(Compared("discounts_used", "=", Decimal(0)))),
    plain("(?:{with} (?:a |an |un )?{discount}|{discount} (?:pe|par|पर|mein|ke saath|के साथ))(?!\\w)",
          is_so(Compared("discounts_used", ">=", Decimal(1)))),
    plain("(?:{neg} (?:{ever} )?{bought} {without} (?:an? |un )?{discount}"
          "|{discount} (?:ke|के) {without} (?:{nothing} )?{neg} {bought}"
          "|{exactly} {bought} {with} (?:a |an |un )?{discount}"
          "|{exactly} (?:{ever} )?(?:{bought}|{took}) (?:{when_there_is} )(?:a |an |any |un |una )?{discount}"
          "|{exactly} {discount} (?:{by_it} )(?:hi )?(?:{bought}|{took}|karte)(?: {be})?)(?!\\w)",
          is_so(Compared("audience", "=", "discount_seekers"))),
)  # fmt: skip
