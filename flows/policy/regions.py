"""States and provinces in any notation: by code, name, abbreviation, with their country, in another language; and by
postal code. Only countries whose rules differ between regions have a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from flows.policy import policy_tables

REGIONED = frozenset({"US", "CA"})
"""Countries whose regions have their own rules. Regions of other countries need no parsing."""

LONGEST = 80
"""Maximum characters of a region that are parsed; the longest official name has 44."""

_COUNTRY_WORDS = {"US": "us|usa|united states(?: of america)?|u s(?: a)?", "CA": "ca|can|canada"}
_TITLES = "(?:the )?(?:state|commonwealth|territory|province) of"
_CODED = re.compile(r"\s*(US|CA)\s*-\s*[A-Z]{2}\s*", re.IGNORECASE)  # ISO 3166-2: US-FL


@lru_cache(maxsize=4096)
def read_region(country: str, word: str) -> str | None:
    """Return the code of a state, territory or province of the country; None for an unknown word."""
    text = _fold_word(word)
    return _find_named(country, text) or _find_named(country, _strip(country, text)) or _find_named_twice(country, text)


def find_postal_region(country: str, postal_code: str) -> str | None:
    """Return the region of a postal code; None if the country has no table."""
    code, prefixes = _complete_code(country, postal_code), _postal_prefixes()
    return next((found for end in range(len(code), 0, -1) if (found := prefixes.get((country, code[:end])))), None)


def country_of_region(word: str) -> str | None:
    """Return the country within a region's code: that of `US-FL` is `US`."""
    coded = _CODED.fullmatch(word)
    return coded[1].upper() if coded else None


def trim_region(word: str | None) -> str:
    """Return a reported region without outer spaces; "" if it is missing or only a dash."""
    told = (word or "").strip()[:LONGEST]
    return told if any(letter.isalnum() for letter in told) else ""


def spell_region(country: str | None, word: str | None) -> str | None:
    """Return a region in stored form: its code if it can be parsed, else the word as written."""
    told = trim_region(word)
    where = [country] if country else sorted(REGIONED)
    codes = (read_region(one, told) for one in where if told and one in REGIONED)
    return next((code for code in codes if code), told or None)


def is_read(country: str, word: str) -> bool:
    """Return True if the rules can place the region. In a country without regional rules any word will do."""
    return country not in REGIONED or read_region(country, word) is not None


def _complete_code(country: str, postal_code: str) -> str:
    """Return the characters of a postal code that determine the region, at most five. A ZIP code may have lost its
    zeros in a spreadsheet."""
    code = re.sub(r"[^A-Z0-9]", "", postal_code.upper())
    if country != "US":
        return code[:5]
    return code.zfill(9 if len(code) > 5 else 5)[:5] if code.isdecimal() and 3 <= len(code) <= 9 else ""


def _fold_word(word: str) -> str:
    """Return lower-case letters and digits in words, without accents and punctuation: `Québec (QC)` is `quebec qc`."""
    letters = unicodedata.normalize("NFKD", word[:LONGEST]).casefold().replace("&", " and ")
    spaced = re.sub(r"[\s\-_,;:/()\[\]]+", " ", letters)
    return re.sub(r"[^a-z0-9 ]", "", spaced).strip()


def _find_named(country: str, text: str) -> str | None:
    return _names().get((country, text.replace(" ", "")))


def _strip(country: str, text: str) -> str:
    """Return a region without the country's name and without a title such as "State of"."""
    words = _COUNTRY_WORDS.get(country)
    if words is None:
        return text
    text = re.sub(rf"^(?:{words}) (?=\S)|(?<=\S) (?:{words})$", "", text)
    return re.sub(rf"^{_TITLES} (?=\S)|(?<=\S) (?:state|province)$", "", text)


def _find_named_twice(country: str, text: str) -> str | None:
    """Return the region of a text with two names of it: `FL - Florida`, `New York (NY)`."""
    words = _strip(country, text).split()
    for middle in range(1, len(words)):
        first, second = (_find_named(country, " ".join(part)) for part in (words[:middle], words[middle:]))
        if first is not None and first == second:
            return first
    return None


@cache
def _names() -> dict[tuple[str, str], str]:
    """Return the region of each name, written without spaces, by country."""
    return {(country, _fold_word(name).replace(" ", "")): code for country, code, name in _spellings()}


def _spellings() -> Iterator[tuple[str, str, str]]:
    for country, table in (("US", "us_states"), ("CA", "ca_provinces")):
        for row in policy_tables.rows(table):
            yield country, row["code"], row["code"]
            yield country, row["code"], row["name"]
    for row in policy_tables.rows("region_names"):
        for name in row["names"].split(";"):
            yield row["country"], row["code"], name


@cache
def _postal_prefixes() -> dict[tuple[str, str], str]:
    """Return the region of each postal code prefix; a longer prefix is an exception to a shorter one."""
    return {
        (row["country"], prefix): row["region"]
        for row in policy_tables.rows("postal_codes")
        for part in row["prefixes"].split()
        for prefix in _prefixes(part)
    }


def _prefixes(part: str) -> Iterator[str]:
    first, _, last = part.partition("-")
    if not last:
        yield first
        return
    yield from (f"{number:03}" for number in range(int(first), int(last) + 1))
