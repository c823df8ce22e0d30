"""How a transcript is written: prose, settings that differ, people, then what happens, line by line.

A line that begins with two spaces belongs to the one before it; ``#`` begins a remark. README.md lists the lines.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flows.channels import CHANNELS

HERE = Path(__file__).parent
USUAL = HERE / "usual.toml"
SOUVENIRS = HERE / "souvenirs.toml"
SOURCED = "sells souvenirs"
PROVIDERS = ("twilio", "telegram", "shopify", "razorpay", "stripe", "proposer")

_ZONES = {
    "UTC": "UTC",
    "EST": "America/New_York", "EDT": "America/New_York",
    "CST": "America/Chicago", "CDT": "America/Chicago",
    "MST": "America/Denver", "MDT": "America/Denver",
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
    "HST": "Pacific/Honolulu",
    "IST": "Asia/Kolkata",
}  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOMENT = re.compile(rf"({'|'.join(_DAYS)})(?: (\d{{4}}-\d\d-\d\d))? (\d\d:\d\d) ({'|'.join(_ZONES)})")
_STRETCH = re.compile(r"(\d+)([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Misprint(Exception):
    """The file says something that cannot be played; the message tells where."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happens, is said or is expected; ``more`` are the indented lines under it."""

    number: int
    text: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the story; ``ways`` are their addresses by channel, the first one being where they usually write."""

    name: str
    full: str
    ways: Mapping[str, str]
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Script:
    """A transcript as it was read. ``start`` is its first moment; ``lines`` is what comes after."""

    title: str
    business: str
    providers: frozenset[str]
    people: Mapping[str, Person]
    start: datetime
    lines: tuple[Line, ...]
    workers: int = 1
    told_twice: bool = False
    options: frozenset[str] = field(default=frozenset())


_CAST = (
    "dana: Dana Peters, sms +1 314 555 0142, region MO",
    "asha: Asha Rao, telegram 9001",
)
_SHOPKEEPERS = (  # of souvenirs.toml, and their customer
    "connaught: Ravi, whatsapp +91 98000 00001",
    "karol: Meena, whatsapp +91 98000 00002",
    "hauz: Salim, telegram 7003",
    "noor: Noor Khan, whatsapp +91 98000 00009",
)


def read(path: Path) -> Script:
    """A transcript file. Raises Misprint."""
    title, *lines = _lines(path.read_text(encoding="utf-8"))
    settings: list[str] = []
    people = [*_CAST]
    words: set[str] = set()
    for at, line in enumerate(lines):
        if _MOMENT.fullmatch(line.text):
            return _script(title, settings, people, words, lines[at:])
        if line.text == "settings":
            settings += line.more
        elif line.text == "people":
            people += line.more
        elif re.match(r"(provider|workers|told|twilio|sells) ", line.text):
            words.add(line.text)
            people += _SHOPKEEPERS if line.text == SOURCED else ()
    raise Misprint(f"{path.name}: no moment begins it, like Mon 2026-03-02 09:30 CST")


def _script(title: Line, settings: list[str], people: list[str], words: set[str], lines: list[Line]) -> Script:
    workers = next((int(word.split()[1]) for word in words if word.startswith("workers ")), 1)
    named = frozenset(word.removeprefix("provider ") for word in words if word.startswith("provider "))
    if named - set(PROVIDERS):
        raise Misprint(f"there is no stand-in for {', '.join(sorted(named - set(PROVIDERS)))}")
    return Script(
        title=title.text,
        business="\n".join(settings),
        providers=named,
        people={person.name: person for person in map(_person, people)},
        start=moment(lines[0].text, None),
        lines=tuple(lines[1:]),
        workers=workers,
        told_twice="told twice" in words,
        options=frozenset(words),
    )


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    blank = 0
    for number, raw in enumerate(text.splitlines(), start=1):
        if raw.startswith("  ") and found:
            last = found[-1]
            found[-1] = Line(last.number, last.text, (*last.more, *[""] * blank, raw[2:].rstrip()))
        elif raw.strip() and not raw.startswith("#"):
            found.append(Line(number, raw.strip()))
        blank = 0 if raw.strip() else blank + 1
    return found


def _person(text: str) -> Person:
    name, _, said = text.partition(":")
    full, *facts = (part.strip() for part in said.split(","))
    known = dict(fact.split(" ", 1) for fact in facts)
    ways = {channel: known.pop(channel).replace(" ", "") for channel in list(known) if channel in CHANNELS}
    return Person(name.strip(), full, ways, known)


def is_moment(text: str) -> bool:
    """Whether a line is a time: ``Mon 2026-03-02 09:30 CST``, ``Tue 08:00 EST``, ``+30m``."""
    return bool(_MOMENT.fullmatch(text) or re.fullmatch(r"\+(\d+[smhd])+", text))


def moment(text: str, now: datetime | None) -> datetime:
    """The moment a line names: with its date, as the next such weekday and hour after ``now``, or ``+30m``."""
    if text.startswith("+") and now is not None:
        return now + stretch(text[1:])
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise Misprint(f"{text!r} is no moment")
    day, date, hour, zone = found.groups()
    there = ZoneInfo(_ZONES[zone])
    at = datetime.fromisoformat(f"{date}T{hour}").replace(tzinfo=there) if date else _next(now, day, hour, there)
    if (_DAYS[at.weekday()], at.tzname()) != (day, zone):
        at = at.replace(fold=1)
    if (_DAYS[at.weekday()], at.tzname()) != (day, zone):
        raise Misprint(f"{text!r} is a {_DAYS[at.weekday()]}, and the clocks there show {at.tzname()}")
    return at.astimezone(ZoneInfo("UTC"))


def _next(now: datetime | None, day: str, hour: str, there: ZoneInfo) -> datetime:
    if now is None:
        raise Misprint(f"{day} {hour} needs a date")
    begins = now.astimezone(there)
    clock = datetime.fromisoformat(f"2000-01-01T{hour}").time()
    for ahead in range(8):
        at = datetime.combine(begins.date() + timedelta(days=ahead), clock, there)
        if _DAYS[at.weekday()] == day and at >= begins:
            return at
    raise Misprint(f"no {day} {hour} comes")


def stretch(text: str) -> timedelta:
    """``30m``, ``1d2h``."""
    parts = {_UNITS[unit]: int(many) for many, unit in _STRETCH.findall(text)}
    return timedelta(**parts)


def business_file(settings: Sequence[str], senders: Mapping[str, Mapping[str, Any]], *, sourced: bool = False) -> str:
    """The usual business as the text of a business file: with real ``senders`` (``channels``, ``stores``, ``payments``)
    in the place of simulated ones, and a transcript's settings over all of it; ``sourced`` sells what shops have."""
    whole = deepcopy(_business(sourced))
    registered = whole["channels"]["sms"]["dlt"]
    for section, found in senders.items():
        whole[section] = _without({**whole.get(section, {}), **found})
    if "sms" in whole["channels"]:
        whole["channels"]["sms"] = {**whole["channels"]["sms"], "dlt": registered}
    for part in settings:
        whole = _over(whole, tomllib.loads(part))
    return toml(whole)


@cache
def _business(sourced: bool) -> dict[str, Any]:
    """Read once: every play has it."""
    usual = tomllib.loads(USUAL.read_text(encoding="utf-8"))
    return _over(usual, tomllib.loads(SOUVENIRS.read_text(encoding="utf-8"))) if sourced else usual


def _over(under: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    """One table over another; what is "none" is taken out."""
    whole = dict(under)
    for key, value in part.items():
        both = isinstance(value, dict) and isinstance(whole.get(key), dict)
        whole[key] = _over(whole[key], value) if both else value
    return _without(whole)


def _without(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value != "none"}


def toml(table: Mapping[str, Any]) -> str:
    """A table as TOML, each of its entries on a line."""
    return "".join(f"{json.dumps(key)} = {_value(value)}\n" for key, value in table.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(k)} = {_value(v)}' for k, v in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False)
