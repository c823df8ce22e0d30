"""What a shop's system calls its orders and carts, and what stands for such a name since an erasure."""

from __future__ import annotations

from storage.identity import ERASED
from storage.transaction import Transaction


def spellings(tx: Transaction, kind: str, name: str) -> tuple[str, ...]:
    """The name, and the keyed hashes that an erasure may have put in its place."""
    return (name, *(f"{ERASED}{hashed}" for hashed in tx.hashes(f"{kind}:{name}")))
