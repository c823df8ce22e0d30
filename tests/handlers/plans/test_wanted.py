"""What is read in a plan as owners write one, and what is not taken for a part of it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from flows.plans.terms import BIRTHDAY, Entrance, EntryBy
from flows.shop_offers import WrongOffer
from handlers.plans.drafts.heads import WantedStep
from handlers.plans.drafts.wanted import WantedPlan, read_wanted

NOW = datetime(2026, 3, 3, 18, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")
DAY = timedelta(days=1)
AUDIENCE = Entrance(EntryBy.AUDIENCE)


def read(text: str) -> WantedPlan:
    return read_wanted(text, NOW, CHICAGO, "USD")


@pytest.mark.parametrize(
    ("text", "name", "people", "entrance"),
    [
        ("welcome to vip: Hi", "welcome", "vip", AUDIENCE),
        ("second order for bought adidas: Hi", "second order", "bought adidas", AUDIENCE),
        ("bday on their birthday: Hi", "bday", "", Entrance(EntryBy.DATE, date=BIRTHDAY)),
        ("bday to vip, 3 days before their birthday: Hi", "bday", "vip", Entrance(EntryBy.DATE, "", BIRTHDAY, 3)),
        ("bday para vip en su cumpleaños: Hola", "bday", "vip", Entrance(EntryBy.DATE, date=BIRTHDAY)),
        ("care by hand: Hi", "care", "", Entrance(EntryBy.HAND)),
        ("care after an order: Hi", "care", "", Entrance(EntryBy.EVENT, "order.created")),
        ("care to vip after an order is delivered: Hi", "care", "vip", Entrance(EntryBy.EVENT, "order.delivered")),
        ("care when it ships: Hi", "care when it ships", "", None),
        ("care when their order is shipped: Hi", "care", "", Entrance(EntryBy.EVENT, "order.shipped")),
        ("welcome", "welcome", "", None),
    ],
)
def test_who_enters(text: str, name: str, people: str, entrance: Entrance | None) -> None:
    found = read(text)
    assert (found.name, found.people, found.entrance) == (name, people, entrance)


def test_the_first_order_alone_is_said() -> None:
    assert read("care after their first order: Hi").first
    assert not read("care after an order: Hi").first


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Hi there", [WantedStep("Hi there")]),
        ("after 3 days: Hi: how is it; is it good?", [WantedStep("Hi: how is it; is it good?", 3 * DAY)]),
        (
            "after 3 days: One; after 10 days, 10% off: Two",
            [("One", 3, None, None, ()), ("Two", 10, None, 10, ())],
        ),
        ("20% off: Two", [("Two", None, None, 20, ())]),
        ("20% off everything: come by", [WantedStep("20% off everything: come by")]),
        ("at once: One\nday 4 at 6pm by sms: Two", [("One", 0, None, None, ()), ("Two", 4, time(18), None, ("sms",))]),
        (
            "One; 2 weeks later at 18:30 by whatsapp or sms: Two",
            [("One", None, None, None, ()), ("Two", 14, time(18, 30), None, ("whatsapp", "sms"))],
        ),
        (
            "después de 3 días: Uno; a los 10 días, 15% de descuento: Dos",
            [("Uno", 3, None, None, ()), ("Dos", 10, None, 15, ())],
        ),
        ("3 din baad: Ek; phir 7 din baad: Do", [("Ek", 3, None, None, ()), ("Do", 7, None, None, ())]),
        ("3 दिन बाद: एक", [("एक", 3, None, None, ())]),
    ],
)
def test_the_steps(text: str, steps: list[object]) -> None:
    found = read(f"x to vip: {text}").steps
    for one, wanted in zip(found, steps, strict=True):
        if isinstance(wanted, WantedStep):
            assert one == wanted
            continue
        days = None if one.after is None else one.after // DAY
        assert (one.words, days, one.at, one.offer.percent if one.offer else None, one.channels) == wanted
        assert one.unread == ""


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("A after 1 day: One B after 2 days at 6pm: Two", [[("One", 1, None, None), ("Two", 2, time(18), None)]]),
        ("A after 1 day: One; B after 2 days: Two\nafter 9 days: Bye", [
            [("One", 1, None, None), ("Two", 2, None, None)], [("Bye", 9, None, None)],
        ]),
        ("after 3 days: A 10% off: One B 20% off: Two C free shipping: Three", [
            [("One", 3, None, 10), ("Two", 3, None, 20), ("Three", 3, None, None)],
        ]),
        ("A 10% off: One. B 20% off: Two", [[("One.", None, None, 10), ("Two", None, None, 20)]]),
        ("A despues de 1 día: Uno B despues de 3 dias: Dos", [[("Uno", 1, None, None), ("Dos", 3, None, None)]]),
        ("A 1 din baad: Ek B 3 din baad: Do", [[("Ek", 1, None, None), ("Do", 3, None, None)]]),
        ("after 1 day: A: One B: Two", [[("A: One B: Two", 1, None, None)]]),
        ("A: after 1 day: One B: after 2 days: Two", [[("One", 1, None, None), ("Two", 2, None, None)]]),
        ("after 1 day: A: 10% off: One B: 20% off: Two", [[("One", 1, None, 10), ("Two", 1, None, 20)]]),
        ("after 3 days: A at 2pm: One B at 6pm: Two", [[("One", 3, time(14), None), ("Two", 3, time(18), None)]]),
        ("after 3 days: A 10% off: One B: Two", [[("One", 3, None, 10), ("Two", 3, None, None)]]),
        ("after 3 days, A at 10am, B at 6pm: Hi", [[("Hi", 3, time(10), None), ("Hi", 3, time(18), None)]]),
        ("A at 6pm after 1 day: One B at 9am after 1 day: Two", [
            [("One", 1, time(18), None), ("Two", 1, time(9), None)],
        ]),
        ("A: 20% off everything: come B: Bye", [[("A: 20% off everything: come B: Bye", None, None, None)]]),
        ("after 1 day: Plan A after 2 days: more. B after 3 days: all", [
            [("Plan A after 2 days: more. B after 3 days: all", 1, None, None)],
        ]),
    ],
)  # fmt: skip
def test_the_ways_that_a_step_is_tried_in(text: str, steps: list[list[object]]) -> None:
    found = [
        [
            (way.words, way.after.days if way.after is not None else None, way.at, way.offer and way.offer.percent)
            for way in (one, *one.arms)
        ]
        for one in read(f"x to vip: {text}").steps
    ]
    assert found == steps


def test_one_step_may_say_when_in_front() -> None:
    found = read("welcome to vip after 3 days: Hello")
    assert (found.people, found.steps) == ("vip", (WantedStep("Hello", 3 * DAY),))


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("after 3 days Hello", "after 3 days Hello"),
        ("after 3 days in a blue envelope: Hello", "in a blue envelope"),
        ("after 3 days, budget $5: Hello", "budget $5"),
    ],
)
def test_what_means_nothing_is_kept_to_be_said(text: str, unread: str) -> None:
    assert read(f"x to vip: {text}").steps[0].unread == unread


def test_an_offer_below_zero_is_none() -> None:
    with pytest.raises(WrongOffer):
        read("x to vip: after 3 days, -5% off: Hello")


@pytest.mark.parametrize(
    ("until", "exits", "items"),
    [
        ("they buy", {"bought"}, set()),
        ("they buy or reply", {"bought", "replied"}, set()),
        ("they buy Blue kurta or reply", {"replied"}, {"Blue kurta"}),
        ("they leave", {"left"}, set()),
    ],
)
def test_what_ends_it(until: str, exits: set[str], items: set[str]) -> None:
    found = read(f"x to vip until {until}: Hi")
    assert (found.people, set(found.exits or ()), set(found.items)) == ("vip", exits, items)


def test_asides() -> None:
    found = read("x to vip, rest 30 days, holdout 20%: Hi")
    assert (found.people, found.rest, found.holdout) == ("vip", 30 * DAY, 0.2)
    assert read("x to vip until it rains: Hi").unread == "it rains"


@pytest.mark.parametrize(
    ("said", "unread"),
    [
        ("at 25:00: Hi", "at 25:00: Hi"),
        ("after -3 days: hi", "after -3 days: hi"),
        ("after two days: ho", "after two days: ho"),
        ("after 4000 days: hi", "after 4000 days: hi"),
        ("hi; after -2 days: ho", "after -2 days: ho"),
        ("A after 1 day: hi", "A after 1 day: hi"),
        ("after 3 days: A 10% off: hi", "after 3 days: A 10% off: hi"),
        ("A 10% off: x C 20% off: y", "A 10% off: x C 20% off: y"),
        ("after 3 days, A at 10am, B whenever: Hi", "after 3 days, A at 10am, B whenever: Hi"),
        ("A after 1 day: hi B whenever: ho", "A after 1 day: hi B whenever: ho"),
    ],
)
def test_a_head_that_is_not_read_is_no_text_of_a_customer_s(said: str, unread: str) -> None:
    assert read(f"welcome by hand: {said}").steps[-1].unread == unread


@pytest.mark.parametrize("offer", ["101% off", "-5% off", "0% off", "10% off, valid for 0 days"])
def test_an_offer_that_no_shop_makes_is_refused_also_without_a_day(offer: str) -> None:
    with pytest.raises(WrongOffer):
        read(f"welcome by hand: {offer}: Hi")
