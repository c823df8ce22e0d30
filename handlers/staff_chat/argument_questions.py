"""Questions of a command for missing arguments, its examples with this business's values, and its help line."""

from collections.abc import Mapping, Sequence

from flows.greeting_name import get_first_name
from flows.phrase import Lines, Ours, Phrase, Text, phrase, sentences
from flows.policy.departure_facts import Kind
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.staff_chat.command_arguments import get_shortest_form
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from storage.people.people import Contact
from storage.store.products import Product
from templates.message_values import one_line, shorten
from templates.phrases import Phrases

_LONGEST = 40  # characters of the unread words


def which(question: Text, choices: Sequence[tuple[Ours, Text]] = (), *after: Text, understood: bool = True) -> Reply:
    """Make a question with its answers, each after a command to tap, and the lines ``after`` them."""
    answers = (sentences(tapped, meaning) for tapped, meaning in choices)
    return Reply(Lines((question, *answers, *after)), understood=understood)


def quote_unread(words: Sequence[str]) -> str:
    """Quote words that were not understood, shortened for a reply."""
    return shorten(one_line(" ".join(words)), _LONGEST, "…")


def answer_unread(words: Sequence[str], rest: Ours, *, loose: bool = False) -> Reply:
    """Reply with the words that a command did not understand, and the ``rest`` of the command to tap."""
    said = Lines((phrase("words_unread", unread=quote_unread(words)), phrase("without_them", command=rest)))
    return Reply(said, understood=not loose, asks=())


async def show_example(asked: IssuedCommand) -> Phrase:
    """Format an example of the command with all its required arguments."""
    command = asked.turn.tools.conversations.commands.named[asked.command]
    return phrase("example", command=Ours(await fill(asked.turn, get_shortest_form(command))))


_LOOKED_AT = 5  # products, to size an amount
_LOOKED_BACK = 30  # messages, to find a person with a name

_NO_PRODUCT, _NO_AMOUNT = "PRODUCT", 100
"""The defaults of an example's placeholders."""

Filling = Mapping[str, object]
"""The values of placeholders in examples and lines of help, by name."""


async def load_filling(turn: Turn, commands: Sequence[Command]) -> Filling:
    """Load this business's example values for the placeholders of these commands. These are ``product`` and ``amount``,
    fitting the shop's goods, a recent ``person``, and the values of conversations (``Conversation.examples``). A value
    that no placeholder needs is left out."""
    return await _make_filling(turn) if any(map(_has_places, commands)) else {}


async def fill(turn: Turn, example: str) -> Ours:
    """Fill an example with this business's own values."""
    return fill_example(example, await _make_filling(turn) if "{" in example else {})


async def _make_filling(turn: Turn) -> Filling:
    product, sold = _NO_PRODUCT, await turn.unit.products.list_some(_LOOKED_AT)
    for one in sold[:1]:
        product = " ".join((one.sku, *filter(None, one.sizes[:1])))
    amount = max(map(_amount, sold), default=_NO_AMOUNT)
    named = {"product": product, "amount": amount, "person": await _find_example(turn)}
    return {**named, **await conversations_of(turn).examples(turn)}


async def latest_customers(turn: Turn) -> list[Contact]:
    """Return the named people of the latest messages, the newest first, without staff and shops."""
    lately = await turn.unit.messages.page(None, None, None, _LOOKED_BACK)
    people = await turn.unit.people.by_ids({one.contact for one in lately if one.kind is not Kind.STAFF})
    staffed = await turn.unit.people.find_staffed(list(people))
    found = dict.fromkeys(one.contact for one in lately if one.contact in people and one.contact not in staffed)
    return [people[one] for one in found if people[one].name]


async def _find_example(turn: Turn) -> str:
    """Return the first name of a customer as the end of a tappable command, "_Dana"; "" if no customer has a name."""
    names = [get_first_name(one.name) for one in await latest_customers(turn)]
    first = next((name for name in names if name.isalnum()), "")
    return f"_{first}" if first.isascii() and first else ""


def fill_example(example: str, filling: Filling) -> Ours:
    """Fill an example with values that are loaded already."""
    return Ours(example.format(**filling) if "{" in example else example)


def help_of(command: Command, filling: Filling) -> Text:
    """Format a command's help line."""
    return phrase(f"help_{command.name}", **{one: Ours(value) for one, value in filling.items()})


def _has_places(command: Command) -> bool:
    """Return True if a command's example or its line of help has a placeholder."""
    return "{" in command.example or bool(Phrases.load().values(f"help_{command.name}"))


def _amount(product: Product) -> int:
    """Return the price of five pieces, rounded to two digits: 4500 for a product at 899."""
    whole = max(round(product.price.decimal * 5), 1)
    return round(whole, 2 - len(str(whole))) if whole >= 100 else whole
