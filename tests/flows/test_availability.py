"""What may be promised of a product, as a table, and what no evidence can bring about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.availability import Availability, Evidence, Held, compute_availability, days_of
from tests.cases import each

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
IN, SOON, LATE = Availability.IN_STOCK, Availability.SOURCE_2_3_DAYS, Availability.SOURCE_4_7_DAYS
PRE, OUT = Availability.PRE_ORDER, Availability.TEMPORARILY_OUT


def told(quantity: int, days: float = 0, hours: float = 0) -> Held:
    return Held(quantity, NOW - timedelta(days=days, hours=hours))


TABLE = {
    "own stock": (Evidence(SOON, own=2), IN, 1, "2 pieces in our own stock."),
    "own stock, stated out": (Evidence(OUT, own=1), IN, 1, "1 piece in our own stock."),
    "own stock before a pre-order": (Evidence(PRE, own=1), IN, 1, "1 piece in our own stock."),
    "a pre-order, though a shop has it": (
        Evidence(PRE, shops=1, told=(told(3),)), PRE, 14, "The business takes it as a pre-order.",
    ),
    "stated in stock and not counted": (
        Evidence(IN), IN, 1, "The business states that it is in stock, and counts no pieces.",
    ),
    "stated in stock and sold out": (
        Evidence(IN, own=0, shops=3), SOON, 3, "Our own stock is sold out; shops can be asked.",
    ),
    "sold out, and no shops": (
        Evidence(IN, own=0), OUT, None, "Our own stock is sold out, and there is no shop to ask.",
    ),
    "a shop has it": (
        Evidence(SOON, shops=4, told=(told(1, hours=5),)), SOON, 3, "1 shop told to have it, the latest 5 h ago.",
    ),
    "sold out, a shop has it": (
        Evidence(IN, own=0, shops=4, told=(told(1),)), SOON, 3, "1 shop told to have it, the latest within the hour.",
    ),
    "two shops, one long ago": (
        Evidence(SOON, shops=4, told=(told(1, days=9), told(2, hours=50), told(0))),
        SOON, 3, "2 shops told to have it, the latest 2 days ago.",
    ),
    "only an older word": (
        Evidence(SOON, shops=4, told=(told(5, days=9),)), LATE, 7, "1 shop told to have it, the latest 9 days ago.",
    ),
    "a word that is too old": (
        Evidence(SOON, shops=4, told=(told(5, days=14),)), SOON, 3, "The business states it; nothing newer is known.",
    ),
    "they say so, and seldom have it": (
        Evidence(SOON, shops=4, told=(told(5),), asked=8, yes=1), LATE, 7,
        "1 shop told to have it, the latest within the hour, but only 1 of 8 requests got it lately.",
    ),
    "too few requests to doubt it": (
        Evidence(SOON, shops=4, told=(told(5),), asked=4), SOON, 3,
        "1 shop told to have it, the latest within the hour.",
    ),
    "every shop has none": (
        Evidence(SOON, shops=2, told=(told(0), told(0, days=2))), OUT, None,
        "No shop has any left, by what all of them said lately.",
    ),
    "one shop was not heard": (
        Evidence(SOON, shops=3, told=(told(0), told(0))), SOON, 3, "The business states it; nothing newer is known.",
    ),
    "one of their words is old": (
        Evidence(SOON, shops=2, told=(told(0), told(0, days=4))), SOON, 3,
        "The business states it; nothing newer is known.",
    ),
    "mostly had": (Evidence(SOON, shops=3, asked=6, yes=3), SOON, 3, "3 of 6 requests got it lately."),
    "sometimes had": (Evidence(SOON, shops=3, asked=7, yes=3), LATE, 7, "3 of 7 requests got it lately."),
    "never had": (Evidence(SOON, shops=3, asked=5), OUT, None, "None of 5 requests got it lately."),
    "stated out": (Evidence(OUT, shops=3), OUT, None, "The business states it; nothing newer is known."),
    "stated out, and a shop has it again": (
        Evidence(OUT, shops=3, told=(told(2),)), SOON, 3, "1 shop told to have it, the latest within the hour.",
    ),
    "stated out, and a shop had it": (
        Evidence(OUT, shops=3, told=(told(2, days=5),), asked=9, yes=9), OUT, None,
        "The business states it; nothing newer is known.",
    ),
    "never sooner than is stated": (
        Evidence(LATE, shops=3, told=(told(2),)), LATE, 7,
        "1 shop told to have it, the latest within the hour. The business promises no less than 4 to 7 days.",
    ),
    "a shop's clock is ahead": (
        Evidence(SOON, shops=3, told=(told(2, hours=-2),)), SOON, 3,
        "1 shop told to have it, the latest within the hour.",
    ),
}  # fmt: skip


@each(("known", "availability", "days", "why"), TABLE.values(), ids=TABLE)
def test_what_may_be_promised(known: Evidence, availability: Availability, days: int | None, why: str) -> None:
    offered = compute_availability(known, NOW)
    assert (offered.availability, offered.days, offered.why) == (availability, days, why)


@pytest.mark.parametrize(("availability", "days"), [(IN, 1), (SOON, 3), (LATE, 7), (PRE, 14), (OUT, 3), (None, 3)])
def test_the_longest_it_takes(availability: Availability | None, days: int) -> None:
    assert days_of(availability) == days


HELDS = st.builds(lambda quantity, hours: told(quantity, hours=hours), st.integers(0, 9), st.integers(0, 24 * 30))
KNOWN = st.builds(
    lambda stated, own, helds, more, asked, share: Evidence(
        stated, own, len(helds) + more, tuple(helds), asked, round(asked * share)
    ),
    st.sampled_from(Availability),
    st.none() | st.integers(0, 5),
    st.lists(HELDS, max_size=5),
    st.integers(0, 5),
    st.integers(0, 30),
    st.floats(0, 1),
)


@given(KNOWN)
def test_in_stock_is_what_the_business_has_or_says_to_have(known: Evidence) -> None:
    offered = compute_availability(known, NOW)
    if offered.availability is IN:
        assert known.own or (known.own is None and known.stated is IN)
    assert (offered.days is None) == (offered.availability is OUT)
    assert offered.why.endswith(".")


@given(KNOWN, st.integers(1, 9))
def test_one_more_shop_that_has_it_makes_nothing_worse(known: Evidence, quantity: int) -> None:
    more = Evidence(known.stated, known.own, known.shops + 1, (*known.told, told(quantity)), known.asked, known.yes)
    before, after = compute_availability(known, NOW), compute_availability(more, NOW)
    if before.availability in {IN, PRE}:
        assert after.availability is before.availability
    elif known.asked < 5:  # beyond that the record may speak against what shops say
        assert after.days is not None
        assert before.days is None or after.days <= before.days
