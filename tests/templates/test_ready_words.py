"""Ready words: in every language, with places that are known, short enough for a text message or two."""

from __future__ import annotations

import pytest

from flows.campaigns.campaign_texts import LONGEST_WORDS, fill_text, list_new_places
from templates.phrases import LOCALES
from templates.sms_segments import Encoding, measure
from templates.standard_wordings import UnknownReady, find_ready_name, get_ready_text, list_ready_names
from tests.cases import each

NAMES = ("cart", "win-back", "birthday", "new-offer", "back-in-stock", "review", "festival-sale")


def test_there_is_one_for_each_occasion() -> None:
    assert list_ready_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_is_there_in_every_language(name: str) -> None:
    assert LOCALES == ("en", "es", "hi", "hi-Latn")
    assert len({get_ready_text(name, locale) for locale in LOCALES}) == len(LOCALES), (
        "one that is missing falls back to another"
    )


@each("locale", LOCALES)
@each("name", NAMES)
def test_words_name_what_is_known_of_people(name: str, locale: str) -> None:
    words = get_ready_text(name, locale)
    items = {"back": True} if name == "back-in-stock" else {}
    assert list_new_places(words) == {"name": True, "brand": False, "link": False, **items}
    assert len(words) < LONGEST_WORDS
    assert "STOP" not in words, "which is added as they leave"


@each("locale", ["en", "es", "hi-Latn"])
@each("name", NAMES)
def test_words_in_latin_letters_are_cheap_as_a_text_message(name: str, locale: str) -> None:
    values = {"name": "Maximilian", "brand": "Tiger Tees", "link": "https://go.tigertees.example/l/abcd2345"}
    measured = measure(fill_text(get_ready_text(name, locale), values))
    assert (measured.encoding, measured.segments <= 2) == (Encoding.GSM7, True)


@pytest.mark.parametrize(
    ("said", "name"),
    [("Festival sale", "festival-sale"), ("festival", "festival-sale"), ("back_in_stock", "back-in-stock"),
     ("winback", "win-back"), ("Win back", "win-back"), ("something", None)],
)  # fmt: skip
def test_a_name_is_known_however_it_is_written(said: str, name: str | None) -> None:
    assert find_ready_name(said) == name


def test_languages_fall_back_to_the_nearest() -> None:
    assert get_ready_text("cart", "es-MX") == get_ready_text("cart", "es")
    assert get_ready_text("cart", "fr") == get_ready_text("cart", "en")


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(UnknownReady, match="cart, win-back"):
        get_ready_text("nothing", "en")
