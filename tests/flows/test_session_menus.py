"""The shape of a menu, and the values in its content."""

from __future__ import annotations

import json
import re

import pytest

from bot.channels.twilio.twilio_contents import make_body
from flows.channels import WHATSAPP
from flows.delivery import Key
from flows.menu_shapes import MenuKind, MenuShape, choose_shape, list_shapes, variables
from tests.cases import each

assert WHATSAPP.menus is not None
CAN = WHATSAPP.menus


def keys(count: int, label: str = "Row {}", detail: str = "") -> tuple[Key, ...]:
    return tuple(Key(f"row:{number}", label.format(number), detail=detail) for number in range(1, count + 1))


@each(
    ("choices", "name"),
    [
        pytest.param(keys(1), "parley_buttons_1", id="one button"),
        pytest.param(keys(3), "parley_buttons_3", id="three buttons"),
        pytest.param(keys(4), "parley_list_4", id="four are a list"),
        pytest.param(keys(10), "parley_list_10", id="ten rows"),
        pytest.param(keys(2, "A label of 23 letters {}"), "parley_list_2", id="too long for a button"),
        pytest.param(keys(2, "A label that is longer than a title {}"), "parley_details_2", id="too long for a title"),
        pytest.param(keys(2, detail="$12"), "parley_details_2", id="with details"),
        pytest.param(keys(11), None, id="too many"),
        pytest.param((), None, id="none"),
        pytest.param((Key("pay", "Pay", "https://pay.example"),), None, id="a link"),
    ],
)
def test_choices_have_a_shape(choices: tuple[Key, ...], name: str | None) -> None:
    shape = choose_shape("Which one?", choices, CAN)
    assert (shape.name if shape else None) == name


def test_a_text_that_is_too_long_has_no_menu() -> None:
    assert choose_shape("x" * 1024, keys(2), CAN) is not None
    assert choose_shape("x" * 1025, keys(2), CAN) is None


def test_there_are_three_buttons_and_two_lists_of_ten() -> None:
    assert len({shape.name for shape in list_shapes(CAN)}) == len(list_shapes(CAN)) == 23


@each("shape", list_shapes(CAN), ids=lambda shape: shape.name)
def test_a_content_has_a_place_for_each_value(shape: MenuShape) -> None:
    detail = "$12" if shape.kind is MenuKind.DETAILS else ""
    values = variables(shape, "Which one?", keys(shape.choices, detail=detail), "Choose", CAN)
    content = make_body(shape)
    places = set(re.findall(r"\{\{(\d+)\}\}", json.dumps(content["types"])))
    assert values.keys() == content["variables"].keys() == places


def test_a_long_label_goes_on_in_the_second_line() -> None:
    long = Key("row:1", "Block Print Kurta, indigo, long sleeves", detail="$40")
    shape = choose_shape("Which one?", (long, Key("row:2", "Mug")), CAN)
    assert shape is not None
    values = variables(shape, "Which one?", (long, Key("row:2", "Mug")), "Choose", CAN)
    assert [values[str(number)] for number in range(3, 9)] == [
        "Block Print Kurta, indi…",
        "row:1",
        "Block Print Kurta, indigo, long sleeves · $40",
        "Mug",
        "row:2",
        "Mug",
    ]
