"""/template: a text as it is sent, in a language and on a channel, with its origin and the languages that lack it.

It also lists the ready-made texts of campaigns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.actor import Actor
from flows.channels import CHANNELS
from flows.phrase import At, Lines, Ours, Shows, Text, join_first, phrase
from handlers.actions.action import Origin
from handlers.engine import person_language
from handlers.engine.example_values import choose_channel, list_text_names, load_values
from handlers.engine.turn import Turn
from handlers.replies.word_lists import read_sets
from handlers.staff_chat.argument_questions import quote_unread
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply
from storage.businesses.chosen_settings import Choices
from templates import formats
from templates.finished_message import MissingValue, TemplateRefused
from templates.message_values import shorten
from templates.phrases import LOCALES
from templates.standard_wordings import find_ready_name, get_ready_text, list_ready_names

_PREVIEW = 320  # characters of a text that is shown
_EXAMPLE_NAME = "Dana"
_CALLED = read_sets("languages")
_LONGEST_NAME = 4  # words


@dataclass(frozen=True, slots=True)
class TemplateAsked:
    """A request for a text by name, None for all; for a locale and a channel, None for the business's own."""

    locale: str | None = None
    channel: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateWording:
    """A text as it is sent, in a ``locale`` on a ``channel``, with its facts.

    ``own``: since when the business's own text applies, if chosen in chat; ``missing``: the languages that have no
    approved template, if others have one.
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


async def _locale(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    codes = {one.casefold(): one for one in LOCALES}
    for place, word in enumerate(words):
        bare = word.casefold()
        found = codes.get(bare) or next((one for one in LOCALES if bare in _CALLED[one]), None)
        if found is not None:
            return FoundArgument(found, (*words[:place], *words[place + 1 :]))
    return Missing()


async def _channel(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    for place, word in enumerate(words):
        if word.casefold() in CHANNELS:
            return FoundArgument(word.casefold(), (*words[:place], *words[place + 1 :]))
    return Missing()


async def _name(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    if not words:
        return Missing()
    texts = set(list_text_names())
    for many in range(min(len(words), _LONGEST_NAME), 0, -1):
        said = [word.casefold() for word in words[:many]]
        if (name := "_".join(said).replace("-", "_")) in texts:
            return FoundArgument(name, words[many:])
        if (known := find_ready_name(" ".join(said))) is not None:
            return FoundArgument(known, words[many:])
    unknown = phrase("template_unknown", name=quote_unread(words))
    return Reply(Lines((unknown, phrase("next", command=Ours("/template · /texts")))), understood=False)


async def show_wording(turn: Turn, origin: Origin, command: TemplateAsked) -> TemplateWording | None:
    """Return the requested text; None if none was named."""
    if command.name is None:
        return None
    locale = command.locale or await _read_by(turn, origin)
    channel = command.channel or choose_channel(turn.business)
    known = find_ready_name(command.name)
    if known is not None:
        return TemplateWording(known, locale, channel, get_ready_text(known, locale), is_ready=True)
    return await _load_message(turn, command, locale, channel)


async def _read_by(turn: Turn, origin: Origin) -> str:
    """Return the language of the reader; the business's own for a program."""
    if origin.contact is None:
        return turn.business.locale
    own = await person_language.get_staff_language(turn, origin.contact)
    return own or person_language.of(await turn.unit.people.get(origin.contact), turn.business)


async def _load_message(turn: Turn, command: TemplateAsked, locale: str, channel: str) -> TemplateWording:
    """Return a message of the library as the business sends it."""
    name = command.name or ""
    choice = await turn.unit.of(Choices).find_choice(f"texts.{name}")
    account = turn.business.channel(channel)
    approved = account.templates.get(name) if account is not None else None
    there = set(approved) if isinstance(approved, dict) else {turn.business.locale} if approved else set()
    missing = tuple(one for one in LOCALES if one not in there) if there else ()
    return TemplateWording(
        name, locale, channel, await _render_example(turn, name, locale, channel),
        is_own=name in turn.business.texts,
        own=None if choice is None else (choice.chosen_at, choice.actor),
        missing=missing, is_approved=bool(there),
    )  # fmt: skip


async def _render_example(turn: Turn, name: str, locale: str, channel: str) -> str:
    """Render the text with example values; if one has no example, return it with its placeholders."""
    values = {**await load_values(turn, name), "name": _EXAMPLE_NAME}
    library, override = turn.tools.library, turn.business.texts.get(name)
    try:
        return library.render(name, channel=channel, locale=locale, values=values, override=override).spell_buttons()
    except (MissingValue, TemplateRefused):
        message = library.message(name)
        return override or message.source(locale if locale in message.locales() else "en", channel)


def _describe_template(found: TemplateWording | None) -> Text:
    if found is None:
        taps = Lines(tuple(Ours(f"/template_{name.replace('-', '_')}") for name in list_ready_names()), " ")
        how = Ours("/template cart_reminder es · /template win-back hindi")
        return Lines((phrase("templates_ready", names=taps), phrase("templates_own"), phrase("example", command=how)))
    where = {"channel": formats.channel(found.channel), "locale": found.locale}
    head = phrase("template_head", name=found.name, **where)
    lines = _describe_ready(found) if found.is_ready else _describe_message(found)
    return Lines((head, Ours(shorten(found.text, _PREVIEW, "…")), *lines), longest=LONGEST)


def _describe_ready(found: TemplateWording) -> list[Text]:
    how = Ours(f"/campaign new {found.name} to vip friday 6pm: {found.name}")
    return [phrase("template_to_send", command=how)]


def _describe_message(found: TemplateWording) -> list[Text]:
    lines: list[Text] = [phrase("template_is_own" if found.is_own else "template_is_ours")]
    if found.own is not None:
        lines = [phrase("template_own_since", at=At(found.own[0], Shows.DAY))]
    if CHANNELS[found.channel].approves:
        if not found.is_approved:
            lines.append(phrase("template_not_approved", channel=formats.channel(found.channel)))
        elif found.missing:
            lines.append(phrase("template_not_in", locales=join_first([Ours(one) for one in found.missing])))
    return [*lines, phrase("template_versions", locales=join_first([Ours(one) for one in LOCALES]))]


TEMPLATE = Command(
    name="template",
    helps=False,
    aliases=("templates", "plantilla", "plantillas"),
    usage="/template win-back hindi",
    arguments=(Argument("locale", "", _locale), Argument("channel", "", _channel), Argument("name", "", _name)),
    takes=TemplateAsked,
    does=show_wording,
    says=_describe_template,
    roles=OWNERS,
    topic="campaigns",
)
