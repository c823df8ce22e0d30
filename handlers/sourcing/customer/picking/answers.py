"""Answers of customers while an order is picked, given to the run whose question is open."""

from dataclasses import replace

from flows.sourcing.basket import HESITANT, Ordering
from flows.sourcing.wishes import Picked
from handlers import handover, host
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.choices import read_choice
from handlers.replies.concerns import Concern, read_concern
from handlers.replies.emphasis import without_emphasis
from handlers.replies.intents import Intent
from handlers.replies.nodding import is_nod
from handlers.replies.questioning import asks_something
from handlers.replies.taking import takes_it
from handlers.replies.text import tokens, words
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.customer.last_said import last_word
from handlers.sourcing.customer.picking import (
    asked_before,
    baskets,
    meant_for,
    open_order,
    paid_beside,
    picked,
    remarked,
    resized,
    shown_before,
    summed_up,
    uneven,
)
from handlers.sourcing.customer.picking.beginning import begin_among
from handlers.sourcing.customer.picking.open_order import nothing_of
from handlers.sourcing.customer.picking.wishes import begun, without_all
from handlers.sourcing.customer.wares import assortment, ware_of
from handlers.sourcing.replies.bargaining import without_shown
from handlers.sourcing.replies.beside import joins_the_next
from handlers.sourcing.replies.browsing import asks_what_is_sold
from handlers.sourcing.replies.exchanging import said_of
from handlers.sourcing.replies.inquiring import may_ask, read_inquiry
from handlers.sourcing.replies.mistaken import meant_instead
from handlers.sourcing.replies.more_asked import adding_asked, more_asked
from handlers.sourcing.replies.named_goods import read_wares
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.wish import MOST_LISTED
from handlers.sourcing.replies.wish_likely import says_it_wants
from handlers.sourcing.replies.wish_words import strange_words
from handlers.turn import Turn

_NOD = 6  # words
_TOLD = 4  # words of a text that a person reads where no reader understood any of it
_CHANGED = 5  # words of a change that may say more
_PLACED = 6  # words that name a place and say no more
_STRANGE = 2  # words that no reader knows in one that does
_ELSEWHERE = frozenset({Concern.COMPLAINT, Concern.HUMAN})
_ORDERS = frozenset({"summary", "offer"})  # the steps at which a yes orders


async def went_on(turn: Turn, said: Said) -> bool:
    """Give an answer to the person's open order, where it is our question that they answer; whether it was one."""
    order, asked = await open_order.of(turn, said.address.contact), said.answered.asked
    if order is None or asked is None or asked.run != order.run.id:
        return False
    run, state = order.run, order.state
    said = replace(said, event=replace(said.event, text=without_emphasis(said.event.text)))
    if state.step == "offer" and takes_it(said.event.text) and await _is_beside(turn, said, order):
        return await host.advance(turn, run, replace(nothing_of(said), quantity=state.quantity or 1))  # and sum it up
    if await _nods_to_another(turn, said, order):
        return await host.advance(turn, run, replace(nothing_of(said), again=True))
    if state.step != "product" and await _joins_the_next(turn, said):
        return await host.advance(turn, run, replace(nothing_of(said), again=True, joins=True))
    if await _asks_of_others(turn, said, state):
        return False
    if await shown_before.answered(turn, said, order) or await paid_beside.answered(turn, said, order):
        return True
    if await meant_for.passed_on(turn, said, state):
        return True
    said = meant_for.without(said, state)
    whole = _without_price(said, state)
    said = replace(said, event=replace(said.event, text=await without_all(turn, said.event.text)))
    said = resized.in_capitals(await _plainly(turn, _without_price(said, state), state), state)
    if asks_what_is_sold(said.event.text) and (state.step in {"size", "summary"} or state.kept):
        return await host.advance(turn, run, await _listed_beside(turn, said, state))
    if await uneven.answered(turn, said, state) or await remarked.answered(turn, said, order):
        return True
    said = await asked_before.meant(turn, said, state)
    changed = await baskets.read(turn, said, state)
    if changed is not None:
        await uneven.told(turn, said, said.event.text)
        return await _advance(turn, whole, order, picked.doubted(changed, said))
    event = picked.read(said, state)
    if event is not None and _says_nothing(event, said) and asks_something(said.event.text):
        await hand_over(turn, said)
        await open_order.ask_again(turn, said, doubt=HESITANT)
        return True
    chooses = state.step == "product" and bool(state.kept)  # which one beside what they have: nothing begins anew
    if event is None or (event == nothing_of(said) and not chooses and await _named_another(turn, said, state)):
        return event is not None
    anew = state.step == "product" and not chooses and event.agrees is None and len(event.picks) < 2
    if anew and not _is_number(said) and await begun(turn, said, listed=True):
        return True  # it says more than which one: the size, how many
    return await _advance(turn, whole, order, picked.doubted(event, said)) or await _passed_on(turn, said)


async def _advance(turn: Turn, said: Said, order: open_order.OpenOrder, event: Picked) -> bool:
    """Give an answer to the run. A longer text orders and drops nothing: the question is asked once more, and a person
    reads the words that no reader understood."""
    shown = order.state.step == "offer" and event.partly  # a yes that is summed up
    acts = event.agrees is not None and not shown
    parted = bool(event.to or event.where)  # the words beside an address were looked at
    if acts and (parted or picked.is_exact(said, order.state, agrees=bool(event.agrees))):
        return await host.advance(turn, order.run, event)
    event = replace(event, agrees=None, partly=True) if acts else event
    if acts and not event.says_something:
        await hand_over(turn, said)
        await open_order.ask_again(turn, said, doubt=HESITANT)
        return True
    if await _leaves_words(turn, said, event):
        await handover.ask(turn, said.address, said.message)
        if order.state.instead:  # a figure in another story may put back what was ordered before
            event = replace(nothing_of(said), again=True, doubt=HESITANT)
    return await host.advance(turn, order.run, event)


async def _leaves_words(turn: Turn, said: Said, event: Picked) -> bool:
    """Return True if a text says more than the readers took from it."""
    text = said.event.text
    many = len(words(text))
    if said.event.button or event.to or event.again or not said.is_words_alone:
        return False
    if event.where and many <= _PLACED:
        return False
    concern = read_concern(text)[0]
    if _says_nothing(replace(event, agrees=None, doubt=""), said):
        return many >= _TOLD or concern in _ELSEWHERE
    if many <= _CHANGED:
        return False
    bits = name_bits(text, (await assortment(turn)).shelf)
    of_goods = any(bit.name == "item" for bit in bits) or concern is Concern.CHANGE
    strange = strange_words(bits, tokens(text))
    return concern in _ELSEWHERE or len(strange) >= (_STRANGE if of_goods else 1)


async def _nods_to_another(turn: Turn, said: Said, order: open_order.OpenOrder) -> bool:
    """Whether a yes at the summary stands behind other words of ours, as that the team was asked, and may be to those:
    an order that nobody wanted is worse than a question put twice."""
    event = said.event
    if order.state.step not in _ORDERS or not said.is_words_alone or event.reply_to or not _is_short_yes(said):
        return False
    if not (is_nod(event.text) or summed_up.says_wholly(event.text, order.state)):
        return False
    return await _is_beside(turn, said, order)


async def _joins_the_next(turn: Turn, said: Said) -> bool:
    """Whether they write an "and" alone; a "y" is one in Spanish, and a yes else."""
    if not said.is_words_alone:
        return False
    person = await turn.unit.people.get(said.address.contact) if said.event.text.strip().casefold() == "y" else None
    return joins_the_next(said.event.text) or (person is not None and person.writes == "es")


async def _is_beside(turn: Turn, said: Said, order: open_order.OpenOrder) -> bool:
    """Whether other words of ours stand between our question and what they say."""
    last = await last_word(turn, said)
    return last is not None and last.run != order.run.id


def _without_price(said: Said, state: Ordering) -> Said:
    """What they say without a price that stands there: "ok 899" counts no pieces."""
    return replace(said, event=replace(said.event, text=without_shown(said.event.text, state.shown)))


async def _plainly(turn: Turn, said: Said, state: Ordering) -> Said:
    """What they say, without a clause before it that the wrong thing was picked, and as a wish where they ask whether
    it can be in another size: "can you make it L?"."""
    text = said.event.text
    if said.event.button or state.step == "product":
        return said
    shelf = (await assortment(turn)).shelf
    if state.step == "summary":
        text = more_asked(text) or (text.strip("?¿ ") if resized.asks_for_another(text, state) else text)
        text = adding_asked(text) or text
        text = said_of(text, state.lines[0].ware.title, shelf) if len(state.lines) == 1 else text
    meant = meant_instead(text, shelf)
    if meant and said.reading.intent is Intent.NO and read_yes_no(meant).answer is not False:
        said = replace(said, reading=replace(said.reading, intent=Intent.UNCLEAR))  # wrong was what they picked
    return replace(said, event=replace(said.event, text=meant or text))


def _is_short_yes(said: Said) -> bool:
    text = said.event.text
    if said.reading.intent is Intent.GREETING:
        return False  # "haan hello"
    agrees = said.reading.intent in {Intent.YES, Intent.THANKS} or read_yes_no(text).answer is True or is_nod(text)
    return agrees and len(words(text)) <= _NOD and not says_it_wants(text)


async def _asks_of_others(turn: Turn, said: Said, state: Ordering) -> bool:
    """Whether other goods than those that are open are asked for: "kurta M hai kya" takes no M of the shorts."""
    text = said.event.text
    if state.step == "product" or not said.is_words_alone or not may_ask(text):
        return False
    sold = await assortment(turn)
    wish = read_inquiry(text, sold.shelf, sold.categories)
    return wish is not None and bool(wish.wares) and state.products.isdisjoint(sold.ids_at(wish.wares))


def _says_nothing(event: Picked, said: Said) -> bool:
    """Whether we understood nothing of an answer, or half of it; a question mark alone asks for the step itself."""
    return replace(event, partly=False) == nothing_of(said) and not said.event.button


async def _passed_on(turn: Turn, said: Said) -> bool:
    """Leave to a person what was not understood again, where it reads like a no and refuses nothing: nobody else says
    that it was left while the question stands."""
    if said.reading.intent is not Intent.NO:
        return False
    await hand_over(turn, said)
    return True


async def _listed_beside(turn: Turn, said: Said, state: Ordering) -> Picked:
    """The list of goods beside the order that is picked; before the order is complete, the open question once more."""
    if state.step != "summary":
        return replace(nothing_of(said), again=True)
    sold = await assortment(turn)
    among = tuple(map(ware_of, sold.products[:MOST_LISTED]))
    return replace(nothing_of(said), among=among, beside=True)


async def _named_another(turn: Turn, said: Said, state: Ordering) -> bool:
    """Begin anew with a product that was not listed, for a customer who wants or names one."""
    if await begun(turn, said):
        return True
    if state.step != "product" or _is_number(said) or said.event.button:
        return False
    sold = await assortment(turn)
    places = read_wares(said.event.text, sold.shelf)
    return bool(places) and await begin_among(turn, said, sold.at(places))


def _is_number(said: Said) -> bool:
    return read_choice(said.event.text, said.event.button) is not None
