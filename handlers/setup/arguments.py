"""What the commands of settings are told: which text with which words, which reminder with which figure, whose role."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence

from flows.channels import PROVEN
from flows.phrase import Lines, Ours, Text, phrase
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.asking import unread
from handlers.admins.command import Asked, Reply
from handlers.example_values import names_of_texts
from handlers.own_codes.commands import standing
from handlers.replies.commands import says_none
from handlers.replies.hours import read_span
from handlers.setup.previewing import filled_in, source
from handlers.setup.words import in_words, shown, simply
from handlers.turn import Turn
from templates.values import one_line

AFTER, DISCOUNT, HOURS = "recovery.steps[{}].after", "recovery.steps[{}].discount", "policy.hours"
_STEPS = {"first": 1, "second": 2, "third": 3, "1st": 1, "2nd": 2, "3rd": 3, "primero": 1, "pehla": 1, "doosra": 2}
_NUMBER_OF_A_CHAT = re.compile(r"[+@]?[\d-]{3,}")
_ZERO = frozenset({"0", "0%"})
_A_WORD = 20  # letters
_FIRST, _LAST = "cart_reminder", "cart_reminder_last"
_CALLED = {
    "first": _FIRST,
    "reminder": _FIRST,
    "1": _FIRST,
    "second": _FIRST,
    "last": _LAST,
    "third": _LAST,
    "3": _LAST,
    **dict.fromkeys(("primer", "primero", "pehla", "pehle", "पहला"), _FIRST),
    **dict.fromkeys(("ultimo", "último", "aakhri", "akhri", "आखिरी"), _LAST),
}
_BESIDE = frozenset({"the", "text", "of", "message", "reminder", "to", "for", "step", "is", "del", "de", "a", "ka"})
_DURATION = re.compile(
    r"(\d{1,4})\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?|horas?|dias?|ghante|din)\b", re.IGNORECASE
)
_PLAIN_VALUE = re.compile(r"(?<!\{)\{\s*(\w+)\s*\}(?!\})")
_ROLES = {"owner": "owner", "manager": "manager", "agent": "agent"}


async def _which_text(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    if not words:
        return Missing()
    known = set(names_of_texts())
    whole = words[0].casefold()
    for many in (1,) if "_" in whole and whole in known else range(min(len(words), 4), 0, -1):
        name = "_".join(word.casefold() for word in words[:many])
        if name in known:
            return Found(f"texts.{name}", words[many:], name)
    called = [word for word in words[:3] if word.casefold() not in _BESIDE]
    name = _CALLED.get(called[0].casefold(), "") if called else _FIRST if whole.strip(":") == "reminder" else ""
    if name:
        at = words.index(called[0]) + 1 if called else 1
        while at < len(words) and words[at].casefold().strip(":") in _BESIDE:
            at += 1
        return Found(f"texts.{name}", words[at:], name)
    text = Lines((phrase("text_unknown", unread=unread(words[:3])), phrase("next", command=Ours("/texts"))))
    return Reply(text, understood=False)


async def _ask_which_text(_asked: Asked, _known: Known) -> Reply:
    return Reply(phrase("text_which", command=Ours("/texts")), asks=())


async def _new_text(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """All that was written behind the name, with its lines; a value may stand in single braces, as in {brand}."""
    if not words:
        return Missing()
    if len(words) == 1 and words[0].casefold() in {"default", "original"}:
        return Found(None)
    if len(words) == 1 and " " not in words[0] and len(words[0]) <= _A_WORD:  # "1", "ok": said of something else
        return Missing()
    begins = re.escape(words[0].split()[0])
    found = re.search(rf"(?<!\S)[\"“]?({begins}.*)", asked.text.strip(), re.DOTALL)
    written = found[1] if found else " ".join(words)
    return Found(_PLAIN_VALUE.sub(r"{{ \1 }}", written.strip().strip('"“”')))


async def _ask_text(asked: Asked, known: Known) -> Reply:
    name = known["path"]
    values = await filled_in(asked.turn, name)
    now = simply(await source(asked.turn, name))
    lines: list[Text] = [phrase("text_now", text=name), Ours(now), phrase("text_say", values=Ours(values))]
    if name in asked.turn.business.texts:
        lines.append(phrase("text_default", command=Ours(f"/text {name} default")))
    return Reply(Lines(tuple(lines)), asks=("text", name))  # by its name alone: "for", "last" begin the new text


TEXT = (
    Argument("path", "cart_reminder", _which_text, _ask_which_text),
    Argument("value", "", _new_text, _ask_text, written=True),
)


def of_step(path: str, read: Callable[[Sequence[str]], tuple[str | None, list[str]] | None]) -> tuple[Argument, ...]:
    """A reminder and its figure: the figure is what ``read`` finds among the words, and leaves the others."""

    async def which(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
        found = read(words)
        step = _step(asked.turn, path, found[1] if found else words)
        if found is None or step is None:
            return Missing() if not words or found or step else Reply(await _now(asked, path), understood=False)
        return Found(path.format(step), _beside(found[1]), found[0])

    async def ask(asked: Asked, _known: Known) -> Reply:
        rows = await _now(asked, path)
        odd = [word for word in asked.arguments if not _is_of_a_step(word)] or _second_figure(asked.arguments)
        return Reply(Lines((_figure_unread(path, odd), rows)) if odd else rows, asks=())

    async def value(_asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
        return Found(known["path"], words)

    example = "3 15" if path == DISCOUNT else "2 36h"
    return Argument("path", example, which, ask), Argument("value", "", value)


def _figure_unread(path: str, odd: Sequence[str]) -> Text:
    """What was not read of a figure: "-5%" is no discount, and "45" is minutes, hours or days."""
    bare = odd[-1].isdigit() and int(odd[-1]) > 0 and path == AFTER
    units = Ours(" · ".join(f"{odd[-1]}{unit}" for unit in "mhd")) if bare else ""
    return phrase("figure_unread", unread=unread(odd), **({"units": units} if bare else {}))


def _second_figure(words: Sequence[str]) -> list[str]:
    """The figure behind that of the reminder: the "0" of "2 0"."""
    figures = [word for word in words if word.strip(":,.#").isdigit()]
    return figures[1:]


def _is_of_a_step(word: str) -> bool:
    """Whether a word names a reminder, or says nothing beside one; a figure of two digits names none."""
    bare = word.casefold().strip(":,.#")
    return bare in {*_STEPS, *_BESIDE, "last"} or (bare.isdigit() and len(bare) == 1)


def _step(turn: Turn, path: str, words: Sequence[str]) -> int | None:
    """The reminder that is named; of discounts, where none is, the only one that has any."""
    steps = turn.business.recovery.steps
    for word in words:
        bare = word.casefold().strip(":,.#")
        if bare == "last":
            return len(steps)
        if bare in _STEPS or (bare.isascii() and bare.isdigit() and len(bare) < 3):
            return _STEPS.get(bare) or int(bare)
    offering = [at for at, step in enumerate(steps, 1) if step.discount]
    return offering[0] if path == DISCOUNT and len(offering) == 1 else None


def _beside(words: Sequence[str]) -> tuple[str, ...]:
    """The words that name no reminder and say nothing about it: none of them where all is understood."""
    bare = [word.casefold().strip(":,.#") for word in words]
    known = {*_STEPS, *_BESIDE, *_ZERO, "last", "wait", "discount", "delay", "hours", "reminders", "after", "by", "y"}
    pairs = zip(words, bare, strict=True)
    return tuple(word for word, one in pairs if not (one in known or one.isdigit() or says_none(one)))


async def _now(asked: Asked, path: str) -> Text:
    """The reminders as they are now, and how one is changed."""
    rows = [row(asked.turn, at) for at in range(1, len(asked.turn.business.recovery.steps) + 1)]
    example = "/discount 3 15" if path == DISCOUNT else "/delay 2 36h"
    return Lines((*rows, phrase("example", command=Ours(example)), *await _codes(asked, path)))


async def _codes(asked: Asked, path: str) -> list[Text]:
    """Behind what reminders give, the shop's own codes."""
    if path != DISCOUNT:
        return []
    return [*await standing(asked.turn), phrase("more", command=Ours("/codes"))]


def row(turn: Turn, number: int) -> Text:
    """One reminder, with delay and discount."""
    step = turn.business.recovery.steps[number - 1]
    gives = {"discount": shown(DISCOUNT, str(step.discount.base))} if step.discount else {}
    return phrase("setting_step", step=number, after=in_words(step.after), **gives)


def read_percent(words: Sequence[str]) -> tuple[str | None, list[str]] | None:
    """The last figure is the discount in percent; "none" takes it out."""
    return _last(
        words, lambda word: None if _is_nothing(word) else word.rstrip("%"), lambda word: word.rstrip("%").isdigit()
    )


def read_delay(words: Sequence[str]) -> tuple[str | None, list[str]] | None:
    """A stretch of time as people write it: "36h", "36 hours", "2 days"."""
    said = " ".join(words)
    every = list(_DURATION.finditer(said))
    if not every:
        return None
    found = every[-1]
    unit = {"g": "h"}.get(found[2][0].lower(), found[2][0].lower())
    rest = f"{said[: found.start()]} {said[found.end() :]}".split()
    return f"{int(found[1])}{unit}", rest


def read_delays(words: Sequence[str]) -> list[str] | None:
    """Some times, each as it is typed: "1h", "24h", "2d"; None where a word is none."""
    found = [read_delay((word,)) for word in words]
    delays = [one[0] for one in found if one is not None and not one[1] and one[0] is not None]
    return delays if delays and len(delays) == len(words) else None


def _last(
    words: Sequence[str], value: Callable[[str], str | None], fits: Callable[[str], bool]
) -> tuple[str | None, list[str]] | None:
    for at in range(len(words) - 1, -1, -1):
        word = words[at].casefold().strip(":,")
        if _is_nothing(word) or fits(word):
            return value(word), [*words[:at], *words[at + 1 :]]
    return None


def _is_nothing(word: str) -> bool:
    return word in _ZERO or says_none(word)


async def _hours_path(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    return Found(HOURS, words)


async def _hours(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    if any(map(says_none, words)):
        return Found(None, _beside(words))
    found = read_span(" ".join(words))
    if not words:
        return Missing()
    if found is None or found.opens is None or found.closes is None:
        return Reply(_unread_hours(asked, found.written if found else unread(words)), understood=False)
    return Found(as_hours(found.opens, found.closes), _beside(found.rest.split()))


def as_hours(opens: int, closes: int) -> str:
    """Hours of a day from minute to minute, as a business file writes them."""
    return f"{_clock(opens)}-{_clock(closes)}"


def _clock(minute: int) -> str:
    return "{:02}:{:02}".format(*divmod(minute, 60))


def _unread_hours(asked: Asked, said: str) -> Text:
    wrong = phrase("hours_unread", unread=said)
    return Lines((wrong, hours_now(asked.turn), phrase("example", command=Ours("/hours 9:00-20:00"))))


def hours_now(turn: Turn) -> Text:
    """Between which hours the business lets reminders and offers leave."""
    hours = turn.business.policy.hours
    return phrase("hours_now", **({"hours": str(hours)} if hours else {}))


async def _ask_hours(asked: Asked, _known: Known) -> Reply:
    return Reply(Lines((hours_now(asked.turn), phrase("example", command=Ours("/hours 9:00-20:00")))), asks=())


HOURS_ARGUMENTS = (Argument("path", "", _hours_path), Argument("value", "9:00-20:00", _hours, _ask_hours))


async def _whose(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """A name behind "add" or "remove", with a role and a chat behind it."""
    first = words[0].casefold() if words else ""
    if first not in {"add", "remove", "invite", "new"}:
        return Missing() if not words else Reply((await _ask_whose(asked, {})).text, understood=not asked.is_loose)
    channel, rest = _chat(words[1:])
    role = next((_ROLES[word.casefold()] for word in reversed(rest) if word.casefold() in _ROLES), "agent")
    name = one_line(" ".join(word for word in rest if word.casefold() not in _ROLES))
    if not name or len(name) > 60 or sum(map(str.isdigit, name)) > 5:
        return Reply(phrase("staff_say_a_name"), asks=())
    known = {one.name.casefold(): one.name for one in await asked.turn.unit.access.members()}
    name = known.get(name.casefold(), name)
    return Found(name, (), (None if first == "remove" else role, channel))


def _chat(said: Sequence[str]) -> tuple[str, list[str]]:
    """The channel among some words, and the others without a number that stands with it, as in "telegram 9002": no part
    of a name is that, and the chat is the one in which the link is opened."""
    led = (word.partition(":") if word.casefold().partition(":")[0] in PROVEN else (word,) for word in said)
    spelled = [part for parts in led for part in parts if part.strip(":")]
    channel = next((word.casefold() for word in spelled if word.casefold() in PROVEN), "")
    rest = [word for word in spelled if word.casefold() not in PROVEN]
    return channel, [word for word in rest if not (channel and _NUMBER_OF_A_CHAT.fullmatch(word))]


async def _ask_whose(asked: Asked, _known: Known) -> Reply:
    members = sorted(await asked.turn.unit.access.members(), key=lambda one: one.name)
    rows = [_member(one.name, one.role, linked=one.contact is not None) for one in members]
    examples = Ours("/staff add Ravi manager telegram · /staff remove Ravi")
    return Reply(Lines((*rows, phrase("example", command=examples))), asks=())


def _member(name: str, role: str, *, linked: bool) -> Text:
    return phrase("staff_row", name=name, role=phrase(f"role_{role}"), **({} if linked else {"waits": True}))


def _part(at: int) -> Callable[[Asked, Known, tuple[str, ...]], Awaitable[Found | Missing | Reply]]:
    async def read(_asked: Asked, known: Known, _words: tuple[str, ...]) -> Found | Missing | Reply:
        return Found(known["name"][at])

    return read


STAFF = (
    Argument("name", "add NAME manager", _whose, _ask_whose),
    Argument("role", "", _part(0)),
    Argument("channel", "", _part(1)),
)
