"""The dated rules of law, carriers and platforms (`data/rules.csv`), and which of them apply at a place on a day."""

from __future__ import annotations

import hashlib
from calendar import day_name
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable

from flows.channels import CHANNELS, Medium
from flows.policy import policy_tables
from flows.policy.holidays import DAYS, list_holidays
from flows.policy.verdict import RuleRef, format_day

ANYWHERE = "*"
BUSINESS = "business"
"""The jurisdiction of the shop's own rules."""

EVERY_MEDIUM = frozenset(Medium)
_WANTED = f"{', '.join(Medium)}, several separated by a blank, or {ANYWHERE} for every medium"


class RuleKind(StrEnum):
    """The subject of a rule."""

    HOURS = "hours"  # marketing leaves between two local times of these days, or not at all
    CAP = "cap"  # so many marketing messages to one person in a stretch of time
    ONE_PER_SUBJECT = "one-per-subject"  # one message by this channel about one cart
    WITHIN = "within"  # a message by this channel about a cart only so long after the cart's last activity
    SECOND_STEP = "second-step"  # marketing needs a confirmed opt-in
    BARRED = "barred"  # no marketing by this channel
    FREE_TEXT = "free-text"  # without an approved template only so long after the person's last message
    REGISTRATION = "registration"  # what leaves by this channel carries the ids that it is registered under
    POSTAL_ADDRESS = "postal-address"  # marketing by this medium shows the business's postal address
    DUTY = "duty"  # kept elsewhere in the product; listed so that nothing is missing


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `channel` None is every channel of its `media`; `opens` None in a rule of hours means closed; dates
    are local, inclusive.

    `label` names its verdict, if the name does not follow from its kind and place.
    """

    jurisdiction: str
    kind: RuleKind
    channel: str | None
    media: frozenset[Medium]
    weekdays: frozenset[int]
    holidays: bool
    opens: time | None
    closes: time | None
    count: int | None
    per: timedelta | None
    spared_for_months: int | None
    note: str
    first_day: date
    last_day: date
    source: str
    grade: str
    label: str = ""

    @property
    def name(self) -> str:
        """Return the short name of its jurisdiction, for the names of verdicts: `FL`, `US`, `IN` (India), `default`."""
        return "default" if self.jurisdiction == ANYWHERE else self.jurisdiction.removeprefix("US-")

    @property
    def cited(self) -> str:
        """Return the rule's source and its first day, if known: `Fla. Stat. 501.616, since 1 Jul 2021`."""
        dated = self.first_day > date.min and not self.label
        return f"{self.source}, since {format_day(self.first_day)}" if dated else self.source

    @property
    def closed(self) -> bool:
        """Return True if this rule of hours permits none."""
        return self.opens is None

    @property
    def ref(self) -> RuleRef:
        """Return the rule in the form stored with a verdict."""
        first = None if self.first_day == date.min else self.first_day
        return RuleRef(self.jurisdiction, self.kind.value, self._says(), self.source, first)

    @property
    def hours(self) -> int:
        """Return the rule's time span in whole hours; 0 if it has none."""
        return (self.per or timedelta()) // timedelta(hours=1)

    @property
    def days(self) -> str:
        """Format the rule's days for a sentence: `Sundays and holidays`."""
        names = [f"{day_name[weekday]}s" for weekday in sorted(self.weekdays)]
        return " and ".join(names + ["holidays"] * self.holidays)

    def _says(self) -> str:
        match self.kind:
            case RuleKind.HOURS if self.opens and self.closes:
                return f"{self.opens:%H:%M}-{self.closes:%H:%M}"
            case RuleKind.HOURS:
                return f"none {self.note}" if self.label else f"none on {self.days}"
            case RuleKind.CAP:
                return f"{self.count} in {spell(self.per or timedelta())}"
            case RuleKind.WITHIN | RuleKind.FREE_TEXT:
                return f"within {self.hours} hours"
        return self.note

    def holds(self, channel: str, day: date) -> bool:
        """Return True if the rule is in force for the channel on that day."""
        return self.concerns(channel) and self.first_day <= day <= self.last_day

    def concerns(self, channel: str) -> bool:
        """Return True if the rule is about messages of the channel. One that is not chosen yet may be of any medium."""
        traits = CHANNELS.get(channel)
        return self.channel in (None, channel) and (traits is None or traits.medium in self.media)


@cache
def compute_rules_version() -> str:
    """Return the version of the packaged rules, including the data that map people to places."""
    return hash_folder(policy_tables.get_folder())


def hash_folder(folder: Traversable) -> str:
    """Return the beginning of a hash of all tables of a folder."""
    digest = hashlib.sha256()
    for table in sorted((one for one in folder.iterdir() if one.name.endswith(".csv")), key=lambda one: one.name):
        told = table.read_bytes()
        digest.update(f"{table.name} {len(told)}\n".encode() + told)
    return digest.hexdigest()[:12]


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return all packaged rules, parsed once. Raises ValueError for an invalid row."""
    return parse_rules(policy_tables.rows("rules"))


def parse_rules(rows: Iterable[Mapping[str, str]]) -> tuple[Rule, ...]:
    """Parse the rows of `rules.csv`. Raises ValueError for an invalid row; for its medium with file and line."""
    return tuple(_rule(row, f"flows/policy/data/rules.csv:{line}") for line, row in enumerate(rows, start=2))


def select_rules(kind: RuleKind, jurisdictions: Iterable[str], channel: str, day: date) -> tuple[Rule, ...]:
    """Return the rules of one kind in force for the channel on the day, in the order of the jurisdictions."""
    rows = _group_by_place()
    return tuple(rule for place in jurisdictions for rule in rows.get((kind, place), ()) if rule.holds(channel, day))


def hours_for(jurisdictions: tuple[str, ...], channel: str, day: date, own: tuple[Rule, ...] = ()) -> tuple[Rule, ...]:
    """Return the hours of a local day, one rule per jurisdiction that has any; the product's default if none has. Both
    are empty for a medium without hours.

    Jurisdictions go from narrow to wide (`US-FL`, `US`), the shop's `own` rules come last; all returned rules apply at
    once.
    """
    found = tuple(rule for place in jurisdictions for rule in _hours_of(place, channel, day))
    return (*(found or _hours_of(ANYWHERE, channel, day)), *(rule for rule in own if rule.holds(channel, day)))


def spell(stretch: timedelta) -> str:
    """Format a time span for a sentence: `1 hour`, `24 hours`, `7 days`."""
    day = timedelta(days=1)
    if stretch > day and stretch % day == timedelta():
        return f"{stretch // day} days"
    hours = stretch / timedelta(hours=1)
    return "1 hour" if hours == 1 else f"{hours:g} hours"


def _hours_of(jurisdiction: str, channel: str, day: date) -> tuple[Rule, ...]:
    rows = select_rules(RuleKind.HOURS, (jurisdiction,), channel, day)
    on_holiday = tuple(rule for rule in rows if rule.holidays)
    if on_holiday and day in list_holidays(jurisdiction, day.year):
        return on_holiday
    return tuple(rule for rule in rows if day.weekday() in rule.weekdays)


@cache
def _group_by_place() -> dict[tuple[RuleKind, str], tuple[Rule, ...]]:
    grouped: dict[tuple[RuleKind, str], tuple[Rule, ...]] = {}
    for rule in load_rules():
        key = (rule.kind, rule.jurisdiction)
        grouped[key] = (*grouped.get(key, ()), rule)
    return grouped


def _rule(row: Mapping[str, str], where: str) -> Rule:
    days = row["weekdays"].split()
    return Rule(
        jurisdiction=row["jurisdiction"],
        kind=RuleKind(row["rule"]),
        channel=row["channel"] or None,
        media=_media(row.get("medium") or "", row["channel"], where),
        weekdays=frozenset(weekday for word in days if word != "holiday" for weekday in _weekdays(word)),
        holidays="holiday" in days,
        opens=time.fromisoformat(row["from"]) if row["from"] else None,
        closes=time.fromisoformat(row["to"]) if row["to"] else None,
        count=int(row["count"]) if row["count"] else None,
        per=_stretch(row["per"]) if row["per"] else None,
        spared_for_months=_months(row["unless"]) if row["unless"] else None,
        note=row["note"],
        first_day=date.fromisoformat(row["effective_from"]) if row["effective_from"] else date.min,
        last_day=date.fromisoformat(row["effective_to"]) if row["effective_to"] else date.max,
        source=row["source"],
        grade=row["grade"],
    )


def _media(text: str, channel: str, where: str) -> frozenset[Medium]:
    """Parse `phone chat` or `*`. A row must name its media, so that no law is applied to a medium by oversight."""
    words = text.split()
    if not words:
        raise ValueError(f"{where}: medium is empty: write {_WANTED}")
    if odd := [word for word in words if word not in (*Medium, ANYWHERE)]:
        raise ValueError(f"{where}: medium {odd[0]!r} is unknown: write {_WANTED}")
    media = EVERY_MEDIUM if ANYWHERE in words else frozenset(map(Medium, words))
    if channel and CHANNELS[channel].medium not in media:
        raise ValueError(f"{where}: medium {text!r} leaves out {channel}: add {CHANNELS[channel].medium}")
    return media


def _weekdays(word: str) -> range:
    """Parse `mon-sat` or `sun` to numbers, Monday 0."""
    first, _, last = word.partition("-")
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


def _stretch(text: str) -> timedelta:
    unit = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}[text[-1]]
    return int(text[:-1]) * unit


def _months(text: str) -> int:
    """Parse `purchase 18 months`: the cap exempts people who bought within that time."""
    match text.split():
        case ["purchase", months, "months"]:
            return int(months)
    raise ValueError(f"not an exemption: {text!r}")
