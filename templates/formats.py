"""Numbers, days and lists in the reader's notation. The time of reading is passed in as `now`.

Names of days and months, separators and currency signs are those of CLDR (by babel). Its narrow and no-break spaces are
replaced by plain ones, because one of them reduces an SMS from 160 characters to 70.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, get_currency_precision, get_currency_symbol

from flows.channels import get_title
from flows.money import Money

_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})

# A bare language takes the currency's home, so that rupees are grouped as in India and dollars written as in the US.
_HOMES = MappingProxyType({"USD": "US", "INR": "IN", "GBP": "GB", "CAD": "CA", "AUD": "AU", "MXN": "MX"})
# Languages as their speakers call them; CLDR names all others.
_LANGUAGES = MappingProxyType({"en": "English", "es": "Español", "hi": "हिन्दी", "hi-Latn": "Hinglish"})
_TERRITORIES = MappingProxyType({"en": "US", "es": "US", "hi": "IN"})
# Titles that a phrase names one by one: more of them fill the screen, and their page shows them all.
MOST_TITLES = 12


@dataclass(frozen=True, slots=True)
class _Words:
    days: Mapping[int, str]  # days from today -> its word
    weekday: str  # a weekday in a sentence
    both: str  # an item and another
    more: str  # an item and a number of others
    units: tuple[str, str, str]  # days, hours and minutes
    shipping: str  # an order shipped free, as an offer
    often: Mapping[str, str]  # days for so many messages -> its wording; "0" other days, "varies" no limit
    oblique: Mapping[str, str] = field(default_factory=dict)  # a counted word -> its form before a postposition
    postpositions: Sequence[str] = ()


def _read_words() -> Mapping[str, _Words]:
    """Return our own words in every language (`formats.toml`)."""
    languages = tomllib.loads((Path(__file__).parent / "formats.toml").read_text(encoding="utf-8"))
    for words in languages.values():
        words["days"] = {int(away): said for away, said in words["days"].items()}
    return MappingProxyType({language: _Words(**words) for language, words in languages.items()})


_WORDS = _read_words()
# Hindi puts the part of the day before the hour: (from this hour on, in Devanagari, in Latin letters).
_PARTS = ((20, "रात", "raat"), (16, "शाम", "shaam"), (12, "दोपहर", "dopahar"), (4, "सुबह", "subah"), (0, "रात", "raat"))


def format_money(amount: Decimal, currency: str, locale: str) -> str:
    """Format an amount with its currency's sign, without empty decimals: "$89", "$89.50", "₹1,798"."""
    where = find_locale(locale, "ES" if currency == "EUR" and locale == "es" else _HOMES.get(currency))
    amount = amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)))
    pattern = where.currency_formats["standard"].pattern.replace("¤", _sign(currency, where))
    whole = amount == amount.to_integral_value()
    pattern = re.sub(r"\.0+", "", pattern) if whole else pattern
    return format_currency(amount, currency, pattern, locale=where, currency_digits=not whole).translate(_SPACES)


def _sign(currency: str, where: Locale) -> str:
    """Return a currency's sign for a pattern; the sign on its banknotes if the language has only a code."""
    sign = get_currency_symbol(currency, "en")
    known = get_currency_symbol(currency, where) != currency or len(sign) > 1
    return "¤" if known else sign


def number(value: Decimal | int, locale: str) -> str:
    """Format a number without empty decimals: "10", "12.5", "1,798"."""
    return format_decimal(value, locale=find_locale(locale, None)).translate(_SPACES)


def format_percent(value: Decimal | int, locale: str) -> str:
    """Format a percentage: 10 is "10%". There is no space before the sign, where a line could break."""
    return number(value, locale) + "%"


def format_offer(off: Decimal | int | None, amount: Money | None, locale: str) -> str:
    """Format an offer's discount for a sentence: "15%", "$5", or "free shipping" if both are None."""
    if amount is not None:
        return format_money(amount.decimal, amount.currency, locale)
    return format_percent(off, locale) if off else name_free_shipping(locale)


def name_free_shipping(locale: str) -> str:
    """Return the words for free shipping in a sentence."""
    return _words(locale).shipping


def format_frequency(often: str, locale: str) -> str:
    """Format the maximum frequency: "3/7", three in seven days, is "up to 3 a week"; "" means no known limit.

    CTIA, Messaging Principles 5.1.2: a consent request states the frequency, or that it varies.
    """
    said = _words(locale).often
    count, _, days = often.partition("/")
    if not (count.isdigit() and days.isdigit()):
        return said["varies"]
    span = "30" if 28 <= int(days) <= 31 else str(int(days))
    return said.get(span, said["0"]).format(count=count, days=days)


def format_moment(at: datetime, zone: str | tzinfo, locale: str, now: datetime) -> str:
    """Format a time in `zone` for a reader at `now`: "tomorrow at 6 pm", "Tuesday at 08:00".

    `at` and `now` are aware.
    """
    tz = _zone(zone)
    here = at.astimezone(tz)
    where = find_locale(locale, None)
    named = format_day_or_date(here.date(), tz, locale, now)
    if where.language == "en":
        return f"{named} at {_hour(here, where)}"
    apart = ", " if any(letter.isdigit() for letter in named) and where.language != "es" else " "
    return named + apart + _hour(here, where)


def format_day_or_date(at: datetime | date, zone: str | tzinfo, locale: str, now: datetime) -> str:
    """Format a day: "today" and the like when near, its weekday within six days, else weekday and date, with the year
    if it differs."""
    tz = _zone(zone)
    on = at.astimezone(tz).date() if isinstance(at, datetime) else at
    where = find_locale(locale, None)
    words = _WORDS.get(_language(where))
    today = now.astimezone(tz).date()
    away = (on - today).days
    if words and away in words.days:
        return words.days[away]
    said = format_date(on, "EEEE", locale=where) if abs(away) < 7 else _format_date(on, today, where)
    return (words.weekday.format(said) if words else said).translate(_SPACES)


def format_day(at: datetime, zone: str | tzinfo, locale: str, now: datetime) -> str:
    """Format a day by its weekday and date, also when near, for a list of days: "Fri, Feb 20"."""
    tz, where = _zone(zone), find_locale(locale, None)
    return _format_date(at.astimezone(tz).date(), now.astimezone(tz).date(), where).translate(_SPACES)


def stamp(at: datetime, zone: str | tzinfo, locale: str, now: datetime) -> str:
    """Format a day with its time, also when near: "Fri, Feb 20, 8:57 pm"."""
    where = find_locale(locale, None)
    apart = " " if where.language == "es" else ", "
    return format_day(at, zone, locale, now) + apart + _hour(at.astimezone(_zone(zone)), where)


def format_date_of_year(on: date, locale: str) -> str:
    """Format a date with its year, for papers: "Feb 20, 2026"."""
    return format_date(on, "medium", locale=find_locale(locale, None)).translate(_SPACES)


def format_month(at: datetime, zone: str | tzinfo, locale: str) -> str:
    """Format a month's name: "February"."""
    return format_date(at.astimezone(_zone(zone)).date(), "LLLL", locale=find_locale(locale, None)).translate(_SPACES)


def format_period(period: str, locale: str) -> str:
    """Format a month such as "2026-12" with its year: "December 2026"."""
    first = datetime.fromisoformat(f"{period}-01").replace(tzinfo=UTC)
    return f"{format_month(first, UTC, locale)} {first:%Y}"


def format_stretch(long: timedelta, locale: str) -> str:
    """Format a duration in its two largest units at most: "3 h 20 min", "2 d 4 h", "12 min"."""
    of_days, of_hours, of_minutes = _words(locale).units
    minutes = max(int(long.total_seconds()) // 60, 0)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} {of_days} {hours} {of_hours}" if hours and days < 3 else f"{days} {of_days}"
    if hours:
        return f"{hours} {of_hours} {rest} {of_minutes}" if rest else f"{hours} {of_hours}"
    return f"{rest} {of_minutes}"


def join_items(titles: Sequence[str], locale: str, say: Callable[[str], str] = str) -> str:
    """Format titles as one phrase: "Blue kurta", "Blue kurta and Cotton scarf", "Blue kurta and 2 more".

    `say` converts our own words, but not the titles, to the form that the channel supports.
    """
    if len(titles) != 2:
        return shorten_titles(titles[0], len(titles) - 1, locale, say)
    return " e ".join(titles) if _sounds_i(locale, titles[1]) else say(_words(locale).both).format(*titles)


def join_titles(titles: Sequence[str], locale: str, say: Callable[[str], str] = str) -> str:
    """Format all titles as one phrase: "Blue kurta, Cotton scarf and Belt"; of very many the first, and the number of
    others."""
    if len(titles) > MOST_TITLES:
        return shorten_titles(", ".join(titles[:MOST_TITLES]), len(titles) - MOST_TITLES, locale, say)
    if len(titles) == 1:
        return titles[0]
    return join_items([", ".join(titles[:-1]), titles[-1]], locale, say)


def shorten_titles(title: str, more: int, locale: str, say: Callable[[str], str] = str) -> str:
    """Format the first title and the number of others: "Blue kurta and 2 more"."""
    return say(_words(locale).more).format(title, more) if more else title


def inflect_text(text: str, locale: str, behind: str = "") -> str:
    """Return the text with counted nouns inflected before a postposition, which may be at the beginning of ``behind``:
    "3 चीज़ें" becomes "3 चीज़ों का"."""
    words = _words(locale)
    whole = text + behind
    for plain, oblique in words.oblique.items():
        whole = re.sub(rf"(?<=\d ){plain}(?= (?:{'|'.join(words.postpositions)})(?!\w))", oblique, whole)
    return whole[: len(text)]


def as_in(value: str, text: str, locale: str) -> str:
    """Return a value inflected for its place in the text, where a postposition may follow."""
    words = _words(locale)
    if value in text or not words.postpositions:
        return value
    return inflect_text(value, locale, f" {words.postpositions[0]}")


def channel(name: str) -> str:
    """Return a channel's title: ``sms`` is "SMS"."""
    return get_title(name)


def name_language(tag: str) -> str:
    """Return the language of a locale in that language: ``es-MX`` is "Español"."""
    where = find_locale(tag, None)
    known = f"{where.language}-{where.script}" if where.script else where.language
    return _LANGUAGES.get(known) or Locale(where.language, script=where.script).get_display_name() or known


def _hour(at: datetime, where: Locale) -> str:
    clock = f"{at.hour % 12 or 12}" + (f":{at:%M}" if at.minute else "")
    if where.language == "hi":
        _, devanagari, latin = next(part for part in _PARTS if at.hour >= part[0])
        return f"{latin} {clock} baje" if where.script == "Latn" else f"{devanagari} {clock} बजे"
    if "a" in where.time_formats["short"].pattern:
        said = f"{clock} {'am' if at.hour < 12 else 'pm'}"
    else:
        said = format_time(at, "short", locale=where)
    if where.language == "es":
        return ("a la " if said.startswith(("1 ", "1:")) else "a las ") + said
    return said


def _format_date(on: date, today: date, where: Locale) -> str:
    skeleton = "MMMEd" if on.year == today.year else "yMMMEd"
    return format_skeleton(skeleton, datetime(on.year, on.month, on.day), locale=where)  # noqa: DTZ001 (a bare day)


def _words(locale: str) -> _Words:
    return _WORDS.get(_language(find_locale(locale, None)), _WORDS["en"])


def _sounds_i(locale: str, title: str) -> bool:
    """Return True if Spanish "y" becomes "e" before this title, which sounds like i: "Falda e Hilo", but "y Hierro"."""
    return locale.startswith("es") and re.match(r"h?[ií](?![aeo])", title, re.IGNORECASE) is not None


def _zone(zone: str | tzinfo) -> tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def _language(where: Locale) -> str:
    return f"{where.language}_{where.script}" if where.script else str(where.language)


@lru_cache(maxsize=256)
def find_locale(locale: str, home: str | None) -> Locale:
    """Return the CLDR locale for a tag; an unknown region falls back to the language, an unknown language to
    English."""
    parts = locale.replace("-", "_").split("_")
    script = [part.title() for part in parts[1:] if len(part) == 4]
    region = [part.upper() for part in parts[1:] if len(part) in (2, 3)][:1]
    language = [parts[0].lower(), *script]
    settled = region or [found for found in (home, _TERRITORIES.get(parts[0].lower())) if found]
    for tag in (language + settled[:1], language + settled[1:2], language, ["en", "US"]):
        try:
            return Locale.parse("_".join(tag))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "US")
