"""The page on which a customer fills in an address: a form that needs no script and nothing from elsewhere.

Its words are in templates/pages/address, a file for each language; values are data and escaped wherever they stand.
"""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, StrictUndefined, Template

from templates.library import pick_locale
from templates.values import one_line, shorten

_FOLDER = Path(__file__).parent / "pages"
LOCALES = tuple(sorted(file.stem for file in (_FOLDER / "address").glob("*.toml")))
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
    """One field. ``kind`` is the name of the field in a country: ``pin`` or ``zip``, ``state`` or ``province``."""

    name: str
    kind: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class AddressPage:
    """The form of an order: what was ``typed`` by field, and what is ``wrong``: required, invalid or long."""

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
    """Return the form in its reader's language."""
    written = pick_locale(page.locale, LOCALES, "en")
    words, names = _words(written), _country_names(written)
    return _template("form.html").render(
        t=words,
        lang=written,
        css=_style(),
        brand=shorten(one_line(page.brand), _LONGEST, "…"),
        number=shorten(one_line(page.number), _LONGEST, "…"),
        country=page.country,
        countries=sorted(((code, names.get(code, code)) for code in page.countries), key=lambda one: one[1]),
        fields=[_field(words, one, page) for one in page.fields],
        note=page.note,
        wrong=bool(page.wrong),
    )


def render_notice(name: str, wanted: Sequence[str]) -> str:
    """Return a page in place of the form, in the first of the wanted languages that there is."""
    known = {one.partition("-")[0] for one in LOCALES}
    tag = next((one for one in wanted if one.replace("_", "-").partition("-")[0].lower() in known), "en")
    written = pick_locale(tag, LOCALES, "en")
    return _template("notice.html").render(lang=written, css=_style(), **_words(written)["notice"][name])


def policy() -> str:
    """Return the content security policy of these pages: their own style and form, no script, no frame."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def _field(words: Mapping[str, Any], one: AddressField, page: AddressPage) -> dict[str, object]:
    labels = words["fields"]
    wrong = page.wrong.get(one.name, "")
    label = labels.get(f"{one.name}_{one.kind}", labels[one.name])
    return {
        "name": one.name,
        "label": label,
        "required": one.required,
        "choices": one.choices,
        "value": page.typed.get(one.name, ""),
        "example": words["form"]["example"].format(code=one.example) if one.example else "",
        "complete": _AUTOCOMPLETE[one.name],
        "wrong": words["wrong"][wrong].format(field=label) if wrong else "",
    }


@cache
def _country_names(locale: str) -> Mapping[str, str]:
    try:
        return MappingProxyType(dict(Locale.parse(locale.replace("-", "_")).territories))
    except UnknownLocaleError:
        return MappingProxyType(dict(Locale("en").territories))


@cache
def _words(locale: str) -> Mapping[str, Any]:
    return MappingProxyType(tomllib.loads((_FOLDER / "address" / f"{locale}.toml").read_text(encoding="utf-8")))


@cache
def _template(name: str) -> Template:
    folder = _FOLDER / ("address" if name == "form.html" else "track")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((folder / name).read_text(encoding="utf-8"))


@cache
def _style() -> str:
    return "".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("track/track.css", "address/form.css"))
