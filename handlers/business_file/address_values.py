"""Addresses of things and people: on the web, by post, by number, and of senders. Raises ValueError if invalid."""

import re

from flows.channels import CHANNELS, PROVEN, join_alternatives
from flows.phone_numbers import normalise_number
from handlers.business_file.file_values import reads, spell, strip_quoted, text
from handlers.engine.checked_fields import CheckedField, Wrong
from handlers.people.channel_addresses import normalise_chat
from storage.people.people import Identity

LONGEST_PAGE = 100
LONGEST_MAILING = 120
_HERE = re.compile(r"http://(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:/|$)")

_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?)*(:[0-9]{1,5})?"
)
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")  # https://www.itu.int/rec/T-REC-E.164: at most 15 digits
# https://www.twilio.com/docs/glossary/what-is-a-short-code: five or six digits
_SHORT_CODE = re.compile(r"[0-9]{5,6}")
# A person who shows no number on WhatsApp has an id that is valid for one business alone:
# https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids
_SCOPED = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")


def _url(value: object) -> str | None:
    try:
        return CheckedField(strip_quoted(value)).must(CheckedField.url).rstrip("/")
    except Wrong:
        return None


url = reads('a web address with https://, like "https://tigertees.example"', _url)
"""A web address without a slash at its end."""


def parse_service(value: object) -> str:
    """Parse the URL of a service, with no slash at its end: https, or http on this machine."""
    address = url(value)
    if not address.startswith("https://") and not _HERE.match(address):
        raise ValueError(f"must begin with https://, as it carries a key and messages, not {spell(value)}")
    return address


def _page(value: object) -> str | None:
    address = strip_quoted(value)
    return address if url(address) and address.startswith("https://") and len(address) <= LONGEST_PAGE else None


page = reads(f"an https:// address of at most {LONGEST_PAGE} characters, because an SMS carries it in full", _page)
"""The https address of a page for a text: whole, and short enough for an SMS that names it."""


def read_postal_address(value: object) -> str:
    """Parse a postal address into one line with no full stop at its end, since the text around it has one."""
    try:
        line = text(LONGEST_MAILING)(value).rstrip(". ")
    except ValueError as wrong:
        raise ValueError(f'{wrong}, like "12 Main St, Newark, NJ 07102"') from None
    if not line:
        raise ValueError('must be an address, like "12 Main St, Newark, NJ 07102"')
    return line


host = reads(
    'a host without https://, like "tigertees.myshopify.com"',
    lambda value: name if _HOST.fullmatch(name := strip_quoted(value).lower()) else None,
)


def _phone(value: object) -> str | None:
    import phonenumbers  # the numbering plans of all countries, loaded with the first file

    digits = _digits(strip_quoted(value))
    try:
        number = phonenumbers.parse(digits) if _E164.fullmatch(digits) else None  # "x6" would be an extension to it
    except phonenumbers.NumberParseException:
        return None
    # Possible, not valid: ranges open faster than tables follow, and the provider knows best.
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


phone = reads('a number with its country, like "+13145550100"', _phone)
"""A number in E.164."""


def _digits(number: str) -> str:
    return re.sub(r"[ ().-]", "", number)


def parse_sms_sender(value: object) -> str:
    """Parse the sender of SMS: a number, or a short code."""
    return value if isinstance(value, str) and _SHORT_CODE.fullmatch(value) else phone(value)


def parse_whatsapp_sender(value: object) -> str:
    """Parse the number of a WhatsApp sender."""
    return phone(strip_quoted(value).removeprefix("whatsapp:"))


def parse_staff_address(value: object) -> Identity:
    """Parse the address of a staff member. A forged sender could give commands, so its channel proves the writer."""
    return _chat_address(value, "staff cannot use {}, because its senders can be forged")


def parse_shop_address(value: object) -> Identity:
    """Parse the address of a shopkeeper. A forged yes could bind the shop, so its channel proves the writer."""
    return _chat_address(value, "shops cannot use {}, because its senders can be forged")


def _chat_address(value: object, forged: str) -> Identity:
    channel, _, name = strip_quoted(value).partition(":")
    known = CHANNELS.get(channel)
    if known is not None and not known.proves_writer:
        raise ValueError(f"{forged.format(known.title)}; use {join_alternatives(f'{one}:…' for one in PROVEN)}")
    if known is not None and known.is_number:
        return Identity(channel, name if _SCOPED.fullmatch(name) else phone(normalise_number(_digits(name))))
    if known is not None and (chat := normalise_chat(name)) is not None:
        return Identity(channel, chat)
    raise ValueError(f'must be like "telegram:9001" or "whatsapp:+919800000001", not {spell(value)}')
