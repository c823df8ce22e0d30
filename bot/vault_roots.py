"""Opening the vault of a database: its root keys are created once, and encrypted again when PARLEY_SECRET_KEY has
changed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial

from bot.vault import Locked, Vault, split
from storage.businesses.installation_roots import is_begun, keep_roots, list_sealed_roots, newest_credential, seal_anew
from storage.database.stores import Database
from storage.sql.transaction import Transaction

_BYTES = 32


async def open_vault(store: Database, secret_key: str, *, sandbox: bool) -> Vault:
    """Return the vault of this database with its stored root keys, or new ones.

    Root keys encrypted by an older secret key are encrypted again with the first one, so that the older may be dropped.
    A sandbox's secret key is public, so it gets no root keys: unless some are stored, all derives from the secret key
    itself and plays the same each time. Raises Locked if no key decrypts them, DatabaseAway.
    """
    vault = Vault(secret_key)
    if not sandbox and not await store.read("", list_sealed_roots):
        await store.write("", partial(_begin, vault, split(secret_key)))
    sealed = await store.read("", list_sealed_roots)
    try:
        opened = [vault.unseal(one) for one in sealed]
    except Locked:
        if sandbox:
            return vault
        raise
    vault = Vault(secret_key, [root for root, _ in opened])
    old = {one: root for one, (root, is_newest) in zip(sealed, opened, strict=True) if not is_newest}
    if old:
        renewed = {one: vault.seal(root) for one, root in old.items()}
        await store.write("", lambda unit: seal_anew(unit, renewed, partial(_renew, vault)))
    return vault


async def _begin(vault: Vault, keys: Sequence[str], tx: Transaction) -> None:
    """Create random root keys. A database of release 0.1.0 keeps that release's own, so that its hashes and codes stay
    valid."""
    roots = [secrets.token_bytes(_BYTES)]
    if await is_begun(tx):
        newest = await newest_credential(tx)
        in_use = sorted(keys, key=lambda key: newest is None or not Vault(key).opens(newest))
        roots = [Vault(key).roots[0] for key in in_use]
    await keep_roots(tx, [vault.seal(root) for root in roots])


def _renew(vault: Vault, secret: bytes) -> bytes | None:
    return vault.encrypt(vault.decrypt(secret)) if vault.opens(secret) else None
