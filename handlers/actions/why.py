"""Why a message left when it did, or did not: for one message in full, for a person in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.delivery import TAKEN, Status
from flows.events import ConsentAction
from flows.money import Money
from flows.policy.facts import Kind
from handlers.actions import revocation
from handlers.actions.lives import Life, amount, bought, called, lives_of, said, tell
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address, Contact
from storage.shop import BOUGHT, OPEN, Cart
from templates import formats
from templates.values import one_line, shorten

LONGEST = 700  # characters of an answer in chat: a phone's screen
_LATEST = 50  # messages of a person that are looked through
_MOST_FOUND = 5  # storage.people.People.search returns no more
_EXAMPLE = "Example: /why Dana, or the last four digits: /why 0123"
_NEXT = "Next: /why another name · /stats_7d"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The life of one message, a line for each thing that happened to it, in the recipient's time."""

    message: Message
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)


async def explain(turn: Turn, message_id: UUID) -> Explanation:
    """The life and the verdicts of one message. Raises LookupError when the business has none of that id."""
    message = await turn.unit.messages.get(message_id)
    if message is None:
        raise LookupError(f"no message {message_id}")
    (life,) = await lives_of(turn, [message])
    address = await turn.unit.people.address_by_id(message.address)
    person = await turn.unit.people.get(message.contact)
    run = await turn.unit.runs.get(message.run) if message.run else None
    header = [_what(message, run.flow if run else None), _to(message, person, address, life)]
    told = (*header, *_about(turn, life), *_judgements(life), *_outcome(turn, life), *await _revoked(turn, life))
    return Explanation(message, told)


async def explain_person(turn: Turn, text: str) -> str:
    """For the chat: what became of a person's latest cart. ``text`` is a name, a number's digits, or an id.

    Where several people match, it lists commands to tap; where nobody does, it gives an example.
    """
    wanted = shorten(one_line(text).lstrip("…"), 40, "…")
    if not wanted:
        return f"Whose message? {_EXAMPLE}"
    known = _as_id(wanted)
    if known is not None and await turn.unit.messages.get(known) is not None:
        return _fit([*(await explain(turn, known)).lines, "Next: /stats_7d"])
    found = await _find(turn, wanted, known)
    if not found:
        return f'Nobody here goes by "{wanted}". {_EXAMPLE}'
    if len(found) > 1:
        return await _choices(turn, wanted, found)
    return await _story(turn, found[0])


async def _find(turn: Turn, wanted: str, known: UUID | None) -> Sequence[Contact]:
    """People who match; one alone where only one has exactly that name, or a number ending so."""
    person = await turn.unit.people.get(known) if known else None
    if person is not None:
        return [person]
    found = await turn.unit.people.search(wanted)
    exact = [one for one in found if await _is(turn, one, wanted)]
    return exact if len(exact) == 1 else found


async def _is(turn: Turn, person: Contact, wanted: str) -> bool:
    digits = "".join(letter for letter in wanted if letter.isdigit())
    ends = len(digits) >= 4 and any(a.value.endswith(digits) for a in await _ways(turn, person))
    return ends or (person.name or "").casefold() == wanted.casefold()


async def _ways(turn: Turn, person: Contact) -> list[Address]:
    return [address for address in await turn.unit.people.addresses_of(person.id) if address.writable]


async def _choices(turn: Turn, wanted: str, found: Sequence[Contact]) -> str:
    """A command per person that Telegram shows as one to tap: it ends at a space, so there is none in it."""
    many = f"{len(found)} people match" if len(found) < _MOST_FOUND else f"The newest {_MOST_FOUND} who match"
    lines = [f"{await tap(turn, person)} {await _name(turn, person)}" for person in found]
    return _fit([f'{many} "{wanted}". Which one?', *lines])


async def tap(turn: Turn, person: Contact) -> str:
    """The command that asks about a person: by the shortest end of their number that is theirs alone, or their id."""
    for address in await _ways(turn, person):
        digits = "".join(letter for letter in address.value if letter.isdigit())
        for length in (4, 6, 8, len(digits)):
            if len(digits) >= length and [one.id for one in await _find(turn, digits[-length:], None)] == [person.id]:
                return f"/why_{digits[-length:]}"
    return f"/why {person.id}"


async def _name(turn: Turn, person: Contact) -> str:
    return called(person, next(iter(await _ways(turn, person)), None))


async def _story(turn: Turn, person: Contact) -> str:
    """The latest cart and every reminder about it."""
    cart, messages = await _latest(turn, person)
    lives = await lives_of(turn, messages)
    name = await _name(turn, person)
    if cart is None:
        head = f"{name}: no cart of theirs is known."
    else:
        head = f"{name}: cart of {amount(turn, cart.total)} left {said(cart.as_of, turn.zone, turn.now)}."
    told = [f"{_nth(life, len(lives))}{tell(turn, life)}" for life in lives]
    ends = [end for end in (await _unsent(turn, person, cart, lives), await _after(turn, person, cart, lives)) if end]
    return _fit([head, *told, *ends, _NEXT])


async def _latest(turn: Turn, person: Contact) -> tuple[Cart | None, list[Message]]:
    """The cart with the latest activity among those open and the one written about last, and what was written."""
    page = await turn.unit.messages.page(None, person.id, None, _LATEST)
    about = next((one.subject for one in page if _is_reminder(one) and one.subject), None)
    carts = [*await turn.unit.carts.open_of(person.id)]
    written = await turn.unit.carts.get(about) if about else None
    carts += [written] if written else []
    cart = max(carts, key=lambda one: one.as_of, default=None)
    if cart is None:
        return None, []
    return cart, [one for one in await turn.unit.messages.about(cart.id) if _is_reminder(one)]


def _is_reminder(message: Message) -> bool:
    return message.direction == "out" and message.marketing and message.kind is Kind.MESSAGE


def _nth(life: Life, of: int) -> str:
    channel = formats.channel(life.message.channel)
    return f"Reminder {life.message.step} by {channel}: " if of > 1 and life.message.step else ""


async def _unsent(turn: Turn, person: Contact, cart: Cart | None, lives: Sequence[Life]) -> str | None:
    """Why nothing was planned about a cart, or when it will be."""
    if cart is None or lives or cart.status == BOUGHT:
        return None
    first = cart.as_of + turn.business.recovery.steps[0].after
    if cart.reason:
        return f"Nothing can be sent: {cart.reason}."
    if first > turn.now:
        return f"The first reminder is due {said(first, turn.zone, turn.now, cart.as_of)}."
    used = [one for one in await _ways(turn, person) if one.channel in turn.business.recovery.channels]
    return "No reminder was planned." if used else "Nothing can be sent: no phone and no chat that the shop uses."


async def _after(turn: Turn, person: Contact, cart: Cart | None, lives: Sequence[Life]) -> str | None:
    """A purchase that counts for nobody, and an opt-out."""
    ends = []
    if cart is not None and not any(life.order for life in lives):
        orders = await turn.unit.orders.of(person.id)
        order = next((one for one in orders if one.cart == cart.id), None)
        if order is not None:
            ends.append(f"{bought(turn, order)}, not counted as recovered.")
        elif cart.status != OPEN:
            ends.append("It was bought.")
    ledger = await turn.unit.consents.ledger(person.id)
    last = max(ledger, key=lambda line: line.at, default=None)
    if last is not None and last.action is ConsentAction.REVOKED:
        ends.append(f"Opted out {said(last.at, turn.zone, turn.now)}.")
        ends.append(f"Revoked by: {await revocation.tell(turn, last, turn.zone)}.")
    return " ".join(ends) or None


def _what(message: Message, flow: str | None) -> str:
    step = f", step {message.step} of {flow}" if message.step and flow else f", {flow}" if flow else ""
    programme = f" ({message.programme.value})" if message.programme else ""
    name = message.template or ("received" if message.direction == "in" else message.kind.value)
    return f"{name}{step}: {message.purpose.value}{programme}, by {formats.channel(message.channel)}"


def _to(message: Message, person: Contact | None, address: Address, life: Life) -> str:
    way = "From" if message.direction == "in" else "To"
    return f"{way} {called(person, address)}; times are those of {life.zone.key}"


def _about(turn: Turn, life: Life) -> list[str]:
    message, lines = life.message, []
    if life.cart is not None:
        lines.append(f"About a cart of {amount(turn, life.cart.total)} left {_full(life, life.cart.as_of)}")
    if message.fallback_of is not None:
        lines.append(f"Instead of message {message.fallback_of}, which did not get through")
    if message.due_at is not None:
        lines.append(f"Due {_full(life, message.due_at)}")
    return lines


def _judgements(life: Life) -> list[str]:
    """Each wait and refusal with its rule; leaving is the verdict "send"."""
    lines = []
    for one in life.judged:
        until = f" until {_full(life, one.verdict.until)}" if one.verdict.until else ""
        verdict = f"{one.verdict.outcome.value}{until}, {one.verdict.rule}"
        lines.append(f"{_full(life, one.at)} {verdict}: {one.verdict.reason}")
    if life.message.left_at is not None:
        lines.append(f"{_full(life, life.message.left_at)} send, ok: every rule allowed it")
    return lines


def _outcome(turn: Turn, life: Life) -> list[str]:
    message = life.message
    reached = (("Sent", message.sent_at), ("Delivered", message.delivered_at), ("Read", message.read_at))
    lines = [f"{word} {_full(life, at)}" for word, at in reached if at is not None]
    if message.status not in TAKEN:
        lines.append(f"{message.status.value.capitalize()} since {_full(life, message.status_at)}")
    if message.price is not None and message.price_currency:
        lines.append(f"Price {Money(message.price, message.price_currency)} {message.price_currency}")
    elif message.sent_at is not None:
        lines.append("Price not known yet")
    if message.code and message.status in {Status.FAILED, Status.UNKNOWN}:
        lines.append(f"Error {message.code}")
    if life.clicked_at is not None:
        lines.append(f"Clicked {_full(life, life.clicked_at)}")
    return lines + _purchase(turn, life)


async def _revoked(turn: Turn, life: Life) -> list[str]:
    """What a marketing message never left for, or what a person's own message was taken for."""
    message = life.message
    if message.direction == "in":
        made = await revocation.made_by(turn, message)
        return [] if made is None else [f"It took back every consent, rule {made.text}"]
    if not _is_reminder(message) or message.left_at is not None:
        return []
    stands = await revocation.standing(turn, message)
    return [] if stands is None else [f"Revoked by: {await revocation.tell(turn, stands, life.zone)}"]


def _purchase(turn: Turn, life: Life) -> list[str]:
    order, counted = life.order, life.counted
    if order is None or counted is None or order.total is None:
        return []
    since = "" if order.cancelled_at is None else "; cancelled, so it no longer counts"
    back = f", {Money(order.refunded, order.total.currency)} refunded" if order.refunded else ""
    total = amount(turn, order.total)
    return [f"Order {order.number}, {total}{back}, {_full(life, counted.at)}: counted by {counted.reason}{since}"]


def _full(life: Life, at: datetime) -> str:
    local = at.astimezone(life.zone)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def _fit(lines: Sequence[str]) -> str:
    """As one answer for a phone: the first line, the last, and as many of the latest between as there is room for."""
    first, *between, last = lines
    while between and len("\n".join([first, *between, last])) > LONGEST - 30:
        between = between[1:]
    left_out = ["(earlier ones left out)"] if len(between) < len(lines) - 2 else []
    return shorten("\n".join([first, *left_out, *between, last]), LONGEST, "…")


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
