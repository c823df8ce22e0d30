"""Clauses of orders and carts by what they came to: "a single order over $100", "left a cart worth 200 bucks"."""

from __future__ import annotations

import re
from decimal import Decimal

from flows.audience.criteria import Compared, Counted, Criteria, leaves
from flows.audience.facts import TOTAL
from handlers.audience.replies.events import LEFT_CART, ORDERED
from handlers.audience.replies.figures import CURRENCIES, Quantity, read_quantity
from handlers.audience.replies.kinds import Meant, Reads, plain
from handlers.audience.replies.meanings import unless
from handlers.audience.replies.names import Names
from handlers.audience.replies.whens import when
from handlers.audience.replies.words import pattern

_MONEY, _SURELY_MONEY = 1000, 100  # from which on a bare number is money: "an order of 5000", "a single order of 200"
_SURE = pattern("{single_one}|{valued}")
_Q = (
    r"(?P<q>{quantity})(?: (?:ka|ki|ke|का|wala|each|apiece))?(?!\w)(?=\s*(?:[,;.!?)]|$)|\s+(?:{and}|{but}|{or}|{neg}"
    r"|{who}|{within}|{in}|{last}|{this}|{previous}|{today}|{yesterday}|{date_between}|{date_since}|{in_it}|ever|n)(?!\w))"
)  # not of "an order of 2000 boots"
_A_SUCH, _ONE_ORDER = pattern("{one_such} $|{single_one} $"), pattern("{one_order}(?!\\w)")
_BEFORE = "(?:(?P<before>{window}) )?"
_BEHIND = r"(?: ?,? ?(?P<w>{window}|{dated})(?!\w))?"
_ANY = "(?:{single_one}|{one_such})"
_OF = "(?:(?:{valued}|{of_so_much}) ){0,2}"


def _total(event: str) -> Meant:
    """One such event or more of which each came to so much."""

    def meant(found: re.Match[str], names: Names) -> Criteria | None:
        groups = found.groupdict()
        amount, many = read_quantity(found["q"]), read_quantity(groups.get("n") or "at least 1")
        if amount is None or many is None or not many.whole or many.op == "=" or not _is_money(amount, found[0], names):
            return None
        worth = Compared(TOTAL, ">=" if amount.op == "=" else amount.op, int(amount.value * 10**6))
        return Counted(event, many.op, many.whole, when(names, *_times(found)), (worth,))

    return meant


def _is_money(amount: Quantity, said: str, names: Names) -> bool:
    if amount.sign:
        return names.currency in CURRENCIES[amount.sign]
    return amount.value >= (_SURELY_MONEY if _SURE.search(said) else _MONEY)


def _times(found: re.Match[str]) -> list[str]:
    return [said for kind in ("before", "between", "w") if (said := found.groupdict().get(kind))]


def counts_money(criteria: Criteria, said: str, place: int) -> bool:
    """Whether a clause at a place counts so many orders as are money, of each or of all of them: "purchases above 1
    lakh", "any order above 50"."""
    such = _A_SUCH.search(said, 0, place) is not None and _ONE_ORDER.match(said, place) is not None
    for one in leaves(criteria):
        match one:
            case Compared("orders", op, Decimal() as many) if many >= _MONEY or (such and op in {"<", ">"}):
                return True
            case Counted(event, _, many) if event == ORDERED and many >= _MONEY:
                return True
    return False


TOTALS: tuple[Reads, ...] = (
    plain(f"{_BEFORE}(?:{{made_of}} )?(?:{{at_least}} )?{_ANY} {{one_order}} {_OF}{_Q}{_BEHIND}", _total(ORDERED)),
    plain(f"{_BEFORE}(?:{{made_of}} )?(?P<n>{{quantity}}) {{orders}} (?:{{of_so_much}} )?{_Q}{_BEHIND}",
          _total(ORDERED)),
    plain(f"{_BEFORE}{{neg}} (?:{_ANY} )?{{orders}} {_OF}{_Q}{_BEHIND}", unless(_total(ORDERED))),
    plain(f"{_BEFORE}(?:{{left_cart}}|{{left_carts}})(?: (?P<between>{{window}}))? ?,? ?{_OF}{_Q}(?: {{in_it}})?"
          f"{_BEHIND}", _total(LEFT_CART)),
    plain(f"{_BEFORE}{{left}} {_Q} (?:{{in_it}} )?(?:in|en) (?:(?:the|a|their|his|her|el|un|su) )?{{carts}}{_BEHIND}",
          _total(LEFT_CART)),
)  # fmt: skip
