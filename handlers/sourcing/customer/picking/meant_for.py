"""For whom or for what it is, said to a summary: "sí, es para mi hijo de 10 años", "it is a gift for my mom".

With a yes it is a yes. By itself, and with an age where goods come in sizes, the team hears of it; the order stays.
"""

from flows.sourcing.basket import HESITANT, Ordering
from handlers.customer_talk.said import Said, hand_over
from handlers.sourcing.customer.picking.open_order import ask_again, by_itself
from handlers.sourcing.customer.picking.summed_up import says_wholly
from handlers.sourcing.replies.agreeing import is_clear
from handlers.sourcing.replies.occasions import speaks_of_occasion_alone, tells_age, tells_occasion, without_occasion
from handlers.turn import Turn


def without(said: Said, state: Ordering) -> Said:
    """A message with its yes alone, where no more stands beside that than for whom the goods are; else unchanged."""
    text = said.event.text
    if not _may_say(said, state) or not tells_occasion(text) or _is_of_fit(text, state):
        return said
    plain = without_occasion(text)
    return by_itself(said, plain) if says_wholly(plain, state) and is_clear(plain) else said


async def passed_on(turn: Turn, said: Said, state: Ordering) -> bool:
    """Have the team hear of it, and put the summary again; False where no more is said than a yes, or other things."""
    text = said.event.text
    if not _may_say(said, state) or not tells_occasion(text):
        return False
    plain = without_occasion(text)
    of_fit = _is_of_fit(text, state) and says_wholly(plain, state)
    if not (of_fit or speaks_of_occasion_alone(text)):
        return False
    await hand_over(turn, said)
    await ask_again(turn, said, doubt=HESITANT)
    return True


def _may_say(said: Said, state: Ordering) -> bool:
    return state.step == "summary" and said.is_words_alone and "?" not in said.event.text


def _is_of_fit(text: str, state: Ordering) -> bool:
    """Whether an age is told, and goods of the order come in sizes."""
    return tells_age(text) and any(one.ware.sizes for one in state.lines)
