"""The address that we noted is wrong, says its customer, and writes the right one: "that's wrong, it's …", "no, …"."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.orders import to_deliver
from handlers.sourcing.customer.address.question import ask_again
from handlers.sourcing.customer.address.told import is_of_goods
from handlers.sourcing.customer.last_said import quoted_or_last
from handlers.sourcing.replies.address_amended import amended, tells_inside
from handlers.sourcing.replies.address_openings import corrects, without_correction
from handlers.sourcing.replies.address_parts import read_code, read_other_code, recoded
from handlers.sourcing.replies.addresses import lacks_postal_code, names_place, read_address, says_of_codes
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation

LATELY = timedelta(hours=1)
"""How long after it was noted an address is corrected though other things were said in between."""
_OTHERS = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.HUMAN})


async def answered(turn: Turn, said: Said) -> bool:
    """Note the right address, or ask for one where the noted one is only said to be wrong; False for other words."""
    event = said.event
    if not said.is_words_alone or said.reading.intent in _OTHERS:
        return False
    if await _of_two_codes(turn, said):
        return True
    found, wrong = read_address(event.text), corrects(event.text)
    if wrong and len(event.text.split()) > 1 and not without_correction(event.text):
        rows = await just_noted(turn, said)
        return bool(rows) and await ask_again(turn, said, rows[0])
    code = read_code(without_correction(event.text), turn.business.country)
    if code:
        return await _recoded(turn, said, code)
    amends = wrong or tells_inside(event.text)
    if amends and (found is None or lacks_postal_code(found.text, turn.business.country)):
        rows, address = await _amended(turn, said)
        if address:
            return await keep(turn, said, address, rows)
    if wrong and (found is None or not found.sure) and names_place(event.text):
        rows = await just_noted(turn, said)
        return bool(rows) and await ask_again(turn, said, rows[0], found.text if found is not None else "")
    whole = found is not None and not lacks_postal_code(found.text, turn.business.country)
    if found is None or not found.sure or not (wrong or whole):
        return False
    rows = await just_noted(turn, said) or (await noted_lately(turn, said) if wrong and whole else [])
    if not rows or await is_of_goods(turn, said):
        return False
    return await keep(turn, said, found.text, rows)


async def _of_two_codes(turn: Turn, said: Said) -> bool:
    """ "560038 not 560001": the right code replaces the other one of what we just noted."""
    if not says_of_codes(said.event.text):
        return False
    rows = await just_noted(turn, said) or await noted_lately(turn, said)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    texts = {one.text for one in known.values() if one.text is not None}
    code = read_other_code(next(iter(texts)), said.event.text, turn.business.country) if len(texts) == 1 else ""
    return await keep(turn, said, recoded(texts.pop(), code, turn.business.country), rows) if code else False


async def _amended(turn: Turn, said: Said) -> tuple[list[Reservation], str]:
    """What we just noted with the house, the street or the floor that they put right; "" for other words."""
    rows = await just_noted(turn, said)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    texts = {one.text for one in known.values() if one.text is not None}
    return rows, amended(texts.pop(), without_correction(said.event.text)) if len(texts) == 1 else ""


async def _recoded(turn: Turn, said: Said, code: str) -> bool:
    """The code alone is the right one of what we just noted; of several addresses that may be any."""
    rows = await just_noted(turn, said)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    texts = {one.text for one in known.values() if one.text is not None}
    if len(texts) != 1:
        return False
    return await keep(turn, said, recoded(texts.pop(), code, turn.business.country), rows)


async def just_noted(turn: Turn, said: Said) -> list[Reservation]:
    """Their orders of which the last thing that we said there, or what they quote, was that we noted where they go."""
    last = await quoted_or_last(turn, said)
    rows = await _noted(turn, said)
    return [row for row, at in rows if last is not None and last.direction == "out" and last.created_at == at]


async def noted_lately(turn: Turn, said: Said) -> list[Reservation]:
    """Their orders of which the address was noted last, not long ago."""
    rows = await _noted(turn, said) if said.message.reply_to is None else []
    newest = max((at for _, at in rows), default=None)
    return [row for row, at in rows if at == newest and turn.now - at < LATELY]


async def _noted(turn: Turn, said: Said) -> list[tuple[Reservation, datetime]]:
    """Their orders that have not left and of which we know where they go, with since when."""
    rows = await to_deliver(turn, said.address.contact)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    return [(row, known[row.id].at) for row in rows if known[row.id].text is not None]
