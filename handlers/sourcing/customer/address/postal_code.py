"""The parts that an address lacks: a street, a town or a postal code is told alone or with another part, in any order,
and no order waits for one."""

from handlers.customer_talk.said import Said
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.orders import asked_about, asked_with
from handlers.sourcing.customer.address.told import is_fresh
from handlers.sourcing.replies.address_parts import behind_name, joined
from handlers.sourcing.replies.addresses import lacks_postal_code, read_address
from handlers.sourcing.replies.postal_codes import completed
from handlers.turn import Turn


async def answered(turn: Turn, said: Said) -> bool:
    """Add to the address what it lacks, or take the address that is written anew with its code; other words are no
    answer."""
    address = await _completed(turn, said)
    if address is None or not said.is_words_alone or await asked_about(turn, said) is None:
        return False
    return await keep(turn, said, address, await asked_with(turn, said))


async def _completed(turn: Turn, said: Said) -> str | None:
    text, country = said.event.text, turn.business.country
    behind = behind_name(said.answers.data["address"], text, country)
    if behind is not None:
        return behind
    whole = completed(said.answers.data["address"], text, country)
    if whole is not None:
        return whole
    part = joined(said.answers.data["address"], text, country)
    if part is not None and await is_fresh(turn, said):
        return part
    anew = read_address(text)
    return anew.text if anew is not None and anew.sure and not lacks_postal_code(anew.text, country) else None
