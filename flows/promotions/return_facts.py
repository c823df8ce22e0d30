"""The facts of one completed return: an audience's conditions on them become true or false before people are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any as Value

from flows.audience.audience_facts import PROMOTION_FACTS, RETURN_FACTS
from flows.audience.criteria import EVERYBODY, NOBODY, All, Any, Compared, Criteria, Not, meets
from flows.audience.criteria_json import BadCriteria, load_criteria
from flows.events import ReturnCompleted, ReturnedItem
from flows.name_folding import fold_name

MOST_PARSED = 4096
"""The number of audiences that are kept parsed."""


def read_return(event: ReturnCompleted, lines: Sequence[ReturnedItem], *, returning: bool) -> Mapping[str, Value]:
    """Return the facts of a return's ``lines`` in compared form, by name. ``returning``: the person ordered or returned
    before. A line without a product type has its title as one.
    """
    return {
        "return.returning_customer": "yes" if returning else "no",
        "return.city": fold_name(event.city) or None,
        "return.product_type": _fold_each(line.product_type or line.title for line in lines),
        "return.category": _fold_each(line.category for line in lines),
        "return.size": _fold_each(line.size for line in lines),
        "return.reason": _fold_each(line.reason for line in lines),
    }


@lru_cache(maxsize=MOST_PARSED)
def parse_audience(text: str) -> Criteria:
    """Return the criteria of a promotion's stored audience, "" for everyone; NOBODY if they cannot be read, so that an
    offer is never shown to other people than meant.
    """
    if not text:
        return EVERYBODY
    try:
        return load_criteria(text, PROMOTION_FACTS)
    except BadCriteria:
        return NOBODY


def settle_return(criteria: Criteria, facts: Mapping[str, Value]) -> Criteria:
    """Return the criteria without conditions on the return: what is left to ask of the person.

    EVERYBODY and NOBODY need no question.
    """
    match criteria:
        case All(of):
            left = tuple(one for one in (settle_return(one, facts) for one in of) if one != EVERYBODY)
            return NOBODY if NOBODY in left else _unwrap(All(left))
        case Any(of):
            left = tuple(one for one in (settle_return(one, facts) for one in of) if one != NOBODY)
            return EVERYBODY if EVERYBODY in left else _unwrap(Any(left))
        case Not(of):
            return _deny(settle_return(of, facts))
        case Compared(fact) if fact in RETURN_FACTS:
            return EVERYBODY if meets(criteria, facts[fact]) else NOBODY
    return criteria


def drop_return(criteria: Criteria) -> Criteria:
    """Return the criteria of a person alone, as if each condition on the return were met: for an estimate of reach."""
    return _drop(criteria) or EVERYBODY


def _drop(criteria: Criteria) -> Criteria | None:
    match criteria:
        case All(of) | Any(of):
            left = tuple(one for inner in of if (one := _drop(inner)) is not None)
            return _unwrap(type(criteria)(left)) if left or not of else None
        case Not(of):
            inner = _drop(of)
            return Not(inner) if inner is not None else None
        case Compared(fact) if fact in RETURN_FACTS:
            return None
    return criteria


def _unwrap(joined: All | Any) -> Criteria:
    return joined.of[0] if len(joined.of) == 1 else joined


def _deny(criteria: Criteria) -> Criteria:
    if criteria == EVERYBODY:
        return NOBODY
    return EVERYBODY if criteria == NOBODY else Not(criteria)


def _fold_each(words: Value) -> frozenset[str]:
    return frozenset(filter(None, map(fold_name, words)))
