"""The facts of a customer for criteria: the kind of each fact, and the operators of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from flows.channels import CHANNELS
from flows.policy.departure_facts import Programme


class ValueKind(StrEnum):
    """The type of a fact's values."""

    NUMBER = "number"
    NUMBERS = "numbers"  # several of them; a comparison is true where it is of one
    MONEY = "money"  # in the business's currency; kept in millionths
    MOMENT = "moment"
    DAYS = "days"  # whole days between now and a moment or a day of the year
    WORD = "word"  # one name, compared as flows.name_folding does
    CODE = "code"  # one name that a standard gives, compared letter by letter
    WORDS = "words"  # several names; "=" means that it is among them
    CODES = "codes"  # the same of codes


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by its name in criteria. ``choices`` are the possible values of a code, if they are few."""

    name: str
    kind: ValueKind
    choices: tuple[str, ...] = ()


_COMPARED = ("=", "!=", "<", "<=", ">", ">=", "in", "not_in", "exists")
_NAMED = ("=", "!=", "in", "not_in", "exists")
OPS = MappingProxyType(
    {
        ValueKind.NUMBER: _COMPARED,
        ValueKind.NUMBERS: _COMPARED,
        ValueKind.MONEY: _COMPARED,
        ValueKind.DAYS: _COMPARED,
        ValueKind.MOMENT: ("<", "<=", ">", ">=", "within", "before", "exists"),
        ValueKind.WORD: _NAMED,
        ValueKind.CODE: _NAMED,
        ValueKind.WORDS: _NAMED,
        ValueKind.CODES: _NAMED,
    }
)
"""The operators of each kind. A comparison with an unknown value is false; "!=" and "not_in" are then true."""

LIFECYCLES = ("new", "active", "loyal", "at_risk", "dormant", "lost")

_ALL = (
    *(Fact(name, ValueKind.NUMBER) for name in ("orders", "own_rhythm_days", "returns", "discounts_used", "clicks")),
    *(Fact(name, ValueKind.NUMBER) for name in ("replies", "visits", "spend_percentile")),
    Fact("loyalty.progress", ValueKind.NUMBERS),  # in each programme
    *(Fact(f"rfm.{name}", ValueKind.NUMBER) for name in ("recency", "frequency", "monetary")),
    Fact("birthday_month", ValueKind.NUMBER),
    *(Fact(name, ValueKind.MONEY) for name in ("spend", "average_order")),
    *(Fact(name, ValueKind.MOMENT) for name in ("first_order_at", "last_order_at", "last_active_at", "acquired_at")),
    *(Fact(name, ValueKind.DAYS) for name in ("days_since_order", "birthday_in_days")),
    Fact("acquired_from", ValueKind.WORD),
    Fact("lifecycle", ValueKind.CODE, LIFECYCLES),
    Fact("language", ValueKind.CODE),
    *(Fact(name, ValueKind.CODES) for name in ("country", "region", "zone")),  # wherever they may be
    *(Fact(name, ValueKind.WORDS) for name in ("category", "brand", "tag", "city")),
    Fact("audience", ValueKind.CODES),
    Fact("reachable", ValueKind.CODES, tuple(CHANNELS)),
    Fact("opted_out", ValueKind.CODES, tuple(CHANNELS)),
    Fact("consent", ValueKind.CODES, tuple(one.value for one in Programme)),
)
FACTS = MappingProxyType({fact.name: fact for fact in _ALL})
"""All facts of a customer by their names."""
PROFILED = frozenset(
    {"lifecycle", "own_rhythm_days", "spend_percentile", *(one for one in FACTS if one.startswith("rfm."))}
)
"""The facts that score a person; no criteria with them select people who objected to profiling."""
RETURN_FACTS = MappingProxyType(
    {
        one.name: one
        for one in (
            Fact("return.returning_customer", ValueKind.CODE, ("yes", "no")),
            Fact("return.city", ValueKind.WORD),
            *(Fact(f"return.{name}", ValueKind.WORDS) for name in ("product_type", "category", "size", "reason")),
        )
    }
)
"""The facts of a completed return, which criteria of a promotion may ask besides (flows/promotions/return_facts.py)."""
PROMOTION_FACTS = MappingProxyType({**FACTS, **RETURN_FACTS})
"""All facts that criteria of a promotion may ask."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A kind of event that may be counted. ``fields`` can be used in conditions on it."""

    name: str
    fields: MappingProxyType[str, ValueKind]


TOTAL = "total"
"""The field with an event's amount of money."""
AVERAGE = "average_order"
"""Average order amount over orders in the business's currency, counted as in flows/lifetime_totals.py."""
_LINES = {
    "sku": ValueKind.WORD,
    "title": ValueKind.WORD,
    "brand": ValueKind.WORD,
    "category": ValueKind.WORD,
    "size": ValueKind.WORD,
}


def _name_event(name: str, **fields: ValueKind) -> Happening:
    return Happening(name, MappingProxyType(fields))


HAPPENINGS = MappingProxyType(
    {
        one.name: one
        for one in (
            _name_event("order.created", **_LINES, total=ValueKind.MONEY),
            _name_event("order.paid", total=ValueKind.MONEY),
            _name_event("order.cancelled", total=ValueKind.MONEY),
            _name_event("order.refunded", total=ValueKind.MONEY),
            _name_event("order.shipped"),
            _name_event("order.delivered"),
            _name_event("cart.updated", total=ValueKind.MONEY),
            _name_event("cart.abandoned", total=ValueKind.MONEY),
            _name_event("return.completed", **_LINES, reason=ValueKind.WORD, city=ValueKind.WORD),
            _name_event("customer.visited", place=ValueKind.WORD, page=ValueKind.WORD),
            _name_event("message.clicked"),
            _name_event("message.replied", channel=ValueKind.CODE),
        )
    }
)
"""The events that are stored individually, so that they can be counted. Product fields apply to one line of the event:
"2 orders of Nike shoes" are two orders that each have a line with both."""
