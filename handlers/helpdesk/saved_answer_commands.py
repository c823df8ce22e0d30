"""/answers: the saved answers to frequent questions; /answer shipping = …: write one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from flows.actor import Actor
from flows.phrase import Lines, Ours, Text, phrase, sentences, tap
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine import person_language
from handlers.engine.checked_fields import ANSWER_NAME, LONGEST_ANSWER, clean
from handlers.engine.turn import Turn
from handlers.helpdesk import question_topics
from handlers.helpdesk.helpdesk_undo import change
from handlers.staff_chat import argument_questions
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply
from storage.helpdesk.saved_answers import FiledAnswers, SavedAnswer, SavedAnswers
from templates.message_library import pick_locale
from templates.message_values import quote_line

_MOST, _SHORT = 12, 60  # answers of a list, and characters of one in it
_WRITTEN = re.compile(
    r"\W*answers?[\s_:]+(?P<name>[^\s=]+)(?:[\s_]+(?P<language>[\w-]{2,8}))?\s*=\s*(?P<text>.*)",
    re.DOTALL | re.IGNORECASE,
)
_LANGUAGES = {
    "en": "en", "english": "en", "es": "es", "spanish": "es", "espanol": "es", "hi": "hi", "hindi": "hi",
    "hi-latn": "hi-Latn", "hinglish": "hi-Latn",
}  # fmt: skip


class WhyNotSaved(StrEnum):
    """The reasons why an answer cannot be saved or changed."""

    UNKNOWN = "answer_unknown"


async def list_saved_answers(asked: IssuedCommand) -> Text | Reply:
    """List the saved answers, and the topics that have none."""
    known = await asked.turn.unit.of(SavedAnswers).all()
    rows = [_row(one) for one in known[:_MOST]]
    open_ = [
        name for name, topic in question_topics.load().items() if not any(one.name in topic.names for one in known)
    ]
    lacking = [phrase("answers_lacking", topics=", ".join(open_))] if open_ else []
    head = phrase("answers_head", many=len(known)) if known else phrase("answers_none")
    return Lines((head, *rows, *lacking, _example(open_[0] if open_ else "parking")), longest=LONGEST)


async def write(asked: IssuedCommand) -> Text | Reply:
    """Save an answer, or show one: "/answer shipping es = Enviamos en 2 días"."""
    found = _WRITTEN.match(asked.text)
    if found is None:
        return await _show(asked)
    if asked.member.role not in OWNERS:
        return phrase("only_owners_may", command=Ours("/answer"))
    name, locale = found["name"].casefold(), _locale(asked.turn, found["language"])
    text = clean(found["text"], LONGEST_ANSWER + 1).strip()
    if not ANSWER_NAME.fullmatch(name) or locale is None:
        return Lines((phrase("answer_how"), _example("shipping")))
    if not text:
        return Lines((phrase("answer_empty"), phrase("next", command=tap("answers_delete", name))))
    if len(text) > LONGEST_ANSWER:
        return phrase("answer_too_long", most=LONGEST_ANSWER, long=len(found["text"].strip()))
    saved = asked.turn.unit.of(SavedAnswers)
    if await saved.get(name) is None:
        name = question_topics.match_topic(name)
    before = await saved.get(name) or SavedAnswer(name)
    one = replace(before, texts={**before.texts, locale: text})
    await change(asked.turn, one, Actor.staff(asked.member.id))
    await _log(asked, "answer.saved")
    return _card(one, phrase("answer_saved", name=name, language=locale), *await _show_filed(asked, one, locale))


async def delete(asked: IssuedCommand) -> Text | Reply:
    """Delete a saved answer, so that it is no longer offered or sent."""
    one = await _find_answer(asked)
    if isinstance(one, Reply):
        return one
    by = Actor.staff(asked.member.id)
    await change(asked.turn, SavedAnswer(one.name), by)
    await _log(asked, "answer.deleted")
    return Lines((phrase("answer_deleted", name=one.name), _undo(one.name)))


async def ask_first(asked: IssuedCommand) -> Text | Reply:
    """Allow an answer only to be offered to the staff, no longer to be sent automatically."""
    one = await _find_answer(asked)
    if isinstance(one, Reply):
        return one
    by = Actor.staff(asked.member.id)
    await change(asked.turn, replace(one, allowed=False), by)
    await _log(asked, "answer.disallowed")
    return _card(replace(one, allowed=False), phrase("answer_disallowed", name=one.name))


async def undo(asked: IssuedCommand) -> Text | Reply:
    """Restore the answer before the last change; sending it automatically needs a new permission (/answers_allow)."""
    name = asked.arguments[0].casefold() if asked.arguments else ""
    saved = asked.turn.unit.of(SavedAnswers)
    before = await saved.find_before(name)
    if before is None:
        return await _explain_unknown(asked)
    before = replace(before, allowed=False)
    await change(asked.turn, before, Actor.staff(asked.member.id))
    await _log(asked, "answer.undone")
    if not before.texts:
        return Lines((phrase("answer_deleted", name=name), _undo(name)))
    return _card(before, phrase("answer_as_before", name=name))


@dataclass(frozen=True, slots=True)
class AllowAnswer:
    """A command to send the answer ``name`` automatically."""

    name: str


async def would_allow(turn: Turn, command: AllowAnswer) -> Preview:
    """Preview the texts that would be sent, and the questions that they would answer."""
    one = await _get(turn, command.name)
    example = " · ".join(_examples(one.name))
    texts = tuple(_text(locale, text) for locale, text in one.texts.items())
    head = phrase("answer_would_be_sent", name=one.name, examples=example)
    return Preview(Lines((head, *texts, phrase("answer_with_a_person"))), phrase("button_allow"))


async def allow(turn: Turn, origin: Origin, command: AllowAnswer) -> SavedAnswer:
    """Allow the answer to be sent automatically from now on."""
    one = replace(await _get(turn, command.name), allowed=True)
    await change(turn, one, origin.by)
    await turn.unit.access.log(origin.by, "answer.allowed", turn.now)
    return one


async def _get(turn: Turn, name: str) -> SavedAnswer:
    one = await turn.unit.of(SavedAnswers).get(name)
    if one is None:
        raise Refused(WhyNotSaved.UNKNOWN, {"name": name}, Ours("/answers"))
    return one


async def _name(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the name of a saved answer: the first word."""
    return FoundArgument(words[0].casefold(), words[1:]) if words else Missing()


async def _ask_name(asked: IssuedCommand, _known: Known) -> Reply:
    return await _explain_unknown(asked)


ANSWERS = Command(
    name="answers",
    run=list_saved_answers,
    reads=0,
    within=(
        Command(
            name="allow",
            arguments=(Argument("name", "shipping", _name, ask=_ask_name),),
            takes=AllowAnswer,
            preview=would_allow,
            does=allow,
            says=lambda one: _card(one, phrase("answer_allowed", name=one.name)),
            roles=OWNERS,
        ),
        Command(name="ask", run=ask_first, reads=1, roles=OWNERS),
        Command(name="delete", run=delete, reads=1, roles=OWNERS),
        Command(name="undo", run=undo, reads=1, roles=OWNERS),
    ),
    topic="questions",
)
ANSWER = Command(name="answer", usage="/answer shipping = We ship in 2 days", run=write, told=OWNERS, topic="questions")


async def _show(asked: IssuedCommand) -> Text | Reply:
    one = await _find_answer(asked)
    if isinstance(one, Reply):
        return one
    if asked.arguments[1:]:  # "/answer shipping We ship in 2 days"
        return Lines(
            (phrase("words_unread", unread=argument_questions.quote_unread(asked.arguments[1:])), _example(one.name))
        )
    return _card(one, phrase("answer_is", name=one.name))


async def _find_answer(asked: IssuedCommand) -> SavedAnswer | Reply:
    name = asked.arguments[0].casefold() if asked.arguments else ""
    one = await asked.turn.unit.of(SavedAnswers).get(name)
    return one or await _explain_unknown(asked)


async def _explain_unknown(asked: IssuedCommand) -> Reply:
    """Reply with the existing answers, and how to write one."""
    name = quote_line(asked.arguments[0], _SHORT) if asked.arguments else ""
    said = phrase("answer_unknown", name=name) if name else phrase("answer_how")
    return Reply(
        Lines((said, _example("shipping"), phrase("next", command=Ours("/answers")))), understood=not asked.is_loose
    )


async def _show_filed(asked: IssuedCommand, one: SavedAnswer, locale: str) -> list[Text]:
    """Show the business file's text, if it differs."""
    said = (await asked.turn.unit.of(FiledAnswers).all()).get((one.name, locale))
    return (
        [] if said in {None, one.texts[locale]} else [phrase("choice_file", file=Ours(f"“{quote_line(said, _SHORT)}”"))]
    )


def _row(one: SavedAnswer) -> Text:
    """Format "/answer_shipping “We ship in 2 days” (en, es), sent by itself"."""
    text, _ = one.text_in("en")
    line = phrase("answer_row", text=quote_line(text, _SHORT), languages=", ".join(one.texts), allowed=one.allowed)
    return sentences(tap("answer", one.name), line)


def _card(one: SavedAnswer, head: Text, *more: Text) -> Text:
    """Show an answer with all its texts, and the commands about it."""
    texts = tuple(_text(locale, text) for locale, text in one.texts.items())
    state = phrase("answer_goes_by_itself") if one.allowed else phrase("answer_is_offered")
    ways = ("ask" if one.allowed else "allow", "delete", "undo")
    taps = Lines(tuple(tap(f"answers_{way}", one.name) for way in ways), between=" ")
    return Lines((head, *texts, *more, state, taps), longest=LONGEST + LONGEST_ANSWER)


def _text(locale: str, text: str) -> Text:
    return Ours(f"{locale}: “{text}”")


def _undo(name: str) -> Text:
    return phrase("next", command=tap("answers_undo", name))


def _example(name: str) -> Text:
    return phrase("answer_example", name=name)


def _examples(name: str) -> tuple[str, ...]:
    """Return examples of questions that it answers automatically; none for a topic of the business's own."""
    found = next((topic for topic in question_topics.load().values() if name in topic.names), None)
    return tuple(" ".join(one) for one in found.asks[:3]) if found else ()


def _locale(turn: Turn, named: str | None) -> str | None:
    """Return the locale for a language name: the business's own if no name is given, None if the language is not
    supported."""
    if named is None:
        return pick_locale(turn.business.locale, person_language.WRITTEN, "en")
    return _LANGUAGES.get(named.casefold().replace("ñ", "n"))


async def _log(asked: IssuedCommand, what: str) -> None:
    await asked.turn.unit.access.log(Actor.staff(asked.member.id), what, asked.turn.now)
