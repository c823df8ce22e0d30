"""The postal code that an address lacks, answered by itself or with the town: it is asked for once, and no order waits
for it."""

from handlers.customer_talk.said import Said
from handlers.sourcing.customer import delivering
from handlers.sourcing.replies.addresses import lacks_postal_code, read_address
from handlers.sourcing.replies.postal_codes import completed
from handlers.turn import Turn


async def answered(turn: Turn, said: Said) -> bool:
    """Add the code to the address, behind the town where that came with it, or take the address that is written anew
    with it; other words are no answer."""
    address = _completed(turn, said)
    unsaid = said.event.forwarded or said.event.media or said.event.button is not None
    if address is None or unsaid or await delivering.asked_about(turn, said) is None:
        return False
    return await delivering.keep(turn, said, address)


def _completed(turn: Turn, said: Said) -> str | None:
    text, country = said.event.text, turn.business.country
    whole = completed(said.answers.data["address"], text, country)
    if whole is not None:
        return whole
    anew = read_address(text)
    return anew.text if anew is not None and anew.sure and not lacks_postal_code(anew.text, country) else None
