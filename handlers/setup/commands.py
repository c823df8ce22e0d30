"""/settings, /texts, /text, /delay, /discount, /hours, /distance and /staff: a business changed by its owner in chat.

The latest of these changes is what /undo takes back of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from flows.actor import Actor
from flows.phrase import At, Lines, Ours, Text, phrase, tap
from handlers import slash
from handlers.actions.action import Origin, Preview
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.asking import not_read
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.errands import set_elsewhere
from handlers.admins.hearing import in_other_words
from handlers.admins.obeying import obey
from handlers.conversation.undoing import LastDeed, Undoing
from handlers.example_values import names_of_texts
from handlers.own_codes import reading as own_codes
from handlers.own_codes.commands import OWN_CODES
from handlers.replies import errand_words as about
from handlers.replies.errands import Errand
from handlers.replies.hours import read_span
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.setup import arguments, bounds, hiring, people
from handlers.setup.choosing import OTHERS, Choose, Chosen, TakeBack, choose, take_back, would_choose, would_take_back
from handlers.setup.several import ChooseSeveral, choose_several, would_choose_several
from handlers.setup.team import TEAM
from handlers.setup.words import setting, shown
from handlers.turn import Turn
from storage.access import Member
from storage.chosen import Choices

OWNER = frozenset({"owner"})
TOPIC = "settings"
_REMINDERS = frozenset({"reminder", "reminders", "recordatorio", "recordatorios", "रिमाइंडर"})
_OF_DELAYS = _REMINDERS | frozenset(
    {"set", "the", "to", "at", "after", "cart", "a", "los", "pon", "karo", "par", "and"}
)
_RECOVERY_OFF = re.compile(
    r"(?:please )?(?:(?:turn|switch) off|disable|desactiva(?:r)?|apaga(?:r)?|band karo) (?:the |la )?(?:cart )?"
    r"(?:recovery|recuperaci[oó]n)|(?:cart )?recovery (?:off|band karo)",
    re.IGNORECASE,
)
_UNDO = (("/undo", phrase("undo_label")),)
_LISTED = read_sets("setting_up")
_SENT, _ONLY = _LISTED["sent"], _LISTED["only"]
_QUIET = frozenset({"quiet", "silent", "silenciosas", "silencio", "shaant", "शांत"})
_BESIDE = frozenset({"the", "my", "our", "of", "in", "a", "el", "la", "le", "los"})


async def _settings(asked: Asked) -> Text | Reply:
    """What can be changed and how it stands; "change the discount to 15%" is given on to the command of the word."""
    if _RECOVERY_OFF.fullmatch(asked.text.strip()):
        return Lines((phrase("stop_of_a_part"), phrase("stop_is_by_pause")))
    said = [word for word in asked.arguments if word.casefold() not in _BESIDE]
    heard = in_other_words(asked.turn.tools.conversations.commands, asked.rest)
    if heard is not None and heard.name in _NAMED:
        meant = _NAMED[heard.name]
        return await obey(meant, replace(asked, arguments=heard.arguments, command=meant.name, heard=True))
    if (spelled := _spelled(asked, said)) is not None:
        return await obey(spelled, replace(asked, arguments=tuple(said[1:]), command=spelled.name))
    for at, word in enumerate(said):
        inner = _NAMED.get(word.casefold().rstrip("s") if word.casefold() != "hours" else "hours")
        if inner is not None:
            rest = tuple(said[:at] + said[at + 1 :])
            return await obey(inner, replace(asked, arguments=rest, command=inner.name))
    if not said:
        return await _overview(asked)
    elsewhere = await set_elsewhere(asked)
    number = about.an_order(asked.rest)  # "1027 change to 1 cap" is about an order, and no setting
    shows = tap("order", number) if number is not None else Ours("/settings")
    return elsewhere or not_read(said, shows, loose=asked.is_loose)


def _spelled(asked: Asked, said: Sequence[str]) -> Command | None:
    """The command for a word behind /settings that is called otherwise; a "cap" in a sentence may be one for heads."""
    if asked.is_loose or not said:
        return None
    word = said[0].casefold()
    return asked.turn.tools.conversations.commands.named.get("digest") if word == "digest" else _CALLED.get(word)


def _says_hours(text: str) -> Sequence[str] | None:
    """The hours in "messages only between 10am and 8pm"; None for a text that does not say both."""
    span, said = read_span(text.replace(" and ", " to ").replace(" y ", " a ").replace(" aur ", " to ")), words(text)
    within = span.within_a_day if span is not None else None
    if span is not None and _QUIET.intersection(said) and span.opens is not None and span.closes is not None:
        return None if "?" in text else (arguments.as_hours(span.closes, span.opens),)  # quiet is when nothing leaves
    meant = not _SENT.isdisjoint(said) and not _ONLY.isdisjoint(said)
    return (arguments.as_hours(*within),) if within is not None and meant and "?" not in text else None


def _says_discount(text: str) -> Sequence[str] | None:
    """The reminder and the percent in "give 15% on the third reminder", or a code that is to be made or ended; None
    for a text that says neither."""
    if (own := own_codes.heard(text)) is not None:
        return own
    percent = re.search(r"(?<![\d.,])(\d{1,2}) ?(?:%|percent|per cent|por ciento)", text.casefold())
    step = arguments.named_step(text)
    return None if percent is None or step is None else (step, f"{percent[1]}%")


def _says_delay(text: str) -> Sequence[str] | None:
    """The reminder and the time in "reminder 1 after 1 hour"; None where a text does not say both."""
    found, step = arguments.read_delay(words(text)), arguments.named_step(text)
    return None if found is None or found[0] is None or step is None or "%" in text else (step, found[0])


async def _untyped(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The time after which each reminder leaves; other settings a step of setting up reads, and typed behind the
    command they are none."""
    delays = arguments.read_delays(words)
    steps = len(asked.turn.business.recovery.steps)
    if delays is None:
        return not_read((SEVERAL.name,), Ours("/settings"), loose=asked.is_loose)
    if len(delays) != steps:
        return Reply(Lines((phrase("delays_of_steps", steps=steps), *_rows(asked.turn))), asks=())
    return Found(tuple(Choose(arguments.AFTER.format(at), one) for at, one in enumerate(delays, 1)))


def _rows(turn: Turn) -> list[Text]:
    """The reminders, a line each."""
    return [arguments.row(turn, at) for at in range(1, len(turn.business.recovery.steps) + 1)]


def _says_delays(text: str) -> Sequence[str] | None:
    """Some times behind reminders: "set reminder 1h 24h 48h"; nothing where recovery is to end, which no setting does;
    None for a text that says anything else."""
    if _RECOVERY_OFF.fullmatch(text.strip()):
        return ()
    said = words(text)
    rest = [word for word in said if word not in _OF_DELAYS]
    named = not _REMINDERS.isdisjoint(said) and "?" not in text
    return (SEVERAL.name, *rest) if named and len(rest) > 1 and arguments.read_delays(rest) else None


async def _overview(asked: Asked) -> Text:
    taps = Ours("/texts · /delay · /discount · /hours · /limit · /distance · /holdout · /staff · /setup · /undo")
    standing = (*_rows(asked.turn), arguments.hours_now(asked.turn), *_bounds(asked))
    return Lines((*standing, phrase("next", command=taps)))


def _bounds(asked: Asked) -> list[Text]:
    """How much one person gets, who is left alone, when the member's digest comes, and where the business's day is."""
    business, at = asked.turn.business, asked.member.digest_at
    return [
        *bounds.caps_now(asked.turn),
        bounds.distance_now(asked.turn),
        bounds.holdout_now(asked.turn),
        phrase("settings_digest", **({"at": Ours(f"{at:%H:%M}")} if at is not None else {})),
        phrase("zone_is", zone=Ours(business.timezone), at=At(asked.turn.now)),
    ]


async def _texts(asked: Asked) -> Text:
    """The texts, those of reminders first, each to tap; what the business worded itself says so."""
    own = asked.turn.business.texts
    names = list(names_of_texts())
    served = {one.name for one in await asked.turn.tools.conversations.served(asked.turn)}
    library = asked.turn.tools.library
    names = [name for name in names if library.message(name).part in served]
    names.sort(key=lambda name: library.message(name).part != "recovery")
    rows = [
        phrase("text_row", command=Ours(f"/text_{name}"), **({"own": True} if name in own else {})) for name in names
    ]
    return Lines((phrase("texts_head"), *rows))


def _said(one: Chosen) -> Reply:
    """What holds now, and the file's word where that is another."""
    return _several_said((one,))


def _several_said(done: Sequence[Chosen]) -> Reply:
    lines: list[Text] = []
    for one in done:
        setting_, before = setting(one.path), shown(one.path, one.previous)
        lines.append(phrase("choice_done", setting=setting_, value=shown(one.path, one.value), before=before))
        if one.file not in {None, one.value}:
            lines.append(phrase("choice_file", file=shown(one.path, one.file)))
    lines += _next_step(goes_on=done[-1].goes_on)
    return Reply(Lines(tuple(lines)), _UNDO)


def _next_step(*, goes_on: bool) -> list[Text]:
    """Where an owner who is setting up goes on, once a step was done by its own command."""
    return [phrase("next", command=Ours("/setup"))] if goes_on else []


def _taken_back(one: Chosen) -> Text:
    values = {"setting": setting(one.path), "value": shown(one.path, one.value)}
    return Lines((phrase("choice_taken_back", **values), phrase("next", command=Ours("/settings"))))


def _staff_said(one: people.StaffChanged) -> Reply:
    if one.role is None:
        return Reply(Lines((phrase("staff_left", name=one.name), *_next_step(goes_on=one.goes_on))), _UNDO)
    lines: list[Text] = [phrase("staff_is", name=one.name, role=phrase(f"role_{one.role}"))]
    if one.link is not None:
        how = "staff_writes" if slash.command(one.link) is not None else "staff_link"
        lines += [phrase(how, name=one.name, days=one.days), Ours(one.link)]
    lines += _next_step(goes_on=one.goes_on)
    return Reply(Lines(tuple(lines)), _UNDO)


_REMOVES = re.compile(r"(?:please )?(?:remove|fire|kick out|quita|quitar|saca|hatao|nikalo)\s+(?P<name>\D{2,60})", re.I)


async def _leaves(turn: Turn, text: str) -> str | None:
    """Who is to leave the staff, by the whole name of a member: "remove Ravi"."""
    found = _REMOVES.fullmatch(text.strip())
    names = {one.name.casefold() for one in await turn.unit.access.members()} if found is not None else set()
    return f"remove {found['name']}" if found is not None and found["name"].casefold() in names else None


async def _last(turn: Turn, member: Member, whose: Actor | None, but: Collection[UUID]) -> LastDeed | None:
    """The latest change that holds, where an owner asks: of any other member nobody takes settings back."""
    last = await turn.unit.of(Choices).last(whose, OTHERS, but) if member.role in OWNER else None
    return None if last is None else LastDeed(last.id, last.actor, last.chosen_at)


async def _would_take_back(turn: Turn, choice: UUID) -> Preview:
    return await would_take_back(turn, TakeBack(choice))


async def _take_back(turn: Turn, origin: Origin, choice: UUID) -> Text:
    return _taken_back(await take_back(turn, origin, TakeBack(choice)))


UNDOES = Undoing(name="setup", last=_last, preview=_would_take_back, does=_take_back)
TEXT = Command(
    name="text", helps=False, arguments=arguments.TEXT, takes=Choose, preview=would_choose, does=choose, says=_said,
    roles=OWNER, topic=TOPIC, hears=arguments.given_text,
)  # fmt: skip
DELAY = Command(
    name="delay", aliases=("delays",), arguments=arguments.of_step(arguments.AFTER, arguments.read_delay),
    takes=Choose, preview=would_choose, does=choose, says=_said, roles=OWNER, topic=TOPIC, hears=_says_delay,
)  # fmt: skip
DISCOUNT = Command(
    name="discount", aliases=("discounts",), arguments=arguments.of_step(arguments.DISCOUNT, arguments.read_percent),
    takes=Choose, preview=would_choose, does=choose, says=_said, roles=OWNER, topic=TOPIC, hears=_says_discount,
    suggests={Errand.DISCOUNT: about.unread}, within=OWN_CODES,
)  # fmt: skip
HOURS = Command(
    name="hours", arguments=arguments.HOURS_ARGUMENTS, takes=Choose, preview=would_choose, does=choose, says=_said,
    roles=OWNER, topic=TOPIC, suggests={Errand.HOURS: about.unread}, hears=_says_hours,
)  # fmt: skip
STAFF = Command(
    name="staff", arguments=arguments.STAFF, takes=people.ChangeStaff,
    preview=people.would_change, does=people.change, says=_staff_said, roles=OWNER, topic=TOPIC,
    errands={Errand.TEAM: about.unless_changing}, hears=hiring.heard, answers=_leaves,
    near=("remove", "fire", "nikal", "hatao", "quita"),
)  # fmt: skip
SEVERAL = Command(
    name="several", arguments=(Argument("choices", "", _untyped),), takes=ChooseSeveral,
    preview=would_choose_several, does=choose_several, says=_several_said,
    roles=OWNER,
)  # fmt: skip
"""What a step of setting up is told in one line; nobody types it."""
TEXTS = Command(name="texts", run=_texts, reads=0, roles=OWNER, topic=TOPIC)
SETTINGS = Command(
    name="settings",
    aliases=("change the", "change", "set the", "timezone", "time zone", "zona horaria"),
    run=_settings,
    roles=OWNER,
    topic=TOPIC,
    errands={Errand.REMINDERS: about.nothing},
    within=(SEVERAL,),
    hears=_says_delays,
)
HOLDOUT = Command(
    name="holdout", arguments=bounds.HOLDOUT_ARGUMENTS, takes=Choose, preview=would_choose, does=choose, says=_said,
    roles=OWNER, topic=TOPIC,
)  # fmt: skip
CAP = Command(
    name="limit", aliases=("limits",), arguments=bounds.CAP_ARGUMENTS, takes=Choose, preview=would_choose, does=choose,
    says=_said, roles=OWNER, topic=TOPIC,
)  # fmt: skip
DISTANCE = Command(
    name="distance", arguments=bounds.DISTANCE_ARGUMENTS, takes=Choose, preview=would_choose, does=choose, says=_said,
    roles=OWNER, topic=TOPIC,
)  # fmt: skip
_NAMED = {one.name: one for one in (TEXT, DELAY, DISCOUNT, HOURS, HOLDOUT, CAP, DISTANCE)}
_CALLED = {"cap": CAP, "caps": CAP, "step": DELAY, "steps": DELAY, "reminder": DELAY, "reminders": DELAY}
COMMANDS = (SETTINGS, TEXTS, TEXT, DELAY, DISCOUNT, HOURS, HOLDOUT, CAP, DISTANCE, STAFF, TEAM)
