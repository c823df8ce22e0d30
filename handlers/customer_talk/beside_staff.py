"""What is clear while the staff talks with a customer: an answer to a question of ours that is still open.

Whatever else they write is for the staff; so is all that may answer what the staff asks or offers, and what quotes the
staff. The staff sees each that is taken, and what the customer asked them waits for them as before.
"""

from collections.abc import Callable
from dataclasses import replace

from flows.phrase import phrase
from handlers import alerts, handover, naming
from handlers.conversation import Rank, read_by
from handlers.customer_talk import open_runs, order_status
from handlers.customer_talk.answered import Answerable, of_runs, staffs_words
from handlers.customer_talk.said import Said
from handlers.machines import machine
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.intents import Intent
from handlers.replies.moments import names_time
from handlers.replies.offering import may_offer, may_settle
from handlers.replies.questions import Expecting
from handlers.turn import Turn
from templates.values import quoted

ANSWER, KNOWN, LATER, CANCEL = "answer", "known", "later", "cancel"
"""What Parley made of a customer's words while the staff talks with that customer."""


async def is_for_us(turn: Turn, said: Said, settles: Callable[[str], bool] = may_settle) -> bool:
    """Whether words that came while the staff talks with them may be ours: nothing that the staff wrote ``settles``
    with them what these words may answer; as a rule, the staff neither asked nor offered."""
    return await is_beside(turn, said) and not any(map(settles, await staffs_words(turn, said.message)))


async def is_beside(turn: Turn, said: Said) -> bool:
    """Whether a person writes, in words of their own, while the staff talks with them, and does not quote the staff."""
    event, staffs = said.event, said.answered.staffs
    if staffs is None or said.message.reply_to == staffs.id:
        return False
    if event.button or event.forwarded or event.edited or event.media:
        return False
    asked = await turn.unit.questions.asked_at(said.address.id)
    return machine(await turn.unit.messages.thread(said.address.id), said.message, asked) is None


async def chose(turn: Turn, said: Said) -> bool:
    """Give a bare number to the run whose numbered question is still open."""
    if said.answered.staffs is None or not said.event.text.strip(" .)").isdigit():
        return False
    asked = await turn.unit.runs.asked(said.address.contact)
    run = await turn.unit.runs.get(asked.run) if asked is not None else None
    if asked is None or run is None or Expecting(asked.question.expecting) is not Expecting.CHOICE:
        return False
    ours = replace(said, answered=Answerable(None, asked, (run,), said.answered.question))
    if not await is_for_us(turn, said) or not await open_runs.go_on(turn, ours):
        return False
    await tell(turn, said, ANSWER)
    return True


async def needs_nobody(turn: Turn, said: Said) -> bool:
    """Set the reminder that a customer asks for, say how an order stands, or ask whether to cancel it; the staff sees
    their words and this.

    Return False where the staff asked or offered something that these words may answer, and for all else.
    """
    if said.reading.intent is Intent.ORDER_STATUS:
        done = await is_for_us(turn, said, may_offer) and await order_status.answered(turn, said)
        taken = KNOWN
    elif said.reading.intent is Intent.CANCEL_ORDER:
        done, taken = await _called_off(turn, said), CANCEL
    else:
        done, taken = await _put_off(turn, said), LATER
    if done:
        await tell(turn, said, taken)
    return done


async def _called_off(turn: Turn, said: Said) -> bool:
    """Give a wish to cancel an order to the readers that ask whether to; a bare "cancel" may be an answer to the staff.

    Nothing is cancelled by these words: the question has buttons.
    """
    if is_bare_cancel(said.event.text) or not await is_beside(turn, said):
        return False
    ours = replace(said, answered=await of_runs(turn, said.message, None))
    asking = [one for one in turn.tools.conversations.readers if one.rank is Rank.FIRST]
    return await read_by(turn, asking, ours, None)


async def _put_off(turn: Turn, said: Said) -> bool:
    """Give a wish to be reminded at a moment to the run that may remind them."""
    if said.reading.intent is not Intent.LATER or not names_time(said.event.text) or not await is_beside(turn, said):
        return False
    if any(map(may_settle, (await staffs_words(turn, said.message))[:1])):
        return False
    ours = replace(said, answered=await of_runs(turn, said.message, None))
    reminding = [one for one in turn.tools.conversations.readers if one.rank in {Rank.OPEN, Rank.AGAIN}]
    return await read_by(turn, reminding, ours, None)


async def tell_of_press(turn: Turn, said: Said) -> None:
    """Tell the staff of a button that a customer pressed while the staff talks with them."""
    if said.event.button and await staffs_words(turn, said.message):
        await tell(turn, said, LATER if said.reading.intent is Intent.LATER else ANSWER)


async def tell(turn: Turn, said: Said, taken: str) -> None:
    """Have the staff see what was taken, in the customer's words: a reply to that goes to the customer."""
    words = quoted(said.event.text, handover.LONGEST_QUOTE)
    who, waits = await naming.named(turn, said.address), await handover.is_waiting(turn, said.address)
    text = phrase("taken_beside_staff", who=who, words=words, taken=taken, waits=waits)
    await alerts.tell(turn, f"beside:{said.message.id}", text, person=said.address.id)
