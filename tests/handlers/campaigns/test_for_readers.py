"""Words of a campaign for some of its readers: who they are, as they stand before the words."""

from __future__ import annotations

import pytest

from flows.campaigns.texts import CampaignText
from handlers.campaigns.drafts.for_readers import EVERY_READER, WordsFor, beside, take_readers


@pytest.mark.parametrize(
    ("text", "left", "readers"),
    [
        ("diwali in Spanish: Hola", "diwali: Hola", WordsFor("es")),
        ("diwali en español: Hola", "diwali: Hola", WordsFor("es")),
        ("diwali hinglish mein: Namaste", "diwali: Namaste", WordsFor("hi-Latn")),
        ("diwali हिंदी में: नमस्ते", "diwali: नमस्ते", WordsFor("hi")),
        ("diwali for sms: Hi", "diwali: Hi", WordsFor("", "sms")),
        ("diwali sms ke liye: Hi", "diwali: Hi", WordsFor("", "sms")),
        ("diwali in spanish for whatsapp: Hola", "diwali: Hola", WordsFor("es", "whatsapp")),
        ("diwali friday 6pm, in hindi “नमस्ते”", "diwali friday 6pm “नमस्ते”", WordsFor("hi")),
        ("diwali: In Spanish: Hola", "diwali: In Spanish: Hola", EVERY_READER),
        ("diwali by sms: Hi", "diwali by sms: Hi", EVERY_READER),
        ("diwali in spanish", "diwali in spanish", EVERY_READER),
    ],
)
def test_who_reads_them(text: str, left: str, readers: WordsFor) -> None:
    assert take_readers(text) == (left, readers)


def test_words_for_some_stand_beside_the_others_and_in_place_of_their_own() -> None:
    hi, hola = CampaignText("Hi"), CampaignText("Hola", locale="es")
    assert beside((hi,), (CampaignText("Hola"),), WordsFor("es")) == (hi, hola)
    assert beside((hi, hola), (CampaignText("Buenas"),), WordsFor("es")) == (hi, CampaignText("Buenas", locale="es"))
    both = (hi, CampaignText("Hi", "B"))
    assert beside(both, (CampaignText("Hola"),), WordsFor("es")) == (*both, hola, CampaignText("Hola", "B", "es"))
    assert beside((hi, hola), (CampaignText("Ho"),), EVERY_READER) == (CampaignText("Ho"),)
