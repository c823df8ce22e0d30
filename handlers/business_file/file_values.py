"""The values of a business file, each parsed, or refused with the allowed form (ValueError)."""

import difflib
import re
import zoneinfo
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from flows.business import YEAR
from flows.policy.atlas import is_zone, load_places
from handlers.business_file.business_wordings import list_written_locales
from handlers.business_file.toml_table import Parse, explain_unknown, name_kind
from handlers.engine.checked_fields import CURRENCIES, LARGEST_PRICE, clean
from templates.message_library import pick_locale

T = TypeVar("T")

ENVIRONMENT = "env:"
LONGEST_DURATION = timedelta(days=90)

_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_DURATION = re.compile(r"([1-9][0-9]{0,6})([smhd])")
_AMOUNT = re.compile(r"[0-9]{1,11}(\.[0-9]{1,3})?")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

# What people write for a country, and for the hour of a place: abbreviations of zones belong to several places each.
_COUNTRIES = MappingProxyType({"UK": "GB", "ENGLAND": "GB", "USA": "US", "U.S.": "US", "EL": "GR", "UAE": "AE"})
_ZONES = MappingProxyType(
    {
        "EST": "America/New_York", "EDT": "America/New_York", "ET": "America/New_York",
        "CST": "America/Chicago", "CDT": "America/Chicago", "CT": "America/Chicago",
        "MST": "America/Denver", "MDT": "America/Denver", "MT": "America/Denver",
        "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles",
        "AKST": "America/Anchorage", "AKDT": "America/Anchorage", "HST": "Pacific/Honolulu",
        "AST": "America/Puerto_Rico", "IST": "Asia/Kolkata", "GMT": "Europe/London", "BST": "Europe/London",
        "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "EET": "Europe/Athens", "JST": "Asia/Tokyo",
        "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "BRT": "America/Sao_Paulo",
    }
)  # fmt: skip


def reads(form: str, read: Callable[[Any], T | None]) -> Parse[T]:
    """Return a parser of business-file values. It applies ``read``; if ``read`` returns None, it raises
    ValueError("must be {form}, not …")."""

    def parse(value: object) -> T:
        found = read(value)
        if found is None:
            raise ValueError(f"must be {form}, not {spell(value)}")
        return found

    return parse


def text(limit: int) -> Parse[str]:
    """Make a parser of one line of at most ``limit`` characters."""

    def read(value: object) -> str:
        line = strip_quoted(value)
        if line != clean(line, limit) or not line:
            unseen = "without control or invisible characters"
            raise ValueError(f"must be one line of 1 to {limit} characters, {unseen}")
        return line

    return read


def read_wording(value: object) -> str:
    """Parse a message's text. An SMS can have 1600 characters: https://www.twilio.com/docs/errors/21617."""
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= 1600:
        raise ValueError("must be a text of 1 to 1600 characters, in quotes")
    return value.strip()


def whole(low: int, high: int) -> Parse[int]:
    """Make a parser of a whole number from ``low`` to ``high``."""
    form = f"a whole number from {low} to {high}"
    return reads(form, lambda value: value if type(value) is int and low <= value <= high else None)


def parse_number(low: float, high: float) -> Parse[float]:
    """Make a parser of a number from ``low`` to ``high``."""
    form = f"a number from {low:g} to {high:g}"
    return reads(form, lambda value: float(value) if type(value) in (int, float) and low <= value <= high else None)


def _amount(value: object) -> Decimal | None:
    given = value.strip() if isinstance(value, str) else str(value)
    fits = type(value) in (int, float, str) and _AMOUNT.fullmatch(given)
    return Decimal(given) if fits and Decimal(given) <= LARGEST_PRICE else None


percent = whole(1, 100)
amount = reads("an amount like 899 or 8.99", _amount)
"""An amount of money in the business's currency: a number, or one in quotes, with at most three places."""
flag = reads("true or false", lambda value: value if isinstance(value, bool) else None)


def duration(value: object) -> timedelta:
    """Parse a length of time, such as ``"30m"``, ``"24h"`` or ``"7d"``, of at most 90 days."""
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f'must be a time like "30m", "24h" or "7d", not {spell(value)}')
    length = timedelta(**{_UNITS[found[2]]: int(found[1])})
    if length > LONGEST_DURATION:
        raise ValueError(f"must be at most {LONGEST_DURATION.days} days, not {spell(value)}")
    return length


def parse_distance(value: object) -> timedelta:
    """Parse a length of time as ``duration`` does, or ``"0"`` for none."""
    return timedelta(0) if value == "0" else duration(value)


def parse_years(least: int, most: int) -> Parse[timedelta]:
    """Make a parser of whole years, such as ``"5y"``."""

    def read(value: object) -> timedelta | None:
        found = re.fullmatch(r"\s*([1-9][0-9]?)y\s*", value) if isinstance(value, str) else None
        return timedelta(days=int(found[1]) * YEAR) if found and least <= int(found[1]) <= most else None

    return reads(f'years from "{least}y" to "{most}y"', read)


def parse_one_of(*words: str) -> Parse[str]:
    """Make a parser of one of a few words."""

    def read(value: object) -> str:
        word = strip_quoted(value)
        if word not in words:
            raise ValueError(f"{word!r} {explain_unknown(word, words)}")
        return word

    return read


def parse_identifier(example: str) -> Parse[str]:
    """Make a parser of an id that can be part of a URL."""
    form = f'up to 40 of a-z, 0-9, - and _, like "{example}"'
    fits = re.compile("[a-z0-9][a-z0-9_-]{0,39}").fullmatch
    return reads(form, lambda value: value if isinstance(value, str) and fits(value) else None)


def parse_country(value: object) -> str:
    """Parse a country by its two letters (ISO 3166)."""
    code = strip_quoted(value).upper()
    if code not in load_places().countries:
        meant = _COUNTRIES.get(code) or _country_called(code)
        mend = f"; did you mean {meant}?" if meant else ""
        raise ValueError(f'must be the two letters of a country, like "US" or "IN", not {spell(value)}{mend}')
    return code


def _country_called(name: str) -> str | None:
    called = {place.name.upper().removeprefix("THE "): code for code, place in load_places().countries.items()}
    return called.get(name.removeprefix("THE "))


def parse_timezone(value: object) -> str:
    """Parse a zone of the tz database."""
    name = strip_quoted(value)
    if name == "UTC" or ("/" in name and is_zone(name)):
        return name
    meant = _ZONES.get(name.upper())
    places = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone)
    near = [meant] if meant else difflib.get_close_matches(name, places, n=1, cutoff=0.6)
    mend = f"did you mean {near[0]}?" if near else 'write it like "America/Chicago"'
    raise ValueError(f"{spell(name)} is not a time zone; {mend}")


currency = reads(
    'a currency of ISO 4217, like "USD" or "INR"',
    lambda value: code if (code := strip_quoted(value).upper()) in CURRENCIES else None,
)


def parse_locale(value: object) -> str:
    """Parse a language of texts, with script and region if they matter (BCP 47): es, es-MX."""
    tag = strip_quoted(value).replace("_", "-")
    if not _LOCALE.fullmatch(tag):
        raise ValueError(f'must be a language, like "en", "es" or "hi-IN", not {spell(value)}')
    if pick_locale(tag, list_written_locales(), "") == "en" and tag.partition("-")[0] != "en":
        raise ValueError(
            f"there are no texts in {spell(tag)}; available: {', '.join(list_written_locales())}, "
            'each also with a region, like "es-MX"'
        )
    return tag


def matching(pattern: str, meaning: str) -> Parse[str]:
    """Make a parser of a text that matches ``pattern``; ``meaning`` describes it in the error."""
    form = re.compile(pattern)

    def read(value: object) -> str:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise ValueError(f"must be {meaning}")
        return value

    return read


def parse_environment(environ: Mapping[str, str], then: Parse[str]) -> Parse[str]:
    """Make a parser of a text that may be ``env:NAME``, for a value from the environment; no error shows the value."""

    def read(value: object) -> str:
        named = strip_quoted(value)
        if not named.startswith(ENVIRONMENT):
            return then(named)
        name = named.removeprefix(ENVIRONMENT)
        if not name:
            raise ValueError(f'does not name a variable: write {ENVIRONMENT} and its name, like "env:TIGER_TOKEN"')
        held = environ.get(name, "").strip()
        if not held:
            raise ValueError(f"the environment has no {name}: export it, or put it into .env, before this command")
        return then(held)

    return read


def secret(value: object) -> str:
    """Parse a key or a password: printable, with no blanks."""
    if not isinstance(value, str) or not value or not value.isprintable() or any(map(str.isspace, value)):
        raise ValueError('must be a text without spaces; write "env:NAME" to read it from the environment')
    return value


def strip_quoted(value: object) -> str:
    """Return a text without the blanks around it."""
    if not isinstance(value, str):
        raise ValueError(f"must be a text in quotes, not {name_kind(value)}")
    return value.strip()


def spell(value: object) -> str:
    """Format a value for an error message."""
    if isinstance(value, list | dict):
        return name_kind(value)
    words: Callable[[object], str] = repr if isinstance(value, str) else str
    return words(value)[:60]
