"""From a message and its values to what leaves: the text, its buttons, its size, WhatsApp's variables."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from templates.catalogue import Approved, ButtonTexts, Message
from templates.fitting import Wording, fit
from templates.sandbox import VOICE, MissingValue, Text
from templates.segments import Size
from templates.values import Voice, prepare


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a text: one that opens `url`, or without one an answer that comes back with `id`.

    The text has at most 20 characters, WhatsApp's limit for reply buttons:
    https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages
    """

    id: str
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished message. `size` is for SMS only; `variables` are WhatsApp's ContentVariables, "1" upwards."""

    text: str
    buttons: tuple[Button, ...]
    size: Size | None
    variables: Mapping[str, str]
    locale: str

    def spelled(self) -> str:
        """The text with its buttons written out, a line each, for where none can be shown."""
        lines = [f"{button.text}: {button.url}" if button.url else f"- {button.text}" for button in self.buttons]
        return "\n".join([self.text, *lines])


@dataclass(frozen=True, slots=True)
class Draft:
    """A message for one reader, not yet written."""

    message: Message
    locale: str
    channel: str
    values: Mapping[str, object]
    voice: Voice

    def finish(self, text: Text, compiled: Callable[[str], Text]) -> Rendered:
        """Write it. `compiled` compiles what stands for WhatsApp's placeholders. Raises as Library.render does."""
        buttons = self.message.buttons if self.channel in self.message.shown_on else ()
        approved = self.message.approved if self.channel == "whatsapp" else None
        places = [compiled(f"{{{{ {value} }}}}") for value in approved.values] if approved else []
        names = text.names.union({one.link for one in buttons if one.link}, *(place.names for place in places))
        ready = self._ready(names, approved)
        ready[VOICE] = self.voice
        said, size = self._sms(text, ready) if self.voice.sms else (text.write(ready, self.message.name), None)
        return Rendered(
            text=said,
            buttons=tuple(self._buttons(buttons, ready)),
            size=size,
            variables={str(at): place.write(ready, self.message.name) for at, place in enumerate(places, 1)},
            locale=self.locale,
        )

    def _ready(self, names: Iterable[str], approved: Approved | None) -> dict[str, object]:
        """The values, with what stands for the absent ones where WhatsApp takes no empty variable."""
        ready = prepare(self.values, names, self.voice)
        for name, said in approved.instead.items() if approved else ():
            ready.setdefault(name, said[self.locale])
        return ready

    def _buttons(self, buttons: Iterable[ButtonTexts], ready: Mapping[str, object]) -> Iterable[Button]:
        for one in buttons:
            if one.link and one.link not in ready:
                raise MissingValue(one.link, self.message.name)
            yield Button(one.id, one.texts[self.locale], str(ready[one.link]) if one.link else None)

    def _sms(self, text: Text, ready: dict[str, object]) -> tuple[str, Size]:
        """The text in as few segments as the message may take, with its size."""

        def write(wording: Wording) -> str:
            if wording.brand:
                ready["brand"] = wording.brand
            if wording.titles:
                ready["items"] = wording.phrase()
            return text.write(ready, self.message.name)

        titles = ready.get("items", ())
        if not isinstance(titles, tuple):
            titles = (str(titles),)
        if "items" in text.listed:  # each on a line of its own, so there is no phrase to tighten
            titles = ()
        wording = Wording(str(ready.get("brand", "")), titles, self.voice)
        return fit(write, wording, self.message.segments)
