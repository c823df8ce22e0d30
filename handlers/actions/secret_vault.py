"""The interface to the vault of secrets, as actions need it."""

from typing import Protocol


class SecretVault(Protocol):
    """A vault that encrypts and hashes with keys of this installation."""

    def encrypt(self, text: str) -> bytes:
        """Return a secret in its stored form."""

    def fingerprint(self, text: str) -> str:
        """Return a fingerprint that shows if a secret has changed, with no need to decrypt it."""

    def hash_token(self, token: str) -> str:
        """Return the stored form of a token that is shown only once."""
