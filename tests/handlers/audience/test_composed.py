"""Facts, numbers and times of phrases go together in every way that makes sense: sentences made of all of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest

from flows.audience.criteria import All, Compared, Counted, Criteria, Not, Summed
from flows.audience.periods import Period, Stretch
from handlers.audience.replies.calling import ready_names
from handlers.audience.replies.names import Names
from handlers.audience.replies.reading import read_phrase
from tests.handlers.audience.test_phrases import meaning

pytestmark = pytest.mark.turns(2, whole=True)

NAMES = Names(
    "USD", "US", ready_names(), ("Nike",), ("Boots",), ("staff",), ("Austin", "Dallas"), ("instagram",),
    today=date(2026, 11, 26),
)  # fmt: skip
MONTH = timedelta(days=30)
EVENTS = {
    "orders": "order.created",
    "returns": "return.completed",
    "clicks": "message.clicked",
    "replies": "message.replied",
    "visits": "customer.visited",
    "refunds": "order.refunded",
    "cancellations": "order.cancelled",
    "abandoned carts": "cart.abandoned",
}
SPANISH = {
    "pedidos": "order.created",
    "devoluciones": "return.completed",
    "clics": "message.clicked",
    "respuestas": "message.replied",
    "visitas": "customer.visited",
    "reembolsos": "order.refunded",
    "cancelaciones": "order.cancelled",
    "carritos abandonados": "cart.abandoned",
}
SO_MANY = {
    "3+ {}": ">=", "at least 3 {}": ">=", "min 3 {}": ">=", "3 or more {}": ">=", "3 {} or more": ">=",
    "three {} and up": ">=", "more than 3 {}": ">", "over 3 {}": ">", "less than 3 {}": "<", "at most 3 {}": "<=",
    "exactly 3 {}": "=",
}  # fmt: skip
TANTOS = {
    "3+ {}": ">=", "minimo 3 {}": ">=", "al menos 3 {}": ">=", "3 o mas {}": ">=", "3 {} o mas": ">=",
    "3 {} pa arriba": ">=", "mas de 3 {}": ">", "menos de 3 {}": "<", "maximo 3 {}": "<=",
}  # fmt: skip
WHEN: dict[str, Period | timedelta] = {
    "in the last 30 days": MONTH, "past 30 days": MONTH, "these past 30 days": MONTH,
    "this month": Period.THIS_MONTH, "in november": Period.THIS_MONTH,
    "in october": Period.LAST_MONTH, "yesterday": Period.YESTERDAY,
}  # fmt: skip
CUANDO: dict[str, Period | timedelta] = {
    "en los ultimos 30 dias": MONTH,
    "este mes": Period.THIS_MONTH,
    "ayer": Period.YESTERDAY,
}


def read(text: str) -> Criteria | None:
    return read_phrase(text, NAMES).criteria


def wrong(said: dict[str, Criteria]) -> list[str]:
    """The sentences that are not read as they were made."""
    return [text for text, meant in said.items() if (found := read(text)) is None or meaning(found) != meaning(meant)]


@pytest.mark.parametrize(
    ("events", "numbers", "times"), [(EVENTS, SO_MANY, WHEN), (SPANISH, TANTOS, CUANDO)], ids=["en", "es"]
)
def test_so_many_of_each_event_in_each_time(
    events: dict[str, str], numbers: dict[str, str], times: dict[str, Period | timedelta]
) -> None:
    said: dict[str, Criteria] = {
        f"{so_many.format(noun)} {when}": Counted(event, op, 3, within)
        for (noun, event), (so_many, op), (when, within) in product(events.items(), numbers.items(), times.items())
    }
    assert wrong(said) == []


def test_hinglish_says_the_time_and_the_number_first() -> None:
    nouns = {
        "order": "order.created",
        "click": "message.clicked",
        "reply": "message.replied",
        "visit": "customer.visited",
    }
    numbers = {"3 se zyada {}": ">", "kam se kam 3 {}": ">=", "{} 3 ya usse zyada": ">="}
    times: dict[str, Period | timedelta] = {"pichle 30 din me": MONTH, "is mahine": Period.THIS_MONTH}
    said: dict[str, Criteria] = {
        f"{when} {so_many.format(noun)}": Counted(event, op, 3, within)
        for (noun, event), (so_many, op), (when, within) in product(nouns.items(), numbers.items(), times.items())
    }
    assert wrong(said) == []


def test_none_of_an_event_in_a_time() -> None:
    said: dict[str, Criteria] = {
        f"no {noun} {when}": Not(Counted(event, within=within))
        for (noun, event), (when, within) in product(EVENTS.items(), WHEN.items())
    }
    assert wrong(said) == []


def test_amounts_of_each_fact_of_money() -> None:
    facts = {"spent {}": "spend", "average order {}": "average_order", "avg bill {}": "average_order",
             "ticket promedio {}": "average_order", "gastaron {}": "spend"}  # fmt: skip
    amounts = {"over $50": ">", "at least 50": ">=", "50+": ">=", "50 or more": ">=", "under 50 dollars": "<",
               "50 se kam": "<", "50 se zyada": ">", "mas de 50": ">", "50 o mas": ">="}  # fmt: skip
    said: dict[str, Criteria] = {
        fact.format(amount): Compared(name, op, 50 * 10**6)
        for (fact, name), (amount, op) in product(facts.items(), amounts.items())
    }
    ends = {"80 to 150": "and", "80-150": "", "between 80 and 150": "", "entre 80 y 150": ""}
    said |= {
        fact.format(both): All((Compared(name, ">=", 80 * 10**6), Compared(name, "<=", 150 * 10**6)))
        for (fact, name), both in product(facts.items(), ends)
    }
    assert wrong(said) == []


def test_scores() -> None:
    facts = {"recency": "rfm.recency", "frequency": "rfm.frequency", "monetary": "rfm.monetary",
             "recency score": "rfm.recency", "recencia": "rfm.recency"}  # fmt: skip
    said: dict[str, Criteria] = {}
    for cue, fact in facts.items():
        said[f"{cue} 4 and up"] = said[f"{cue} 4+"] = said[f"{cue} at least 4"] = Compared(fact, ">=", Decimal(4))
        said[f"{cue} 5"] = Compared(fact, "=", Decimal(5))
        said[f"{cue} 4 or 5"] = Compared(fact, "in", (Decimal(4), Decimal(5)))
        said[f"{cue} under 3"] = Compared(fact, "<", Decimal(3))
    assert wrong(said) == []


def test_moments_in_each_time() -> None:
    facts = {"first order": "first_order_at", "last order": "last_order_at", "joined": "acquired_at",
             "signed up": "acquired_at", "first bought": "first_order_at", "last active": "last_active_at"}  # fmt: skip
    midnight = {month: datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6, 7)}
    said: dict[str, Criteria] = {}
    for cue, fact in facts.items():
        said[f"{cue} in the last 30 days"] = Compared(fact, "within", MONTH)
        said[f"{cue} this month"] = said[f"{cue} in november"] = Compared(fact, "within", Period.THIS_MONTH)
        said[f"{cue} since july"] = Compared(fact, ">=", midnight[7])
        said[f"{cue} before july"] = Compared(fact, "<", midnight[7])
        said[f"{cue} in may"] = All((Compared(fact, ">=", midnight[5]), Compared(fact, "<", midnight[6])))
    assert wrong(said) == []


def test_what_was_done_and_spent_in_a_time_is_an_event_of_that_time() -> None:
    first = {month: datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6, 7)}
    july, may = Stretch(first[7]), Stretch(first[5], first[6])
    over = 200_000_000
    nike = (Compared("brand", "=", "nike"),)
    said: dict[str, Criteria] = {
        "visited in may": Counted("customer.visited", within=may),
        "clicked since july": Counted("message.clicked", within=july),
        "visited between 30 and 90 days ago": Counted("customer.visited", within=Stretch(3 * MONTH, MONTH)),
        "bought nike in may": Counted("order.created", within=may, where=nike),
        "bought nike since july": Counted("order.created", within=july, where=nike),
        "3 orders before july": Counted("order.created", ">=", 3, Stretch(until=first[7])),
        "spent 200 in the last 30 days": Summed("order.created", ">=", over, MONTH),
        "spent over 200 this month": Summed("order.created", ">", over, Period.THIS_MONTH),
        "spent under 200 in may": Summed("order.created", "<", over, may),
        "didnt spend 200 since july": Not(Summed("order.created", ">=", over, july)),
        "last month spent 200": Summed("order.created", ">=", over, Period.LAST_MONTH),
        "gastaron mas de 200 este mes": Summed("order.created", ">", over, Period.THIS_MONTH),
        "is mahine 200 se zyada kharch": Summed("order.created", ">", over, Period.THIS_MONTH),
    }
    assert wrong(said) == []


@pytest.mark.parametrize(
    "text",
    [
        "joined after july",
        "spent 200 two weeks ago",
        "spent 200 per month",
        "average order over 50 last month",
        "ordered before july",
        "used 2 coupons last month",
        "havent bought in 6",
        "bought boots over 50",
        "order every week",
        "80th percentile",
        "visited but didnt buy in the last 30 days",
        "vip in texas or 6+ orders",
        "high value and all the staff",
        "all but the vips in texas",
        "vip or (texas and 5 orders)",
        "spent 300 or 6 orders and texas",
    ],
)
def test_what_no_criteria_say_or_may_be_two_is_asked_about(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    ["{}", "ok so i want {} lol", "hey can you show me {} plz", "{} tho", "{}, want to send them a deal", "just {}"],
)
def test_what_says_nothing_of_whom_is_passed_over(text: str) -> None:
    assert read(text.format("vips in texas")) == read("vips in texas")


@pytest.mark.parametrize(
    "text",
    [
        "vips in texas, want to reach moms",
        "vips in texas, want them to buy boots",
        "vips in texas, not sending to staff anymore",
        "vips in texas, send 2 to dallas",
        "people who want boots",
        "just boots",
        "those that havent been in a while",
    ],
)
def test_what_may_say_more_is_not_passed_over(text: str) -> None:
    assert read(text) is None


def test_a_list_of_one_fact_is_either() -> None:
    either = read("austin or dallas")
    assert [read(text) for text in ("austin dallas", "austin, dallas", "austin + dallas", "austin and dallas")] == [
        either
    ] * 4


def test_never_one_or_the_other_is_neither() -> None:
    neither = read("never clicked and never replied")
    assert neither is not None
    found = read("never clicked or replied")
    assert found is not None
    assert meaning(found) == meaning(neither)


def test_a_region_is_called_by_its_name_or_as_the_code_that_was_told() -> None:
    names = Names("INR", "IN", ready_names(), regions=("MH", "Gujarat"))
    told = [read_phrase(text, names).criteria for text in ("maharashtra", "महाराष्ट्र", "gujarat", "punjab")]
    maharashtra = Compared("region", "=", "MH")
    assert told == [maharashtra, maharashtra, Compared("region", "=", "Gujarat"), None]
