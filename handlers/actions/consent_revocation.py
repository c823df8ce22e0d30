"""The messages that revoked or renewed a consent: their text, while stored, and how Parley read it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.engine import DECLINED
from flows.events import ConsentAction, MessageReceived, Teller
from flows.phrase import At, Phrase, Shows, Text, phrase
from flows.policy.departure_facts import ConsentState, Programme
from handlers.engine.turn import Turn
from handlers.people import opt_outs
from storage.consent.consents import COMPLAINT, LedgerLine
from storage.sending.message import Message
from templates import formats
from templates.message_values import quote_line

_READ = frozenset({opt_outs.CLEAR, opt_outs.UNCLEAR, opt_outs.KEYWORD, opt_outs.SILENCE})
_IN_WORDS = {
    opt_outs.UNCLEAR: "stop_unclear",
    opt_outs.KEYWORD: "stop_keyword",
    opt_outs.SILENCE: "stop_silence",
    opt_outs.PROVIDER: "stop_provider",
    opt_outs.PAGE: "stop_page",
    opt_outs.PAGE_HERE: "stop_page_here",
    COMPLAINT: "stop_complaint",
    opt_outs.ERASURE: "stop_erasure",
}
_RULES = _READ | _IN_WORDS.keys() | {opt_outs.LINKED, DECLINED}
_WORDLESS = frozenset({Teller.SILENCE, Teller.LINKED})


async def find_blocking_revocation(turn: Turn, message: Message) -> LedgerLine | None:
    """Return the revocation that blocks a marketing message of ours; None if there is none."""
    programme = message.programme or Programme.REMINDERS
    stands = (await turn.unit.consents.standings([message.address])).get((message.address, programme))
    if stands is None or stands.state is not ConsentState.REVOKED:
        return None
    lines = [line for line in await turn.unit.consents.ledger(message.contact) if line.address == message.address]
    ended = (line for line in lines if line.programme is programme and line.action is ConsentAction.REVOKED)
    return max(ended, key=lambda line: line.at)


async def find_revocation_by(turn: Turn, message: Message) -> LedgerLine | None:
    """Return the revocation that a person's message caused; None if it caused none."""
    lines = await turn.unit.consents.ledger(message.contact)
    revoked = [line for line in lines if line.action is ConsentAction.REVOKED and line.teller is Teller.PERSON]
    stops = message.data.get("stops")
    made = (line for line in revoked if line.event == message.id or (stops and line.at == message.created_at))
    return next((line for line in made if line.address == message.address), None)


async def describe_line(turn: Turn, line: LedgerLine, zone: ZoneInfo) -> Phrase:
    """Describe a revocation: "STOP" written Mon 2 Mar 2026 09:01 by SMS, rule opt-out.clear; without erased parts."""
    about = {"at": At(line.at, Shows.YEAR, zone=zone), "rule": line.text if line.text in _RULES else None}
    about |= {"again": await _find_ticked_since(turn, line, zone)}
    written = await _find_written(turn, line)
    if written is None or line.teller in _WORDLESS:
        return phrase("revoked", source=line.source, erased=line.text in _READ - {opt_outs.SILENCE}, **about)
    return phrase("revoked_in_words", words=_words(written), channel=formats.channel(written.channel), **about)


async def _find_ticked_since(turn: Turn, line: LedgerLine, zone: ZoneInfo) -> At | None:
    """Return when the person consented again at the shop, which lifts no opt-out of their own; None if they did not."""
    lines = [one for one in await turn.unit.consents.ledger(line.contact) if one.address == line.address]
    ticks = [one for one in lines if one.programme is line.programme and one.at > line.at and _is_tick(one)]
    return None if not ticks or line.teller is Teller.SHOP else At(ticks[-1].at, Shows.YEAR, zone=zone)


async def changes(
    turn: Turn, contact: UUID, since: datetime | None, heard: Sequence[Message]
) -> list[tuple[datetime, Text]]:
    """Describe the opt-outs from reminders and the renewals for a staff chat, oldest first, each with its time.

    ``since`` leaves out those that had ended by then. ``heard`` are messages of the person, for their text.
    """
    said = [one for one in await turn.unit.consents.ledger(contact) if one.action is not ConsentAction.RETURNED]
    ledger = [line for line in said if line.programme is Programme.REMINDERS]
    turns = _turns(sorted(ledger, key=lambda line: line.at))
    kept = [line for line in turns if since is None or line.at >= since]
    before = [line for line in turns if line not in kept][-1:]
    held = [line for line in before if line.action is ConsentAction.REVOKED]
    return [(line.at, await _change(turn, line, heard, turns)) for line in (*held, *kept)]


def _turns(lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """Return the lines that changed the consent; one for all addresses of a statement.

    They include the shop's first consent that had no effect because of the person's own opt-out.
    """
    out, own, found = False, False, list[LedgerLine]()
    for line in lines:
        ends = line.action is ConsentAction.REVOKED
        if not ends and own and _is_tick(line):
            found += [] if _is_tick(found[-1]) else [line]
            continue
        own = ends and (own or line.teller is not Teller.SHOP)
        if ends is not out:
            out = ends
            found.append(line)
    return found


def _is_tick(line: LedgerLine) -> bool:
    return line.action.agrees and line.teller is Teller.SHOP


async def _change(turn: Turn, line: LedgerLine, heard: Sequence[Message], turns: Sequence[LedgerLine]) -> Text:
    at = At(line.at)
    if line.action is ConsentAction.REVOKED:
        return phrase("opted_out", at=at, how=await _describe_line(turn, line))
    before = turns[turns.index(line) - 1]
    if _is_tick(line) and before.teller is not Teller.SHOP:
        return phrase("agreed_again_at_shop", at=at, source=line.source)
    own = next((one for one in heard if one.address == line.address and _has_come_with(one, line)), None)
    words = quote_line(own.text or "", 40) if own else ""
    by = phrase("words_by", words=words, channel=formats.channel(own.channel)) if own and words else line.source
    return phrase("opted_in_again", at=at, how=by)


def _has_come_with(message: Message, line: LedgerLine) -> bool:
    """Return True if a line was caused by a message. Their real times are compared, because a test clock may pause
    between two messages."""
    return message.created_at == line.at if line.heard_at is None else message.heard_at == line.heard_at


async def _describe_line(turn: Turn, line: LedgerLine) -> Text:
    """Describe how a line came about: "band karo" by SMS (their words were read as a stop)."""
    if line.teller is Teller.LINKED:
        return line.source
    meant = phrase(_IN_WORDS[line.text]) if line.text in _IN_WORDS else None
    written = await _find_written(turn, line)
    if written is None:
        erased = line.text in _READ - {opt_outs.SILENCE}
        return phrase("source_erased", source=line.source) if erased else meant or line.source
    return phrase("words_by", words=_words(written), channel=formats.channel(written.channel), meant=meant)


def _words(written: MessageReceived | Message) -> Text:
    return quote_line(written.text or "", 40) or phrase("message_without_words")


async def _find_written(turn: Turn, line: LedgerLine) -> MessageReceived | Message | None:
    """Return the event or message that the line refers to, if a person wrote it and its text is stored; else None."""
    stored = await turn.unit.inbox.get(line.event) if line.event else None
    if stored is not None:
        return stored.event if isinstance(stored.event, MessageReceived) else None
    message = await turn.unit.messages.get(line.event) if line.event else None
    return message if message is not None and message.direction == "in" and message.text is not None else None
