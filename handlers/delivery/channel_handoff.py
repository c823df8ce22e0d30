"""The handover of a departing message: it is rendered and marked ``sending``, for a channel to send."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.channels import CHANNELS
from flows.delivery import Key, Outgoing
from flows.message_files import Attachment, Way
from flows.policy.departure import find_window_rule
from flows.policy.departure_facts import ANSWERS, ASKS, Departure
from flows.policy.person_places import find_number_country
from flows.policy.send_timing import compute_validity
from flows.policy.text_registration import INDIA, LONGEST, refuse_overlong
from flows.policy.verdict import Outcome, RuleRef, Verdict
from handlers.conversation.message_extras import Along, Given
from handlers.delivery import departure_menu, message_attachment, message_outcome
from handlers.delivery.message_attachment import Going
from handlers.delivery.open_counting import make_pixel_link
from handlers.engine import message_text
from handlers.engine.message_text import ApprovedText, Sources
from handlers.engine.turn import Turn
from handlers.people.end_links import make_end_link
from storage.people.people import Address, Recipients
from storage.sending.departing_messages import DepartingWording
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry
from templates.finished_message import Button, MissingValue, Rendered, TemplateRefused

_ANSWERS = re.compile(r"re\s*:", re.IGNORECASE)  # RFC 5322, 3.6.5
LONGEST_VALIDITY = timedelta(hours=10)
"""twilio.com/docs/messaging/api/message-resource: ValidityPeriod, at most 36 000 s."""


@dataclass(slots=True)
class Ready:
    """A message for a channel to send now. ``attempted_at`` (elapsed) distinguishes this attempt from later ones.

    ``marketing``: it has to wait while a STOP is being answered. ``judged_at`` is the business time and real time just
    before it was marked, if the caller provides them. ``file`` says how its file is sent, if it has one.
    """

    entry: OutboxEntry
    outgoing: Outgoing
    attempted_at: datetime
    marketing: bool = False
    judged_at: tuple[datetime, datetime] | None = None
    file: Way | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """A message that may be sent now, with the facts and the rules of its verdict."""

    entry: OutboxEntry
    message: Message
    facts: Departure
    rules: tuple[RuleRef, ...]


@dataclass(frozen=True, slots=True)
class Leaves:
    """A message at its departure: its form for the channel and for our rows, and how its file is sent."""

    outgoing: Outgoing
    kept: DepartingWording
    file: Way | None


async def hand_over(turn: Turn, allowed: Sequence[Allowed], to: Recipients, given: Mapping[UUID, Given]) -> list[Ready]:
    """Render and mark all messages. A text that cannot be rendered is refused; a message that another process has taken
    is left out. ``given`` are extra values for some. Raises RetryTransaction if one has become forbidden meanwhile."""
    along = {message: gift for message, gift in given.items() if isinstance(gift, Along)}
    values = {message: gift.values for message, gift in along.items()}
    sources = await message_text.gather(turn, [one.message for one in allowed], to.people, values)
    files = await message_attachment.gather(turn, [one.message for one in allowed])
    menus = await departure_menu.gather(turn, [one.message for one in allowed])
    answered = await turn.unit.messages.by_ids([one.message.reply_to for one in allowed if one.message.reply_to])
    leaves = {}
    for one in allowed:
        found = await _prepare_or_refuse(turn, one, to.addresses[one.message.address], sources, files, menus, answered)
        if found is not None:
            leaves[one.message.id] = found
    locked = {message for message, gift in along.items() if gift.locked}
    marked = await turn.unit.leaving.mark_all([one.kept for one in leaves.values()], turn.now, turn.elapsed, locked)
    for message in leaves.keys() - marked:
        await message_outcome.drop(turn, await turn.unit.messages.get(message))
    return [
        Ready(one.entry, left.outgoing, turn.elapsed, one.message.marketing, file=left.file)
        for one in allowed
        if one.message.id in marked
        for left in (leaves[one.message.id],)
    ]


async def _prepare_or_refuse(
    turn: Turn,
    one: Allowed,
    address: Address,
    sources: Sources,
    files: Mapping[UUID, Attachment],
    menus: departure_menu.Contents,
    answered: Mapping[UUID, Message],
) -> Leaves | None:
    """Prepare a message for its departure; None if it is refused, which is recorded."""
    approved = message_text.find_approval(turn, one.message, sources) if find_window_rule(one.facts, turn.now) else None
    registered = _find_registered(turn, one, address, sources)
    file = message_attachment.plan_attachment(turn, one.message, files, approved, registered)
    rendered = await _render_text(turn, one, sources, approved, registered, file)
    if rendered is None:
        return None
    text = (rendered.approved or rendered.text) if approved else message_text.show_text(one.message, rendered)
    file, text = message_attachment.fit_attachment(turn, one.message, file, text)
    verdict = message_attachment.refuse_empty(file, text)
    if verdict is not None:
        await _refuse(turn, one, verdict)
        return None
    out = _make_outgoing(turn, one, address, text, rendered, approved, registered, answered)
    out = _add_file(out, file)
    menu = None if approved or file else departure_menu.build_menu(turn, one.message, rendered, menus)
    kept = _store_wording(one, out, rendered, file)
    if menu is not None:
        text = menu[0].body if one.message.template else kept.text  # a text without a template has no other words
        out, kept = replace(out, menu=menu[0]), replace(kept, text=text, menu=menu[1])
    return Leaves(out, kept, file.attached.way if file else None)


def _add_file(out: Outgoing, file: Going | None) -> Outgoing:
    """Add the file to the message, in place of a picture, even if the file is only linked or left out."""
    if file is None:
        return out
    return replace(out, picture=file.fetched, file=file.file, shown=file.attached.kind == "image")


def _find_registered(turn: Turn, one: Allowed, to: Address, sources: Sources) -> ApprovedText | None:
    """Return the registered template of the text if the number's country requires one; None otherwise."""
    abroad = not CHANNELS[to.channel].registered or find_number_country(to.phone) != INDIA
    return None if abroad else message_text.find_registration(turn, one.message, sources)


async def _render_text(
    turn: Turn,
    one: Allowed,
    sources: Sources,
    approved: ApprovedText | None,
    registered: ApprovedText | None,
    file: Going | None,
) -> Rendered | None:
    """Render the text; None if it cannot be sent, which is recorded."""
    rendered, longest = None, LONGEST if registered else None
    behind = file.line if file else ""
    try:
        rendered = message_text.render(turn, one.message, sources, one.facts, approved or registered, longest, behind)
        verdict = refuse_overlong(one.facts, rendered.told, turn.now) if registered else None
    except MissingValue as missing:
        reason = f"The text {missing.template} needs a value for {missing.name!r}, and there is none."
        verdict = Verdict(Outcome.REFUSE, "template.missing", reason)
    except TemplateRefused as refused:
        reason = f"The text {one.message.template} cannot be used: {refused}"
        verdict = Verdict(Outcome.REFUSE, "template.refused", reason)
    if verdict is None:
        return rendered
    await _refuse(turn, one, verdict)
    return None


async def _refuse(turn: Turn, one: Allowed, verdict: Verdict) -> None:
    await turn.unit.verdicts.add(one.message.id, verdict, turn.now)
    await message_outcome.refuse(turn, one.message, verdict)


def _store_wording(one: Allowed, outgoing: Outgoing, rendered: Rendered, file: Going | None) -> DepartingWording:
    """Return the stored form of the text. A consent ask stores its language; other texts may be sent in another."""
    rows = [_store_button(row) | {"row": row.id} for row in rendered.rows]
    buttons = rows + [_store_button(button) for button in rendered.buttons]
    if one.message.template is None and not outgoing.content:
        buttons = [dict(button) for button in one.message.buttons]
    variables = outgoing.variables if outgoing.content else None
    locale = rendered.locale if one.message.kind in ASKS else None
    media = [{"kind": "image", "url": outgoing.picture}] if outgoing.picture else []
    media = media if file is None else [file.attached.to_media()]
    return DepartingWording(outgoing.id, outgoing.text, buttons, outgoing.content, variables, one.rules, locale, media)


def _store_button(button: Button) -> dict[str, str]:
    """Return a button in its stored form."""
    return {name: value for name in ("id", "text", "url", "detail") if (value := getattr(button, name))}


def _make_outgoing(
    turn: Turn,
    one: Allowed,
    to: Address,
    text: str,
    rendered: Rendered,
    approved: ApprovedText | None,
    registered: ApprovedText | None,
    answered: Mapping[UUID, Message],
) -> Outgoing:
    earlier = answered.get(one.message.reply_to) if one.message.reply_to else None
    subject = (rendered.subject or turn.business.name) if CHANNELS[to.channel].subjects else None
    return Outgoing(
        id=one.message.id,
        to=to.value,
        text=text,
        keys=departure_menu.make_keys(rendered),
        content=approved.content if approved else None,
        variables=rendered.variables,
        registered=_ids(turn, one.message.channel, registered),
        valid_for=min(compute_validity(one.facts, turn.now), LONGEST_VALIDITY),
        reply_to=earlier.provider_id if earlier else None,
        marketing=one.message.marketing,
        subject=subject and (_answer_subject(earlier) or subject),
        references=_list_references(earlier),
        automatic=earlier is not None and one.message.kind in ANSWERS and not one.message.by_staff,
        end=_make_end(turn, one.message, to, rendered.locale),
        footer=", ".join(filter(None, (turn.business.name, turn.business.mailing_address))),
        locale=rendered.locale,
        pixel=make_pixel_link(turn, one.message, one.facts),
        picture=rendered.picture if approved is None and len(text) <= CHANNELS[to.channel].caption else None,
    )


def _answer_subject(earlier: Message | None) -> str:
    """Return the subject of an answer to a mail, "Re: " once before its own; "" if there is none."""
    subject = str(earlier.data.get("subject", "")).strip() if earlier is not None else ""
    return subject if not subject or _ANSWERS.match(subject) else f"Re: {subject}"


def _list_references(earlier: Message | None) -> tuple[str, ...]:
    """Return the thread that an answer belongs to: that of the answered mail, and its own id (RFC 5322, 3.6.4)."""
    if earlier is None or not earlier.provider_id:
        return ()
    return (*earlier.data.get("references", ()), earlier.provider_id)


def _make_end(turn: Turn, message: Message, to: Address, locale: str) -> Key | None:
    """Return the link that ends marketing at the address; None for other messages and channels."""
    if not (message.marketing and CHANNELS[to.channel].ends_by_link):
        return None
    from templates.end_page import get_end_label  # loads the templates of pages

    return Key("end", get_end_label(locale), make_end_link(turn, to.id))


def _ids(turn: Turn, channel: str, registered: ApprovedText | None) -> tuple[str, str] | None:
    settings = turn.business.channel(channel)
    if registered is None or settings is None or settings.dlt is None:
        return None
    return settings.dlt.entity, registered.content
