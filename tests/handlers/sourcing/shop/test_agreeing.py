"""An answer is booked only against requests whose goods, and size where one is said, agree with what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flows.delivery import MessageStatus
from flows.events import MessageReceived
from flows.policy.facts import AddressState
from flows.sourcing.desk.events import AskedBack, ShopReplied, Undone
from flows.sourcing.desk.requests import Desk, Request
from handlers.sourcing.shop.meant import AtDesk
from handlers.sourcing.shop.replying import DeskEvent, reply
from handlers.sourcing.shop.talk import Talk
from storage.message import Message
from storage.people import Address
from storage.runs import Run
from storage.sourcing.shops import Shop

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ONE = UUID(int=1)
SHORTS, KURTA, BOX, ELEPHANT = "Tiger Print Shorts", "Block Print Kurta", "Taj Marble Box", "Brass Elephant"
WORDS = {SHORTS: "shorts", KURTA: "kurta", BOX: "box", ELEPHANT: "elephant"}


def asked(item: str, size: str = "", quantity: int = 1, round_: int = 1, place: int = 0) -> Request:
    """A request of a message by itself, or with a ``place`` of a list."""
    order = uuid5(ONE, f"{item} {size}")
    number = {SHORTS: "1801", KURTA: "1802", BOX: "1803", ELEPHANT: "1804"}[item]
    return Request(
        order, number, "a", item, size, quantity, 0, "INR", NOW + DAY, NOW + DAY,
        round=round_, place=place or 1, menu=not place,
    )  # fmt: skip


def kept(request: Request) -> Request:
    return replace(request, said="yes", outcome="yours", kept=request.quantity, answered_at=NOW - MINUTE, menu=False)


def heard(text: str, requests: Sequence[Request]) -> DeskEvent | None:
    """What the desk hears of a text; None where a person, or nobody, does."""
    desk = Desk(ONE, tuple(requests), round=max(one.round for one in requests), asked_at=NOW - 2 * MINUTE)
    event = MessageReceived("telegram", "77", "1", "m1", text, NOW)
    message = Message(
        id=ONE, direction="in", key="k", channel="telegram", address=ONE, contact=ONE, status=MessageStatus.RECEIVED,
        status_at=NOW, created_at=NOW,
    )  # fmt: skip
    shop = Shop(ONE, "karol", "Karol", "", 600, 1200, 100, None, "en")
    talk = Talk(shop, Address(ONE, ONE, "telegram", "77", AddressState.USABLE, None), message, event)
    run = Run(ONE, "desk", "k", None, None, "{}", 1, NOW, None)
    told = reply(AtDesk(talk, run, desk, NOW, ZoneInfo("Asia/Kolkata")))
    return told.event if told is not None else None


def answers(text: str, *requests: Request) -> dict[str, tuple[str, int]]:
    """What is booked, by the title of each request."""
    event = heard(text, requests)
    titles = {one.key: one.title for one in requests}
    said = event.answers if isinstance(event, ShopReplied) else ()
    return {titles[one.order, one.line]: (one.says, one.quantity) for one in said}


def asked_back(text: str, *requests: Request) -> set[str]:
    """Of which requests it is asked what was meant."""
    event = heard(text, requests)
    titles = {one.key: one.title for one in requests}
    return {titles[one] for one in event.requests} if isinstance(event, AskedBack) else set()


LIST = (asked(ELEPHANT, quantity=3, place=1), asked(BOX, quantity=2, place=2))


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("shorts L 1 haan", 1),
        ("shorts L 1 yes", 1),
        ("shorts 1 haan", 1),
        ("L 1 haan", 1),
        ("L ek haan", 1),
        ("शॉर्ट्स L 1 हाँ", 1),
        ("shorts L 1 sí", 1),
        ("shorts L haan 1", 1),
        ("shorts L 1 nahi", 0),
    ],
)
def test_a_figure_beside_named_goods_counts_them_and_is_no_place_of_another_list(text: str, many: int) -> None:
    assert answers(text, *LIST, asked(SHORTS, "L", round_=2)) == {
        "Tiger Print Shorts L": ("yes" if many else "no", many)
    }


def test_the_numbers_of_a_list_stay_its_numbers() -> None:
    shorts = asked(SHORTS, "L", round_=2)
    assert answers("1 haan 2 nahi", *LIST, shorts) == {ELEPHANT: ("yes", 3), BOX: ("no", 0)}
    assert asked_back("1 yes 2 no shorts yes", *LIST, shorts) == {ELEPHANT, BOX, "Tiger Print Shorts L"}


@pytest.mark.parametrize("text", ["M no", "M nahi", "no M", "kurta M no", "M not available", "M नहीं है", "M khatam"])
def test_a_size_that_was_promised_is_withdrawn_and_no_other_refused(text: str) -> None:
    small, medium = asked(KURTA, "S", 2, place=1), kept(asked(KURTA, "M", 2, place=2))
    assert answers(text, small, medium) == {"Block Print Kurta M": ("no", 0)}


@pytest.mark.parametrize("text", ["XL nahi", "no XL", "M nahi hai", "XL no", "XL not available", "large nahi"])
def test_a_size_that_nobody_asked_for_denies_nothing(text: str) -> None:
    small, tiny = asked(KURTA, "S", 2, place=1), asked(SHORTS, "S", 1, place=2)
    assert answers(text, small, tiny) == {}
    assert asked_back(text, small, tiny) == {"Block Print Kurta S", "Tiger Print Shorts S"}
    assert asked_back(text, small) == {"Block Print Kurta S"}
    assert answers(text, kept(small)) == {}


@pytest.mark.parametrize("text", ["XL nahi", "no L", "M nahi hai", "box L nahi"])
def test_goods_without_sizes_are_not_refused_by_one(text: str) -> None:
    assert asked_back(text, asked(BOX)) == {BOX}


def test_a_size_beside_goods_without_sizes_refuses_neither() -> None:
    assert asked_back("box L nahi", asked(BOX), asked(SHORTS, "L", round_=2)) == {BOX}


def test_a_size_of_several_goods_is_asked_about() -> None:
    both = asked(SHORTS, "M"), asked(KURTA, "M", round_=2)
    assert asked_back("M nahi", *both) == {"Tiger Print Shorts M", "Block Print Kurta M"}
    assert answers("kurta M nahi", *both) == {"Block Print Kurta M": ("no", 0)}


@pytest.mark.parametrize("text", ["L nahi XL hai", "shorts M nahi XL hai", "S not XL", "it is XL not L"])
def test_what_is_there_is_never_refused(text: str) -> None:
    assert answers(text, asked(SHORTS, "XL")) in ({}, {"Tiger Print Shorts XL": ("yes", 1)}) or "not XL" in text


POLAR = {"haan": "yes", "yes": "yes", "hai": "yes", "nahi": "no", "no": "no", "not available": "no", "khatam": "no"}
ASKED = [*product((SHORTS, KURTA), "SML"), (BOX, ""), (ELEPHANT, "")]
REQUESTS = st.lists(
    st.tuples(
        st.sampled_from(ASKED),
        st.integers(1, 3), st.booleans(), st.integers(1, 2),
    ),
    min_size=1, max_size=5, unique_by=lambda one: one[0],
)  # fmt: skip


@given(REQUESTS, st.sampled_from([SHORTS, KURTA, ""]), st.sampled_from("SML"), st.sampled_from(["", "1 ", "2 "]),
       st.sampled_from(list(POLAR)))  # fmt: skip
def test_no_answer_is_booked_against_other_goods_or_another_size(
    rows: list[tuple[tuple[str, str], int, bool, int]], goods: str, size: str, count: str, polar: str
) -> None:
    """Whatever is open or promised, in lists or by themselves: an answer agrees with the goods and the size said."""
    assume(not goods or any(item == goods for (item, _), *_ in rows))
    places = {1: 0, 2: 0}
    requests = []
    for (item, its), many, promised, round_ in rows:
        places[round_] += 1
        one = asked(item, its, many, round_, places[round_] if sum(row[3] == round_ for row in rows) > 1 else 0)
        requests.append(kept(one) if promised else one)
    event = heard(f"{WORDS.get(goods, '')} {size} {count}{polar}".strip(), requests)
    if isinstance(event, Undone) or not isinstance(event, ShopReplied):
        return
    for said in event.answers:
        (request,) = [one for one in requests if one.key == (said.order, said.line)]
        assert not goods or request.item == goods
        offers = POLAR[polar] == "yes" and said.other == size  # another size than was asked for is there
        assert offers or request.size == size


@pytest.mark.parametrize(
    "text",
    ["yes black colour", "yes black ones", "yes in blue", "yes, white", "haan kaale rang mein", "si, en negro",
     "sí, negros", "हाँ काले रंग में", "हाँ, नीला है", "haan, neela"],
)  # fmt: skip
def test_a_yes_in_a_colour_that_nobody_asked_for_is_asked_back(text: str) -> None:
    assert isinstance(heard(text, [asked(SHORTS, "L", 2)]), AskedBack)


COLOURED = ["{} black", "{} in blue", "{}, white", "black {}", "only black {}", "{} kaala hai", "{} en negro",
            "{} काला है", "black nahi {}", "{} red ones", "kaale rang mein {}", "solo negro {}",
            "{} black box"]  # fmt: skip


@given(st.sampled_from(["yes", "haan", "हाँ", "sí", ""]), st.sampled_from(COLOURED), st.booleans(), st.integers(1, 3))
def test_a_colour_that_nobody_asked_for_denies_nothing(yes: str, words: str, promised: bool, many: int) -> None:
    """Neither of what is open nor of what was promised; also of goods without sizes."""
    text = words.format(yes).strip(" ,")
    for goods in (asked(BOX, "", many), asked(SHORTS, "L", many)):
        event = heard(text, [kept(goods) if promised else goods])
        said = event.answers if isinstance(event, ShopReplied) else ()
        assert all(one.says != "no" for one in said)


@given(
    st.lists(st.sampled_from(["yes", "no", "haan", "nahi", "sí", "हाँ", "नहीं"]), min_size=2, max_size=5),
    st.sampled_from([" ", ", ", "\n"]),
    st.sampled_from(["denied", "kept", "open"]),
    st.integers(2, 3),
    st.booleans(),
)
def test_more_answers_than_a_list_has_land_on_nothing_else(
    said: list[str], sign: str, before: str, listed: int, numbered: bool
) -> None:
    """ "yes yes no" to a list of two is asked about: what was asked before it keeps its answer."""
    assume(sign != " " or all(one != other for one, other in pairwise(said)))  # "sí sí" is one emphatic yes
    earlier = asked(BOX)
    if before == "kept":
        earlier = kept(earlier)
    elif before == "denied":
        earlier = replace(earlier, said="no", outcome="no", answered_at=NOW - 3 * MINUTE, menu=False)
    rows = [(ELEPHANT, ""), (SHORTS, "L"), (KURTA, "M")][:listed]
    these = [asked(item, size, 1, 2, place) for place, (item, size) in enumerate(rows, 1)]
    text = sign.join(f"{place} {one}" if numbered else one for place, one in enumerate(said, 1))
    event = heard(text, [earlier, *these])
    booked = event.answers if isinstance(event, ShopReplied) else ()
    assert earlier.key not in {(one.order, one.line) for one in booked}
    if listed < len(said):
        assert not booked or len({POLARS[one] for one in said}) == 1
    if numbered and listed == len(said):
        assert [one.says for one in booked] == [POLARS[one] for one in said]


POLARS = {"yes": "yes", "haan": "yes", "sí": "yes", "हाँ": "yes", "no": "no", "nahi": "no", "नहीं": "no"}


def test_answers_to_a_longer_list_than_was_asked_are_asked_about() -> None:
    before = replace(asked(BOX), said="no", outcome="no", answered_at=NOW - 3 * MINUTE, menu=False)
    two = asked(ELEPHANT, round_=2, place=1), asked(SHORTS, "L", round_=2, place=2)
    both = {ELEPHANT, "Tiger Print Shorts L"}
    for text in ("yes yes no", "no no yes", "haan\nnahi\nhaan", "1 yes 2 yes 3 no", "first yes second no third yes"):
        assert answers(text, before, *two) == {}
        assert asked_back(text, before, *two) == both
    assert answers("yes no", before, *two) == {ELEPHANT: ("yes", 1), "Tiger Print Shorts L": ("no", 0)}


def test_answers_to_the_places_of_a_list_count_nothing_anew() -> None:
    two = asked(ELEPHANT, round_=2, place=1), asked(SHORTS, "L", round_=2, place=2)
    for text in ("1 no, 2 yes", "1 nahi, 2 haan", "1 no, 2 sí", "1 नहीं, 2 हाँ"):
        assert answers(text, kept(asked(BOX)), *two) == {ELEPHANT: ("no", 0), "Tiger Print Shorts L": ("yes", 1)}
