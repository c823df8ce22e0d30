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
        ("cambiar el texto a: Hola", ": Hola"),
        ('change the text to "Hello all"', ": Hello all"),
        ("no, change the text to: Hi, come in", ": Hi, come in"),
        ("text badal do: Namaste", ": Namaste"),
        ("change the time to 7pm", " 7pm"),
        ("cambia la hora a las 7", " a las 7"),
        ("change the people to vip", " to vip"),
        ("change the discount to 20", ", 20% off"),
        ("make it in spanish", " in spanish"),
        ("in spanish: Ya llegaron", " in spanish: Ya llegaron"),
        ("en español: Ya llegaron: entra", " in español: Ya llegaron: entra"),
        ("hindi me: Aa gaye", " in hindi: Aa gaye"),
        ("en español", " in español"),
        ("translate it to hindi", " in hindi"),
        ("change the text to spanish", " in spanish"),
        ("mándalo en inglés", " in inglés"),
        ("hindi me likho", " in hindi"),
        ("tradúcelo al español", " in español"),
        ("हिंदी में लिखो", " in हिंदी"),
        ("for spanish", " to spanish"),
        ("to spanish", " to spanish"),
        ("हिंदी में भेजो", " in हिंदी"),
        ("only tomorrow", " tomorrow"),
        ("no, wait, at 7pm", " at 7pm"),
        ("go ahead but at 7pm", " at 7pm"),
        ("haan bhejo lekin kal", " kal"),
        ("bhejo par sirf sms se", " by sms only"),
        ("at 7pm instead", " at 7pm"),
        ("at 7pm.", " at 7pm"),
        ("friday", " friday"),
        ("mañana a las 10", " mañana a las 10"),
        ("add 10% off", ", 10% off"),
        ("yes but 25% off", ", 25% off"),
        ("haan lekin 20% off ke saath", ", 20% off"),
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
    ("said", "behind"),
    [
        ("follow up after 3 days if they did not click: Last call", " after 3 days, not clicked: Last call"),
        ("add a follow-up after 2 days: Still time", " after 2 days: Still time"),
        ("and remind them after 2 days: Still time", " after 2 days: Still time"),
    ],
)
def test_a_follow_up_in_plain_words(said: str, behind: str) -> None:
    assert read(said) == UnnamedChange(behind, command="follow")


@pytest.mark.parametrize(
    "said",
    [
        "the text is fine", "message asha: hi", "whatsapp", "send it", "launch it now", "now", "no", "not yet",
        "hold on", "tomorrow?", "change the text?", "we open at 7 and close at 9", "10", "text",
        "not at 7pm", "no, not at 7pm", "not to vip only",
        "not only vip", "before 7pm", "make the text a bit shorter",
        "cambia el mensaje a las 7pm", "msg: see you at 7", "text: hello dana", "only to vip: hello",
        "change the text to Hello all", "change the time", "the customer in line, at 7pm", "no, 3 left",
    ],
)  # fmt: skip
def test_no_change(said: str) -> None:
    assert read(said) is None


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("only one left", "one left"),
        ("to be honest I like it", "be honest I like it"),
        ("only when it rains", "when it rains"),
    ],
)
def test_what_stands_for_people_has_to_mean_some(said: str, people: str) -> None:
    assert read(said) == UnnamedChange(f" to {people}", people)
