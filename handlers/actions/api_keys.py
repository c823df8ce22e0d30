"""API keys: made, shown once, stored as a hash, and revoked."""

import difflib
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.actor import COMMAND_LINE, Actor
from flows.engine import Subject
from handlers.actions.secret_vault import SecretVault
from handlers.engine.turn import UnknownBusiness
from storage.businesses.access import ApiKey
from storage.businesses.businesses import bump, list_tenants
from storage.unit import Unit

SCOPES = ("events", "read", "write", "admin")
SPONSOR_SCOPES = frozenset({"read", "write"})
"""The scopes that a partner's key may have."""
LONGEST_LABEL = 60  # characters
_BYTES = 32  # 43 characters: too many to guess, so its hash needs no cost


def check_scopes(scopes: Collection[str]) -> tuple[str, ...]:
    """Return the scopes, each once and in order. Raises ValueError if there are none or some are unknown."""
    strange = [scope for scope in scopes if scope not in SCOPES]
    if strange or not scopes:
        near = difflib.get_close_matches(strange[0], SCOPES, n=1) if strange else []
        hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(SCOPES)}"
        raise ValueError(f"{', '.join(map(repr, strange)) or 'nothing'} is no scope{hint}")
    return tuple(scope for scope in SCOPES if scope in scopes)


async def create_key(
    unit: Unit,
    scopes: Collection[str],
    now: datetime,
    vault: SecretVault,
    actor: Actor = COMMAND_LINE,
    *,
    label: str | None = None,
    ends_after: timedelta | None = None,
    sponsor: UUID | None = None,
) -> str:
    """Make an API key of this business, ``pk_<business>_<43 characters>``; only its hash is stored.

    ``label`` says what it is for; if ``ends_after`` is None, it works until it is revoked. The key of a ``sponsor``
    reads and changes only the offers of that partner. Raises ValueError for an unknown scope, and for one that no
    partner may have; UnknownBusiness if the business is not set up.
    """
    chosen = check_scopes(scopes)
    if sponsor is not None and not set(chosen) <= SPONSOR_SCOPES:
        raise ValueError("the key of a partner has the scopes read and write only")
    await _must_be_known(unit)
    key = f"pk_{unit.business}_{secrets.token_urlsafe(_BYTES)}"
    expires_at = None if ends_after is None else now + ends_after
    about: dict[str, Any] = {"label": label, "expires_at": expires_at, "sponsor": sponsor}
    identity = await unit.access.add_key(vault.hash_token(key), chosen, now, **about)
    until = {"until": f"{expires_at:%Y-%m-%d}"} if expires_at else {}
    await unit.access.log(actor, "key created", now, Subject("key", identity), scopes=" ".join(chosen), **until)
    await bump(unit)
    return key


async def list_keys(unit: Unit) -> Sequence[ApiKey]:
    """Return every key of this business, the oldest first. Raises UnknownBusiness."""
    await _must_be_known(unit)
    return await unit.access.keys()


async def revoke_key(unit: Unit, identity: UUID, now: datetime, actor: Actor = COMMAND_LINE) -> bool:
    """Revoke a key, in running processes within a second; return False if no key with this id works.

    Raises UnknownBusiness.
    """
    await _must_be_known(unit)
    if not await unit.access.revoke_key(identity, now):
        return False
    await unit.access.log(actor, "key revoked", now, Subject("key", identity))
    await bump(unit)
    return True


async def rotate_key(
    unit: Unit, identity: UUID, now: datetime, vault: SecretVault, actor: Actor = COMMAND_LINE, *, overlap: timedelta
) -> str | None:
    """Make a key that replaces one, with its scopes, label and lifetime; None if no key with this id works.

    The old key works on for the ``overlap``, so that callers can switch. Raises UnknownBusiness.
    """
    known = {key.id: key for key in await list_keys(unit)}
    before = known.get(identity)
    if before is None or not before.works(now):
        return None
    lives = None if before.expires_at is None or before.created_at is None else before.expires_at - before.created_at
    same: dict[str, Any] = {"label": before.label, "ends_after": lives, "sponsor": before.sponsor}
    key = await create_key(unit, before.scopes, now, vault, actor, **same)
    await unit.access.end_key(identity, now + overlap)
    await unit.access.log(actor, "key rotated", now, Subject("key", identity), until=f"{now + overlap:%Y-%m-%d}")
    await bump(unit)
    return key


async def _must_be_known(unit: Unit) -> None:
    if await unit.businesses.get() is None:
        known = [tenant.business.id for tenant in await list_tenants(unit)]
        raise UnknownBusiness.make_for_name(unit.business, known)
