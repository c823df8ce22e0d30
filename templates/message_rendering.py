"""The renderer: from a message and values to the finished text with buttons, size and WhatsApp's variables."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

from flows.channels import CHANNELS
from templates.finished_message import Button, MissingValue, Rendered
from templates.formats import as_in, inflect_text
from templates.message_catalogue import Approved, ButtonTexts, CatalogueMessage
from templates.message_values import OF_THE_BUSINESS, Voice, check_picture_address, prepare
from templates.sms_fit import Wording, fit
from templates.sms_segments import Size
from templates.template_sandbox import TOLD, VOICE, Text


class StandIn(str):
    """A required replacement of an absent value; in an ``if`` it counts as absent, so that nobody is called "there"."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Layout:
    """A message on a channel in one language, compiled: the same for all readers.

    ``subject`` is for channels with subjects. ``places`` are the replacements of WhatsApp's placeholders, each with the
    words ``behind`` it; ``links`` are the values that the buttons open, ``names`` all values.
    """

    message: CatalogueMessage
    locale: str
    text: Text
    subject: Text | None
    approved: Approved | None
    places: tuple[tuple[Text, str], ...]
    buttons: tuple[tuple[ButtonTexts, Text], ...]
    links: frozenset[str]
    names: frozenset[str]
    shows_buttons: bool


def make_layout(
    message: CatalogueMessage, locale: str, channel: str, text: Text, compiled: Callable[[str], Text]
) -> Layout:
    """Return the layout of a message whose ``text`` is compiled; `compiled` does so for its other parts. Raises
    TemplateRefused."""
    shows_buttons = channel in message.shown_on
    buttons = tuple((one, compiled(one.texts[locale])) for one in message.buttons) if shows_buttons else ()
    approved = message.approved if CHANNELS[channel].approves else None
    places = _place_values(approved, locale, compiled) if approved else []
    source = message.subject(locale, channel)
    subject = None if source is None else compiled(source)
    links = frozenset(one.link for one, _ in buttons if one.link)
    parts = [*(place for place, _ in places), *(label for _, label in buttons), *([subject] if subject else [])]
    names = text.names.union(links, *(part.names for part in parts))
    return Layout(message, locale, text, subject, approved, tuple(places), buttons, links, names, shows_buttons)


def _place_values(approved: Approved, locale: str, compiled: Callable[[str], Text]) -> list[tuple[Text, str]]:
    return [
        (compiled(approved.place(value, locale)), approved.get_text_behind(at, locale))
        for at, value in enumerate(approved.values, 1)
    ]


@dataclass(frozen=True, slots=True)
class Draft:
    """A message for one reader, not yet rendered."""

    layout: Layout
    values: Mapping[str, object]
    voice: Voice

    def finish(self) -> Rendered:
        """Render the message. Raises the errors of Library.render."""
        layout, text, approved = self.layout, self.layout.text, self.layout.approved
        ready = self._make_ready(layout.names, approved)
        ready[VOICE] = self.voice
        told: list[tuple[str, str]] = []
        said, size = self._sms(text, ready, told) if self.voice.sms else (self._write_text(text, ready), None)
        written = [self._write_text(place, ready, behind) for place, behind in layout.places]
        # A variable of WhatsApp's holds no line break: https://developers.facebook.com/docs/whatsapp/message-templates
        variables = {str(at): " ".join(one.split()) for at, one in enumerate(written, 1)}
        shown = {name for name in layout.links & text.names if str(ready.get(name)) in said}
        rows = self._rows() if layout.shows_buttons else ()
        subject = " ".join(self._write_text(layout.subject, ready).split()) if layout.subject else None
        return Rendered(
            text=said,
            buttons=tuple(self._buttons(ready, shown)) if layout.buttons else (),
            size=size,
            variables=variables,
            locale=layout.locale,
            approved=approved.fill(layout.locale, variables) if approved else None,
            told=tuple(
                [(name, as_in(value, said, layout.locale)) for name, value in told if name not in OF_THE_BUSINESS]
            ),
            picture=check_picture_address(self.values.get("picture")) if layout.message.pictured else None,
            rows=rows,
            unlisted=self._write_text(text, ready | {layout.message.rows: ()}) if rows else None,
            subject=subject,
        )

    def _rows(self) -> tuple[Button, ...]:
        """Return the numbered lines of the value that the message draws as rows; their numbers are their ids."""
        rows = self.layout.message.rows
        lines = self.values.get(rows, ()) if rows else ()
        split = [str(line).partition(". ") for line in lines] if isinstance(lines, tuple | list) else []
        titled = [(number, *self.voice.split_title(title)) for number, _, title in split if number.isdecimal()]
        return tuple(Button(number, title, detail=amount) for number, title, amount in titled)

    def _write_text(self, text: Text, ready: Mapping[str, object], behind: str = "") -> str:
        """Return a text with its values filled in; ``behind`` is the text that follows it."""
        return inflect_text(text.write(ready, self.layout.message.name), self.layout.locale, behind)

    def _make_ready(self, names: Iterable[str], approved: Approved | None) -> dict[str, object]:
        """Return the values, with replacements for absent ones, as WhatsApp refuses empty variables."""
        ready = prepare(self.values, names, self.voice)
        for name, said in approved.instead.items() if approved else ():
            ready.setdefault(name, StandIn(said[self.layout.locale]))
        return ready

    def _buttons(self, ready: Mapping[str, object], shown: Set[str]) -> Iterable[Button]:
        """Yield the buttons, without links that a business's own text already contains (``shown``)."""
        name = self.layout.message.name
        for one, label in self.layout.buttons:
            said = label.write(ready, name)
            if not said or one.link in shown:  # no label: the answer or the page is not there for these values
                continue
            if one.link and one.link not in ready:
                raise MissingValue(one.link, name)
            yield Button(one.id, said, str(ready[one.link]) if one.link else None)

    def _sms(self, text: Text, ready: dict[str, object], told: list[tuple[str, str]]) -> tuple[str, Size]:
        """Return the text within its allowed segments, with its size, and add its values to ``told``."""

        def write(wording: Wording) -> str:
            if wording.brand:
                ready["brand"] = wording.brand
            if wording.titles:
                ready["items"] = wording.phrase()
            told.clear()
            return self._write_text(text, ready)

        ready[TOLD] = told
        titles = ready.get("items", ())
        if not isinstance(titles, tuple):
            titles = (str(titles),)
        if "items" in text.listed:  # each on a line of its own, so there is no phrase to tighten
            titles = ()
        wording = Wording(str(ready.get("brand", "")), titles, self.voice)
        return fit(write, wording, self.layout.message.segments)
