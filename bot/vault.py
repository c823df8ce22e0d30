"""Encryption with PARLEY_SECRET_KEY, and the keyed hashes, draws and codes that outlive the key.

The secret key encrypts secrets in the database, and may change. Codes, draws and hashes of erased people must stay the
same then. So they derive from a *root* key instead: it is stored in the database, encrypted by the secret key
(``bot/vault_roots.py``), and never changes.
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
    """Keys derived from the secret key, each for one purpose (HKDF-SHA256, RFC 5869), so that no key reveals another.

    ``secret_key`` is any string. If it has several words of at least 32 characters, the first is the new key, which
    encrypts, and the others are older keys, which only decrypt. Of the ``roots`` the first hashes and derives;
    ``hashes`` still finds what the others hashed. If there are no roots, each key is its own root, as in release 0.1.0.
    """

    def __init__(self, secret_key: str, roots: Sequence[bytes] = ()) -> None:
        self._keys = [key.encode() for key in split(secret_key)]
        self._roots = tuple(roots) or tuple(map(_extract, self._keys))
        self._prints = _expand(self._roots[0], "fingerprint")
        self._tokens = [_expand(root, "token") for root in self._roots]

    @property
    def roots(self) -> tuple[bytes, ...]:
        """Return the root keys, 32 bytes each, that everything but the encryption derives from. They are as secret as
        the key."""
        return self._roots

    def encrypt(self, text: str) -> bytes:
        """Encrypt a secret for storage; each call returns another token."""
        return self._fernet.encrypt(text.encode())

    def decrypt(self, token: bytes) -> str:
        """Decrypt a secret. Raises Locked if no key decrypts it."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(token).decode()
        except InvalidToken:
            raise Locked(
                "a stored secret does not open with PARLEY_SECRET_KEY: restore the key it was stored with, "
                "or apply the business file again"
            ) from None

    def opens(self, token: bytes) -> bool:
        """Return True if one of the keys decrypts the token."""
        try:
            self.decrypt(token)
        except Locked:
            return False
        return True

    def seal(self, root: bytes) -> bytes:
        """Encrypt a root key for storage.

        A root has 32 bytes, the size of one HMAC-SHA256 output. So it is XORed with the HMAC of a fresh nonce (a
        one-time mask) and authenticated with a second HMAC. This avoids importing ``cryptography`` (7 MB and a
        noticeable delay), which many commands never need.
        """
        nonce = secrets.token_bytes(_NONCE)
        hidden = _mask(self._keys[0], nonce, root)
        return nonce + hidden + _mark(self._keys[0], nonce + hidden)

    def unseal(self, sealed: bytes) -> tuple[bytes, bool]:
        """Decrypt a root key; return also whether the first key had encrypted it. Raises Locked if no key
        decrypts it."""
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
        """Return the stored form of an API key or a start token: 32 hexadecimal digits. The token is long and random,
        so the hash needs neither salt nor a slow function."""
        return _hash_with_key(self._tokens[0], token)

    def hashes(self, token: str) -> tuple[str, ...]:
        """Return the hashes for looking up a token: one for each root, the first root's first."""
        return tuple(_hash_with_key(key, token) for key in self._tokens)

    @property
    def older_hashes(self) -> tuple[Callable[[str], str], ...]:
        """Return ``hash_token`` for each older root."""
        return tuple(partial(_hash_with_key, key) for key in self._tokens[1:])

    def derive_key(self, label: str) -> bytes:
        """Derive 32 bytes for one purpose: holdout draws, link codes or discount codes."""
        return _expand(self._roots[0], f"keyed/{label}")

    @cached_property
    def _fernet(self) -> MultiFernet:
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key, "secrets"))) for key in self._keys])


def split(secret_key: str) -> list[str]:
    """Return the keys in the setting, the newest first. A text of short words is one key."""
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
