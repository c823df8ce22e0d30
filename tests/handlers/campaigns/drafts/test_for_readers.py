"""Words of a campaign for some of its readers: who they are, as they stand before the words."""

from __future__ import annotations

import pytest

from flows.campaigns.campaign_texts import CampaignText
from handlers.campaigns.drafts.draft_wordings import WordsFor, beside, take_readers


@pytest.mark.parametrize(
    ("text", "left", "readers"),
    [
        ("diwali in Spanish: Hola", "diwali: Hola", WordsFor("es")),
        ("diwali for sms: Hi", "diwali: Hi", WordsFor("", "sms")),
        ("diwali in spanish for whatsapp: Hola", "diwali: Hola", WordsFor("es", "whatsapp")),
        ("diwali: In Spanish: Hola", "diwali: In Spanish: Hola", WordsFor()),
        ("diwali by sms: Hi", "diwali by sms: Hi", WordsFor()),
        ("diwali in spanish", "diwali in spanish", WordsFor()),
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
    assert beside((hi, hola), (CampaignText("Ho"),), WordsFor()) == (CampaignText("Ho"),)
