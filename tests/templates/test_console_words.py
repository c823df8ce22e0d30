"""The words of pages with a sign-in: the same ones in each language, one for each refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.engine.page_login import LoginFlaw
from templates.console_pages import PAGE, render_console_notice, render_login
from templates.private_pages import get_words, list_locales
from tests.cases import each


def names(words: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for name, value in words.items():
        if isinstance(value, Mapping):
            yield from names(value, f"{path}{name}.")
        else:
            yield f"{path}{name}{sorted(set(value) & set('{}'))}"


@each("locale", ["en", "es", "hi", "hi-Latn"])
def test_each_language_has_the_same_words(locale: str) -> None:
    assert locale in list_locales(PAGE)
    assert list(names(get_words(PAGE, locale))) == list(names(get_words(PAGE, "en")))


@each("locale", ["en", "es", "hi", "hi-Latn"])
def test_each_language_has_the_same_words_for_partners(locale: str) -> None:
    assert list(names(get_words("partner", locale))) == list(names(get_words("partner", "en")))


@each("name", [*LoginFlaw, "foreign", "too_large", "away"])
def test_each_refusal_says_what_to_do(name: str) -> None:
    for locale in list_locales(PAGE):
        page = render_console_notice(str(name), [locale])
        assert f'<html lang="{locale}">' in page
        assert get_words(PAGE, locale)["notice"][str(name)]["lead"] in page


def test_a_brand_is_data() -> None:
    page = render_login("<b>{brand}</b>", "es-MX")
    assert '<html lang="es">' in page
    assert "Entrar en &lt;b&gt;{brand}&lt;/b&gt;" in page
