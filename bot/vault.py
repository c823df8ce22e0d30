"""What is derived from PARLEY_SECRET_KEY: the encryption of secrets at rest, keyed hashes, keys for draws and codes."""

from __future__ import annotations

import base64
import hmac
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.config import SHORTEST_SECRET

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_NO_SALT = bytes(32)


class Locked(Exception):
    """A stored secret was encrypted with another PARLEY_SECRET_KEY."""


class Vault:
    """Every key is derived for one purpose (HKDF-SHA256, RFC 5869), so that none tells anything about another.

    ``secret_key`` is any string; several of at least 32 characters with blanks between are a new key and older ones.
    The first encrypts, hashes and derives; the others still decrypt and are still found by ``hashes``.
    """

    def __init__(self, secret_key: str) -> None:
        parts = secret_key.split()
        several = len(parts) > 1 and all(len(part) >= SHORTEST_SECRET for part in parts)
        self._keys = [key.encode() for key in (parts if several else [secret_key])]
        self._prints = _derive(self._keys[0], "fingerprint")
        self._tokens = [_derive(key, "token") for key in self._keys]

    def encrypt(self, text: str) -> bytes:
        """A secret as it may be stored; another token every time."""
        return self._fernet.encrypt(text.encode())

    def decrypt(self, token: bytes) -> str:
        """The secret. Raises Locked when none of the keys opens it."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(token).decode()
        except InvalidToken:
            raise Locked(
                "a stored secret does not open with PARLEY_SECRET_KEY: bring back the key it was stored with, "
                "or apply the business file again"
            ) from None

    def fingerprint(self, text: str) -> str:
        """Tells whether a secret changed, without decrypting it: 32 hexadecimal digits."""
        return _keyed_hash(self._prints, text)

    def hash_token(self, token: str) -> str:
        """How an API key or a start token is stored, 32 hexadecimal digits. It is long and random: no salt, no cost."""
        return _keyed_hash(self._tokens[0], token)

    def hashes(self, token: str) -> tuple[str, ...]:
        """What to look a token up by: its hash under every key, the newest first."""
        return tuple(_keyed_hash(key, token) for key in self._tokens)

    def keyed(self, label: str) -> bytes:
        """32 bytes for one purpose: holdout draws, link codes, discount codes."""
        return _derive(self._keys[0], f"keyed/{label}")

    @cached_property
    def _fernet(self) -> MultiFernet:
        """Loaded with the first secret that is read: seven megabytes that an idle service does without."""
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, "secrets"))) for key in self._keys])


def _derive(key: bytes, purpose: str) -> bytes:
    """32 bytes by HKDF-SHA256, of which they are the first and only block (RFC 5869, sections 2.2 and 2.3)."""
    extracted = hmac.digest(_NO_SALT, key, "sha256")
    return hmac.digest(extracted, f"parley/{purpose}".encode() + b"\x01", "sha256")


def _keyed_hash(key: bytes, text: str) -> str:
    # Headers hold any bytes, which arrive as lone surrogates: they fit no token, and must not fail either.
    return blake2b(text.encode(errors="surrogatepass"), key=key, digest_size=16).hexdigest()
