"""The business's own names are read before courtesies, and none of them is dropped without a word."""

from __future__ import annotations

import pytest

from handlers.audience.replies.kept_names import NamesKept
from handlers.audience.replies.names import Names
from handlers.audience.replies.reading import read_phrase

COURTESIES = ("Zara", "Kindly", "Hello", "Thanks", "Bhai", "Please", "Basically", "Yaar", "Dear", "Guess")
OTHER_WORDS = ("Only", "Next", "Now", "Once", "Never", "Order", "Last", "Us", "Today", "Free")
PHRASES = ("bought {}", "everyone who bought {}", "{} buyers", "compraron {}", "{} kharida", "ordered {} last 60 days")


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("brand", COURTESIES)
def test_a_brand_that_is_a_courtesy_is_read_as_the_brand(brand: str, phrase: str) -> None:
    read = read_phrase(phrase.format(brand.lower()), Names("USD", "US", brands=[brand, "Nike"]))
    assert f"'{brand.lower()}'" in repr(read.criteria).lower()


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("brand", OTHER_WORDS)
def test_a_name_is_never_dropped(brand: str, phrase: str) -> None:
    """A phrase whose words mean something else is asked about."""
    read = read_phrase(phrase.format(brand.lower()), Names("USD", "US", brands=[brand, "Nike"]))
    assert read.criteria is None or f"'{brand.lower()}'" in repr(read.criteria).lower()


@pytest.mark.parametrize("kind", ["categories", "tags"])
def test_so_are_categories_and_tags(kind: str) -> None:
    names = Names("USD", "US", **{kind: ["Hello"]})  # type: ignore[arg-type]
    read = read_phrase("bought hello last 30 days" if kind == "categories" else "tag hello", names)
    assert read.criteria is None or "'hello'" in repr(read.criteria).lower()


def test_courtesies_are_still_passed_over() -> None:
    names = Names("USD", "US", brands=["Nike"])
    assert read_phrase("hello, bought nike please", names).criteria == read_phrase("bought nike", names).criteria


@pytest.mark.parametrize("kind", ["brands", "categories", "tags"])
@pytest.mark.parametrize("name", ["Hello", "Zara", "Please"])
def test_names_of_each_kind_are_hidden_from_courtesies(kind: str, name: str) -> None:
    kept = NamesKept(f"bought {name.lower()}", Names("USD", "US", **{kind: [name]}))  # type: ignore[arg-type]
    assert name.lower() not in kept.hidden
    assert kept.shown(kept.hidden) == f"bought {name.lower()}"


@pytest.mark.parametrize("brands", [["Hello", "Hello Kitty"], ["Hello Kitty", "Hello"]])
def test_the_longest_name_is_hidden_first(brands: list[str]) -> None:
    """Else "Hello" hides a part of "Hello Kitty", and the rest is read as a word."""
    kept = NamesKept("bought hello kitty", Names("USD", "US", brands=brands))
    assert len(kept.hidden.split()) == len(["bought", "hello kitty"])
    assert kept.shown(kept.hidden) == "bought hello kitty"
