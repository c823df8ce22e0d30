"""A change of what was just shown is read without a name, in three languages; what only sounds like one is none."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.campaigns.sentences.courtesy import bare, led_in
from handlers.campaigns.sentences.unnamed import UnnamedChange, change_of

NOW = datetime(2026, 1, 7, 21, 0, tzinfo=UTC)


def read(text: str) -> UnnamedChange | None:
    return change_of(bare(led_in(text)), NOW, ZoneInfo("America/Chicago"))


@pytest.mark.parametrize(
    ("said", "behind"),
    [
        ("change the text to: Hello {name}, new lamps", ": Hello {name}, new lamps"),
        ("change the words to: Hi", ": Hi"),
        ("change the text to “Hello all”", ": Hello all"),
        ("the text should be: Hello", ": Hello"),
        ("new text: Hello", ": Hello"),
        ("cambia el texto a: Hola", ": Hola"),
        ("cambia el mensaje por: Hola", ": Hola"),
        ("text badal do: Namaste", ": Namaste"),
        ("at 7pm instead", " at 7pm"),
        ("make it friday 6pm", " friday 6pm"),
        ("no, at 7pm", " at 7pm"),
        ("yes but tomorrow", " tomorrow"),
        ("a las 19:00 mejor", " a las 19:00"),
        ("7 baje kar do", " 7 baje"),
        ("7 बजे कर दो", " 7 बजे"),
        ("launch it but only by sms", " by sms only"),
        ("sms only", " by sms only"),
        ("by whatsapp and sms", " by whatsapp and sms only"),
        ("por whatsapp y telegram", " by whatsapp and telegram only"),
        ("solo por sms", " by sms only"),
        ("sirf sms se", " by sms only"),
        ("only to vip", " to vip"),
        ("to loyal instead", " to loyal"),
        ("no, to vip", " to vip"),
        ("vip only", " to vip"),
        ("to vip at 7pm", " to vip at 7pm"),
        ("solo a los vip", " to vip"),
        ("sirf vip ko bhejo", " to vip"),
        ("सिर्फ vip को भेजो", " to vip"),
    ],
)
def test_a_change_in_a_word(said: str, behind: str) -> None:
    found = read(said)
    assert found is not None
    assert found.behind == behind


@pytest.mark.parametrize(
    "said",
    [
        "the text is fine", "message asha: hi", "whatsapp", "send it", "launch it now", "now", "no", "not yet",
        "hold on", "tomorrow?", "change the text?", "no offer", "we open at 7 and close at 9", "10", "text",
    ],
)  # fmt: skip
def test_no_change(said: str) -> None:
    assert read(said) is None


@pytest.mark.parametrize("said", ["only one left", "to be honest I like it", "only when it rains"])
def test_what_stands_for_people_has_to_mean_some(said: str) -> None:
    found = read(said)
    assert found is not None
    assert found.people
