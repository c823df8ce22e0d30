"""The page for a customer's address: a form without scripts and external files.

Its words are in templates/pages/address, a file for each language; values are data and always escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from babel import Locale, UnknownLocaleError

from templates.message_values import one_line, shorten
from templates.private_pages import choose_language, get_words, list_locales, load_style, template

PAGE = "address"
LOCALES = list_locales(PAGE)
_LONGEST = 60
# What browsers fill in by themselves: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill
_AUTOCOMPLETE = MappingProxyType(
    {
        "name": "name",
        "street_address": "street-address",
        "city": "address-level2",
        "city_area": "address-level3",
        "country_area": "address-level1",
        "postal_code": "postal-code",
        "sorting_code": "off",
    }
)


@dataclass(frozen=True, slots=True)
class AddressField:
    """One field. ``kind`` is a country's name for the field: ``pin`` or ``zip``, ``state`` or ``province``."""

    name: str
    kind: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class AddressPage:
    """The form of an order: ``typed`` are the entered values by field, ``wrong`` the errors (required, invalid or
    long)."""

    brand: str
    number: str
    locale: str
    country: str
    countries: tuple[str, ...]
    fields: tuple[AddressField, ...]
    typed: Mapping[str, str]
    note: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)


def render_form(page: AddressPage) -> str:
    """Render the form in its reader's language."""
    written = choose_language(PAGE, page.locale)
    said, names = get_words(PAGE, written), _country_names(written)
    return template("address/form.html").render(
        t=said,
        lang=written,
        css=load_style(),
        brand=shorten(one_line(page.brand), _LONGEST, "…"),
        number=shorten(one_line(page.number), _LONGEST, "…"),
        country=page.country,
        country_wrong=_mistake(said, page.wrong.get("country", ""), said["fields"]["country"]),
        countries=sorted(((code, names.get(code, code)) for code in page.countries), key=lambda one: one[1]),
        fields=[_field(said, one, page) for one in page.fields],
        note=page.note,
        note_wrong=_mistake(said, page.wrong.get("note", ""), said["fields"]["note"]),
        wrong=bool(page.wrong),
    )


def _field(said: Mapping[str, Any], one: AddressField, page: AddressPage) -> dict[str, object]:
    labels = said["fields"]
    wrong = page.wrong.get(one.name, "")
    label = labels.get(f"{one.name}_{one.kind}", labels[one.name])
    return {
        "name": one.name,
        "label": label,
        "required": one.required,
        "choices": one.choices,
        "value": page.typed.get(one.name, ""),
        "example": said["form"]["example"].format(code=one.example) if one.example else "",
        "complete": _AUTOCOMPLETE[one.name],
        "wrong": _mistake(said, wrong, label),
    }


def _mistake(said: Mapping[str, Any], wrong: str, label: str) -> str:
    return said["wrong"][wrong].format(field=label) if wrong else ""


@cache
def _country_names(locale: str) -> Mapping[str, str]:
    try:
        return MappingProxyType(dict(Locale.parse(locale.replace("-", "_")).territories))
    except UnknownLocaleError:
        return MappingProxyType(dict(Locale("en").territories))
