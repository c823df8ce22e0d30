"""Readers of outside values: each value must have the required form, or is refused with the path of the fault.

Stores and our own API send loosely typed JSON: numbers as strings, strings as numbers, null anywhere. A
:class:`CheckedField` walks the JSON and raises only :class:`Wrong`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from html import unescape
from typing import TypeVar
from urllib.parse import urlsplit

from flows.events import Item
from flows.moment_bounds import resolve_moment
from flows.money import Money

T = TypeVar("T")

# The active codes of ISO 4217, without metals, funds and test codes:
# https://www.six-group.com/en/products-services/financial-information/data-standards.html
_ISO_4217 = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_ISO_4217.split())
# Ten thousand million units is about 10 000 US dollars in the cheapest currency, and far beyond any cart in others.
LARGEST_PRICE = 10**10
LARGEST_QUANTITY = 10**6
MOST_LINES = 250
LONGEST_ANSWER = 600  # characters of a saved answer
ANSWER_NAME = re.compile(r"[a-z0-9]{2,24}")
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Earliest moment that systems report: an earlier one is the zero of their clock, 1970."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
# Halves of surrogate pairs cannot be stored. Direction overrides let a title rewrite the text around it. Letters that
# are never visible (Unicode 15.0, 5.21) make one name look like another. Joiners and selectors are kept for Hindi,
# Persian and Japanese names, and so are the tags of a flag (Emoji 15.0, ED-14A).
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff"
_UNSEEN = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f"
_UNWANTED = re.compile(f"({_FLAG})|[{_CONTROLS}{_UNSEEN}]")
_CONTROL = re.compile(f"[{_CONTROLS}]")
# Markup of a shop's page in a title. "<S>" and "<XL>" are sizes; without its semicolon "Black&notebook" has no entity.
_MARKUP = re.compile(
    r"</?(?:a|b|i|u|p|br|em|h[1-6]|li|ul|ol|div|img|sub|sup|font|mark|small|span|strong|script|style)(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_UNFIT = re.compile("[\x00-\x20\x7f-\xa0\\\\\ud800-\udfff]")


class Wrong(Exception):
    """Error for an invalid value; ``path`` says where (``items[2].price``), ``message`` what is required.

    Neither contains the value, because both stay stored when a person is erased.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path} {message}" if path else message)
        self.path = path
        self.message = message


def clean(text: str, limit: int) -> str:
    """Clean a text: one line of printable characters, at most ``limit`` of them.

    Control characters, direction overrides and invisible characters are removed.
    """
    kept = text[: limit * 4]
    plain = kept.isascii() and kept.isprintable()  # nothing in it is unwanted then, and most texts are so
    return " ".join((kept if plain else _strip_unwanted(kept)).split())[:limit].rstrip()


def clean_title(text: str, limit: int) -> str:
    """Clean a title or another name of goods as ``clean`` does, without HTML tags and entities.

    "Salt &amp; <b>Oil</b>" is "Salt & Oil", also if a shop escaped it twice.
    """
    text = text[: limit * 4]
    for _ in range(2 if "&" in text or "<" in text else 0):
        text = _ENTITY.sub(lambda found: unescape(found[0]), _MARKUP.sub(" ", text))
    return clean(_MARKUP.sub(" ", text) if "<" in text else text, limit)


def has_controls(text: str) -> bool:
    """Return True if the text has a control character or half of a surrogate pair."""
    return _CONTROL.search(text) is not None


def _strip_unwanted(text: str) -> str:
    return _UNWANTED.sub(r"\1", text)


class CheckedField:
    """A value of a JSON document and its path. A missing value is read like null, and null as None.

    Every method raises Wrong, and nothing else, for a value that it cannot read. A webhook has dozens of fields and
    hardly any faults, so the path is built only on demand.
    """

    __slots__ = ("_at", "_inside", "value")

    def __init__(self, value: object, at: str | int = "", inside: CheckedField | None = None) -> None:
        self.value = value
        self._at = at
        self._inside = inside

    @property
    def path(self) -> str:
        """Return the path of the value: ``items[2].price``."""
        outer = self._inside.path if self._inside is not None else ""
        if isinstance(self._at, int):
            return f"{outer}[{self._at}]"
        return f"{outer}.{self._at}" if outer else self._at

    def __getitem__(self, key: str) -> CheckedField:
        if self.value is None:
            return CheckedField(None, key, self)
        if not isinstance(self.value, dict):
            raise self.make_error("is not an object")
        return CheckedField(self.value.get(key), key, self)

    def read_each(self, most: int = MOST_LINES) -> tuple[CheckedField, ...]:
        """Return the first ``most`` elements of a list; empty for null."""
        if self.value is None:
            return ()
        if not isinstance(self.value, list):
            raise self.make_error("is not a list")
        return tuple([CheckedField(value, at, self) for at, value in enumerate(self.value[:most])])

    def must(self, read: Callable[[CheckedField], T | None]) -> T:
        """Return the result of ``read``, which must not be None: ``total.must(CheckedField.number)``."""
        value = read(self)
        if value is None:
            raise self.make_error("is missing")
        return value

    def text(self, limit: int = 200) -> str | None:
        """Return a cleaned line of text; numbers become text, blank becomes None."""
        text = self._read_scalar()
        return clean(text, limit) or None if text is not None else None

    def title(self, limit: int = 200) -> str | None:
        """Return a cleaned line of text without HTML, for the names of goods; blank becomes None."""
        text = self._read_scalar()
        return clean_title(text, limit) or None if text is not None else None

    def identifier(self) -> str | None:
        """Return an id of at most 255 characters, unchanged. Invalid characters are refused: removal could join ids."""
        text = (self._read_scalar() or "").strip()
        if len(text) > 255:
            raise self.make_error("is longer than 255 characters")
        if not text.isprintable() or (not text.isascii() and _strip_unwanted(text) != text):
            raise self.make_error("has characters that are not allowed in an id")
        return text or None

    def number(self) -> Decimal | None:
        """Return a finite decimal number, from a number or a string."""
        value = self.value.strip() if isinstance(self.value, str) else self.value
        if value is None or value == "":
            return None
        number = _parse_decimal(value)
        if number is None:
            raise self.make_error("is not a number")
        return number

    def read_whole(self, most: int = LARGEST_QUANTITY) -> int | None:
        """Return a whole number from 0 to ``most``."""
        number = self.number()
        if number is None:
            return None
        if number != number.to_integral_value() or not 0 <= number <= most:
            raise self.make_error(f"is not a whole number from 0 to {most}")
        return int(number)

    def amount(self) -> Decimal | None:
        """Return an amount of money that is not negative and not absurdly large."""
        amount = self.number()
        if amount is not None and amount < 0:
            raise self.make_error("is negative")
        if amount is not None and amount > LARGEST_PRICE:
            raise self.make_error("is too large for an amount")
        return amount

    def money(self, currency: str) -> Money | None:
        """Return the amount as money in ``currency``."""
        amount = self.amount()
        return None if amount is None else Money.parse(amount, currency)

    def currency(self) -> str | None:
        """Return a currency code of ISO 4217, in capitals."""
        text = self.text(40)
        if text is None:
            return None
        if text.upper() not in CURRENCIES:
            raise self.make_error("is not a currency of ISO 4217")
        return text.upper()

    def country(self) -> str | None:
        """Return a country by its two letters (ISO 3166), in capitals."""
        text = self.text(40)
        if text is not None and not (len(text) == 2 and text.isascii() and text.isalpha()):
            raise self.make_error("is not the two letters of a country")
        return text.upper() if text else None

    def time(self, now: datetime) -> datetime | None:
        """Return a time in UTC; one later than ``now`` becomes ``now``."""
        told = self._read_moment()
        return None if told is None else self._resolve_moment(min(told, now))

    def moment(self) -> datetime | None:
        """Return a time in UTC. The value must have an offset, since a local time could be in any of 38."""
        told = self._read_moment()
        return None if told is None else self._resolve_moment(told)

    def _read_moment(self) -> datetime | None:
        """Return a time with its offset, even an implausible one."""
        text = self._read_scalar()
        if text is None or not text.strip():
            return None
        try:
            told = datetime.fromisoformat(text.strip())
            told.astimezone(UTC)  # it exists in UTC, too
        except (ValueError, OverflowError):
            raise self.make_error("is not a time") from None
        if told.tzinfo is None:
            raise self.make_error("has no offset from UTC")
        return told

    def _resolve_moment(self, told: datetime) -> datetime:
        if told.year < EARLIEST.year:
            raise self.make_error("is too long ago")
        try:
            return resolve_moment(told)
        except ValueError as wrong:
            raise self.make_error(str(wrong)) from None

    def flag(self) -> bool:
        """Return True or False, also from words or from 1 and 0; null is False."""
        word = str(self.value).lower() if isinstance(self.value, bool | int | str) else self.value
        if word in ("true", "1"):
            return True
        if word in ("false", "0", "", None):
            return False
        raise self.make_error("is neither true nor false")

    def url(self) -> str | None:
        """Return a web link of at most 2048 characters: http or https, with a host and no user name."""
        text = (self._read_scalar() or "").strip()
        if not text:
            return None
        if len(text) > 2048 or _UNFIT.search(text):
            raise self.make_error("is not a web address")
        try:
            parts = urlsplit(text)
            fits = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and "@" not in parts.netloc
        except ValueError:
            fits = False
        if not fits:
            raise self.make_error("is not a web address")
        return text

    def make_error(self, message: str) -> Wrong:
        """Make the error of this field, for the caller to raise."""
        return Wrong(self.path, message)

    def _read_scalar(self) -> str | None:
        value = self.value
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise self.make_error("is not text")
        number = _parse_decimal(value)
        if number is None:
            raise self.make_error("is not text")
        return f"{number:f}".removesuffix(".0")


TOO_DEEP = "the body is nested too deeply"


def parse_document(body: bytes) -> CheckedField:
    """Parse a JSON document with exact decimals. Raises Wrong if it is invalid or nested too deeply."""
    try:
        return CheckedField(_JSON.decode(body.decode(json.detect_encoding(body), "surrogatepass")))
    except RecursionError:
        raise Wrong("", TOO_DEEP) from None
    except (ValueError, InvalidOperation):
        raise Wrong("", "the body is not JSON") from None


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


_JSON = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse)


def read_lines(field: CheckedField, currency: str, variant: str = "variant", brand: str = "brand") -> tuple[Item, ...]:
    """Return the first 250 lines of a cart or order. Lines with quantity 0 were removed and are skipped.

    ``variant`` and ``brand`` are the names of these fields; the others are ``sku``, ``title``, ``quantity`` and
    ``price``.
    """
    items = (_line(line, currency, variant, brand) for line in field.read_each())
    return tuple(item for item in items if item.quantity)


def _line(line: CheckedField, currency: str, variant: str, brand: str) -> Item:
    sku = line["sku"].text(100) or ""
    quantity = line["quantity"].read_whole()
    return Item(
        sku=sku,
        title=line["title"].title() or sku or line["title"].must(CheckedField.title),
        variant=line[variant].title(100) or "",
        quantity=1 if quantity is None else quantity,
        price=line["price"].money(currency),
        brand=line[brand].title(100) or "",
    )


def _parse_decimal(value: object) -> Decimal | None:
    """Parse a number of sensible size, else return None. Python also accepts ``1_000`` and digits of any script."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return None
    if isinstance(value, int) and value.bit_length() > 120:
        return None
    number = Decimal(str(value))
    if not number.is_finite():
        return None
    if not number:
        return Decimal(0)
    return number if abs(number.adjusted()) <= 40 else None


def utc(moment: datetime | None) -> str | None:
    """Format a time as ``2026-03-02T15:04:05Z``; None for None."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
