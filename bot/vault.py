"""Encryption with PARLEY_SECRET_KEY, and the keyed hashes, draws and codes that outlive the key.

The secret key encrypts secrets in the database, and may change. Codes, draws and hashes of erased people must stay the
same then. So they derive from a *root* instead, stored in the database, encrypted by the secret key
(``bot/vault_roots.py``) and never changes.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.config import SHORTEST_SECRET

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_NO_SALT = bytes(32)
_NONCE, _MARK = 16, 32  # bytes


class Locked(Exception):
    """Something stored was encrypted with another PARLEY_SECRET_KEY."""


class Vault:
    """Every key is derived for one purpose (HKDF-SHA256, RFC 5869), so that none tells anything about another.

    ``secret_key`` is any string; several of at least 32 characters with blanks between are a new key and older ones.
    The first encrypts, the others still decrypt. Of the ``roots`` the first hashes and derives, the others are still
    found by ``hashes``; without any, each key is the root of its own, as all were in release 0.1.0.
    """

    def __init__(self, secret_key: str, roots: Sequence[bytes] = ()) -> None:
        self._keys = [key.encode() for key in split(secret_key)]
        self._roots = tuple(roots) or tuple(map(_extract, self._keys))
        self._prints = _expand(self._roots[0], "fingerprint")
        self._tokens = [_expand(root, "token") for root in self._roots]

    @property
    def roots(self) -> tuple[bytes, ...]:
        """Return the roots of everything but the encryption, 32 bytes each: as secret as the key."""
        return self._roots

    def encrypt(self, text: str) -> bytes:
        """Return a secret as it may be stored; another token every time."""
        return self._fernet.encrypt(text.encode())

    def decrypt(self, token: bytes) -> str:
        """Return the secret. Raises Locked when none of the keys opens it."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(token).decode()
        except InvalidToken:
            raise Locked(
                "a stored secret does not open with PARLEY_SECRET_KEY: restore the key it was stored with, "
                "or apply the business file again"
            ) from None

    def opens(self, token: bytes) -> bool:
        """Return True if one of the keys opens it."""
        try:
            self.decrypt(token)
        except Locked:
            return False
        return True

    def seal(self, root: bytes) -> bytes:
        """Return a root as it may be stored.

        It is as long as one block of HMAC-SHA256, so one block that is never made again hides it whole; a second one
        tells whether it is what was sealed. Encryption proper is loaded with the first secret that is needed: seven
        megabytes and a noticeable wait that a command does without.
        """
        nonce = secrets.token_bytes(_NONCE)
        hidden = _mask(self._keys[0], nonce, root)
        return nonce + hidden + _mark(self._keys[0], nonce + hidden)

    def unseal(self, sealed: bytes) -> tuple[bytes, bool]:
        """Return the root, and whether the first key had sealed it. Raises Locked when none of the keys opens it."""
        body, mark = sealed[:-_MARK], sealed[-_MARK:]
        for key in self._keys:
            if hmac.compare_digest(_mark(key, body), mark):
                return _mask(key, body[:_NONCE], body[_NONCE:]), key == self._keys[0]
        raise Locked(
            "PARLEY_SECRET_KEY is not the key that last opened this database: restore that key, "
            "or put the new key before it, separated by a space"
        )

    def fingerprint(self, text: str) -> str:
        """Return a fingerprint that shows a change without decryption: 32 hexadecimal digits."""
        return _hash_with_key(self._prints, text)

    def hash_token(self, token: str) -> str:
        """Return how an API key or a start token is stored, 32 hexadecimal digits. It is long and random: no salt,
        no cost."""
        return _hash_with_key(self._tokens[0], token)

    def hashes(self, token: str) -> tuple[str, ...]:
        """Return the hashes for looking up a token: its hash under every root, the first one's first."""
        return tuple(_hash_with_key(key, token) for key in self._tokens)

    @property
    def older_hashes(self) -> tuple[Callable[[str], str], ...]:
        """``hash_token`` under the other roots."""
        return tuple(partial(_hash_with_key, key) for key in self._tokens[1:])

    def derive_key(self, label: str) -> bytes:
        """32 bytes for one purpose: holdout draws, link codes, discount codes."""
        return _expand(self._roots[0], f"keyed/{label}")

    @cached_property
    def _fernet(self) -> MultiFernet:
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, "secrets"))) for key in self._keys])


def split(secret_key: str) -> list[str]:
    """Return the keys in the setting, the newest first. A sentence of short words is one key."""
    parts = secret_key.split()
    several = len(parts) > 1 and all(len(part) >= SHORTEST_SECRET for part in parts)
    return parts if several else [secret_key]


def _derive(key: bytes, purpose: str) -> bytes:
    """Return 32 bytes by HKDF-SHA256: the first and only block (RFC 5869, sections 2.2 and 2.3)."""
    return _expand(_extract(key), purpose)


def _extract(key: bytes) -> bytes:
    return hmac.digest(_NO_SALT, key, "sha256")


def _expand(root: bytes, purpose: str) -> bytes:
    return hmac.digest(root, f"parley/{purpose}".encode() + b"\x01", "sha256")


def _mask(key: bytes, nonce: bytes, root: bytes) -> bytes:
    block = hmac.digest(_derive(key, "roots"), nonce, "sha256")
    return bytes(one ^ other for one, other in zip(root, block, strict=True))


def _mark(key: bytes, body: bytes) -> bytes:
    return hmac.digest(_derive(key, "roots/marks"), body, "sha256")


def _hash_with_key(key: bytes, text: str) -> str:
    # Headers hold any bytes, which arrive as lone surrogates: they fit no token, and must not fail either.
    return blake2b(text.encode(errors="surrogatepass"), key=key, digest_size=16).hexdigest()
