"""Checks of a business at work: its staff, its API keys, its stopped senders, and work that needs a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from bot.examination.doctor_finding import Finding, do, fine
from bot.secret_masks import hush, mask
from flows.business import Business
from flows.channels import PROVEN_SECTIONS, PROVEN_TITLES, WHATSAPP
from flows.count_phrase import format_count
from flows.policy.departure_facts import AddressState, Kind
from handlers.actions.staff_members import has_staff_chat
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import WRITTEN
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.staff_notices import alerts
from storage.businesses import service_operations
from storage.businesses.access import Member
from storage.events.parked_work import count_parked
from templates.message_catalogue import CatalogueMessage
from templates.message_library import pick_approved, pick_locale

RECENT = timedelta(days=7)
PATIENCE = timedelta(hours=1)  # a question asked later than that is not yet unanswered
REASONS = 20

# Hindi has one code: developers.facebook.com/documentation/business-messaging/whatsapp/templates/supported-languages
_SUBMITTED = {"hi-Latn": "hi-Latn, to WhatsApp hi"}
_PARKED = "parley parked lists and releases"
_TEST = "Parley: this is a test. Messages reach you here. /help shows what you can ask."
SOON = timedelta(days=14)
FORGOTTEN = timedelta(days=180)


async def check(turn: Turn) -> list[Finding]:
    """Return each message without an approved WhatsApp template, with the text to submit; WhatsApp needs one to start a
    conversation.

    A template mapped by language needs every language of its readers. A template of a single language is the business's
    decision: it is sent to readers of other languages too.
    """
    business, library = turn.business, turn.tools.library
    whatsapp = business.channel(WHATSAPP.name)
    if whatsapp is None or whatsapp.provider == "simulator":
        return []
    parts = {one.name for one in await conversations_of(turn).list_served(turn)}
    own, partners = _language(business.locale), set(map(_language, await conversations_of(turn).languages(turn)))
    lines: list[Finding] = []
    alone: list[str] = []
    for message in map(library.message, sorted(library.names())):
        if message.approved and message.part in parts:
            read = partners if partners and message.reader == "shop" else {own}
            lines += _list_unmapped(business, message, read)
            alone += [message.name] if isinstance(whatsapp.templates.get(message.name), str) and read - {own} else []
    return [*(lines or [fine("every WhatsApp template is mapped")]), *_note_single_language(own, alone, partners)]


def _language(locale: str) -> str:
    """Return the language of our texts for a person's locale."""
    return pick_locale(locale, WRITTEN, "en")


def _list_unmapped(business: Business, message: CatalogueMessage, read: Collection[str]) -> Iterator[Finding]:
    """Yield the texts to submit for a message with readers in these languages."""
    whatsapp = business.channel(WHATSAPP.name)
    approved = whatsapp.templates.get(message.name) if whatsapp else None
    if not approved and message.like:
        if business.approvals(WHATSAPP.name, message.like):
            instead = f"WhatsApp template {message.name} is not mapped, so {message.like} is sent instead"
            yield fine(f"{instead}; to have both: {_submission(message, _language(business.locale))}")
    elif not approved and message.on_demand:
        unsent = f"WhatsApp template {message.name} is not mapped, and only messages that need it are not sent"
        yield fine(f"{unsent}; to send it: {_submission(message, _language(business.locale))}")
    elif not approved:
        yield do(f"WhatsApp template {message.name} is not mapped: {_submission(message, _language(business.locale))}")
    elif not isinstance(approved, str):
        for locale in sorted(set(read) - set(approved)):
            instead = f"its readers get {pick_approved(locale, approved, business.locale)}"
            what = f"WhatsApp template {message.name} is not mapped for {locale}, {instead}"
            yield do(f"{what}: {_submission(message, locale)}")


def _submission(message: CatalogueMessage, locale: str) -> str:
    approved = message.approved
    assert approved is not None, "only those that need approval are asked for"
    return (
        f"submit this text as {approved.category} ({_SUBMITTED.get(locale, locale)}), "
        f"then name its ContentSid in [channels.whatsapp] templates: {approved.bodies[locale]}"
    )


def _note_single_language(own: str, names: Sequence[str], read: Collection[str]) -> list[Finding]:
    """Return the notes on single-language templates for readers of other languages; none needs an action."""
    if not names:
        return []
    others = sorted(set(read) - {own})
    mapped = ", ".join(f'{locale} = "HX…"' for locale in [own, *others])
    return [
        fine(
            f"{format_count(len(names), 'WhatsApp template')} to shops approved in {own} alone: those that read "
            f"{' or '.join(others)} get that too; to change this, map by language: {names[0]} = {{ {mapped} }}"
        )
    ]


async def check_staff(turn: Turn) -> list[Finding]:
    """Check that the shop has an owner, and that every staff member can be written to."""
    members = sorted(await turn.unit.access.members(), key=lambda member: member.name)
    lines = [line for member in members if (line := await _member(turn, member)) is not None]
    if not any(member.role == "owner" for member in members):
        lines.append(do('this business has no owner: add [[staff]] with role = "owner" and apply'))
    return lines or [fine(f"{format_count(len(members), 'member')} of the staff linked")]


async def _member(turn: Turn, member: Member) -> Finding | None:
    who = f"{member.name} ({member.role})"
    chat = await alerts.find_chat(turn, member.contact) if member.contact else None
    if member.contact is None and not has_staff_chat(turn.business):
        return do(f"{who} has no chat to open: connect {PROVEN_SECTIONS} and apply")
    if member.contact is None:
        return do(f"{who} has not opened their start link; parley apply prints a new one")
    if chat is None:
        return do(f"{who} has no chat on {PROVEN_TITLES}: commands and questions cannot reach them")
    if chat.state is not AddressState.USABLE:
        return do(f"{chat.channel} does not let us write to {who}: ask them to open the chat and press Start")
    return None


async def list_holds(turn: Turn) -> list[Finding]:
    """Return the pause of the business, and its stopped senders."""
    lines = []
    if turn.tenant.paused_at is not None:
        lines.append(do(f"paused since {turn.tenant.paused_at:%Y-%m-%d %H:%M} UTC: /resume in the staff's chat"))
    for sender in await turn.unit.senders.all():
        if sender.paused_at is not None:
            why = hush(sender.paused_reason or "no reason given")
            lines.append(do(f"{sender.channel} is stopped: {why.rstrip('.')}. Fix it, then apply the file or /resume"))
    return lines


async def check_troubles(turn: Turn) -> list[Finding]:
    """Return recent failures, unreadable or unknown items, and waiting questions. Reasons are shown without quoted
    text."""
    unit, shop, since = turn.unit, turn.business.id, turn.now - RECENT
    parked = await count_parked(unit, shop)
    doubt = await service_operations.count_in_doubt(unit, shop, since)
    asked = await service_operations.count_unanswered(unit, shop, since, turn.now - PATIENCE)
    lines = [*await _events(turn, "parked", "failed five times (parley parked lists and releases)")]
    lines += [*await _events(turn, "unreadable", "could not be read")]
    if parked.waits:
        lines.append(do(f"{format_count(parked.waits, 'conversation')} could not go on, five times: {_PARKED}"))
    if parked.outbox:
        lines.append(do(f"{format_count(parked.outbox, 'message')} could not be handed over, five times: {_PARKED}"))
    for channel, number in sorted(doubt.items()):
        lines.append(
            do(f"{format_count(number, f'{channel} message')} of this week may not have arrived; parley why ID")
        )
    if asked:
        lines.append(do(f"{format_count(asked, 'customer')} without an answer: reply in the staff's chat"))
    return lines or [fine("nothing is stuck")]


async def _events(turn: Turn, status: str, what: str) -> list[Finding]:
    found = await service_operations.list_troubles(turn.unit, turn.business.id, status, 100)
    if not found:
        return []
    newest = "; ".join(_trouble(one) for one in found[:REASONS])
    newest += f"; and {format_count(len(found) - REASONS, 'other reason')}" if len(found) > REASONS else ""
    return [do(f"{format_count(sum(one.many for one in found), 'event')} {what}: {newest}")]


def _trouble(one: service_operations.EventTrouble) -> str:
    """Format the reason, the number of such reports, and the id of the newest one."""
    named = [mask(name) for name in one.named] + (["…"] if one.many > len(one.named) else [])
    return f"{one.source}: {hush(one.reason) or 'no reason'} ({one.many}: {', '.join(named)})"


async def greet_owners(turn: Turn) -> list[Finding]:
    """Queue a test message to every owner who can be written to."""
    lines = []
    for member in await turn.unit.access.members():
        chat = await alerts.find_chat(turn, member.contact) if member.contact and member.role == "owner" else None
        if chat is not None:
            key = f"doctor:{turn.elapsed.isoformat()}:{chat.id}"
            await post(turn, chat, OutboundMessage(key=key, kind=Kind.STAFF, text=_TEST))
            lines.append(fine(f"a test message to {member.name} by {chat.channel} is sent once parley serve runs"))
    return lines or [do("no test message was sent: no owner is linked")]


async def check_keys(turn: Turn) -> list[Finding]:
    """Return the API keys to replace or to revoke."""
    keys = [key for key in await turn.unit.access.keys() if key.works(turn.now)]
    lines = []
    for key in keys:
        who = f"the API key {key.id}{f' ({key.label})' if key.label else ''}"
        if key.expires_at is not None and key.expires_at - turn.now <= SOON:
            lines.append(do(f"{who} expires on {key.expires_at:%Y-%m-%d}: create the next one with parley key create"))
        last = key.used_at or key.created_at
        if last is not None and turn.now - last >= FORGOTTEN:
            lines.append(do(f"{who} was not used for {(turn.now - last).days} days: parley key revoke {key.id}"))
    return lines or ([fine(f"{format_count(len(keys), 'API key')} in use")] if keys else [])
