"""What actions need of the place where secrets are sealed."""

from typing import Protocol


class SecretVault(Protocol):
    """Seals and hashes with keys of this installation."""

    def encrypt(self, text: str) -> bytes:
        """A secret as it may be stored."""

    def fingerprint(self, text: str) -> str:
        """Tells whether a secret changed, without opening it."""

    def hash_token(self, token: str) -> str:
        """How a token that is shown once is stored."""
