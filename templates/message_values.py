"""The values of a message, made safe for a text, and the voice that formats them.

Values are data. Any input of a customer or a product catalogue becomes one line, of limited length, without invisible
characters that change the reading direction and, in names and titles, without links.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from flows.money import Money
from flows.phrase import At, Ours
from templates import formats
from templates.clock_times import clock
from templates.sms_segments import GSM7, simplify_text, strip_accents

# Longest forms in characters; a longer value is cut at a word.
_LONGEST = MappingProxyType({"brand": 40, "name": 40, "who": 60, "code": 40, "question": 700, "notice": 700})
_LONGEST_OTHER = 200
_LONGEST_TITLE = 60
# Values that are addresses by nature: never cut, never stripped of their scheme.
_ADDRESSES = frozenset({"link", "page", "support", "tracking", "terms", "privacy"})
# Values equal in every text of a business: registered texts have them written out.
OF_THE_BUSINESS = frozenset({"brand", "support", "often", "terms", "privacy", "mailing_address"})
_OURS = frozenset({"about", "notice"})  # what we say ourselves of an order, or to the staff, with a command to tap
_WRITTEN = frozenset({"words"})  # the staff's own text to customers: whole, with its lines, links and pictures
_NAMES = frozenset({"name", "who"})  # what people call themselves
# Lists with every line kept as written: titles with pieces and orders, lines of a report.
_LISTS = frozenset({"asks", "lines", "tagged", "yours", "held", "nothing", "taken", "freed"})

# Controls, marks that turn the reading direction, halves of surrogate pairs. Joiners stay: Hindi is written with them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_LONGEST_LINE = 160  # characters of a line of a thread: enough to know again what was said
# What a phone makes a link of: an address with its scheme, with www, or a domain with a path. Bounded as well.
LINK = re.compile(
    r"[a-z][a-z0-9+.-]{0,20}://\S+|(?<!\w)www\.\S+|(?<![\w@.-])(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?::\d{1,5})?[/?#]\S*",
    re.IGNORECASE,
)
# What a phone makes a link of without any path: "shop.example". In a name nobody needs one.
_DOMAIN = re.compile(r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w.-])")
# The pattern of a command to tap in a chat app: a slash and a word, without a word or slash before it.
# https://core.telegram.org/bots/features#commands
_TAPPABLE = re.compile(r"(?<![\w/])/(?=\w)")
# Opened by a member of the staff, such a link says something in their name: https://core.telegram.org/api/links
_CHAT_LINK = re.compile(
    r"(?:tg|whatsapp)://\S+|(?:https?://)?(?<![\w@-])(?:[\w-]{1,63}\.){0,3}"
    r"(?:t\.me|telegram\.(?:me|dog)|wa\.me|whatsapp\.com)[/?#]\S*",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_JOINTS = re.compile(r"[./:?#]+")  # without these no phone makes a link of anything
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}://", re.IGNORECASE)  # bounded, so that a hostile name costs no minutes
# Signs, skin tones, joiners and what Unicode has added since; currency signs (Sc) say something, so they are not here.
_PICTURES = frozenset({"So", "Sk", "Sm", "Cf", "Cn", "Co"})
_JOINERS = "\u200c\u200d\u094d"


# What a provider is asked to fetch: an address on the web, without credentials in it.
_PICTURE = re.compile(r"https?://[^\s@\\/?#]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_LONGEST_PICTURE = 2000


class NeedsValue(Exception):
    """A value cannot be formatted without another one, which the error names (a time without its zone)."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How values are formatted in one text: the reader's locale, zone and time of reading, and the channel's limits.

    ``room`` is the maximum length of one value in a registered text; names and titles are cut to it.
    """

    locale: str
    zone: str | tzinfo | None = None
    now: datetime | None = None
    currency: str | None = None
    sms: bool = False
    gsm7: bool = False
    room: int | None = None

    @property
    def mark(self) -> str:
        """Return the sign of a cut value: GSM-7 has no ellipsis, and three dots cost one unit more than two."""
        return ".." if self.sms and self.gsm7 else "…"

    def say(self, text: str) -> str:
        """Return our own words in the form that the channel supports: for SMS plain, in Spanish without accents."""
        if not self.sms:
            return text
        text = simplify_text(text, transliterate=self.gsm7)
        return strip_accents(text) if self.gsm7 and self.locale.startswith("es") else text

    def moment(self, at: datetime) -> str:
        """Format a time; raises NeedsValue without zone or now."""
        return self.say(formats.format_moment(at, *self._where(), now=self._when()))

    def brief(self, at: datetime) -> str:
        """Format a short time; raises NeedsValue without zone or now."""
        return self.clock(At(at))

    def since(self, at: datetime) -> str:
        """Format how long ago a time was; raises NeedsValue without now."""
        return self.say(formats.format_stretch(self._when() - at, self.locale))

    def say_left(self, at: datetime) -> str:
        """Format how long it is until a time; raises NeedsValue without now."""
        return self.say(formats.format_stretch(at - self._when(), self.locale))

    def month(self, at: datetime) -> str:
        """Format the name of a month; raises NeedsValue without zone."""
        return self.say(formats.format_month(at, *self._where()))

    def clock(self, told: At) -> str:
        """Format a time with as much date as needed; raises NeedsValue without zone or now."""
        return self.say(clock(told, *self._where(), now=self._when()))

    def day(self, at: datetime | date) -> str:
        """Format a day; raises NeedsValue without zone or now."""
        return self.say(formats.format_day_or_date(at, *self._where(), now=self._when()))

    def money(self, amount: Decimal | int) -> str:
        """Format an amount; raises NeedsValue without currency."""
        if self.currency is None:
            raise NeedsValue("currency")
        return self.say(formats.format_money(Decimal(amount), self.currency, self.locale))

    def price(self, line: str) -> str:
        """Format a list line that ends in " | " and an amount, which is shown like money."""
        title, amount = self.split_title(line)
        return f"{title} ({amount})" if amount else title

    def split_title(self, line: str) -> tuple[str, str]:
        """Split a list line at its last " | " into title and formatted amount; "" if there is no amount."""
        title, bar, amount = line.rpartition(" | ")
        return (title, self.money(Decimal(amount))) if bar and _AMOUNT.fullmatch(amount) else (line, "")

    def amount(self, money: Money) -> str:
        """Format an amount in its own currency."""
        return self.say(formats.format_money(money.decimal, money.currency, self.locale))

    def every(self, titles: Sequence[str]) -> str:
        """Format all titles as one phrase."""
        return formats.join_titles(titles, self.locale, self.say)

    def percent(self, value: Decimal | int) -> str:
        """Format a percentage."""
        return self.say(formats.format_percent(value, self.locale))

    def frequency(self, often: str) -> str:
        """Format the maximum frequency of messages."""
        return self.say(formats.format_frequency(often, self.locale))

    def _where(self) -> tuple[str | tzinfo, str]:
        if self.zone is None:
            raise NeedsValue("zone")
        return self.zone, self.locale

    def _when(self) -> datetime:
        if self.now is None:
            raise NeedsValue("now")
        return self.now


def make_voice(values: Mapping[str, object], locale: str, sms: bool, gsm7: bool, room: int | None = None) -> Voice:
    """Return the voice for these values: `zone` (a name or tzinfo), `now` (aware), `currency` (ISO code)."""
    zone, now, currency = values.get("zone"), values.get("now"), values.get("currency")
    return Voice(
        locale=locale,
        zone=zone if isinstance(zone, str | tzinfo) else None,
        now=now if isinstance(now, datetime) else None,
        currency=currency if isinstance(currency, str) else None,
        sms=sms,
        gsm7=gsm7,
        room=room,
    )


def prepare(values: Mapping[str, object], names: Iterable[str], voice: Voice) -> dict[str, object]:
    """Return the named values, ready for a text. None and empty values are left out, so that using them is an error.

    Texts become one clean line, sequences tuples of such lines. Raises TypeError for a type that cannot be formatted,
    and for a time without a zone.
    """
    ready: dict[str, object] = {}
    for name in names:
        value = _prepare_value(name, values.get(name), voice)
        if value is not None and value != "" and value != ():
            ready[name] = value
    return ready


def _prepare_value(name: str, value: object, voice: Voice) -> object:
    match value:
        case Ours():
            return str(value)
        case str():
            return _text(name, value, voice)
        case datetime() if value.tzinfo is None:
            raise TypeError(f"the value {name!r} is a time without a zone")
        case None | bool() | int() | Decimal() | datetime() | date() | timedelta() | Money() | At():
            return value
        case float():
            return Decimal(str(value))
        case tuple() if any(isinstance(one, Ours) for one in value):
            return tuple(map(str, value))
        case Sequence():
            texts = [str(one) for one in value]
            if name in _LISTS:
                return _lines(map(_unlink, texts), voice)
            return _lines(texts, voice) if name == "thread" else _titles(texts, voice)
    raise TypeError(
        f"the value {name!r} is a {type(value).__name__}; a text takes text, numbers, times and lists of text"
    )


def _text(name: str, value: str, voice: Voice) -> str:
    if name in _WRITTEN:
        return _write_value(value, voice)
    line = one_line(value)
    if name in _ADDRESSES:
        return line
    line = line if name in _OURS else disarm_taps(line)
    line = _unlink(line) if name in _NAMES else _SCHEME.sub("", line)
    longest = _LONGEST.get(name, _LONGEST_OTHER)
    return shorten(_carry_value(line, voice), _measure_room(longest, voice) if name in _NAMES else longest, voice.mark)


def _write_value(value: str, voice: Voice) -> str:
    """Return a text of the staff, line by line; for SMS with plain quotes and dashes, but with its emoji, although they
    cost more."""
    text = "\n".join(map(one_line, value.strip().splitlines()))
    return simplify_text(text, transliterate=voice.gsm7) if voice.sms else text


def _lines(lines: Iterable[str], voice: Voice) -> tuple[str, ...]:
    """Return every line of a list, including repeated ones."""
    return tuple(shorten(_carry_value(disarm_taps(one_line(line)), voice), _LONGEST_LINE, voice.mark) for line in lines)


def _titles(titles: Sequence[str], voice: Voice) -> tuple[str, ...]:
    """Return each title once, in order."""
    lines = [_clean_title(title) for title in titles]
    carried = [line for line in (_carry_value(line, voice) for line in lines) if line]
    told = carried or [line for line in lines if line]
    return tuple(dict.fromkeys(shorten(line, _measure_room(_LONGEST_TITLE, voice), voice.mark) for line in told))


@lru_cache(maxsize=1024)  # the same products are named to many people
def _clean_title(title: str) -> str:
    return disarm_taps(_unlink(one_line(title)))


def _measure_room(longest: int, voice: Voice) -> int:
    return longest if voice.room is None else min(longest, voice.room)


def _unlink(line: str) -> str:
    """Return a name or a title without links; if it is only a link, as plain words."""
    kept = " ".join(LINK.sub(" ", line).split())
    return kept or " ".join(_JOINTS.sub(" ", _SCHEME.sub("", line)).split())


def disarm_taps(text: str) -> str:
    """Return other people's words without tappable commands: a staff member's tap on "/pause" would pause their shop.

    A chat app's own links are removed as well, as they can act too.
    """
    return _TAPPABLE.sub("/ ", _CHAT_LINK.sub("(link)", text))


def quote_line(text: str, longest: int) -> str:
    """Return a person's words on one line of at most ``longest`` characters, safe for a staff chat."""
    return shorten(disarm_taps(one_line(text)), longest, "…")


def a_name(name: str) -> str:
    """Return a person's name on one line, without links and tappable commands."""
    plain_ = _DOMAIN.sub(lambda found: found[0].replace(".", " "), _unlink(one_line(name)))
    return disarm_taps(plain_)


def one_line(value: str) -> str:
    """Return the text on one line, without invisible characters."""
    if not value.isprintable():
        value = _UNSEEN.sub(" ", value)
    return " ".join(value.split())


def _carry_value(line: str, voice: Voice) -> str:
    """Return a value in the form that the channel supports. In GSM-7 it loses its emoji: one of them would halve the
    capacity."""
    if not voice.sms:
        return line
    line = simplify_text(line, transliterate=voice.gsm7)
    if voice.gsm7 and not GSM7.issuperset(line):
        line = " ".join("".join(letter for letter in line if letter in GSM7 or not _is_picture(letter)).split())
    return line


def _is_picture(letter: str) -> bool:
    return unicodedata.category(letter) in _PICTURES or letter in "\ufe0e\ufe0f"


def shorten(text: str, room: int, mark: str) -> str:
    """Return the text if it fits into `room` characters, else cut it (see `cut`)."""
    return text if len(text) <= room else cut(text, room, mark)


def cut(text: str, room: int, mark: str) -> str:
    """Cut a text to `room` characters including the appended mark: at a word's end if there is one in the second half,
    never between a letter and its vowel sign."""
    end = room - len(mark)
    space = text.rfind(" ", 0, end + 1)
    if space >= end // 2:
        end = space
    while end > 1 and (unicodedata.category(text[end])[0] == "M" or text[end - 1] in _JOINERS):
        end -= 1
    return text[:end].rstrip(" ,.;:-/&+(") + mark


def check_picture_address(given: object) -> str | None:
    """Return the address of a picture that a provider may be asked to fetch; None for anything else."""
    fits = isinstance(given, str) and len(given) <= _LONGEST_PICTURE and _PICTURE.fullmatch(given)
    return str(given) if fits else None
