"""``[answers]``: saved answers by name and language."""

from __future__ import annotations

import pytest

from tests.handlers.business_file.business_files import SMALLEST, mistakes_of, read


def test_a_text_alone_is_in_the_business_s_language() -> None:
    read_in = read('[answers]\nshipping = "Two days."\ncod = { hi = "हाँ।", hi-Latn = "Haan." }\n').answers
    assert read_in == {"shipping": {"en": "Two days."}, "cod": {"hi": "हाँ।", "hi-Latn": "Haan."}}
    assert read("").answers == {}


@pytest.mark.parametrize(
    ("line", "path", "told"),
    [
        pytest.param('Shipping = "x"', "answers.Shipping", "must be named by one word", id="a capital"),
        pytest.param('"cash on delivery" = "x"', "answers.cash on delivery", "must be named", id="several words"),
        pytest.param("shipping = 2", "answers.shipping", "must be a text in quotes", id="no text"),
        pytest.param('shipping = ""', "answers.shipping", "1 to 600 characters", id="an empty one"),
        pytest.param(f'shipping = "{"x" * 601}"', "answers.shipping", "1 to 600 characters", id="a long one"),
        pytest.param('shipping = { fr = "x" }', "answers.shipping.fr", "is unknown", id="a language we do not write"),
    ],
)
def test_mistakes_are_told(line: str, path: str, told: str) -> None:
    ((_, where, message),) = mistakes_of(f"{SMALLEST}[answers]\n{line}\n")
    assert where == path
    assert told in message
