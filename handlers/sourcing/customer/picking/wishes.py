"""The wish with which an order in chat begins: said in words, by a command, or by a link that names a product."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flows.policy.facts import ASKS
from flows.sourcing.releasing import CANCEL_TOLD
from handlers import handover, slash
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.customer.picking import asides, uneven
from handlers.sourcing.customer.picking.beginning import begin, begin_all, begin_among
from handlers.sourcing.customer.placed.spoken_of import asks_about_order, is_ordered
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.behind_talk import behind_talk, corrected_wishes
from handlers.sourcing.replies.for_another import as_own
from handlers.sourcing.replies.list_end import may_end, without_end
from handlers.sourcing.replies.named_goods import read_named, read_wares
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.put_plainly import plainly, without_express
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wanting import read_wish, read_wishes, wish_behind_a_no
from handlers.sourcing.replies.wish_clear import is_counted_wish, is_understood
from handlers.sourcing.replies.wish_likely import may_want, says_it_wants
from handlers.turn import Turn

START = "buy_"
"""Begins the payload of a start link that names a product: https://t.me/bot?start=buy_SKU."""
_RECENT = 20  # messages among which that before theirs is looked for
_COMMANDS = frozenset({"shop", "buy"})


def is_wish(token: str | None) -> bool:
    """Whether somebody came in by a link that names a product."""
    return token is not None and token.startswith(START)


async def commanded(turn: Turn, said: Said) -> bool:
    """``/shop``, ``/buy``, or a start link that names a product: a wish in as many words. False for all else."""
    token = said.event.start or ""
    typed = slash.command(said.event.text)
    if typed == "start" and not token:
        token = said.event.text.partition(" ")[2].strip()
    if is_wish(token):
        found = await turn.unit.products.by_sku(token.removeprefix(START))
        return await begin_among(turn, said, [found] if found else await turn.unit.products.all())
    if typed in _COMMANDS:
        return await begin_among(turn, said, await turn.unit.products.all())
    return False


async def begun(turn: Turn, said: Said, *, listed: bool = False) -> bool:
    """Begin an order where somebody wants one; False for everything else, and where nothing is sold.

    Where goods were ``listed`` to them, goods that are named alone are the answer: "2 shorts in L".
    """
    text = said.event.text if said.answered.asked is not None else wish_behind_a_no(said.event.text)
    text, express = without_express(as_own(await without_all(turn, text)))
    if await _corrected(turn, said, text, express=express):
        return True
    if not said.is_by_hand or not may_want(text) or _answers_another(said):
        return False
    sold = await assortment(turn)
    text = behind_talk(plainly(text, sold.shelf), sold.shelf, sold.categories)
    wishes = read_wishes(text, sold.shelf, sold.categories)
    wish = read_wish(text, sold.shelf, sold.categories)
    named = {place for one in (*wishes, *((wish,) if wish else ())) for place in one.wares}
    alone = bool(named) and not listed and not says_it_wants(text)
    clear = alone and any(reads(text, sold.shelf, sold.categories) for reads in (is_counted_wish, is_understood))
    if wish is None or wish.none or (alone and await _may_mean_another(turn, said, sold.ids_at(named), clear=clear)):
        return False
    if not wishes:
        await uneven.told(turn, said, text)
    if express and turn.business.sourcing.express_fee is None:
        await asides.tell(turn, said, sold, "express")
    if wishes:
        return await begin_all(turn, said, sold.products, wishes, express=express)
    return await begin(turn, said, sold.products, wish, express=express)


async def without_all(turn: Turn, text: str) -> str:
    """A wish without the words behind it that it is all: "2 tazas, basta"; any other text as it is."""
    if not may_end(text):
        return text
    sold = await assortment(turn)
    return without_end(text, sold.shelf, sold.categories)


async def ends_by_all(turn: Turn, text: str) -> bool:
    """Whether a text wants goods that are sold, and says behind them that it is all."""
    return await without_all(turn, text) != text


async def _corrected(turn: Turn, said: Said, text: str, *, express: bool) -> bool:
    """Begin with what a wish wants that corrects itself; False for any other, and where another question is open."""
    if not said.is_words_alone or said.answered.asked is not None or said.answered.question is not None:
        return False
    sold = await assortment(turn)
    text = plainly(text, sold.shelf)
    wishes = corrected_wishes(text, sold.shelf, sold.categories) if sold.products else ()
    named = sold.ids_at(place for one in wishes for place in one.wares)
    if not wishes or await _may_mean_another(turn, said, named, clear=False):
        return False
    return await begin_all(turn, said, sold.products, wishes, express=express)


async def _may_mean_another(turn: Turn, said: Said, products: Sequence[UUID], *, clear: bool) -> bool:
    """Whether goods that are named alone may be those of an order, of a question to the staff, or of another answer.
    Where they are ``clear``, with a number, a size or "also", they are a question's only if all were named in their
    words before."""
    question = said.answered.question
    aside = question is None or (clear and (question.stays or question.expects == CANCEL_TOLD))
    if not aside or asks_about_order(said):
        return True
    if await handover.is_waiting(turn, said.address) and not (clear and await _are_new(turn, said)):
        return True
    return await is_ordered(turn, said, products)


async def _are_new(turn: Turn, said: Said) -> bool:
    """Whether goods are named of which the customer's message before had none."""
    shelf = (await assortment(turn)).shelf
    thread = await turn.unit.messages.thread(said.address.id, _RECENT)
    before = [one.text or "" for one in thread if one.by_person and one.id != said.message.id]
    return not _named_in(said.event.text, shelf) <= _named_in(before[-1] if before else "", shelf)


def _named_in(text: str, shelf: Shelf) -> frozenset[int]:
    """The places of all goods that a word of a text may name."""
    return frozenset[int]().union(*(bit.asks for bit in name_bits(text, shelf) if bit.name == "item"))


async def wished(turn: Turn, said: Said) -> bool:
    """Begin an order of goods that somebody names where they were asked whether we may write: "mujhe tiger shorts
    chahiye" says neither yes nor no to that. False where it answers in so many words."""
    if not await may_be_beside_an_ask(turn, said):
        return False
    unread = replace(said, reading=replace(said.reading, intent=Intent.UNCLEAR))
    sold = await assortment(turn)
    if not read_wares(said.event.text, sold.shelf):
        return False
    if await begun(turn, unread):
        return True
    alone = read_named(said.event.text, sold.shelf, sold.categories)
    if alone is None or await is_ordered(turn, said, sold.ids_at(alone.wares)):
        return False
    return await begin(turn, unread, sold.products, alone, asks=True)


async def may_be_beside_an_ask(turn: Turn, said: Said) -> bool:
    """Whether they were asked whether we may write, and answer neither yes nor no to that in so many words."""
    asked = said.answered.asked
    if asked is None or read_yes_no(said.event.text).answer is not None:
        return False
    return any(one.kind in ASKS for one in await turn.unit.messages.of_run(asked.run))


def _answers_another(said: Said) -> bool:
    """Whether another open question may be meant: a yes, a no or a number is its answer, whatever else it could be."""
    if said.answered.asked is None:
        return False
    return said.reading.intent in {Intent.YES, Intent.NO, Intent.LATER} or said.event.text.strip().isdigit()
