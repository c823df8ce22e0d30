"""Whose consents are asked for: by a number, a chat, an id or a name, also when they were erased."""

from typing import Any
from uuid import UUID

from flows.channels import CHANNELS, PHONES
from handlers.actions import why
from handlers.persons import phone_number
from handlers.turn import Turn
from storage.erasure import erased_names
from storage.identity import Identity

_SPREAD = str.maketrans("", "", " ().-/")  # what people write between the digits of a number

Whose = dict[str, Any]
"""Whose lines, as ``storage.evidence.Evidence.page`` takes it."""


class AreSeveral(LookupError):
    """Several people are meant: their ids."""


async def whose(turn: Turn, named: str) -> Whose | None:
    """Whose lines are meant by an id, a number, a chat or a name; None for nobody. Raises AreSeveral.

    A number is looked for among those that were erased, too.
    """
    channel, _, _ = named.partition(":")
    rows = await at_address(turn, named) if channel in CHANNELS else await of_number(turn, named)
    if rows:
        return {"at": rows}
    found = await why.find(turn, named)
    if len(found) > 1:
        raise AreSeveral(", ".join(str(one.id) for one in found))
    return {"contact": found[0].id} if found else None


async def at_address(turn: Turn, named: str) -> list[UUID]:
    """The rows of an address as sms:+1…, also of one that was erased: the number itself leads to its hash."""
    channel, _, value = named.partition(":")
    name = Identity(channel, value)
    return await turn.unit.evidence.addresses_of(name, erased_names(name, turn.tools.token_hashes))


async def of_number(turn: Turn, number: str) -> list[UUID]:
    """The same for a number or chat that is named without its channel, on all of them."""
    plain = number.translate(_SPREAD)
    if plain.startswith("+"):
        plain = phone_number(plain, turn.business.country) or plain
    names = [f"{channel}:{plain}" for channel in (PHONES if plain.startswith("+") else CHANNELS)]
    return [row for name in names for row in await at_address(turn, name)]
