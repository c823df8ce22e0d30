"""Subjects of messages, on a channel made for these tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from flows.channels import CHANNELS, SMS
from templates import message_catalogue, message_library, message_rendering
from templates.message_library import Library
from tests.cases import each
from tests.templates.samples import LOCALES, values

LETTER = replace(SMS, name="letter", subjects=True, segmented=False, texts=("mail", "buttons", "chat"))
NAMES = Library.load().names()


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table with such a channel."""
    table = MappingProxyType({**CHANNELS, LETTER.name: LETTER})
    for module in (message_catalogue, message_library, message_rendering):
        monkeypatch.setattr(module, "CHANNELS", table)


@each("name", NAMES)
def test_every_message_has_a_subject_of_one_line(library: Library, name: str) -> None:
    for locale in LOCALES:
        said = library.render(name, channel=LETTER.name, locale=locale, values=values())
        assert said.subject
        assert "\n" not in said.subject
        assert said.text
        assert not said.text.startswith("Tiger Tees: ")
        if library.message(name).sells:
            assert "STOP" not in said.text, "the channel shows how to end it"


def test_a_line_break_in_a_value_does_not_break_the_subject(library: Library) -> None:
    told = values(items=["Mug\r\nBcc: a@b.example"])
    said = library.render("cart_reminder", channel=LETTER.name, locale="en", values=told)
    assert said.subject == "You left Mug Bcc: a@b.example in your cart"


def test_other_channels_have_no_subject_and_their_own_text(library: Library) -> None:
    said = library.render("cart_reminder", channel="sms", locale="en", values=values())
    assert said.subject is None
    assert "in your cart" in said.text


@pytest.mark.parametrize(
    ("mail", "subject", "text"),
    [
        pytest.param("Hello {{ name }}\n\nA longer text.", "Hello Dana", "A longer text.", id="a text of its own"),
        pytest.param("Hello {{ name }}", "Hello Dana", "For a chat.", id="the next variant's text"),
        pytest.param(None, "Tiger Tees", "For a chat.", id="the brand"),
    ],
)
def test_the_first_line_is_the_subject(tmp_path: Path, mail: str | None, subject: str, text: str) -> None:
    folder = tmp_path / "greeting"
    folder.mkdir()
    (folder / "message.toml").write_text('about = "A greeting."\nreader = "customer"\nsays_stop = false\n')
    (folder / "en.txt").write_text("{{ brand }}: Hello.")
    (folder / "en.chat.txt").write_text("For a chat.")
    if mail is not None:
        (folder / "en.mail.txt").write_text(mail)
    said = Library.load(tmp_path).render("greeting", channel=LETTER.name, locale="en", values=values())
    assert (said.subject, said.text) == (subject, text)
