"""The canonical form of an e-mail address, for comparing, storing, searching and writing to it.

Case does not count: RFC 5321, section 2.4, lets a server distinguish it before the "@", but no large provider does, and
people write their own address in several ways. A domain has one form, that of the DNS (RFC 5891). Everything else
makes another address, because only its server knows which are one mailbox: a +tag, dots, quotes as in "a b"@c.example.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAIL: Final = "email"
"""The channel that an e-mail address is stored under as an identity."""
LONGEST_MAIL = 254
"""Maximum characters of an address (RFC 5321, section 4.5.3.1.3: a path of 256, with its brackets)."""

_LOCAL = re.compile(r'[^\s"(),:;<>@\[\\\]]+|"(?:[^"\\]|\\[ -~])+"')
_FULL_STOPS = re.compile("[.\u3002]")  # of Latin and of Chinese, Japanese and Korean text
_CODED = "xn--"
_LONGEST_LOCAL = 64  # octets: RFC 5321, section 4.5.3.1.1
_DOMAIN = re.compile(r"(?!.*[0-9]$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")


def normalise_mail(text: str) -> str:
    """Return an address in lower case, without outer spaces, composed (Unicode NFC), its domain in ASCII.

    A text that is no address is returned in the same form (see ``read_mail``).
    """
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.strip()).lower())
    local, at, domain = plain.rpartition("@")
    return plain if not at or domain.isascii() else f"{local}@{_spell_domain(domain)}"


def read_mail(text: str) -> str | None:
    """Return the canonical form of an address; None for anything else, such as a text with a line break.

    A line break in an address would add a header to a message.
    """
    if any(map(_is_hidden, text.strip())):
        return None
    mail = normalise_mail(text)
    local, _, domain = mail.rpartition("@")
    if len(mail) > LONGEST_MAIL or len(local.encode()) > _LONGEST_LOCAL:
        return None
    return mail if _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain) else None


def show_mail(text: str) -> str:
    """Return an address as people read it, also a part of one: its domain in letters of any script."""
    local, at, domain = text.rpartition("@")
    try:
        return f"{local}{at}{'.'.join(map(_show_label, domain.split('.')))}"
    except UnicodeError:
        return text


def _spell_domain(domain: str) -> str:
    """Return a domain in the letters of the DNS: each label in another script becomes Punycode (RFC 3492)."""
    labels = _FULL_STOPS.split(unicodedata.normalize("NFKC", domain).lower())
    return ".".join(one if one.isascii() else f"{_CODED}{one.encode('punycode').decode()}" for one in labels)


def _show_label(label: str) -> str:
    return label.removeprefix(_CODED).encode().decode("punycode") if label.startswith(_CODED) else label


def _is_hidden(one: str) -> bool:
    """Return True for line breaks, other control characters, and characters without a width or a meaning."""
    return unicodedata.category(one) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
