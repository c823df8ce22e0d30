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
class Draft:
    """A message for one reader, not yet rendered; ``subject`` is for channels with subjects."""

    message: CatalogueMessage
    locale: str
    channel: str
    values: Mapping[str, object]
    voice: Voice
    subject: Text | None = None

    def finish(self, text: Text, compiled: Callable[[str], Text]) -> Rendered:
        """Render the message. `compiled` compiles the replacements for WhatsApp's placeholders. Raises the errors of
        Library.render."""
        shows_buttons = self.channel in self.message.shown_on
        buttons = self.message.buttons if shows_buttons else ()
        approved = self.message.approved if CHANNELS[self.channel].approves else None
        places = [compiled(approved.place(value, self.locale)) for value in approved.values] if approved else []
        labels = [compiled(one.texts[self.locale]) for one in buttons]
        links = {one.link for one in buttons if one.link}
        about = [self.subject] if self.subject else []
        names = text.names.union(links, *(place.names for place in [*places, *labels, *about]))
        ready = self._make_ready(names, approved)
        ready[VOICE] = self.voice
        told: list[tuple[str, str]] = []
        said, size = self._sms(text, ready, told) if self.voice.sms else (self._write_text(text, ready), None)
        behind = [approved.get_text_behind(at, self.locale) for at in range(1, len(places) + 1)] if approved else []
        written = [self._write_text(place, ready, follows) for place, follows in zip(places, behind, strict=True)]
        # A variable of WhatsApp's holds no line break: https://developers.facebook.com/docs/whatsapp/message-templates
        variables = {str(at): " ".join(one.split()) for at, one in enumerate(written, 1)}
        shown = {name for name in links & text.names if str(ready.get(name)) in said}
        rows = self._rows() if shows_buttons else ()
        subject = " ".join(self._write_text(self.subject, ready).split()) if self.subject else None
        return Rendered(
            text=said,
            buttons=tuple(self._buttons(buttons, labels, ready, shown)),
            size=size,
            variables=variables,
            locale=self.locale,
            approved=approved.fill(self.locale, variables) if approved else None,
            told=tuple((name, as_in(value, said, self.locale)) for name, value in told if name not in OF_THE_BUSINESS),
            picture=check_picture_address(self.values.get("picture")) if self.message.pictured else None,
            rows=rows,
            unlisted=self._write_text(text, ready | {self.message.rows: ()}) if rows else None,
            subject=subject,
        )

    def _rows(self) -> tuple[Button, ...]:
        """Return the numbered lines of the value that the message draws as rows; their numbers are their ids."""
        lines = self.values.get(self.message.rows, ()) if self.message.rows else ()
        split = [str(line).partition(". ") for line in lines] if isinstance(lines, tuple | list) else []
        titled = [(number, *self.voice.split_title(title)) for number, _, title in split if number.isdecimal()]
        return tuple(Button(number, title, detail=amount) for number, title, amount in titled)

    def _write_text(self, text: Text, ready: Mapping[str, object], behind: str = "") -> str:
        """Return a text with its values filled in; ``behind`` is the text that follows it."""
        return inflect_text(text.write(ready, self.message.name), self.locale, behind)

    def _make_ready(self, names: Iterable[str], approved: Approved | None) -> dict[str, object]:
        """Return the values, with replacements for absent ones, as WhatsApp refuses empty variables."""
        ready = prepare(self.values, names, self.voice)
        for name, said in approved.instead.items() if approved else ():
            ready.setdefault(name, StandIn(said[self.locale]))
        return ready

    def _buttons(
        self, buttons: Iterable[ButtonTexts], labels: Iterable[Text], ready: Mapping[str, object], shown: Set[str]
    ) -> Iterable[Button]:
        """Yield the buttons, without links that a business's own text already contains (``shown``)."""
        for one, label in zip(buttons, labels, strict=True):
            said = label.write(ready, self.message.name)
            if not said or one.link in shown:  # no label: the answer or the page is not there for these values
                continue
            if one.link and one.link not in ready:
                raise MissingValue(one.link, self.message.name)
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
        return fit(write, wording, self.message.segments)
