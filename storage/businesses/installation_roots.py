"""The root keys of an installation, which hashes, draws and codes derive from, encrypted with PARLEY_SECRET_KEY."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select, update

from storage.businesses.businesses import bump
from storage.schema import businesses, credentials, roots
from storage.sql.transaction import Transaction


async def list_sealed_roots(tx: Transaction) -> list[bytes]:
    """Return the encrypted root keys, the one in use first; empty before a process has opened the database."""
    return [bytes(row.sealed) for row in await tx.rows(select(roots).order_by(roots.c.id))]


async def keep_roots(tx: Transaction, sealed: Sequence[bytes]) -> None:
    """Store the root keys, unless another process was first."""
    first, *others = [{"id": number, "sealed": one} for number, one in enumerate(sealed, 1)]
    new = tx.make_insert(roots).values(first).on_conflict_do_nothing()
    if await tx.run(new) == 1 and others:
        await tx.run(roots.insert().values(others))


async def newest_credential(tx: Transaction) -> bytes | None:
    """Return the secret stored last, of any business, encrypted."""
    found = await tx.value(select(credentials.c.secret).order_by(credentials.c.updated_at.desc()).limit(1))
    return None if found is None else bytes(found)


async def is_begun(tx: Transaction) -> bool:
    """Return True if a business was ever applied here."""
    return await tx.value(select(businesses.c.id).limit(1)) is not None


async def seal_anew(tx: Transaction, renewed: Mapping[bytes, bytes], renew: Callable[[bytes], bytes | None]) -> None:
    """Replace each encrypted root key by its newly encrypted form, and each stored secret by the result of ``renew``.

    ``renew`` returns None for a secret that it cannot decrypt; that secret stays. Running processes reload the secrets.
    """
    for old, new in renewed.items():
        await tx.run(update(roots).where(roots.c.sealed == old).values(sealed=new))
    for row in await tx.rows(select(credentials.c.business, credentials.c.name, credentials.c.secret)):
        secret = renew(bytes(row.secret))
        if secret is not None:
            key = (credentials.c.business == row.business, credentials.c.name == row.name)
            await tx.run(update(credentials).where(*key, credentials.c.secret == row.secret).values(secret=secret))
    await bump(tx)
