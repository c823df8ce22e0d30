"""The words of an order's page: every language has all of them, with the same values in each."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.sourcing.order_state import Status
from templates import tracking_page
from templates.private_pages import render_notice
from templates.tracking_page import LOCALES

FOLDER = Path(tracking_page.__file__).parent / "pages" / "track"


def words(locale: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{locale}.toml").read_text(encoding="utf-8"))


def named(found: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """Each word by its place, with the values it names."""
    for section, texts in found.items():
        for name, text in texts.items():
            if isinstance(text, dict):  # the words of a section that stand for others of their name
                yield from ((f"{section}.{part}", word, values) for part, word, values in named({name: text}))
                continue
            assert text.strip() == text != ""
            yield section, name, sorted(re.findall(r"{(\w+)}", text))


def test_the_languages_of_the_messages() -> None:
    assert LOCALES == ("en", "es", "hi", "hi-Latn")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_says_everything(locale: str) -> None:
    assert list(named(words(locale))) == list(named(words("en")))


def test_other_words_stand_for_words_that_there_are() -> None:
    found = words("en")
    for source in ("own", "made"):
        assert all(texts.keys() <= found[section].keys() for section, texts in found[source].items())


def test_every_state_has_its_words() -> None:
    found = words("en")
    states = {status.value for status in Status}
    assert set(found["headline"]) == set(found["lead"]) == states | {"approved"}
    assert states < set(found["steps"])
    assert set(found["coming"]) < set(found["steps"])


@pytest.mark.parametrize(
    ("wanted", "lang"),
    [
        ([], "en"),
        (["fr", "de"], "en"),
        (["fr", "es-AR", "en"], "es"),
        (["EN-gb", "es"], "en"),
        (["hi-IN"], "hi"),
        (["hi_Latn_IN"], "hi-Latn"),
        (["nonsense-" * 9], "en"),
    ],
)
def test_a_notice_in_a_language_that_is_wanted(wanted: list[str], lang: str) -> None:
    for name in ("unknown", "away"):
        page = render_notice("track", name, wanted)
        assert f'<html lang="{lang}">' in page
        assert words(lang)["notice"][name]["headline"] in page
