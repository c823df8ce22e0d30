"""The canonical form of an address of a channel, whether a person or a system wrote it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flows.channels import PHONES
from flows.mail_address import MAIL, read_mail
from flows.phone_numbers import normalise_number

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_CHAT_ID = re.compile(r"[1-9][0-9]{0,19}")  # what 64 bits hold: core.telegram.org/bots/api#chat


def normalise_address(channel: str, value: str | None, country: str) -> str | None:
    """Return an address of a channel (also ``email``) in its canonical form; None if it is impossible there.

    ``country`` is for phone numbers in national form.
    """
    if not value:
        return None
    if channel in PHONES:
        return normalise_phone(value, country)
    return read_mail(value) if channel == MAIL else normalise_chat(value)


def normalise_chat(value: str) -> str | None:
    """Return the id of a chat without outer spaces; None if it is impossible."""
    return chat if _CHAT_ID.fullmatch(chat := value.strip()) else None


@lru_cache(maxsize=4096)  # a shop names the same people repeatedly, and parsing a number takes longer than its row
def normalise_phone(raw: str | None, country: str) -> str | None:
    """Return the phone number in E.164, in one fixed spelling; None if the number is impossible.

    ``country`` is for numbers in national form.
    """
    if not raw:
        return None
    import phonenumbers  # the numbering plans of all countries, loaded with the first number

    try:
        parsed = phonenumbers.parse(raw, country)
        written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        if (one := normalise_number(written)) != written:  # of two spellings the plans may know only one
            parsed = phonenumbers.parse(one)
    except phonenumbers.NumberParseException:
        return None
    # Most are of the country, and asking for that one spares the plans a search.
    valid = phonenumbers.is_valid_number_for_region(parsed, country) or phonenumbers.is_valid_number(parsed)
    if not valid and not (phonenumbers.is_possible_number(parsed) and _is_fictional(parsed)):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _is_fictional(parsed: PhoneNumber) -> bool:
    """Return True for 555-01XX numbers: they are set aside for fiction (nationalnanpa.com, 555 line numbers).

    Examples everywhere use them.
    """
    return parsed.country_code == 1 and str(parsed.national_number)[3:8] == "55501"
