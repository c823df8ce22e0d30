"""Opt-outs in exports of other systems: their columns, by head, and their values."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from flows.channels import CHANNELS
from flows.importing import table_cells
from flows.importing.column_fields import Field
from flows.name_folding import fold_name


@dataclass(frozen=True, slots=True)
class Ended:
    """An opt-out, with its moment if the cell has one."""

    at: datetime | None = None


class ConsentStatus(StrEnum):
    """The meaning of a status cell for consent."""

    ENDED = "ended"  # they opted out, or cannot be reached
    ENDED_AS_STATUS = "ended as status"  # the same in a column of statuses; elsewhere the word is of other things
    AGREED = "agreed"  # they agreed in their own words
    ACTIVE = "active"  # they get messages; the source is not named
    NEVER = "never"  # neither: they never agreed, and never ended anything


class NotUnderstood(ValueError):
    """A cell in a column of opt-outs means neither yes nor no."""


_ENDS = {ConsentStatus.ENDED, ConsentStatus.ENDED_AS_STATUS}
_AGREES = {ConsentStatus.AGREED, ConsentStatus.ACTIVE}
TWO = "2"
"""The value that means "no" in Brevo's DOUBLE_OPT-IN."""

# Parts of heads, all letters and digits of it together, so that case, spaces, underscores and hyphens do not count.
_STOP = re.compile(
    r"unsub|(?:opt|opted|opts|opting)out|donot(?!ion)|dontcontact|dontdisturb|blacklist|blocklist|denylist|suppress|"
    r"desuscri|dadodebaja|fechadebaja|listanegra|desabonn|desinscri|abgemeldet|descadastr|"
    r"\bno (?:contact\w*|disturb|calls?|texts?|sms|e?mails?|messages?|marketing|molestar)\b"
)
_STOP_WORDS = frozenset({
    "stop", "stopped", "blocked", "revoked", "dnd", "dnc", "cleaned", "bounced", "complained", "baja", "bloqueado",
})  # fmt: skip
_CLEANED = re.compile(r"clean(?:ed)?(?:time|date|at|on|reason|campaign\w*)")
_NO_STOP = re.compile(r"link|url|href|token|hash")
_REASON = re.compile(
    r"reason|campaign|source|method|keyword|comment|note|type|via|details|category|form|feedback|other"
)
_STATUS_PARTS = (
    "email|mail|sms|mms|rcs|whatsapp|wa|phone|mobile|text|messages|messaging|message|push|notifications|notification|"
    "viber|voice|call|marketing|promotional|newsletters|newsletter|status|state|subscriptions|subscription|subscribed|"
    "subscriber|consent|permission|optedin|optin|double|single|contact|profile|current|is|has|the|to|for|global|"
    "gdpr|estado|suscripcion|suscrito"
)
_PERSONS = "customer|user|member|account"
_STATUS = re.compile(f"(?:{_STATUS_PARTS})+")
_STATUS_CORE = re.compile("status|subscription|subscribed|consent|permission|opt(?:ed)?in|newsletter|marketing|suscri")
_OF_PERSONS = re.compile(f"(?:{_STATUS_PARTS}|{_PERSONS})+")
_OF_PERSONS_CORE = re.compile("subscription|subscribed|consent|permission|opt(?:ed)?in|newsletter|marketing")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARKS = re.compile(r"[\W_]+")

# Values that look like an opt-out in any column.
_LOOKS = re.compile(
    r"unsub|opt(?:ed|s)?[ _-]?out|do(?:n['’]?t|[ _-]not)[ _-]?(?:contact|disturb|call|text|sms|e-?mail|message)|"
    r"black[ _-]?list|block[ _-]?list|suppressed|hard[ _-]?bounce|desuscri|dad[oa]s? de baja|lista negra|desabonn|"
    r"desinscri|abgemeldet|descadastr"
)
_FEMININE = re.compile(r"(?<=[aiu]d|it)[ao]s?(?=\W|_|de|$)")
# Heads that ask whether somebody gets messages, so that a "no" may be an opt-out. A "no" to a consent is no consent.
_MESSAGES = re.compile(
    r"marketing|newsletter|promo(?:s|tion\w*|cion\w*)?\b|publicidad|boletin|"
    rf"\b(?:{'|'.join(CHANNELS)}|mms|texts?|texting|messages?|messaging|mensajes?|offers?|ofertas?|notifications?)\b"
)
_MAY = re.compile(r"\b(?:ok|okay|may|can|allow\w*|accept\w*|wants?|puede|acepta)\b.*\b(?:contact\w*|e?mails?|calls?)\b|"
                  r"\b(?:contact\w*|e?mails?|calls?)\b.*\b(?:ok|okay|allow\w*|accept\w*|wanted)\b")  # fmt: skip
# Heads that may announce an opt-out, by the stems of their words; the values below need a question.
_MAY_END = re.compile(
    r"withdr[ae]w|revo[ck]|remov|leave|deactiv|disabl|\bdn[dct]\b|optin(?:or)?out|opt\w{0,4}status|liststatus|complain|"
    r"bounc|nepas|abmeld|widerspr|widerruf|disiscri|naopert|uitgeschr|afgemeld|unsus|"
    r"\bna? (?:kar|karein|karo)\b"
)
_MAY_END_HINDI = re.compile(r"(?<!\S)(?:न|मत|नहीं)(?!\S)")
_DENIES = re.compile(r"(?:no|not|none|without|sin|nahi)\b")
_NO_ASK = re.compile(
    r"consent|opt(?:ed)? ?in|double|\b(?:counts?|number|sent|received|total|last|first|date|time|at|id|template|"
    r"language|type|source|provider|carrier|campaign|code|clicks?|clicked|opened|error|failed)\b"
)
_LONGEST_WHOLE = 24
_LONGEST_STATUS = 40
_LONGEST_HEAD = 60  # letters of the name of a status


def compact_text(text: str) -> str:
    """Return the letters and digits of a text, case-folded: "Opt-Out_Date" is "optoutdate"."""
    return _MARKS.sub("", fold_name(text))


def find_stop_field(head: str) -> Field | None:
    """Return the field of a column of opt-outs, by its head; None for other columns."""
    words = [compact_text(word) for word in _MARKS.split(_CAMEL.sub(" ", head)) if word]
    joined = "".join(words)
    found = _STOP.search(joined) or _STOP.search(" ".join(words))
    if found or _CLEANED.search(joined) or not _STOP_WORDS.isdisjoint(words):
        if _NO_STOP.search(joined):
            return None
        rest = joined if found is None else found.string[found.end() :]
        return Field.OPTED_OUT_REASON if _REASON.search(rest) else Field.OPTED_OUT
    if len(joined) > _LONGEST_HEAD:
        return None
    is_status = _STATUS.fullmatch(joined) and _STATUS_CORE.search(joined)
    is_persons = _OF_PERSONS.fullmatch(joined) and _OF_PERSONS_CORE.search(joined)
    return Field.SUBSCRIPTION if is_status or is_persons else None


def asks_to_write(head: str) -> bool:
    """Return True for a head whose column may contain "no" as an opt-out: "Accepts marketing", "Text ok?"."""
    words = " ".join(compact_text(word) for word in _MARKS.split(_CAMEL.sub(" ", head)) if word)
    return (_MESSAGES.search(words) or _MAY.search(words)) is not None and _NO_ASK.search(words) is None


def may_tell_an_end(head: str) -> bool:
    """Return True for the head of a column that may hold opt-outs, although no known system uses it."""
    words = [compact_text(word) for word in _MARKS.split(_CAMEL.sub(" ", head)) if word]
    found = _MAY_END.search("".join(words)) or _MAY_END.search(" ".join(words)) or _MAY_END_HINDI.search(head)
    return found is not None and _NO_STOP.search("".join(words)) is None


def denies_the_thing(text: str) -> bool:
    """Return True for a "no" that is not about messages, such as "no phone" in a column of phone numbers."""
    said = fold_name(text)
    return _DENIES.match(said) is not None and _MESSAGES.search(said) is None and "contact" not in said


def read_stop(field: Field, text: str, zone: ZoneInfo, *, month_first: bool) -> Ended | None:
    """Return the opt-out in a cell; None if there is none.

    Raises NotUnderstood for a value that means neither.
    """
    value = compact_text(text)
    if _means(value) in _ENDS:
        return Ended()
    if not text or _means(value) is ConsentStatus.NEVER:
        return None
    if field is Field.OPTED_OUT_REASON:
        return None if _is_no(text) else Ended()
    if _means(value) in _AGREES:
        return None
    if field is Field.SUBSCRIPTION:
        if _is_no(text) or _is_yes(text) or value == TWO or read_moment(text, zone, month_first=month_first):
            return None
        raise NotUnderstood(text)
    if _is_no(text):
        return None
    if _is_yes(text):
        return Ended()
    at = read_moment(text, zone, month_first=month_first)
    if at is None:
        raise NotUnderstood(text)
    return Ended(at)


def may_stop(text: str, zone: ZoneInfo, *, month_first: bool) -> bool:
    """Return True if a cell in a column of opt-outs is understood and contains one."""
    try:
        return read_stop(Field.OPTED_OUT, text, zone, month_first=month_first) is not None
    except NotUnderstood:
        return False


def agrees(text: str) -> bool | Ended:
    """Parse a consent cell: True for a yes, False for no consent, or an opt-out. Raises NotUnderstood for other
    values."""
    value = compact_text(text)
    if _means(value) in _ENDS:
        return Ended()
    said = table_cells.parse_flag(text) if value else False
    if said is not None:
        return said
    if _means(value) is None:
        raise NotUnderstood(text)
    return _means(value) is ConsentStatus.AGREED


def read_status(text: str) -> ConsentStatus | None:
    """Return the meaning of another system's status; None for other texts."""
    return _means(compact_text(text)) if len(text) <= _LONGEST_STATUS else None


def says_subscribed(text: str) -> bool:
    """Return True for the status of a subscribed person."""
    return _means(compact_text(text)) in _AGREES


def is_ended(text: str) -> bool:
    """Return True for a status that is an opt-out."""
    return len(text) <= _LONGEST_WHOLE and _means(compact_text(text)) in _ENDS


def is_stop_tag(tag: str) -> bool:
    """Return True for a tag that marks a customer who wants no messages."""
    return len(tag) <= _LONGEST_WHOLE and _means(compact_text(tag)) is ConsentStatus.ENDED


def looks_like_stop(text: str) -> bool:
    """Return True if a cell in an unknown column may be an opt-out; addresses are not."""
    if "@" in text or "://" in text:
        return False
    return _LOOKS.search(fold_name(text)) is not None or is_stop_tag(text)


@cache
def _statuses() -> Mapping[str, ConsentStatus]:
    """Return the known statuses of other systems, in the form of ``compact_text``."""
    text = (files("flows.importing") / "data" / "statuses.csv").read_text(encoding="utf-8")
    return {row["value"]: ConsentStatus(row["means"]) for row in csv.DictReader(text.splitlines())}


def _means(value: str) -> ConsentStatus | None:
    """Return the meaning of a compacted value in either gender: "bloqueada" is "bloqueado"."""
    return _statuses().get(value) or _statuses().get(_FEMININE.sub("o", value))


def _is_yes(text: str) -> bool:
    return table_cells.parse_flag(text) is True


def _is_no(text: str) -> bool:
    return table_cells.parse_flag(text) is False


def read_moment(text: str, zone: ZoneInfo, *, month_first: bool) -> datetime | None:
    """Parse the moment in a cell, also seconds or milliseconds since 1970; None for other text."""
    if text.isascii() and text.isdigit() and len(text) in {10, 13}:
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        return table_cells.parse_moment(text, zone, month_first=month_first)
    except ValueError:
        return None
