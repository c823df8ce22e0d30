"""The texts of messages: templates, values and short links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.business import MarketingCap
from flows.channels import CHANNELS, Buttons
from flows.connections import add_code
from flows.engine import Subject
from flows.greeting_name import get_first_name
from flows.policy.departure_facts import Departure, Kind
from handlers.engine import person_language, sealed_links, time_zones
from handlers.engine.subjects import SubjectRow
from handlers.engine.turn import Turn
from storage.people.people import Contact
from storage.sending.message import Message
from storage.sending.short_links import Link
from templates.finished_message import Button, Rendered
from templates.message_library import pick_approved, pick_locale
from templates.sms_segments import measure

_TRIES = 5  # codes for one link
_NOTICE_PLACE = "2"  # of the words, in templates/messages/staff_notice/whatsapp.toml
_ENDS = frozenset(".!?।…”")
_TO_SHOPS = ("shop_", "stock_")  # prefixes of the names of texts to a shop about its work


@dataclass(frozen=True, slots=True)
class Sources:
    """What the texts of some messages are rendered from: readers, subjects, short links, given extras, and the values
    that are the same for all of them."""

    people: Mapping[UUID, Contact]
    things: Mapping[Subject, SubjectRow]
    links: Mapping[UUID, str]
    given: Mapping[UUID, Mapping[str, Any]]
    shared: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ApprovedText:
    """A text that was approved elsewhere: its name there, and the locale for its values.

    ``name`` is the text's own name; the staff's notice can carry the words of any other text.
    """

    content: str
    locale: str
    name: str | None


async def gather(
    turn: Turn,
    messages: Sequence[Message],
    people: Mapping[UUID, Contact],
    given: Mapping[UUID, Mapping[str, Any]],
) -> Sources:
    """Load what is needed to render these messages to ``people``, and make their links, in a few statements."""
    written = [message for message in messages if message.template is not None]
    things = await _load_things(turn, written)
    wanted = {message.id: _target(turn, message, things, given.get(message.id, {})) for message in written}
    urls = {message: url for message, url in wanted.items() if url is not None}
    contacts = {message.id: message.contact for message in written}
    return Sources(people, things, await make_links(turn, urls, contacts), given, _share_values(turn))


async def _load_things(turn: Turn, written: Sequence[Message]) -> dict[Subject, SubjectRow]:
    """Load the rows of the messages' subjects, if a text uses a value of theirs."""
    about = {(one.thing, one.template) for one in written if one.thing and one.template}
    found: dict[Subject, SubjectRow] = {}
    for kind in filter(None, map(turn.tools.conversations.find_subject_kind, {thing.kind for thing, _ in about})):
        theirs = [(thing.id, template) for thing, template in about if thing.kind == kind.kind]
        named = {template for _, template in theirs if kind.gives & turn.tools.library.values(template)}
        which = {thing for thing, template in theirs if template in named}
        loaded = await kind.load(turn.unit, which) if which else {}
        found |= {Subject(kind.kind, one): thing for one, thing in loaded.items()}
    return found


def find_approval(turn: Turn, message: Message, sources: Sources) -> ApprovedText | None:
    """Return WhatsApp's approved text for a message, in the language closest to the reader's; None if there is none.

    Each text is approved in one language, so its values use that language. Their region is the reader's or the
    business's, if either uses the language.
    """
    staff = message.kind is Kind.STAFF
    name = turn.business.get_approved_name(message.channel, message.template, staff=staff)
    return _find_nearest(turn, message, sources, turn.business.approvals(message.channel, name), name)


def find_registration(turn: Turn, message: Message, sources: Sources) -> ApprovedText | None:
    """Return the SMS template registered in India, in the language closest to the reader's; None if there is none."""
    texts = turn.business.list_registered(message.channel, message.template)
    return _find_nearest(turn, message, sources, texts, message.template)


def _find_nearest(
    turn: Turn, message: Message, sources: Sources, approvals: Mapping[str, str], name: str | None
) -> ApprovedText | None:
    if not approvals:
        return None
    found, spoken = choose_approved_locales(_locale(turn, message, sources), approvals, turn.business.locale)
    return ApprovedText(approvals[found], spoken, name)


def choose_approved_locales(wanted: str, approvals: Mapping[str, str], own: str) -> tuple[str, str]:
    """Return the locale of the approved text for a reader, and the locale for its values."""
    found = wanted if wanted in approvals else pick_approved(wanted, approvals, own)
    return found, next((tag for tag in (wanted, own) if _language(tag) == _language(found)), found)


def render(
    turn: Turn,
    message: Message,
    sources: Sources,
    facts: Departure,
    approved: ApprovedText | None = None,
    longest: int | None = None,
    behind: str = "",
) -> Rendered:
    """Render the text of a message at departure, in the language of the ``approved`` text if it has one.

    ``longest`` is the most characters of one value, if limited. ``behind`` is a line after the text in an approved
    notice.

    Raises templates.finished_message.MissingValue, TemplateRefused.
    """
    if approved is not None and carries_any(message, approved):
        return _notice(turn, message, sources, facts, approved, behind)
    if message.template is None:
        return _render_own(message, turn.business.locale)
    locale = approved.locale if approved else _locale(turn, message, sources)
    return turn.tools.library.render(
        message.template,
        channel=message.channel,
        locale=locale,
        values=_values(turn, message, sources, _zone(turn, message.template, facts), locale),
        override=turn.business.texts.get(message.template),
        longest=longest,
    )


def carries_any(message: Message, approved: ApprovedText) -> bool:
    """Return True if an approved text can carry another text's words: the staff's notice."""
    return approved.name != message.template


def _notice(
    turn: Turn, message: Message, sources: Sources, facts: Departure, approved: ApprovedText, behind: str
) -> Rendered:
    """Render a notice to the staff inside the text approved for any notice."""
    assert approved.name is not None, "it was approved by a name"
    plain = render(turn, message, sources, facts)
    values = {"brand": turn.business.name, "notice": _end_sentence(append_line(plain.text, behind), approved.locale)}
    return turn.tools.library.render(approved.name, channel=message.channel, locale=approved.locale, values=values)


def append_line(text: str, line: str) -> str:
    """Add a line at the end of a text, unless the text has it already."""
    return text if not line or line in text else "\n".join(filter(None, (text, line)))


def _end_sentence(text: str, locale: str) -> str:
    """End the text like a sentence; in the approved text another sentence follows."""
    return text if text[-1:] in _ENDS else f"{text}{'।' if locale == 'hi' else '.'}"


def _get_own_words(message: Message) -> str:
    """Return the words as written, even if they were sent inside an approved text."""
    return message.variables.get(_NOTICE_PLACE) or message.text or ""


def _render_own(message: Message, locale: str) -> Rendered:
    """Render a text with no template. Choices in its last lines are rows, which a menu may show instead."""
    buttons = tuple(Button(one["id"], one["text"], one.get("url")) for one in message.buttons)
    text = _get_own_words(message)
    head, tail = text.splitlines()[: -len(buttons)], text.splitlines()[-len(buttons) :]
    spelled = [{one.text, f"{one.text}: {one.url or one.id}"} for one in buttons]
    if not head or not all(line.rstrip(".।") in one for line, one in zip(tail, spelled, strict=True)):
        return Rendered(text, buttons, size=None, variables={}, locale=locale)
    pages = [line for line, one in zip(tail, buttons, strict=True) if one.url]
    rows, above = tuple(one for one in buttons if not one.url), "\n".join([*head, *pages])
    return Rendered(text, (), size=None, variables={}, locale=locale, rows=rows, unlisted=above)


def show_text(message: Message, rendered: Rendered) -> str:
    """Return the text as the phone shows it. Where only approved templates have buttons, a free text lists them."""
    match CHANNELS[message.channel].buttons:
        case Buttons.APPROVED:
            return rendered.spell_buttons()
        case Buttons.LINKS:
            return rendered.text
    return rendered.above_rows


def count_segments(turn: Turn, message: Message) -> int:
    """Return the highest possible number of segments of a message, before its text is rendered."""
    if not CHANNELS[message.channel].segmented:
        return 1
    link = _link_line(turn, message)
    if message.template is None:
        return measure(append_line(message.text or "", link)).segments
    known = turn.tools.library.message(message.template)
    locale = pick_locale(message.locale or turn.business.locale, known.locales(), "en")
    return known.segments[measure(known.texts[locale, None]).encoding] + bool(link)


def _link_line(turn: Turn, message: Message) -> str:
    """Return the link that will follow the text, or one of the same length; "" if there is none."""
    attached = message.attached
    if attached is None or CHANNELS[message.channel].files.carries(attached):
        return ""
    return attached.url or sealed_links.make_link(turn, message.id) or ""


def _locale(turn: Turn, message: Message, sources: Sources) -> str:
    """Return the reader's locale, unless the message was written in another."""
    return message.locale or person_language.of(sources.people.get(message.contact), turn.business)


def _language(tag: str) -> str:
    """Return the language of our texts for a locale."""
    return pick_locale(tag, person_language.WRITTEN, "en")


def _zone(turn: Turn, template: str, facts: Departure) -> ZoneInfo:
    """Return the time zone for the times in a text."""
    if template.startswith(_TO_SHOPS):
        return time_zones.find_shop_zone(facts.person, turn.zone)
    return time_zones.find_departure_zone(facts, turn.zone)


def _values(turn: Turn, message: Message, sources: Sources, zone: ZoneInfo, locale: str) -> Mapping[str, Any]:
    """Return the values that a text may use: business, person, subject, short link, and the decision's extras."""
    values: dict[str, Any] = {**sources.shared, "zone": zone}
    person = sources.people.get(message.contact)
    if person is not None and (called := get_first_name(person.name)):
        values["name"] = called
    thing = sources.things.get(message.thing) if message.thing else None
    if thing is not None:
        values |= thing.values
    if message.id in sources.links:
        values["link"] = sources.links[message.id]
    values |= sources.given.get(message.id, {})
    values |= dict(message.data)
    if thing is not None and thing.worded is not None:
        values |= thing.worded(message, locale, values)  # words may hold the code that would come below them
    return values


def _share_values(turn: Turn) -> Mapping[str, Any]:
    """Return the values that are the same in all texts of a turn."""
    business = turn.business
    return {
        "brand": business.name,
        "support": business.support or business.site or business.name,
        "terms": business.terms,
        "privacy": business.privacy,
        "mailing_address": business.mailing_address,
        "now": turn.now,
        "currency": business.currency,
        "often": spell_caps(business.policy.marketing_caps),
    }


def spell_caps(caps: Sequence[MarketingCap]) -> str:
    """Format the marketing cap for texts: "3/7" means 3 messages in 7 days, by the strictest cap."""
    if not caps:
        return "any"
    strictest = min(caps, key=lambda cap: (cap.count / cap.per.total_seconds(), -cap.per))
    days = max(strictest.per // timedelta(days=1), 1)
    count = strictest.count * max(timedelta(days=1) // strictest.per, 1)
    return f"{count}/{days}"


def _target(turn: Turn, message: Message, things: Mapping[Subject, SubjectRow], given: Mapping[str, Any]) -> str | None:
    """Return the target of a message's short link, if the text has a link: the page of its subject, else None.

    The text of a plan or campaign with no subject links to the business's site.
    """
    thing = things.get(message.thing) if message.thing else None
    home = thing.leads_home if thing else message.experiment is not None and message.subject is None
    url = (turn.business.site if home else thing.url if thing else "") or ""
    if not url or "link" in message.data or "link" not in turn.tools.library.values(message.template or ""):
        return None
    code = message.data.get("code") or given.get("code")
    return add_code(url, str(code)) if code else url


async def make_links(turn: Turn, urls: Mapping[UUID, str], contacts: Mapping[UUID, UUID]) -> dict[UUID, str]:
    """Return each recipient's own short link, or the full address if no domain serves short links."""
    if turn.link_base is None:
        return dict(urls)
    made: dict[UUID, str] = {}
    for attempt in range(_TRIES):
        code = partial(turn.tools.seeds.make_link_code, attempt=attempt)
        open_ = {
            message: Link(turn.business.id, code(message), url, message, contacts[message])
            for message, url in urls.items()
            if message not in made
        }
        if not open_:
            return made
        for message in await turn.unit.links.add_all(list(open_.values()), turn.now):
            made[message] = f"{turn.link_base}/l/{open_[message].code}"
    if len(made) < len(urls):
        raise RuntimeError("five codes in a row are taken; 62^7 of them cannot be")
    return made
