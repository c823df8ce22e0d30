"""/template: a text as it leaves, in a language and on a channel; whose words these are, and in which it is missing.

Ready words of campaigns are shown beside, and what an audience lacks for their places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flows.actor import Actor
from flows.campaigns.texts import places_of
from flows.channels import CHANNELS
from flows.phrase import At, Lines, Ours, Shows, Text, listed, phrase
from handlers import language
from handlers.actions.action import Origin
from handlers.admins.command import LONGEST, OWNERS, Command
from handlers.campaigns.texts import asked as templates_asked
from handlers.campaigns.texts.asked import AUDIENCE_OF, CHANNEL, LOCALE, NAME, TemplateAsked
from handlers.example_values import channel_of, values_of
from handlers.turn import Turn
from storage.audience.audiences import Selection
from storage.audience.lacking import Lacking, NamesOf
from storage.campaigns.items import BACK, CampaignItems
from storage.chosen import Choices
from templates import formats
from templates.phrases import LOCALES
from templates.ready_words import ready, ready_name, ready_names
from templates.rendered import MissingValue, TemplateRefused
from templates.values import shorten

_PREVIEW = 320  # characters of a text that is shown
_EXAMPLE_NAME = "Dana"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it leaves, in a ``locale`` on a ``channel``, with what is known of it.

    ``own`` since when the business's own words hold, where that was chosen in chat; ``missing`` the languages in which
    a template is not approved though others are; ``lacks`` how many of an audience have no name, and ``unawaited`` how
    many of it wait for nothing that is there again, None where no place of the text says that.
    """

    name: str
    locale: str
    channel: str
    text: str
    is_ready: bool = False
    is_own: bool = False
    own: tuple[datetime, Actor] | None = None
    missing: tuple[str, ...] = ()
    is_approved: bool = False
    lacks: NamesOf | None = None
    people: str = ""
    places: Mapping[str, bool] | None = None
    unawaited: int | None = None


async def worded(turn: Turn, origin: Origin, command: TemplateAsked) -> Wording | None:
    """The text that was asked for; None where none was named."""
    if command.name is None:
        return None
    locale = command.locale or await _read_by(turn, origin)
    channel = command.channel or channel_of(turn.business)
    lacks = await _lacks(turn, command)
    known = ready_name(command.name)
    if known is not None:
        words = ready(known, locale)
        one = Wording(known, locale, channel, words, True, lacks=lacks, people=command.people, places=places_of(words))
        return replace(one, unawaited=await _unawaited(turn, command, one))
    return await _message(turn, command, locale, channel)


async def _read_by(turn: Turn, origin: Origin) -> str:
    """The language in which whoever asks reads; the business's own of a program."""
    if origin.contact is None:
        return turn.business.locale
    own = await language.of_staff(turn, origin.contact)
    return own or language.of(await turn.unit.people.get(origin.contact), turn.business)


async def _lacks(turn: Turn, command: TemplateAsked) -> NamesOf | None:
    criteria = await templates_asked.criteria(turn, command.people) if command.people else None
    return None if criteria is None else await turn.unit.of(Lacking).names(Selection(criteria, turn.now, turn.zone))


async def _unawaited(turn: Turn, command: TemplateAsked, found: Wording) -> int | None:
    if found.lacks is None or BACK not in (found.places or {}):
        return None
    criteria = await templates_asked.criteria(turn, command.people)
    assert criteria is not None, "what they lack is known"
    return found.lacks.people - await turn.unit.of(CampaignItems).many_back(Selection(criteria, turn.now, turn.zone))


async def _message(turn: Turn, command: TemplateAsked, locale: str, channel: str) -> Wording:
    """A message of the library, as the business has it."""
    name = command.name or ""
    choice = await turn.unit.of(Choices).of(f"texts.{name}")
    account = turn.business.channel(channel)
    approved = account.templates.get(name) if account is not None else None
    there = set(approved) if isinstance(approved, dict) else {turn.business.locale} if approved else set()
    missing = tuple(one for one in LOCALES if one not in there) if there else ()
    return Wording(
        name, locale, channel, await _text(turn, name, locale, channel),
        is_own=name in turn.business.texts,
        own=None if choice is None else (choice.chosen_at, choice.actor),
        missing=missing, is_approved=bool(there),
    )  # fmt: skip


async def _text(turn: Turn, name: str, locale: str, channel: str) -> str:
    """The text with examples of its values; its words with places where one has no example."""
    values = {**await values_of(turn), "name": _EXAMPLE_NAME}
    library, override = turn.tools.library, turn.business.texts.get(name)
    try:
        return library.render(name, channel=channel, locale=locale, values=values, override=override).spelled()
    except (MissingValue, TemplateRefused):
        message = library.message(name)
        return override or message.source(locale if locale in message.locales() else "en", channel)


def _told(found: Wording | None) -> Text:
    if found is None:
        taps = Lines(tuple(Ours(f"/template_{name.replace('-', '_')}") for name in ready_names()), " ")
        how = Ours("/template cart_reminder es · /template win-back for vip")
        return Lines((phrase("templates_ready", names=taps), phrase("templates_own"), phrase("example", command=how)))
    where = {"channel": formats.channel(found.channel), "locale": found.locale}
    head = phrase("template_head", name=found.name, **where)
    lines = _of_ready(found) if found.is_ready else _of_message(found)
    return Lines((head, Ours(shorten(found.text, _PREVIEW, "…")), *lines), longest=LONGEST)


def _of_ready(found: Wording) -> list[Text]:
    lines: list[Text] = []
    if found.lacks is not None and found.places is not None:
        many = {"missing": found.lacks.nameless, "people": found.lacks.people, "whom": found.people}
        lines.append(phrase("template_lacks_names" if found.places.get("name") else "template_leaves_out", **many))
    if found.unawaited is not None and found.lacks is not None:
        lines.append(phrase("template_lacks_back", missing=found.unawaited, people=found.lacks.people))
    how = Ours(f"/campaign new {found.name} to vip friday 6pm: {found.name}")
    return [*lines, phrase("template_to_send", command=how)]


def _of_message(found: Wording) -> list[Text]:
    lines: list[Text] = [phrase("template_is_own" if found.is_own else "template_is_ours")]
    if found.own is not None:
        lines = [phrase("template_own_since", at=At(found.own[0], Shows.DAY))]
    if CHANNELS[found.channel].approves:
        if not found.is_approved:
            lines.append(phrase("template_not_approved", channel=formats.channel(found.channel)))
        elif found.missing:
            lines.append(phrase("template_not_in", locales=listed([Ours(one) for one in found.missing])))
    return [*lines, phrase("template_versions", locales=listed([Ours(one) for one in LOCALES]))]


TEMPLATE = Command(
    name="template",
    helps=False,
    aliases=("templates", "plantilla", "plantillas"),
    usage="/template win-back for vip",
    arguments=(AUDIENCE_OF, LOCALE, CHANNEL, NAME),
    takes=TemplateAsked,
    does=worded,
    says=_told,
    roles=OWNERS,
    topic="campaigns",
)
