"""Quality check in a chat: photos, the checklist's answers, and the result that goes to the order."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from flows.actor import Actor
from flows.engine import Asks, Decision, Subject
from flows.events import MessageReceived
from flows.phrase import Lines, phrase, tap
from flows.policy.departure_facts import Kind
from flows.sourcing import order_flow
from flows.sourcing.order_events import Flawed, OfOrder, PhotosTaken
from flows.sourcing.order_state import CHECKED
from flows.sourcing.quality import quality_flow as quality
from flows.sourcing.quality.quality_checklist import ChecklistItem, Picture, list_unticked
from flows.sourcing.quality.quality_events import (
    AllGood,
    Pass,
    PhotosSent,
    Remind,
    Report,
    Ticked,
    Trouble,
    Unclear,
    Word,
)
from flows.sourcing.quality.quality_flow import Check, QualityFacts
from handlers.conversation import Written
from handlers.engine import host, own_events, slash_command
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.replies.typed_commands import says_none
from handlers.sourcing.customer_orders import get_order
from handlers.sourcing.order_history import name_actor
from handlers.sourcing.replies.checklist_answers import CheckReading, read_check
from handlers.sourcing.staff import photo_order_match
from handlers.sourcing.staff.photo_order_match import LATELY, WHICH, Checker
from handlers.staff_chat.staff_yes_no import acknowledges
from handlers.staff_notices import alerts
from storage.businesses.access import Member
from storage.events.open_questions import QuestionRecord
from storage.events.runs import Run
from storage.people.people import Address
from storage.sending.message import Message
from storage.sourcing.order_photos import Photos
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.reservations import Reservation, Reservations
from storage.sql import json_codec
from templates.message_values import one_line, shorten

DOES = (Pass, Remind, Report)
LONGEST_REASON = 300
"""Characters of a problem in words."""


async def check_photos(turn: Turn, who: Shop | Member, written: Written) -> bool:
    """Add the photos of goods to a quality check; return False if they are about something else."""
    if slash_command.command(written.event.text) is not None:
        return False
    pictures = photo_order_match.list_pictures(written.message)
    return bool(pictures) and await _take_sent(turn, make_checker(who, written.address), written, pictures)


async def take_staff_photos(turn: Turn, written: Written) -> bool:
    """Return True if a member of the staff sent photos of goods."""
    return written.member is not None and await check_photos(turn, written.member, written)


async def take_answer(turn: Turn, who: Shop | Member, question: QuestionRecord, written: Written) -> bool:
    """Handle an answer to a checklist, or about the order of photos; return False for any other message."""
    if slash_command.command(written.event.text) is not None or written.event.media:
        return False
    checker = make_checker(who, written.address)
    if question.expects == WHICH:
        return await _take_order_choice(turn, checker, written.message, written.event)
    run = await turn.unit.runs.get(question.run) if question.run else None
    return run is not None and await _take_review(turn, checker, run, written)


def make_checker(who: Shop | Member, address: Address) -> Checker:
    """Convert the writer into a checker."""
    if isinstance(who, Shop):
        return Checker(Actor.shop(who.id), address, shop=who)
    return Checker(Actor.staff(who.id), address, member=who)


async def _take_sent(turn: Turn, checker: Checker, written: Written, pictures: tuple[Picture, ...]) -> bool:
    message, event = written.message, written.event
    order = await photo_order_match.match_text(turn, checker, event.text) or await photo_order_match.find_by_quote(
        turn, checker, message
    )
    if order is None and (message.reply_to is not None or (checker.shop is not None and event.text.strip())):
        return False  # another reader may understand it
    unknown = photo_order_match.has_order_number(event.text)
    if order is None and not unknown and checker.member is not None:
        order = await photo_order_match.find_named_before(turn, checker, message)
    order = order or (None if unknown else await photo_order_match.find_just_sent(turn, checker))
    if order is None:
        orders = await photo_order_match.list_likely(turn, checker)
        if len(orders) != 1 or unknown:
            orders = orders or await photo_order_match.list_possible(turn, checker)
            alone = checker.member is not None and not event.text.strip()  # nobody else has an answer to it
            return (bool(orders) or alone) and await _ask_which(turn, checker, message, orders)
        order = orders[0]
    return await enter(turn, checker, message, order, pictures)


async def enter(
    turn: Turn, checker: Checker, message: Message, order: Reservation, pictures: tuple[Picture, ...]
) -> bool:
    """Add photos to an order's check, which begins if it is not open yet."""
    shop, member = checker.shop, checker.member
    if order.for_stock:
        return await _handle_unwanted(turn, checker, message, order)
    at = (checker.by, checker.address.id, checker.address.channel, message.id)
    theirs = (shop.id if shop else None, member.id if member else None)
    sent = PhotosSent(*at, order.id, order.number, pictures, *theirs)
    subject = Subject("reservation", order.id)
    await host.enter(turn, quality.NAME, str(order.id), checker.address.contact, subject, sent)
    return True


async def _handle_unwanted(turn: Turn, checker: Checker, message: Message, order: Reservation) -> bool:
    """Handle photos that no check needs: a restock has no customer to show them to. A shop's photos go to a person."""
    if checker.member is None:
        return False
    called = phrase("restock_called", number=order.number)
    more = phrase("more", command=tap("order", order.number))
    text = (await speech_to(turn, checker.address)).say(Lines((phrase("photos_of_our_shelf", order=called), more)))
    letter = OutboundMessage(f"answer:{message.id}:photos", Kind.STAFF, text=text, reply_to=message.id)
    await post(turn, checker.address, letter)
    return True


async def _ask_which(turn: Turn, checker: Checker, message: Message, orders: list[Reservation]) -> bool:
    """Ask which order the photos show, unless our question is still the last message."""
    asked = await turn.unit.questions.last(checker.address.id, WHICH)
    over = asked is None or asked.answered_at is not None or asked.asked_at <= turn.now - LATELY
    if over or not await photo_order_match.is_last_word(turn, message):
        numbers = tuple(one.number for one in orders)
        await _answer(turn, checker, message, WHICH, {"orders": numbers}, Asks(WHICH, choices=numbers))
    return True


async def _answer(
    turn: Turn, checker: Checker, message: Message, template: str, values: Mapping[str, Any], asks: Asks | None = None
) -> None:
    letter = OutboundMessage(
        f"answer:{message.id}:{template}", Kind.ANSWER, template=template, values=values, reply_to=message.id,
        locale=checker.shop.language if checker.shop else None, asks=asks,
    )  # fmt: skip
    await post(turn, checker.address, letter)


async def _take_review(turn: Turn, checker: Checker, run: Run, written: Written) -> bool:
    message, event = written.message, written.event
    check, quotes = json_codec.load(Check, run.state), message.reply_to is not None
    reading = read_check(event.text, event.button, list_unticked((), sized=await is_sized(turn, check.order)))
    if run.ended_at is not None:
        return quotes and reading.understood and await _ignore_late(turn, checker, message, run)
    said = _read_word(turn, checker, message, event, reading, check, quotes)
    return said is not None and await host.advance(turn, run, said)


async def is_sized(turn: Turn, order: UUID) -> bool:
    """Return True if any line of the order has a size, so that the checklist asks about the size tag."""
    run = await turn.unit.runs.get_open(order_flow.NAME, str(order))
    found = get_order(run) if run is not None else None
    return found is None or any(line.size for line in found.wants)


async def _take_order_choice(turn: Turn, checker: Checker, message: Message, event: MessageReceived) -> bool:
    order = await photo_order_match.match_text(turn, checker, event.text)
    pictures = await photo_order_match.list_unassigned(turn, message)
    return order is not None and bool(pictures) and await enter(turn, checker, message, order, pictures)


async def _ignore_late(turn: Turn, checker: Checker, message: Message, run: Run) -> bool:
    """Ignore a button of a finished checklist, so that it does not answer another question. Return False for others."""
    check = json_codec.load(Check, run.state)
    happened = {"passed": "passed_before", "over": "over"}.get(run.ended or "", "anew")
    await _answer(turn, checker, message, "quality_note", {"order": check.number, "happened": happened})
    return True


def _read_word(
    turn: Turn, checker: Checker, message: Message, event: MessageReceived, reading: CheckReading, check: Check,
    quoting: bool,
) -> Word | None:  # fmt: skip
    """Return the event for the check that a message makes; None if the message is about something else."""
    at = (checker.by, checker.address.id, checker.address.channel, message.id)
    text = shorten(one_line(alerts.unlink_text(event.text)).strip(), LONGEST_REASON, "…")
    if check.asks_reason and not event.button and text and not reading.understood:
        if not any(map(str.isalpha, text)) or says_none(text):  # "0", "99" and "none" name no flaw
            return Unclear(*at)
        return Trouble(*at, "" if acknowledges(text) else text)  # asked again
    if reading.problem:
        return Trouble(*at, shorten(one_line(alerts.unlink_text(reading.reason)), LONGEST_REASON, "…"))
    if reading.items:
        return Ticked(*at, tuple(ChecklistItem(one) for one in reading.items), reading.good)
    if reading.good:
        return AllGood(*at)
    return Unclear(*at) if quoting and check.kept else None


async def load_facts(turn: Turn, contact: UUID, subject: Subject | None, _event: object) -> QualityFacts:
    """Load the facts of a check: whether its order still waits for it, and the shop's language."""
    assert subject is not None, "a check is of an order"
    run = await turn.unit.runs.get_open(order_flow.NAME, str(subject.id))
    shop = await turn.unit.of(Shops).find_by_contact(contact)
    order = get_order(run) if run is not None else None
    waits = order is not None and order.status in CHECKED
    language = shop.language if shop is not None else None
    return QualityFacts(over=not waits, language=language, sized=await is_sized(turn, subject.id))


async def write(turn: Turn, run: Run, _before: Check | None, decision: Decision[Check]) -> None:
    """Send an order the result of its check."""
    check = decision.state
    for number, effect in enumerate(decision.effects):
        key, found = f"check:{run.id}:{run.version}:{number}", cast("object", effect)
        if isinstance(found, Pass):
            shown = await turn.unit.of(Photos).show(run.id, turn.now)
            await _tell_order(turn, check, PhotosTaken(check.order, check.by, shown), key)
        elif isinstance(found, Report):
            await _tell_order(turn, check, Flawed(check.order, check.by, found.reason), key)
        elif isinstance(found, Remind):
            text = phrase("check_forgotten", number=check.number, checker=await name_actor(turn, check.by))
            subject = Subject("reservation", check.order)
            await alerts.tell(turn, f"order:{check.order}:unchecked", text, subject=subject)


async def _tell_order(turn: Turn, check: Check, event: OfOrder, key: str) -> None:
    found = await turn.unit.of(Reservations).get(check.order)
    if found is not None and found.contact is not None:
        await own_events.emit(turn, found.contact, event, key)
