"""The masks that remove personal data and secrets from any text before it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from flows.channels import CHANNELS
from flows.mail_address import MAIL

BLANK = "…"

# Values under these names are never written, in any form.
_NEVER = frozenset(
    {
        "address", "auth_token", "authorization", "body", "button", "contact_name", "customer", "data", "email",
        "first_name", "headers", "ip", "key", "last_name", "name", "parameters", "params", "password",
        "payload", "person", "phone", "question", "raw", "recipient", "request", "secret", "secret_key", "text",
        "thread", "to", "token", "values", "variables",
    }
)  # fmt: skip
# Values under these names are sentences made elsewhere, which may quote what somebody wrote.
_TOLD = frozenset({"reason", "detail", "error", "said", "away"})

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # SQLAlchemy repeats the values of a statement, unless its engine was made with hide_parameters.
    (re.compile(r"^\s*\[parameters: .*$", re.MULTILINE), f"[parameters: {BLANK}]"),
    # PostgreSQL names the row that was in the way: Key (business, value)=(tiger, …) already exists.
    (re.compile(r"\)=\(.*?\)(?= |$)", re.MULTILINE), f")=({BLANK})"),
    (re.compile(r"://[^/\s@]+@"), f"://{BLANK}@"),
    (re.compile(r"\b(Bearer|Basic)\s+[^\s'\",;]+", re.IGNORECASE), rf"\1 {BLANK}"),
    # https://core.telegram.org/bots/api#authorizing-your-bot: 123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11
    (re.compile(r"(?<!\d)\d{5,}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE), BLANK),
    # Shopify, Stripe, Razorpay and our own keys; tokens of start links.
    (re.compile(r"\b(?:shp[a-z]{2}|whsec|[rs]k_(?:live|test)|rzp_(?:live|test)|pk)_[A-Za-z0-9_-]+"), BLANK),
    (re.compile(r"\b(start=|/start\s+)[A-Za-z0-9_-]+"), rf"\1{BLANK}"),
    # Twilio's tokens and everything else that is long and random; an id of ours, 36 characters, is shorter.
    (re.compile(r"(?<![\w-])[0-9a-fA-F]{32}(?![\w-])"), BLANK),
    (re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{40,}=*"), BLANK),
    (re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), f"{BLANK}@{BLANK}"),
    (re.compile(rf"\b({'|'.join(CHANNELS)}|customer|{MAIL})(:|%3A)[^\s,;)'\"]+", re.IGNORECASE), rf"\1\2{BLANK}"),
    # Phones: with a plus in any spelling; nine digits and more in a row; three groups of them. Dates and ids are none.
    (re.compile(r"(?:\+|%2B)\d[\d ().-]{5,18}\d", re.IGNORECASE), BLANK),
    (re.compile(r"(?<![\w.-])\d{9,}(?![\w-])"), BLANK),
    (re.compile(r"(?<![\w.-])\d{5}[ -]\d{5}(?![\w-])"), BLANK),
    (re.compile(r"(?<![\w.-])(?!\d+(?:\.\d+){3}\b)\(?\d{3,5}\)?[ .-]{1,2}\d{3,5}[ .-]?\d{3,5}(?![\w-])"), BLANK),
)
_QUOTED = re.compile(r"(?<!\w)'(?:[^'\\\n]|\\.)*'(?!\w)|\"(?:[^\"\\\n]|\\.)*\"|“[^”\n]*”")
_FIELD = re.compile(r"['\"“][a-z_][a-z0-9_.]*['\"”]")
# Characters: what is shown, and four times that is looked at, so that no end is cut out of a number.
_LONGEST, _LONGEST_SENTENCE = 2000, 500


def mask(text: str) -> str:
    """Return a text, at most 2000 characters, without phone numbers, people's addresses, tokens and secrets."""
    text = text[: 4 * _LONGEST]
    for pattern, blank in _PATTERNS:
        text = pattern.sub(blank, text)
    return text[:_LONGEST]


def hush(text: str) -> str:
    """Return an error's sentence, at most 500 characters, without quoted parts, which may be somebody's words.

    Field names stay, so that the cause remains clear.
    """
    blanked = _QUOTED.sub(lambda found: found[0] if _FIELD.fullmatch(found[0]) else f"'{BLANK}'", text[: 4 * _LONGEST])
    return mask(blanked)[:_LONGEST_SENTENCE]


def clear(name: str, value: object) -> object:
    """Return a named value that is safe to write; lists and tables are masked inside, other objects as text."""
    if name.lower() in _NEVER:
        return BLANK
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): clear(str(key), one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clear(name, one) for one in value]
    return _HOW.get(name, mask)(str(value))


_HOW: Mapping[str, Callable[[str], str]] = MappingProxyType(dict.fromkeys(_TOLD, hush))
