"""API keys: made, shown once, and kept as a hash."""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Collection
from datetime import datetime

from handlers.actions.vault import Vault
from handlers.turn import UnknownBusiness
from storage.businesses import bump
from storage.unit import Unit

SCOPES = ("events", "read", "write", "admin")
_BYTES = 32  # 43 characters: nobody guesses it, so its hash needs no cost


def check_scopes(scopes: Collection[str]) -> tuple[str, ...]:
    """The scopes, each once, in their order. Raises ValueError for none at all, and naming those that are none."""
    strange = [scope for scope in scopes if scope not in SCOPES]
    if strange or not scopes:
        near = difflib.get_close_matches(strange[0], SCOPES, n=1) if strange else []
        hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(SCOPES)}"
        raise ValueError(f"{', '.join(map(repr, strange)) or 'nothing'} is no scope{hint}")
    return tuple(scope for scope in SCOPES if scope in scopes)


async def create_key(
    unit: Unit, scopes: Collection[str], now: datetime, vault: Vault, actor: str = "command line"
) -> str:
    """A new API key of this business, ``pk_<business>_<43 characters>``; only its hash is kept.

    Raises ValueError for a scope that is none, UnknownBusiness before the business was applied.
    """
    chosen = check_scopes(scopes)
    if await unit.businesses.get() is None:
        raise UnknownBusiness(f"there is no business {unit.business!r}; apply its file first: parley apply FILE.toml")
    key = f"pk_{unit.business}_{secrets.token_urlsafe(_BYTES)}"
    identity = await unit.access.add_key(vault.hash_token(key), chosen, now)
    await unit.access.log(actor, "key created", f"{identity} for {' '.join(chosen)}", now)
    await bump(unit)
    return key
