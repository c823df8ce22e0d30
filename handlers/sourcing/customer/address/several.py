"""Two places in one message: an order goes to one, so nothing is ordered or noted on a guess, and the team is asked."""

from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.sourcing.replies.address_several import tells_two_places
from handlers.turn import Turn

_OTHERS = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP})


async def passed_on(turn: Turn, said: Said) -> bool:
    """Pass such words on; False for any other."""
    if not said.is_words_alone or said.reading.intent in _OTHERS or not tells_two_places(said.event.text):
        return False
    await hand_over(turn, said)
    return True
