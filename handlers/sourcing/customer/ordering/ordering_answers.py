"""Customers' answers to the question of an order that is being picked.

An answer is a tap, a number, an exact name, an exact yes or no, or a text that the grammar parses completely. Other
readers handle all other texts.
"""

from dataclasses import replace

from flows.sourcing import basket, chat_order
from flows.sourcing.basket import Ordering
from flows.sourcing.order_wishes import Orderable, Picked, Wanted
from handlers.customer_talk.understood_message import UnderstoodMessage, hand_over
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.replies.customer_intents import Intent
from handlers.replies.numbered_choices import read_choice, read_choices
from handlers.replies.opt_out_recognition import has_a_stop
from handlers.replies.text_normalisation import split_tokens, words
from handlers.replies.word_meanings import NOT, classify_words
from handlers.replies.yes_no import is_praise
from handlers.sourcing.customer.last_message import find_last_word
from handlers.sourcing.customer.ordering import ordering_start
from handlers.sourcing.customer.ordering.goods_names import GoodsNames, make_names, spell_size
from handlers.sourcing.customer.ordering.open_order import OpenOrder, make_empty_pick
from handlers.sourcing.customer.ordering.open_order import find_open as open_order_of
from handlers.sourcing.customer.ordering.order_grammar import MOST_LISTED, Parsed, is_named, parse
from storage.sending.message import Message

_LISTS = frozenset({"product", "size", "lines", "line"})
"""The steps with a numbered list; in other steps a number counts pieces."""


async def go_on(turn: Turn, said: UnderstoodMessage) -> bool:
    """Apply an answer to the order being picked, if its question is open. Return True if the message was an answer."""
    order, asked = await open_order_of(turn, said.address.contact), said.answered.asked
    if order is None or asked is None or asked.run != order.run.id:
        return False
    event = await read(turn, said, order)
    if event is None and said.reading.intent is Intent.LATER:
        await hand_over(turn, said)
        return True
    return event is not None and await host.advance(turn, order.run, event)


async def read(turn: Turn, said: UnderstoodMessage, order: OpenOrder) -> Picked | None:
    """Parse a message as an answer; None if it is unreadable or about another matter."""
    if said.event.forwarded or (said.event.media and not said.event.button):
        return None
    nothing, state = make_empty_pick(said), order.state
    names, again = await ordering_start.load_names(turn), replace(nothing, again=True)
    exact = read_exact_answer(said, names)
    if await _is_to_older(turn, said, order):
        ware = await _find_in_older_list(turn, said, order, names)
        beside = state.step != "product"
        return again if ware is None else replace(nothing, goods=(Wanted((ware,)),), joins=beside)
    if exact is not None:
        beside = not said.event.button and await _is_beside(turn, said, order)
        return again if beside else replace(nothing, agrees=exact)
    event = interpret(said.event.text, said.event.button, state, names, nothing)
    if event == nothing:
        return again if said.event.button else None
    return event


def read_exact_answer(said: UnderstoodMessage, names: GoodsNames) -> bool | None:
    """Return the exact yes or no of a message to an order; None for other texts."""
    if said.event.button:
        return None if is_number(said.event.button) else said.exact
    return read_exact_text(said.event.text, said.exact, names)


def read_exact_text(text: str, exact: bool | None, names: GoodsNames) -> bool | None:
    """Return the exact yes or no of a text to an order; ``exact`` is its answer to any question.

    A number is a count or a choice, and praise places no order. "no, M" and "don't cancel it" do not refuse the order,
    and "no stop" may be about our messages.
    """
    if is_number(text) or has_a_stop(text) or (exact is False and f"{NOT}cancel" in classify_words(split_tokens(text))):
        return None
    if exact is True and is_praise(text):
        return None
    return None if exact is False and is_named(text, names) else exact


def is_number(text: str) -> bool:
    """Return True if a text is only a number: "1" is not a yes, and "2" not a no."""
    return "".join(words(text)).isdecimal()


def interpret(text: str, button: str | None, state: Ordering, names: GoodsNames, nothing: Picked) -> Picked | None:
    """Parse a tap, a number, a name or goods into an answer; return ``nothing`` unchanged for other texts.

    Return None for a question about goods, and for a wish to see the list.
    """
    if button == chat_order.CHANGE:
        return replace(nothing, changes=True)
    chosen = _find_chosen(text, button, state)
    if button == chat_order.ADD or (chosen and chosen == (basket.find_place(state),)):
        return _answer_list(nothing, names)
    if chosen:
        return replace(nothing, choices=chosen)
    parsed = _parse_text(text, state, names)
    if parsed is None:
        return nothing
    if parsed.asks or any(map(parsed.is_all, ("catalogue", "repeats"))):
        return None
    if parsed.is_all("adds"):
        return _answer_list(nothing, names)
    if parsed.goods:
        return replace(nothing, goods=parsed.goods, joins=parsed.joins, express="express" in parsed.classes)
    again = parsed.is_all("order")  # our texts teach the word
    return replace(nothing, express=parsed.is_all("express"), changes=parsed.is_all("change"), again=again)


def _answer_list(nothing: Picked, names: GoodsNames) -> Picked:
    return replace(nothing, adds=names.wares[:MOST_LISTED])


def _find_chosen(text: str, button: str | None, state: Ordering) -> tuple[int, ...]:
    """Return the numbers chosen from the open question's list, by a tap, a number or an exact name."""
    if state.step not in _LISTS:
        return ()
    labels = chat_order.labels(state)
    typed = [words(one.lstrip("0123456789 ")) if state.step == "lines" else words(one) for one in labels]
    if not button and words(text) in typed:
        return (typed.index(words(text)) + 1,)
    choice = read_choice(text, button)
    if choice is not None:
        return (choice,)
    return read_choices(text, most=len(labels)) if state.step == "product" and not button else ()


def _parse_text(text: str, state: Ordering, names: GoodsNames) -> Parsed | None:
    """Parse the text with the names of the listed goods first, then with those of all goods."""
    listed = parse(text, make_names(state.current.wares)) if state.step in {"product", "size"} else None
    parsed = listed if listed is not None and listed.goods else parse(text, names)
    if parsed is None or not state.lines:
        return parsed
    return replace(parsed, goods=tuple(_spell_size(one, state) for one in parsed.goods))


def _spell_size(line: Wanted, state: Ordering) -> Wanted:
    """Return the line; a bare size gets the spelling of the product that the question is about."""
    of_one = not line.wares and line.size and len(state.current.wares) == 1
    return replace(line, size=spell_size(state.current.ware, line.size)) if of_one else line


async def _is_to_older(turn: Turn, said: UnderstoodMessage, order: OpenOrder) -> bool:
    """Return True if the message answers an older question of this order, one that shows outdated content."""
    quoted = await turn.unit.messages.get(said.message.reply_to) if said.message.reply_to else None
    if quoted is None and is_number(said.event.button or ""):  # the provider did not tell which message was tapped
        return not any(said.event.text.endswith(one) for one in chat_order.labels(order.state)) and bool(
            said.event.text
        )
    if quoted is None or quoted.direction != "out" or quoted.run != order.run.id:
        return False
    shown = [one for one in await turn.unit.messages.list_for_run(order.run.id) if _is_before(one, said)]
    return bool(shown) and quoted.id != shown[-1].id


async def _find_in_older_list(
    turn: Turn, said: UnderstoodMessage, order: OpenOrder, names: GoodsNames
) -> Orderable | None:
    """Return the product tapped in an older product list; None if the order has it already, as after a second tap."""
    quoted = await turn.unit.messages.get(said.message.reply_to) if said.message.reply_to else None
    rows = quoted.data.get("tagged") or () if quoted is not None else ()
    number = read_choice(said.event.text, said.event.button) or 0
    title = chat_order.read_title(rows[number - 1]) if 0 < number <= len(rows) else said.event.text
    found = next((one for one in names.wares if said.event.button and one.title == title), None)
    return None if any(line.wares == (found,) for line in order.state.lines) else found


def _is_before(message: Message, said: UnderstoodMessage) -> bool:
    return message.direction == "out" and message.id < said.message.id


async def _is_beside(turn: Turn, said: UnderstoodMessage, order: OpenOrder) -> bool:
    """Return True if another message of ours came after the question, so that a yes or no may answer that message."""
    if said.message.reply_to:
        return False
    last = await find_last_word(turn, said)
    return last is not None and last.run != order.run.id
