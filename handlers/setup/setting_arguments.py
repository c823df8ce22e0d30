"""The arguments of the settings' commands: a reminder with a figure, an amount and a frequency, a member's role."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from flows.business import Discount
from flows.channels import PROVEN
from flows.phrase import Lines, Ours, Text, phrase
from handlers.business_file.chat_settings import CAPS, DISTANCE, HOLDOUT
from handlers.business_file.step_discounts import spell_discount
from handlers.engine.turn import Turn
from handlers.offers.offer_terms import NOTHING_TOLD, take_terms
from handlers.offers.written_amounts import name_discount
from handlers.own_codes.commands import list_codes
from handlers.replies.hour_spans import read_span
from handlers.replies.typed_commands import says_none
from handlers.setup.setting_words import describe_length, say_value
from handlers.staff_chat.argument_questions import quote_unread
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing, make_fixed_argument
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from templates.message_values import one_line

AFTER, DISCOUNT, HOURS = "recovery.steps[{}].after", "recovery.steps[{}].discount", "policy.hours"
_DURATION = re.compile(r"(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3})\s?%?")
_CAP = re.compile(r"(\d{1,4})\s*(?:/|per|in)?\s*(\S.*)", re.IGNORECASE)
_NAMED = {"day": "1d", "week": "7d", "month": "30d"}
_WEEK = 7  # days
_ROLES = ("owner", "manager", "agent")


def make_step_arguments(path: str, read: Callable[[str, str], str | None]) -> tuple[Argument, ...]:
    """Make the arguments for the number of a reminder and a figure: "2 36h". ``read`` gets the words and the shop's
    currency."""

    async def which(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        if not words:
            return Missing()
        step = words[0].strip(":,.#")
        value = read(" ".join(words[1:]), asked.turn.business.currency)
        if value is None or not (step.isascii() and step.isdigit() and len(step) < 3):
            return Reply(await _describe_current(asked, path, words), asks=(), understood=not asked.is_loose)
        return FoundArgument(path.format(int(step)), (), None if says_none(value) or not value.strip("0mhd") else value)

    async def ask(asked: IssuedCommand, _known: Known) -> Reply:
        return Reply(await _describe_current(asked, path, ()), asks=())

    async def value(_asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        return FoundArgument(known["path"], words)

    example = "3 15" if path == DISCOUNT else "2 36h"
    return Argument("path", example, which, ask), Argument("value", "", value)


async def _describe_current(asked: IssuedCommand, path: str, words: Sequence[str]) -> Text:
    """Describe the present reminders, and how to change one; words that were not recognised come first."""
    rows = [describe_reminder(asked.turn, at) for at in range(1, len(asked.turn.business.recovery.steps) + 1)]
    example = "/discount 3 15" if path == DISCOUNT else "/delay 2 36h"
    return Lines(
        (*_explain_unread(words, path), *rows, phrase("example", command=Ours(example)), *await _codes(asked, path))
    )


def _explain_unread(words: Sequence[str], path: str) -> list[Text]:
    """Explain the words that were not recognised: "45" may be minutes, hours or days."""
    if not words:
        return []
    bare = path == AFTER and len(words) > 1 and words[-1].isdigit() and int(words[-1]) > 0
    units = Ours(" · ".join(f"{words[-1]}{unit}" for unit in "mhd")) if bare else ""
    return [phrase("figure_unread", unread=quote_unread(words[1:] or words), **({"units": units} if bare else {}))]


async def _codes(asked: IssuedCommand, path: str) -> list[Text]:
    """List the shop's own codes below the discounts of reminders; empty for other settings."""
    if path != DISCOUNT:
        return []
    return [*await list_codes(asked.turn), phrase("more", command=Ours("/codes"))]


def describe_reminder(turn: Turn, number: int) -> Text:
    """Describe one reminder: its delay, its discount, and the highest discount that a cart or a customer may get."""
    step = turn.business.recovery.steps[number - 1]
    gives = {"discount": name_discount(step.discount)} if step.discount else {}
    if step.discount and step.discount.most > step.discount.base:
        gives["most"] = say_value(DISCOUNT, str(step.discount.most))
    return phrase("setting_step", step=number, after=describe_length(step.after), **gives)


def read_percent(said: str) -> str | None:
    """Parse a discount in percent, or a word such as "none"; None if it is neither."""
    found = _PERCENT.fullmatch(said.strip())
    return found[1] if found else said if says_none(said) else None


def read_discount(said: str, currency: str) -> str | None:
    """Parse a discount as ``read_percent`` does, or "15% off", "$5", "5 dollars off", "free shipping"."""
    percent = read_percent(said.removesuffix(" off"))
    for words in (said, f"{said} off") if percent is None else ():
        try:
            told, left = take_terms(words, currency)
        except ValueError:
            return None
        if told.offer is not None and not left.strip() and replace(told, offer=None, said="") == NOTHING_TOLD:
            return spell_discount(Discount(told.offer.percent or 0, amount=told.offer.amount))
    return percent


def read_delay(said: str, _currency: str = "") -> str | None:
    """Parse a length of time: "36h", "36 hours", "2 days", "1 week", "day"."""
    found = _DURATION.fullmatch(said.strip())
    if found is None:
        return _NAMED.get(said.strip().casefold())
    unit = found[2][0].lower()
    return f"{int(found[1]) * _WEEK}d" if unit == "w" else f"{int(found[1])}{unit}"


async def _hours(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    if not words:
        return Missing()
    if len(words) == 1 and says_none(words[0]):
        return FoundArgument(None)
    found = read_span(" ".join(words))
    if found is None or found.opens is None or found.closes is None:
        return Reply(_explain_unread_hours(asked, found.written if found else quote_unread(words)), understood=False)
    return FoundArgument(format_hours(found.opens, found.closes), tuple(found.rest.split()))


def format_hours(opens: int, closes: int) -> str:
    """Format hours of a day, given in minutes, as in a business file."""
    return f"{_clock(opens)}-{_clock(closes)}"


def _clock(minute: int) -> str:
    return "{:02}:{:02}".format(*divmod(minute, 60))


def _explain_unread_hours(asked: IssuedCommand, said: str) -> Text:
    wrong = phrase("hours_unread", unread=said)
    return Lines((wrong, describe_hours(asked.turn), phrase("example", command=Ours("/hours 9:00-20:00"))))


def describe_hours(turn: Turn) -> Text:
    """Describe the business's hours for reminders and offers."""
    hours = turn.business.policy.hours
    return phrase("hours_now", **({"hours": str(hours)} if hours else {}))


async def _ask_hours(asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(Lines((describe_hours(asked.turn), phrase("example", command=Ours("/hours 9:00-20:00")))), asks=())


HOURS_ARGUMENTS = (make_fixed_argument("path", HOURS), Argument("value", "9:00-20:00", _hours, _ask_hours))


def _make_bound(
    read: Callable[[str], FoundArgument | None], example: str, now: Callable[[Turn], Sequence[Text]]
) -> Argument:
    """Make the argument for a limit, which ``read`` parses. If it is missing, the answer shows the present state
    (``now``), and the words that were not recognised."""

    def show_state(asked: IssuedCommand, words: Sequence[str]) -> Reply:
        odd = [phrase("figure_unread", unread=quote_unread(words))] if words else []
        shown_ = Lines((*odd, *now(asked.turn), phrase("example", command=Ours(example))))
        return Reply(shown_, asks=(), understood=not (words and asked.is_loose))

    async def value(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        return (read(" ".join(words)) or show_state(asked, words)) if words else Missing()

    async def ask(asked: IssuedCommand, _known: Known) -> Reply:
        return show_state(asked, ())

    return Argument("value", example.partition(" ")[2], value, ask)


def _share(said: str) -> FoundArgument | None:
    """Parse a percentage; a word such as "none" is 0."""
    percent = read_percent(said)
    if percent is None:
        return None
    share = 0.0 if says_none(percent) else int(percent) / 100
    return FoundArgument(f"{share:g}" if share else None)


def _cap(said: str) -> FoundArgument | None:
    """Parse a count and a length of time: "3 7d", "2 per week", "4 in 30 days"."""
    found = _CAP.fullmatch(said)
    per = read_delay(found[2]) if found else None
    return None if found is None or per is None else FoundArgument(f"{int(found[1])}/{per}")


def _gap(said: str) -> FoundArgument | None:
    """Parse a length of time, or a word such as "none": "1 day", "36h", "off", "0"."""
    if said == "0" or says_none(said):
        return FoundArgument("0")
    per = read_delay(said)
    return None if per is None else FoundArgument(per if per[:-1].strip("0") else "0")


def describe_caps(turn: Turn) -> list[Text]:
    """Format the caps per person."""
    caps = turn.business.policy.marketing_caps
    return [phrase("settings_cap", many=one.count, per=describe_length(one.per)) for one in caps]


def describe_distance(turn: Turn) -> Text:
    """Describe the minimum time between the messages of two plans or campaigns to one person."""
    distance = turn.business.policy.marketing_distance
    return phrase("settings_distance", **({"per": describe_length(distance)} if distance else {}))


def holdout_now(turn: Turn) -> Text:
    """Describe the control group."""
    share = round(100 * turn.business.recovery.holdout)
    return phrase("settings_holdout", **({"share": share} if share else {}))


HOLDOUT_ARGUMENTS = (
    make_fixed_argument("path", HOLDOUT),
    _make_bound(_share, "/holdout 10", lambda turn: [holdout_now(turn)]),
)
CAP_ARGUMENTS = (make_fixed_argument("path", CAPS), _make_bound(_cap, "/limit 3 7d", describe_caps))
DISTANCE_ARGUMENTS = (
    make_fixed_argument("path", DISTANCE),
    _make_bound(_gap, "/distance 1 day", lambda turn: [describe_distance(turn)]),
)


async def _read_member(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse "add" or "remove" with a name, and a role and a chat after it: "add Ravi manager telegram"."""
    first = words[0].casefold() if words else ""
    if first not in {"add", "remove"}:
        return Missing() if not words else Reply((await _ask_whose(asked, {})).text, understood=not asked.is_loose)
    bare = [word.strip(":") for word in words[1:]]
    channel = next((word.casefold() for word in bare if word.casefold() in PROVEN), "")
    role = next((word.casefold() for word in bare if word.casefold() in _ROLES), "agent")
    name = one_line(" ".join(word for word in bare if word.casefold() not in {*_ROLES, *PROVEN}))
    if not name or len(name) > 60 or any(map(str.isdigit, name)):
        return Reply(phrase("staff_say_a_name"), asks=())
    known = {one.name.casefold(): one.name for one in await asked.turn.unit.access.members()}
    name = known.get(name.casefold(), name)
    return FoundArgument(name, (), (None if first == "remove" else role, channel))


async def _ask_whose(asked: IssuedCommand, _known: Known) -> Reply:
    members = sorted(await asked.turn.unit.access.members(), key=lambda one: one.name)
    rows = [_member(one.name, one.role, linked=one.contact is not None) for one in members]
    examples = Ours("/staff add Ravi manager telegram · /staff remove Ravi")
    return Reply(Lines((*rows, phrase("example", command=examples))), asks=())


def _member(name: str, role: str, *, linked: bool) -> Text:
    return phrase("staff_row", name=name, role=phrase(f"role_{role}"), **({} if linked else {"waits": True}))


def _part(at: int) -> Callable[[IssuedCommand, Known, tuple[str, ...]], Awaitable[FoundArgument | Missing | Reply]]:
    async def read(_asked: IssuedCommand, known: Known, _words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        return FoundArgument(known["name"][at])

    return read


STAFF = (
    Argument("name", "add NAME manager", _read_member, _ask_whose),
    Argument("role", "", _part(0)),
    Argument("channel", "", _part(1)),
)
