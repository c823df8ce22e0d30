"""The lenient field types of the API, with descriptions for the OpenAPI document; any fitting value is accepted."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic import Field as Described

from flows.policy.regions import LONGEST as LONGEST_REGION
from handlers.engine.checked_fields import (
    CURRENCIES,
    EARLIEST,
    LARGEST_PRICE,
    LARGEST_QUANTITY,
    MOST_LINES,
    CheckedField,
    Wrong,
    clean,
)

T = TypeVar("T")

# No blank at either end, no two together, no invisible characters: handlers.engine.checked_fields.clean leaves it
# unchanged.
_LETTER = (
    r"[^\u0000-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200b\u200e\u200f"
    r"\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff]"
)
LINE = rf"^({_LETTER}+( {_LETTER}+)*)?$"
"""A line of text as in a business file; it may be empty."""
MOMENT: Mapping[str, Any] = {
    "type": "string",
    "format": "date-time",
    "pattern": rf"^({EARLIEST.year // 10}[0-9]|[2-8][0-9]{{3}})-",
}
"""A time with its offset, not before 1990; years from 9000 on are mistakes."""
EVENT_ID = "^[!-~]([ -~]*[!-~])?$"
"""An id of the caller's own: printable, without blanks at its ends."""
SEEN: Mapping[str, Any] = {"type": "string", "pattern": "[!-~]"}
"""Text with a visible character."""
_ID: Mapping[str, Any] = {"type": ["string", "integer"], "pattern": r"^[!-~]{1,255}$", "minimum": 0, "maximum": 10**18}
_AMOUNT: Mapping[str, Any] = {
    "type": ["string", "integer"],
    "pattern": r"^[0-9]{1,9}(\.[0-9]{1,6})?$",
    "minimum": 0,
    "maximum": LARGEST_PRICE,
}
_LINK: Mapping[str, Any] = {
    "type": "string",
    "pattern": r"^https?://[a-z0-9]{1,20}(\.[a-z]{2,10}){1,3}(/[!#-\[\]-~]{0,200})?$",
}
QUANTITY: Mapping[str, Any] = {"type": ["integer", "null"], "minimum": 0, "maximum": LARGEST_QUANTITY}
"""The quantity of a line, 0 for a removed one."""
_CURRENCY: Mapping[str, Any] = {"enum": sorted(CURRENCIES)}
_COUNTRY: Mapping[str, Any] = {"type": ["string", "null"], "pattern": "^([A-Za-z]{2})?$"}


UNSEEN = "has no visible characters"


def validate_by(read: Callable[[CheckedField], object]) -> Callable[[Any], Any]:
    """Make a pydantic validator that parses a value with ``read``."""

    def convert(value: object) -> object:
        try:
            return read(CheckedField(value))
        except Wrong as wrong:
            raise ValueError(wrong.message) from None

    return convert


def reads(read: Callable[[CheckedField], object], schema: Mapping[str, Any]) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make a field type that ``read`` parses, described by ``schema`` in the OpenAPI document."""
    return BeforeValidator(validate_by(read)), WithJsonSchema(dict(schema))


def must(read: Callable[[CheckedField], object], schema: Mapping[str, Any]) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make a field type as ``reads`` does, for a field that must not be blank."""
    return reads(lambda field: field.must(read), schema)


def line(limit: int) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make the type of a line of text, cut after ``limit`` characters; a number is converted to text."""
    return reads(lambda field: field.text(limit), {"type": ["string", "integer", "null"]})


def title_line(limit: int) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make the type of a line as ``line`` does, without HTML: for the names of goods."""
    return reads(lambda field: field.title(limit), {"type": ["string", "integer", "null"]})


def make_exact_line(least: int, most: int) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make the type of a line of text that must be storable unchanged. A number, blanks at an end, and too many
    characters are refused."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError("is not text")
        if not least <= len(value) <= most or clean(value, most) != value:
            raise ValueError(f"is not one line of {least} to {most} characters")
        return value

    limits = {"minLength": least, "maxLength": most} if least else {"maxLength": most}
    return BeforeValidator(read), WithJsonSchema({"type": "string", **limits, "pattern": LINE})


def limit_to(pattern: str, what: str) -> tuple[AfterValidator, WithJsonSchema]:
    """Make the type of a text that must match a pattern; others are refused with "is no {what}"."""
    fits = re.compile(pattern, re.ASCII)

    def read(value: str) -> str:
        if not fits.search(value) or value.endswith("\n"):
            raise ValueError(f"is no {what}")
        return value

    return AfterValidator(read), WithJsonSchema({"type": "string", "pattern": pattern})


def drop_repeats(values: list[T]) -> list[T]:
    """Refuse a list with repeated values. Raises ValueError."""
    twice = next((one for at, one in enumerate(values) if one in values[:at]), None)
    if twice is not None:
        raise ValueError(f"names {twice} twice")
    return values


def make_plain_line(limit: int) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make the type of a line of text parsed by ``read_seen_line``."""
    return reads(lambda field: read_seen_line(field, limit), {"type": ["string", "null"], "maxLength": limit})


def read_seen_line(field: CheckedField, limit: int) -> str | None:
    """Return a line of text without doubled blanks and zero-width characters; None if blank.

    Raises Wrong if more would be lost: for a number, a text of more than ``limit`` characters, or an invisible text.
    """
    if field.value is not None and not isinstance(field.value, str):
        raise field.make_error("is not text")
    said = field.value or ""
    if len(said) > limit:
        raise field.make_error(f"is longer than {limit} characters")
    text = clean(said, limit)
    if said.strip() and not text:
        raise field.make_error(UNSEEN)
    return text or None


def read_word(field: CheckedField, allowed: frozenset[str], default: str) -> str:
    """Return one of the allowed words, in any case; the default if missing. Raises Wrong."""
    said = (field.text(40) or default).lower()
    if said not in allowed and said != default:
        raise field.make_error(f"is none of {', '.join(sorted(allowed))}")
    return said


def make_words_type(allowed: frozenset[str], default: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """Make the type of a field that is one of a few words, in any case."""
    return reads(lambda field: read_word(field, allowed, default), {"enum": sorted(allowed)})


def keep_first(most: int) -> BeforeValidator:
    """Make a validator that keeps the first ``most`` entries of a list; the others are not read."""
    return BeforeValidator(lambda value: value[:most] if isinstance(value, list) else value)


Id = Annotated[str, *must(CheckedField.identifier, _ID)]
MaybeId = Annotated[str | None, *reads(CheckedField.identifier, {"anyOf": [_ID, {"enum": ["", None]}]})]
Amount = Annotated[Decimal, *must(CheckedField.amount, _AMOUNT)]
MaybeAmount = Annotated[Decimal | None, *reads(CheckedField.amount, {"anyOf": [_AMOUNT, {"enum": ["", None]}]})]
Currency = Annotated[str, *must(CheckedField.currency, _CURRENCY)]
MaybeCurrency = Annotated[str | None, *reads(CheckedField.currency, {"enum": [*sorted(CURRENCIES), "", None]})]
Link = Annotated[str, *must(CheckedField.url, _LINK)]
MaybeLink = Annotated[str | None, *reads(CheckedField.url, {"anyOf": [_LINK, {"enum": ["", None]}]})]
Moment = Annotated[datetime | None, *reads(CheckedField.moment, MOMENT)]
Flag = Annotated[bool, *reads(CheckedField.flag, {"type": ["boolean", "null"]})]
Country = Annotated[str | None, *reads(CheckedField.country, _COUNTRY)]
Region = Annotated[str | None, *line(LONGEST_REGION)]
Lines = Annotated[list[T] | None, keep_first(MOST_LINES)]
"""The lines of a cart or an order, as many of them as are stored."""
EachOnce = Annotated[list[T], AfterValidator(drop_repeats), Described(json_schema_extra={"uniqueItems": True})]
"""A list without repeated values."""
