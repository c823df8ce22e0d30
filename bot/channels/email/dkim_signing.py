"""DKIM signatures of our mails (RFC 6376), where the business gave us a key."""

from __future__ import annotations

import binascii
from dataclasses import dataclass

import dkim

# RFC 6376, 5.4.1, and RFC 8058, 4: a program trusts one click only if the signature covers both headers.
_SIGNED = (
    b"from",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"reply-to",
    b"mime-version",
    b"content-type",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
)


class Unsigned(Exception):
    """The key cannot sign; nothing of it is in the message."""


@dataclass(frozen=True, slots=True)
class DkimKey:
    """An RSA key of a domain, in PEM; its public half is in the DNS at ``<selector>._domainkey.<domain>``."""

    domain: str
    selector: str
    pem: str

    def sign(self, mail: bytes) -> bytes:
        """Return the mail with its signature above. It takes some milliseconds. Raises Unsigned."""
        try:
            signature: bytes = dkim.sign(
                mail,
                self.selector.encode(),
                self.domain.encode(),
                self.pem.strip().encode(),
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=list(_SIGNED),
            )
        except (dkim.DKIMException, ValueError, binascii.Error) as error:
            raise Unsigned(f"the DKIM key cannot sign: {type(error).__name__}") from None
        return signature + mail
