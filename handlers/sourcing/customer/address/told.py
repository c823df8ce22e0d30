"""Where an order of a chat is delivered, as its customer says: the address, a yes to the one that was told before, or
another one for what has not left."""

from datetime import timedelta

from handlers.customer_talk.said import Said
from handlers.replies.emphasis import without_emphasis
from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.replies.openings import behind_a_no
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.orders import asked_about, asked_with
from handlers.sourcing.customer.address.question import THERE, ask_again, is_last
from handlers.sourcing.customer.last_said import last_word
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.address_beside import is_address, part_address
from handlers.sourcing.replies.address_change import read_change
from handlers.sourcing.replies.address_parts import read_part
from handlers.sourcing.replies.addresses import certain_address, read_address, speaks_of_address
from handlers.sourcing.replies.asides import read_aside
from handlers.sourcing.replies.dropping import is_dropped
from handlers.sourcing.replies.named_goods import read_wares
from handlers.sourcing.replies.wanting import read_wish
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation

_ELSEWHERE = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.HUMAN, Intent.COMPLAINT, Intent.THANKS})
_BESIDE_A_NO = _ELSEWHERE - {Intent.AMBIGUOUS_STOP}  # which a bare no is where nothing was asked
_LATELY = timedelta(hours=1)
"""How long after our question a name alone is that of a town, and a number a postal code."""


async def answered(turn: Turn, said: Said) -> bool:
    """Take the address, or the yes to the one that was told before; False for what is neither."""
    row = await asked_about(turn, said)
    if row is None or said.event.forwarded or said.event.media or said.event.button not in {None, THERE}:
        return False
    known, intent = said.answers.data.get("address"), said.reading.intent
    if said.event.button == THERE:
        return await keep(turn, said, known, await asked_with(turn, said)) if known else False
    agrees = intent is Intent.YES and not certain_address(said.event.text)
    if agrees and (await is_last(turn, said) or (known and said.answered.asked is None)):
        if known:
            return await keep(turn, said, known, await asked_with(turn, said))
        return await ask_again(turn, said, row)
    part = read_part(said.event.text, turn.business.country)
    if part is not None and await is_fresh(turn, said):
        return await keep(turn, said, part, await asked_with(turn, said))
    found = read_address(said.event.text)
    of_it = speaks_of_address(said.event.text)
    if intent is Intent.LATER and found is None and (of_it or await is_last(turn, said)):
        return await ask_again(turn, said, row, known or "")  # "abhi nahi pata": the question stays
    if found is None or is_elsewhere(said) or await is_of_goods(turn, said):
        return False
    if not found.sure:
        return await ask_again(turn, said, row, found.text)
    return await keep(turn, said, found.text, await asked_with(turn, said))


async def declined(turn: Turn, said: Said) -> bool:
    """Ask where else an order goes, where they do not want it at the address that was told before: "no, to my office".
    The order stands; who calls it off beside the no says so."""
    row = await asked_about(turn, said) if said.is_by_hand and said.answers.data.get("address") else None
    if row is None or not _refuses_address(said):
        return False
    # Behind the link to pay, which leaves with our question, a bare no may be of the order itself.
    says_more = speaks_of_address(said.event.text) or bool(_behind_a_no(said.event.text))
    if not await is_last(turn, said) and not (says_more and await is_spoken_of(turn, said, row)):
        return False
    return await ask_again(turn, said, row)


def _refuses_address(said: Said) -> bool:
    """Whether they refuse the address that was shown, or speak of it, without another one or an end of the order."""
    text = without_emphasis(said.event.text)
    rest = _behind_a_no(text)
    if not (rest is not None or read_yes_no(text).answer is False or speaks_of_address(text)):
        return False
    ends = is_dropped(text) or read_intent(rest or text).intent is Intent.CANCEL_ORDER
    return not (ends or said.reading.intent in _BESIDE_A_NO or read_address(text) is not None or read_change(text))


def _behind_a_no(text: str) -> str | None:
    """What stands behind a no that begins a text; None where none does."""
    behind = behind_a_no(text)
    return " ".join(behind.rest) if behind is not None else None


async def is_spoken_of(turn: Turn, said: Said, row: Reservation) -> bool:
    """Whether we asked of late, and have spoken of nothing but that order since."""
    last = await last_word(turn, said)
    return is_recent(turn, said) and last is not None and last.subject == row.id


def is_recent(turn: Turn, said: Said) -> bool:
    """Whether the question that they answer was asked of late."""
    return turn.now - said.answers.asked_at < _LATELY


async def is_fresh(turn: Turn, said: Said) -> bool:
    """Whether a town or a code alone may be told: our question is fresh, and it answers neither the staff nor names
    goods."""
    if not is_recent(turn, said) or said.answered.staffs is not None or said.reading.intent is not Intent.UNCLEAR:
        return False
    return not read_wares(said.event.text, (await assortment(turn)).shelf)


async def changed(turn: Turn, said: Said) -> bool:
    """Change where the orders go that have not left, or ask where to; False where no such thing is wanted."""
    new = read_change(said.event.text) if said.is_by_hand else None
    rows = await asked_with(turn, said) if new is not None else []
    if not rows:
        return False
    return await (keep(turn, said, new, rows) if new else ask_again(turn, said, rows[0]))


def is_elsewhere(said: Said) -> bool:
    """Whether an address in a text is less than what else they mean, as is thanks beside one that is certain."""
    intent = said.reading.intent
    return intent in _ELSEWHERE and not (intent is Intent.THANKS and certain_address(said.event.text))


async def is_of_goods(turn: Turn, said: Said) -> bool:
    """Whether they want to order, with an address behind it perhaps, or ask how that goes."""
    shelf = (await assortment(turn)).shelf
    if is_address(said.event.text, shelf):
        return False
    beside = part_address(said.event.text, shelf)
    wish = read_wish(beside.rest if beside is not None else said.event.text, shelf)
    return (wish is not None and bool(wish.wares)) or bool(read_aside(said.event.text, shelf))
