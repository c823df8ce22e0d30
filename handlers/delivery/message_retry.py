"""Retries: the wait, the new message that replaces a lost one, and its withdrawal."""

from dataclasses import replace
from datetime import timedelta

from flows.channels import CHANNELS
from flows.delivery import Failure, MessageStatus, get_final_failure, plan_next_try
from flows.message_files import SameFile
from flows.policy.cart_rules import find_number_rule_of
from flows.policy.departure_facts import LATENESS, Departure, Kind
from flows.policy.policy_rules import RuleKind
from flows.policy.send_timing import find_closing
from handlers.delivery import message_attachment
from handlers.engine.outbox_posts import AGAIN, make_replacement, post
from handlers.engine.turn import Turn
from storage.facts.departures import Planned, load_facts
from storage.sending.message import NO_PICTURE, Message

_MENU_FAILURES = frozenset({Failure.PICTURE, Failure.SETUP})
"""The receipts of a phone that cannot show a menu; the same text follows without one."""
_ENOUGH = 20  # the most earlier tries to count: more than a channel has
_EVENINGS = 2  # the reposts of a message that the end of the permitted hours took from a provider's queue


async def get_retry_wait(turn: Turn, message: Message, failure: Failure, tries: int) -> timedelta | None:
    """Return the wait before another try after ``tries``; None for no retry, or if it would be too late.

    Outside the window only an approved text may follow, once. A missing picture is left out, and a file that could not
    be shown is sent in another form.
    """
    if failure is Failure.TEMPLATE:
        return timedelta(0) if _has_approved_text(turn, message) and message.content is None else None
    if failure is Failure.PICTURE:
        return timedelta(0) if message.captioned else None
    if failure is Failure.EXPIRED:
        return timedelta(0) if tries <= _EVENINGS and await _cut_short(turn, message) else None
    if failure is Failure.CAPPED and await _is_barred(turn, message):
        failure = get_final_failure(failure)
    most = CHANNELS[message.channel].tries
    wait = plan_next_try(failure, tries, turn.tools.seeds.fraction("again", message.id), most)
    useless = wait is not None and message.latest is not None and turn.now + wait > message.latest
    return None if useless else wait


async def post_again(turn: Turn, message: Message, failure: Failure) -> bool:
    """Post a new message that replaces a lost one; return False if there is none."""
    tries = await _count_tries(turn, message)
    undrawn = message.menu is not None and failure in _MENU_FAILURES
    wait = timedelta(0) if undrawn else await get_retry_wait(turn, message, failure, tries)
    if wait is None:
        return False
    to = await turn.unit.people.address_by_id(message.address)
    text = message.text if message.template is None else None
    values = {**message.data, **NO_PICTURE} if failure is Failure.PICTURE else message.data
    key, due_at = f"{message.key}{AGAIN}{tries}", turn.now + wait
    letter = make_replacement(message, key, text=text, values=values, due_at=due_at)
    otherwise = message_attachment.find_second_try(message) if failure is Failure.PICTURE else None
    if otherwise is not None:
        letter = replace(letter, attachment=SameFile(message.id, otherwise))
    await post(turn, to, letter)
    return True


async def withdraw(turn: Turn, message: Message) -> None:
    """Withdraw the unsent replacement of a message that has arrived after all."""
    places = [message.id]
    while places:
        repeats = await turn.unit.messages.list_replacements(places, message.contact)
        for repeat in repeats:
            if repeat.status is MessageStatus.QUEUED:
                await turn.unit.messages.close(repeat.id, MessageStatus.VOID, turn.now)
                await turn.unit.outbox.settle(repeat.id)
        places = [repeat.id for repeat in repeats]


async def _count_tries(turn: Turn, message: Message) -> int:
    """Return how often it was sent on this channel, including itself; tries on another channel count there."""
    tries, before = 1, message.fallback_of
    while before is not None and tries < _ENOUGH:
        earlier = await turn.unit.messages.get(before)
        if earlier is None or earlier.channel != message.channel:
            break
        tries, before = tries + 1, earlier.fallback_of
    return tries


def _has_approved_text(turn: Turn, message: Message) -> bool:
    staff = message.kind is Kind.STAFF
    return turn.business.get_approved_name(message.channel, message.template, staff=staff) is not None


async def _is_barred(turn: Turn, message: Message) -> bool:
    """Return True if WhatsApp delivers no marketing to this person at any time, so that waiting does not help."""
    theirs = await turn.unit.people.addresses_of(message.contact)
    own = [one.phone for one in theirs if one.phone and one.id == message.address]
    phones = own or [one.phone for one in theirs if one.phone]
    day = turn.now.date()
    return any(find_number_rule_of(RuleKind.BARRED, phone, message.channel, day) for phone in phones)


async def _cut_short(turn: Turn, message: Message) -> bool:
    """Return True if the end of permitted hours ended the provider's attempts, and the message is useful tomorrow.

    If it had expired anyway, nothing follows.
    """
    if message.left_at is None or (message.latest is not None and message.latest <= turn.now):
        return False
    end = find_closing(await _load_facts(turn, message), message.left_at)
    lateness = message.expires_after or LATENESS
    return end is not None and end <= turn.now and end < message.left_at + lateness


async def _load_facts(turn: Turn, message: Message) -> Departure:
    planned = Planned(
        message.kind,
        message.purpose,
        message.programme,
        message.channel,
        message.address,
        message.contact,
        turn.now,
        partner=message.partner,
    )
    (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    return facts
