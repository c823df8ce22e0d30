"""What is derived from PARLEY_SECRET_KEY: the encryption of secrets at rest, keyed hashes, keys for draws and codes."""

from __future__ import annotations

import base64
from hashlib import blake2b

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.config import SHORTEST_SECRET


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
        keys = [key.encode() for key in (parts if several else [secret_key])]
        self._newest = keys[0]
        self._prints = _derive(keys[0], "fingerprint")
        self._tokens = [_derive(key, "token") for key in keys]
        self._fernet = MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, "secrets"))) for key in keys])

    def encrypt(self, text: str) -> bytes:
        """A secret as it may be stored; another token every time."""
        return self._fernet.encrypt(text.encode())

    def decrypt(self, token: bytes) -> str:
        """The secret. Raises Locked when none of the keys opens it."""
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
        return _derive(self._newest, f"keyed/{label}")


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"parley/{purpose}".encode()).derive(key)


def _keyed_hash(key: bytes, text: str) -> str:
    # Headers hold any bytes, which arrive as lone surrogates: they fit no token, and must not fail either.
    return blake2b(text.encode(errors="surrogatepass"), key=key, digest_size=16).hexdigest()
