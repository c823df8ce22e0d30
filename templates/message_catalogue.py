"""The messages in their folders, read once.

`messages/<name>/` holds
- `<locale>.txt`: the SMS text, which begins with the brand; other channels take it without that beginning,
- `<locale>.<variant>.txt`: another text for the channels that take that variant (`flows/channels.py`): `chat` for chat
  apps, `buttons` for those of them with buttons below any text, `mail` for those with subjects,
- the first line of a `<locale>.mail.txt` is the subject; without more lines, the text is that of the next variant,
- `message.toml`: what the message is for, who reads it, whether it sells, or only names offers, whether it asks for a
  consent, and whether it must say STOP, whether a picture may be above it, whether a business may reword it,
  whether it leaves on demand alone, which values every wording must name, its segments where not 1 and 2, another
  message that it is like, and the part of the work that says it: a conversation, by its name,
- `buttons.toml`: buttons and their texts, which may name values; `channels` is "chats", or "any text" where those that
  have buttons in approved texts alone show none; `rows` names the value whose numbered lines are drawn as rows; with
  `once = true` one answer takes the buttons away where the channel can edit,
- `whatsapp.toml`: the text to submit for approval, with its category and the values of {{1}}, {{2}}…; also the
  text on WhatsApp within its 24 hours, if there is none for chats.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flows.channels import CHANNELS, Buttons, select_channels
from templates.sms_segments import Encoding

# In a chat the header of the window names the brand; in an SMS only the text can.
_FROM_BRAND = "{{ brand }}: "
_SHOWN = MappingProxyType(
    {
        "chats": select_channels(lambda one: one.buttons is not Buttons.NEVER),
        "any text": select_channels(lambda one: one.buttons is Buttons.ANY),
    }
)
_PLACEHOLDER = re.compile(r"\{\{(\d+)\}\}")
# One segment where the text's own words are GSM-7, two where they are not.
_SEGMENTS = MappingProxyType({Encoding.GSM7: 1, Encoding.UCS2: 2})
_SUBJECTED = "mail"  # the variant with a subject in its first line
_USUAL_SUBJECT = "{{ brand }}"


@dataclass(frozen=True, slots=True)
class ButtonTexts:
    """A button by locale. `link` names the value with its address; None for a button that answers."""

    id: str
    link: str | None
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Approved:
    """The text that a merchant submits to WhatsApp: {{1}} is the first of `values`, and so on.

    `name.path` is the path of the address in the value `name`, for a button with a fixed domain. `instead` has
    replacements for absent values, by value and locale, because WhatsApp refuses empty ones. `said` has a text of
    several values for one placeholder, by name and locale.
    """

    category: str
    values: tuple[str, ...]
    bodies: Mapping[str, str]
    instead: Mapping[str, Mapping[str, str]]
    said: Mapping[str, Mapping[str, str]]

    def source(self, locale: str) -> str:
        """Return the body of a locale as our own template, with names instead of numbers."""
        return _PLACEHOLDER.sub(lambda found: self.place(self.values[int(found[1]) - 1], locale), self.bodies[locale])

    def place(self, value: str, locale: str) -> str:
        """Return the text for one placeholder."""
        return self.said[value][locale] if value in self.said else f"{{{{ {value} }}}}"

    def get_text_behind(self, at: int, locale: str) -> str:
        """Return the words of the body after the variable with that number."""
        return self.bodies[locale].partition(f"{{{{{at}}}}}")[2]

    def fill(self, locale: str, variables: Mapping[str, str]) -> str:
        """Return the body with its variables filled in, as shown on the phone."""
        return _PLACEHOLDER.sub(lambda found: variables[found[1]], self.bodies[locale])


@dataclass(frozen=True, slots=True)
class CatalogueMessage:
    """One message: its texts by (locale, variant; None is the SMS text), its buttons and its approved template."""

    name: str
    about: str  # one sentence for the docs: when it is said
    reader: str  # customer, staff, shop
    says_stop: bool  # its text must say how to leave
    sells: bool  # it leaves as marketing alone; a text that only informs holds nothing that sells
    names_offers: bool  # it names what is agreed to or asked for, as a consent must; it sells nothing by that
    asks: bool  # a yes to it is a consent: it names the business's terms, privacy page and mailing address, where set
    pictured: bool  # channels with pictures show the value `picture` above its text
    rewordable: bool  # a business may write its own text for it, or map it to a template that WhatsApp approved
    must_name: tuple[str, ...]  # values that a business's own wording has to hold, or it would say nothing
    on_demand: bool  # it leaves only where the staff asks for it: its approval is offered, and not missed
    part: str  # the name of the conversation that says it
    like: str  # the message that is said in its place where a business has its own words for that one alone
    segments: Mapping[Encoding, int]  # the most that its SMS may take
    texts: Mapping[tuple[str, str | None], str]
    subjects: Mapping[str, str]  # by locale; the brand's name is the subject of a message without any
    buttons: tuple[ButtonTexts, ...]
    shown_on: frozenset[str]  # channels that show its buttons
    once: bool  # one answer takes the buttons away
    rows: str  # the value whose numbered lines ("1. Mug | 4.50") are rows where buttons are shown; "" for none
    approved: Approved | None

    def locales(self) -> tuple[str, ...]:
        """Return the locales that have an SMS text, in order."""
        return tuple(sorted(locale for locale, channel in self.texts if channel is None))

    def source(self, locale: str, channel: str) -> str:
        """Return the best matching text for a channel."""
        can = CHANNELS[channel]
        own = next((text for one in can.texts if (text := self.texts.get((locale, one)))), None)
        if own is not None:
            return own
        if can.approves and self.approved:
            return self.approved.source(locale)
        text = self.texts[locale, None]
        return text.removeprefix(_FROM_BRAND) if can.is_chat or can.subjects else text

    def subject(self, locale: str, channel: str) -> str | None:
        """Return the subject for a channel, as a template; None where messages have none."""
        return self.subjects.get(locale, _USUAL_SUBJECT) if CHANNELS[channel].subjects else None


def read(root: Path) -> Iterator[CatalogueMessage]:
    """Yield every message under a folder, by name. Raises FileNotFoundError, KeyError or TOMLDecodeError for an invalid
    one."""
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        yield _message(folder)


def _message(folder: Path) -> CatalogueMessage:
    about = _table(folder / "message.toml")
    buttons = _table(folder / "buttons.toml")
    approved = _table(folder / "whatsapp.toml")
    texts = dict(map(_text, sorted(folder.glob("*.txt"))))
    subjects = _cut_subjects(texts)
    return CatalogueMessage(
        name=folder.name,
        about=about["about"],
        reader=about["reader"],
        says_stop=about["says_stop"],
        sells=about.get("sells", False),
        names_offers=about.get("names_offers", False),
        asks=about.get("asks", False),
        pictured=about.get("pictured", False),
        rewordable=about.get("rewordable", False),
        must_name=tuple(about.get("must_name", ())),
        on_demand=about.get("on_demand", False),
        part=about.get("part", ""),
        like=about.get("like", ""),
        segments=_SEGMENTS | {Encoding(key): count for key, count in about.get("segments", {}).items()},
        texts=MappingProxyType(texts),
        subjects=subjects,
        buttons=tuple(ButtonTexts(one["id"], one.get("link"), one["text"]) for one in buttons.get("button", ())),
        shown_on=frozenset(_SHOWN[buttons["channels"]] if buttons else ()),
        once=buttons.get("once", False),
        rows=buttons.get("rows", ""),
        approved=_read_approved(approved, texts) if approved else None,
    )


def _read_approved(table: Mapping[str, Any], texts: Mapping[tuple[str, str | None], str]) -> Approved:
    """Parse the approved template; "text" refers to the SMS text without the brand."""
    own = {locale: text.removeprefix(_FROM_BRAND) for (locale, channel), text in texts.items() if channel is None}
    said = {name: own if by_locale == "text" else by_locale for name, by_locale in table.get("said", {}).items()}
    return Approved(table["category"], tuple(table["values"]), table["body"], table.get("instead", {}), said)


def _text(path: Path) -> tuple[tuple[str, str | None], str]:
    locale, _, channel = path.name.removesuffix(".txt").partition(".")
    return (locale, channel or None), path.read_text(encoding="utf-8").strip()


def _cut_subjects(texts: dict[tuple[str, str | None], str]) -> Mapping[str, str]:
    """Take the subjects out of the texts, and texts that are nothing but a subject."""
    subjects = {}
    for locale in [locale for locale, variant in texts if variant == _SUBJECTED]:
        subjects[locale], _, body = texts.pop((locale, _SUBJECTED)).partition("\n")
        if body.strip():
            texts[locale, _SUBJECTED] = body.strip()
    return MappingProxyType(subjects)


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
