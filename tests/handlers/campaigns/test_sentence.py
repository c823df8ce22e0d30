"""A sentence of the staff about a campaign, taken apart, and what is none."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.audience.names import Names
from handlers.audience.phrases import read_phrase
from handlers.campaigns.sentences.sentence import Sentence, read_sentence

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 1, 7, 16, 0, tzinfo=UTC)  # a Wednesday, 10:00 in Chicago
CAMPAIGNS = ("diwali", "spring", "winter sale", "verano")
NAMES = Names("USD", "US", tags=("vip",), categories=("kurtas",), cities=("st louis",))


def read(text: str) -> Sentence | None:
    def means(people: str) -> bool:
        return read_phrase(people, NAMES).criteria is not None

    return read_sentence(text, CAMPAIGNS, means, NOW, CHICAGO)


def parts(text: str) -> dict[str, Any] | None:
    """The parts that are said."""
    found = read(text)
    if found is None:
        return None
    said = {name: getattr(found, name) for name in Sentence.__slots__ if getattr(found, name)}
    at = said.pop("at", None)
    said |= {} if at is None else {"at": f"{at.astimezone(CHICAGO):%m-%d %H:%M}"}
    said.pop("when", None)
    return said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("launch diwali to vip", {"name": "diwali", "people": "vip"}),
        ("/launch diwali vip", {"name": "diwali", "people": "vip"}),
        ("lanuch diwali to vip", {"name": "diwali", "people": "vip"}),
        ("launch to vip diwali friday 18:00", {"name": "diwali", "people": "vip", "at": "01-09 18:00"}),
        ("please send the winter sale campaign tomorrow 9am", {"name": "winter sale", "at": "01-08 09:00"}),
        ("launch spring to all customers", {"name": "spring", "people": "all customers"}),
        ("launch spring vip by sms", {"name": "spring", "people": "vip", "channels": ("sms",)}),
        ("launch spring 5% holdout vip", {"name": "spring", "people": "vip", "alone": "5% holdout"}),
        ("launch spring vip 3/2 10am", {"name": "spring", "people": "vip", "at": "01-08 10:00", "unclear": "3/2"}),
        ("500 rupees ki chhoot do vip ko somvar 11 baje: aaiye",
         {"people": "vip", "offer": "500 rupees ki chhoot", "at": "01-12 11:00", "words": ("aaiye",)}),
        ("launch spring vip 14/2 10am", {"name": "spring", "people": "vip", "at": "02-14 10:00"}),
        ("launch spring vip 15% off till sunday",
         {"name": "spring", "people": "vip", "offer": "till sunday, 15% off"}),
        ("20% off to vip tomorrow 11am", {"people": "vip", "at": "01-08 11:00", "offer": "20% off"}),
        ('blast "New in: kurtas" to vip', {"people": "vip", "words": ("New in: kurtas",)}),
        ('A/B test spring: "One" vs "Two" to vip', {"name": "spring", "people": "vip", "words": ("One", "Two")}),
        ('A/B test mugs: "One" vs "Two" to vip', {"new": "mugs", "people": "vip", "words": ("One", "Two")}),
        ('A/B test mugs: "One" vs "Two" to vip now, best wins',
         {"new": "mugs", "people": "vip", "words": ("One", "Two"), "now": True, "best": True}),
        ('A/B test "One" vs "Two" to vip', {"people": "vip", "words": ("One", "Two")}),
        ("launch spring to 63101 63102", {"name": "spring", "unread": "63101 63102"}),
        ("manda la campaña verano a los vip el viernes a las 6pm",
         {"name": "verano", "people": "vip", "at": "01-09 18:00"}),
        ("diwali vip ko bhejo kal 6 baje", {"name": "diwali", "people": "vip", "at": "01-08 18:00"}),
    ],
)  # fmt: skip
def test_what_is_launched(text: str, said: dict[str, Any] | None) -> None:
    assert parts(text) == (None if said is None else {"does": "launch", **said})


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("send me a test of diwali", "test"),
        ("test diwali to me", "test"),
        ("preview diwali", "preview"),
    ],
)
def test_what_is_shown_or_tried(text: str, does: str) -> None:
    assert parts(text) == {"does": does, "name": "diwali"}


@pytest.mark.parametrize("text", ["cost of diwali", "who would get diwali?", "cost of diwali to all"])
def test_what_is_asked_changes_nothing(text: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.does, found.name, found.asks) == ("preview", "diwali", True)


def test_what_is_moved() -> None:
    assert parts("move diwali to sat 11am") == {"does": "move", "name": "diwali", "at": "01-10 11:00"}


@pytest.mark.parametrize(
    "text",
    [
        "do not launch diwali",
        "launch went well",
        "lunch at 1?",
        "should we launch diwali to vip?",
        "stop sending diwalis",
        "send dana your parcel left",
        "i will send diwali sweets to vip",
        "send the money to Noor",
        "20% off on the third reminder",
        "shift 1042 to friday",
        "cost of 1042",
        "the diwali launch to vip was a mess",
    ],
)
def test_what_is_none(text: str) -> None:
    assert read(text) is None
