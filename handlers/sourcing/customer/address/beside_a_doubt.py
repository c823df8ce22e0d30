"""An address beside what may be an opt-out, "STOP. 12 MG Road …": it is noted, and whether our messages shall stop is
asked."""

import re

from handlers.consent import doubts
from handlers.conversation import read_by
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.replies.optout import OptOut, read_opt_out
from handlers.sourcing.customer.address.readers import OF_ADDRESSES
from handlers.sourcing.customer.address.then import by_itself
from handlers.sourcing.replies.addresses import certain_address
from handlers.turn import Turn

_PAUSE = re.compile(r"[.!;,\n।–—-]+(?:\s+|$)|(?<=\d{6})\s+")


async def answered(turn: Turn, said: Said) -> bool:
    """Note such an address and ask; False where none stands there, or it is that of no order."""
    doubtful = said.is_words_alone and said.reading.intent is Intent.AMBIGUOUS_STOP
    address = _address_in(said.event.text) if doubtful else ""
    if not address or not await read_by(turn, OF_ADDRESSES, by_itself(said, address), said.answered.question):
        return False
    await doubts.ask_once(turn, said)
    return True


def _address_in(text: str) -> str:
    """The address that stands before or behind what may be an opt-out, and nothing else; "" for none."""
    found = [""]
    for cut in _PAUSE.finditer(text):
        sides = text[: cut.start()].strip(), text[cut.end() :].strip()
        for address, rest in (sides, sides[::-1]):
            if read_opt_out(rest) is not OptOut.NONE and certain_address(address):
                found.append(address)
    return max(found, key=len)
