"""Phrases about customers read as criteria: each means the people that whoever wrote it had in mind, or is not read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any as Whatever

import pytest

from flows.audience.criteria import All, Any, Compared, Counted, Criteria, Not, Summed
from flows.audience.periods import Stretch
from flows.audience.reading import read_criteria
from handlers.audience.replies.calling import ready_names
from handlers.audience.replies.names import Names
from handlers.audience.replies.reading import read_phrase
from handlers.audience.replies.titles import Titles
from tests.handlers.audience.shops import SECOND_SHOPS

pytestmark = pytest.mark.turns(2, whole=True)

FOLDER = Path(__file__).parent
NAMES = Names(
    "USD", "US", ready_names(), ("Nike", "Puma", "Red Tape"), ("shoes", "T-Shirts"), ("wholesale", "Gold"),
    ("Austin", "Mexico City"), ("instagram", "google ads"),
)  # fmt: skip
DENIM = Names(
    "USD", "US", ready_names(), ("Adidas", "Levis", "Fab India"), ("jeans", "Kurtas"), ("staff pick", "VVIP"),
    ("Denver", "New York"), ("facebook", "referral"),
)  # fmt: skip
TITLES = {
    "streetwear": ("Tiger Shorts", "Canvas Hoodie", "Ripstop Cap", "Glow Socks", "Tiger Tee"),
    "ceramics": ("Taza de Barro", "Taza Azul", "Plato Hondo", "Jarra Grande", "Cazuela Roja"),
    "sarees": ("Banarasi Silk Saree", "Cotton Kurta", "Phulkari Dupatta", "चिकनकारी कुर्ता", "Jaipuri Razai"),
    "gifts": ("Chai Mug", "Steel Bottle", "Street Runner", "Lunch Box", "Photo Mug"),
    "coffee": ("Drip Kettle", "House Blend 250g", "Ethiopia Yirgacheffe", "Cold Brew Jar", "Paper Filters"),
}
STREETWEAR = Names(
    "USD", "US", ready_names(), ("Nike", "Carhartt"), ("Apparel", "Accessories"), ("wholesale", "local"),
    ("Austin", "Dallas"), ("instagram", "popup"), goods=Titles(TITLES["streetwear"], ("TS-01", "socks")),
)  # fmt: skip
CERAMICS = Names(
    "MXN", "MX", ready_names(), ("Talavera Uno",), ("Cocina", "Mesa"), ("mayoreo",), ("Puebla", "Guadalajara"),
    ("facebook", "feria"), goods=Titles(TITLES["ceramics"]),
)  # fmt: skip
SAREES = Names(
    "INR", "IN", ready_names(), ("Fabindia",), ("Festive", "Home"), ("थोक", "Bride"), ("Delhi", "Jaipur"),
    ("instagram",), goods=Titles(TITLES["sarees"]),
)  # fmt: skip
GIFTS = Names(
    "INR", "IN", ready_names(), ("Puma", "Campus"), ("Kitchen", "Footwear"), ("Gold",), ("Mumbai", "Pune"),
    ("instagram", "google"), goods=Titles(TITLES["gifts"]),
)  # fmt: skip
COFFEE = Names(
    "GBP", "GB", ready_names(), ("Hario", "Aeropress"), ("Beans", "Gear"), ("subscriber", "cafe"), ("Leeds", "York"),
    ("newsletter", "google"), goods=Titles(TITLES["coffee"]),
)  # fmt: skip
SHOPS = {
    "shoes": NAMES, "denim": DENIM, "streetwear": STREETWEAR, "ceramics": CERAMICS, "sarees": SAREES, "gifts": GIFTS,
    "coffee": COFFEE, **SECOND_SHOPS,
}  # fmt: skip
ONE_TIME, NEW = ("audience", "=", "one_time"), ("audience", "=", "new")
"""Ready audiences that are the same people as a fact."""
THE_SAME = {ONE_TIME: ("orders", "=", "1"), NEW: ("lifecycle", "=", "new")}


def lines(shop: str) -> list[tuple[str, Whatever]]:
    """Each phrase of a shop's people with its criteria; None for one that nobody can read."""
    text = (FOLDER / f"phrases_{shop}.jsonl").read_text(encoding="utf-8")
    return [(one["text"], one["criteria"]) for one in map(json.loads, text.splitlines())]


def meaning(criteria: Criteria) -> tuple[Whatever, ...]:
    """Criteria in one form, whatever the order of their parts."""
    criteria = _spelled_out(criteria)
    match criteria:
        case All(of) | Any(of):
            parts = sorted(set(_flat(type(criteria).__name__, of)), key=repr)
            return parts[0] if len(parts) == 1 else (type(criteria).__name__, *parts)
        case Not(Compared("orders", ">=", value)) if value == 1:
            return ("orders", "=", "0")
        case Not(Compared() as one) if one.op == "=":
            return (one.fact, "!=", str(one.value).casefold())
        case Not(of):
            return ("Not", meaning(of))
        case Compared():
            told = (criteria.fact, criteria.op, str(criteria.value).casefold())
            return THE_SAME.get(told, told)
    if isinstance(criteria, Summed):
        return (criteria.event, "sum", criteria.op, criteria.amount, str(criteria.within))
    where = sorted((one.fact, *_compared(one)) for one in criteria.where)
    return (criteria.event, criteria.op, criteria.count, str(criteria.within), *where)


def _spelled_out(criteria: Criteria) -> Criteria:
    """The same with each value of a list by itself, "neither" as a no of each, never as a no, and a last
    order since a day as an order since then."""
    match criteria:
        case Not(Any(of)):
            return All(tuple(map(Not, of)))
        case Not(Compared(_, "in") as one):
            return _spelled_out(Not(Any(_each(one))))
        case Compared(_, "in") as one:
            return Any(_each(one))
        case Compared("last_order_at", ">=", datetime() as since):
            return Counted("order.created", within=Stretch(since, None))
        case Compared(fact, "within", Stretch(since, until)):
            ends = ((">=", since), ("<", until))
            return All(tuple(Compared(fact, op, end) for op, end in ends if isinstance(end, datetime)))
        case Counted(event, "=", 0, within, where):
            return _spelled_out(Not(Counted(event, within=within, where=where)))
        case Counted(event, ">=", 1, within, where) if several := next((one for one in where if one.op == "in"), None):
            others = tuple(one for one in where if one is not several)
            return Any(tuple(Counted(event, within=within, where=(*others, one)) for one in _each(several)))
    return criteria


def _each(one: Compared) -> tuple[Compared, ...]:
    """Each value of a list, compared by itself."""
    return tuple(Compared(one.fact, "=", value) for value in one.values)


def _compared(one: Compared) -> tuple[str, str]:
    values = tuple(sorted(map(str, one.value))) if isinstance(one.value, tuple) else (str(one.value),)
    return ("=" if one.op == "in" and len(values) == 1 else one.op, str(values))


def _flat(kind: str, of: tuple[Criteria, ...]) -> Iterator[tuple[Whatever, ...]]:
    for one in of:
        said = meaning(one)
        yield from said[1:] if said[0] == kind else (said,)


@pytest.mark.parametrize(("shop", "names"), SHOPS.items(), ids=SHOPS)
def test_nearly_all_are_right_and_none_means_other_people(shop: str, names: Names) -> None:
    right, wrong = 0, []
    for text, wanted in lines(shop):
        read = read_phrase(text, names).criteria
        if (read is None) == (wanted is None) and (read is None or meaning(read) == meaning(read_criteria(wanted))):
            right += 1
        elif read is not None:
            wrong.append(text)
    assert wrong == []
    assert right >= 0.95 * len(lines(shop))


def test_what_only_looks_like_a_phrase_is_asked_about() -> None:
    read = [text for text, _ in lines("lookalikes") if read_phrase(text, SECOND_SHOPS["lookalikes"]).criteria]
    assert read == []


@pytest.mark.parametrize("text", ["not vip and wholesale", "vip, new or wholesale", "clicked my text but didnt buy"])
def test_what_may_be_meant_in_two_ways_is_said_to_be(text: str) -> None:
    said = read_phrase(text, SECOND_SHOPS["lookalikes"])
    assert said.criteria is None
    assert said.doubtful
    assert said.parts


@pytest.mark.parametrize(
    ("text", "unread", "understood"),
    [
        ("who love cats", "love cats", []),
        ("vip with blue eyes", "blue eyes", ["vip"]),
        ("bought adidas", "adidas", ["bought"]),
        ("spent over ₹500", "spent over ₹500", []),
        ("vip " * 75 + "not gold", "not gold", []),
        ("", "", []),
        ("(((((", "(((((", []),
        ("'; drop table segments; --", "drop table segments --", []),
    ],
)
def test_what_cannot_be_read_is_named(text: str, unread: str, understood: list[str]) -> None:
    said = read_phrase(text, NAMES)
    assert said.criteria is None
    assert (said.unread.strip("' "), [one.text for one in said.parts]) == (unread, understood)


@pytest.mark.parametrize("text", ["not bougth 60d", "gold on whatsap", "birtday this month", "instgram people"])
def test_a_misspelt_word_is_put_right_where_one_alone_is_meant(text: str) -> None:
    assert read_phrase(text, NAMES).criteria is not None


def test_a_tag_wins_where_tag_is_written_and_the_audience_elsewhere() -> None:
    assert read_phrase("tag vip", NAMES).criteria == Compared("tag", "=", "vip")
    assert read_phrase("vip", NAMES).criteria == Compared("audience", "=", "vip")


@pytest.mark.parametrize("text", ["tag in austin", "tagged and vip", "marked not gold"])
def test_no_tag_is_called_after_a_word_of_the_phrase(text: str) -> None:
    assert read_phrase(text, NAMES).criteria is None


@pytest.mark.parametrize("text", ["had an order", "has an order", "with an order", "an order in texas"])
def test_whoever_has_an_order_may_have_two(text: str) -> None:
    assert "('orders', '>=', '1')" in str(meaning(read_phrase(text, NAMES).criteria or All()))


@pytest.mark.parametrize(
    "text", ["had an order canceled or refunded in last 2 wks", "an order cancelled or refunded 14d"]
)
def test_an_order_that_was_called_off_is_counted_once(text: str) -> None:
    """It is no order any more, so that whoever placed no other has none."""
    assert "orders" not in str(meaning(read_phrase(text, NAMES).criteria or All()))
    assert read_phrase(text, NAMES).criteria is not None
