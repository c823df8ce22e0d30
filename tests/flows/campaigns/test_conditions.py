"""What some people read and others not: conditions in words, one at a time, with places on both sides."""

from __future__ import annotations

import pytest

from flows.campaigns.campaign_texts import (
    LONGEST_WORDS,
    MOST_PLACES,
    WORDS,
    UnknownPlace,
    fill_text,
    find_lacking,
    list_new_places,
    measure_length,
    says_nothing,
)
from flows.campaigns.text_conditions import list_named_audiences, make_key, settle_text
from flows.channels import CHANNELS
from tests.cases import each

VIP = {make_key("vip"): True}


@each(
    ("text", "theirs", "others"),
    [
        ("{if vip: A gift|Come and see}", "A gift", "Come and see"),
        ("Hi {if vip: dear }friend", "Hi dear friend", "Hi friend"),
        ("Hi {if vip: dear }{name|you}, hi", "Hi dear you, hi", "Hi you, hi"),
        ("Hi{if vip: friend}, hi", "Hifriend, hi", "Hi, hi"),
        ("Hi {if VIP: dear} friend", "Hi dear friend", "Hi friend"),
        ("{ if  Vip :Hi|Ho}", "Hi", "Ho"),
        ("{si vip: Hola|Buenas}", "Hola", "Buenas"),
        ("{agar vip: Namaste|Hello}", "Namaste", "Hello"),
        ("{अगर vip: नमस्ते|हैलो}", "नमस्ते", "हैलो"),
        ("{if vip: Hi {name|friend}|Ho {name|you}}", "Hi friend", "Ho you"),
        ("{if vip: A} and {if new: B|C}", "A and C", "and C"),
        ("{if vip: |Only others}", "", "Only others"),
        ("no condition {name|here}", "no condition here", "no condition here"),
    ],
)
def test_who_reads_what(text: str, theirs: str, others: str) -> None:
    assert fill_text(text, VIP).strip() == theirs
    assert fill_text(text, {}).strip() == others


def test_whom_they_name() -> None:
    assert list_named_audiences("{if vip in Texas: a|b} {if VIP in texas: c} {if new: d}") == ("vip in texas", "new")
    assert list_named_audiences("if vip: a | {name|if new: b}") == ()


def test_a_place_of_either_side_is_known() -> None:
    """Nobody is told of a code where nothing is offered, on whichever side it stands."""
    assert list_new_places("{if vip: {code}|see {link}} {name|x}") == {"code": False, "link": False, "name": True}


@each(
    "text",
    [
        "{if vip: a",
        "{if vip}",
        "{if: a|b}",
        "{if vip: {shoe}|b}",
        "{if vip: a|{if new: b|c}}",
        "{if vip a|b}",
        "{if vip: a|b}} c",
        "{if vip: {a}|b}",
        "{if vip: a}}",
    ],
)
def test_what_is_no_condition_is_told(text: str) -> None:
    """It would go out as it stands."""
    with pytest.raises(UnknownPlace):
        list_new_places(text)


def test_a_long_text_of_openings_takes_no_time() -> None:
    text = "{if " + " " * 300 + "{if a" * 60
    assert settle_text(text, VIP) == text


@pytest.mark.parametrize(
    ("text", "theirs", "others"),
    [
        ("{if vip: a gift waits}", "", WORDS),
        ("{if vip: a gift|{points}}", "", "points"),
        ("{if vip: {name}|Hi}", "name", ""),
        ("Hi {name}", "name", "name"),
        ("{name|}", WORDS, WORDS),
        ("{name|friend}", "", ""),
        ("{offer} off {link}", "", ""),
    ],
)
def test_what_somebody_without_a_name_lacks(text: str, theirs: str, others: str) -> None:
    assert (find_lacking(text, VIP), find_lacking(text, {})) == (theirs, others)


def test_as_many_places_as_may_be_with_long_values_are_one_message() -> None:
    text = " {city}" * MOST_PLACES
    rest = "x" * (LONGEST_WORDS - len(text))
    assert measure_length(fill_text(rest + text, {"city": "Llanfairpwllgwyngyll " * 40})) <= min(
        one.longest for one in CHANNELS.values()
    )


@pytest.mark.parametrize(
    ("text", "nothing"),
    [("{name|}", True), ("{if vip: {name|}|}", True), ("{name|friend}", False), ("{name}", False), ("{link}", False)],
)
def test_what_is_left_for_whoever_has_nothing(text: str, nothing: bool) -> None:
    assert says_nothing(text) is nothing
