"""A sentence that changes a campaign is the command for it, where it names one and says to what."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.campaigns.sentences.changing import edit_meant, terms_alone

NOW = datetime(2026, 1, 7, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "behind"),
    [
        ("make diwali 10% off", "edit diwali, 10% off"),
        ("make diwali 10%", "edit diwali, 10% off"),
        ("make diwali A 10% off, B no offer", "edit diwali, A 10% off, B no offer"),
        ("edit diwali friday, A at 10am, B at 6pm", "edit diwali, friday, A at 10am, B at 6pm"),
        ("edit diwali friday 7pm", "edit diwali friday 7pm"),
        ("change diwali to friday 7pm", "edit diwali friday 7pm"),
        ("change the time of diwali to 7pm", "edit diwali 7pm"),
        ("Edit Diwali: New words", "edit Diwali: New words"),
        ("change the words of diwali to Hello all", "edit diwali: Hello all"),
        ("change the words of diwali to: Hello all", "edit diwali: Hello all"),
        ("please change the text of diwali to: Hello: all", "edit diwali: Hello: all"),
        ("change diwali's words to: Hello all", "edit diwali: Hello all"),
        ("cambia el texto de diwali a: Hola", "edit diwali: Hola"),
        ("cambia las palabras de diwali a: Hola", "edit diwali: Hola"),
        ("change diwali to: Hello all", "edit diwali: Hello all"),
        ("make diwali say: Hello all", "edit diwali: Hello all"),
        ("diwali ka text badlo: Aa gaye", "edit diwali: Aa gaye"),
        ("change the words of diwali in spanish to: Hola", "edit diwali in spanish: Hola"),
        ("change diwali text in spanish to: Hola", "edit diwali in spanish: Hola"),
        ("change the words of diwali for sms to: Hi", "edit diwali for sms: Hi"),
        ("change the words of diwali to see you at 7: bring tea", "edit diwali: see you at 7: bring tea"),
        ("make diwali in spanish", "edit diwali in spanish"),
        ("change diwali's text to Hi there", "edit diwali: Hi there"),
        ("edit diwali to loyal", "edit diwali to loyal"),
        ("set the budget of diwali to $50", "edit diwali, budget $50"),
        ("make winter sale go to vip", "edit winter sale to vip"),
        ("edit winter sale to vip with 10% off", "edit winter sale to vip, 10% off"),
        ("cambia diwali a viernes 18:00", "edit diwali viernes 18:00"),
        ("cambia la hora de diwali a las 7", "edit diwali a las 7"),
        ("change the discount of diwali to 20%", "edit diwali, 20% off"),
        ("set diwali for friday 6pm", "edit diwali friday 6pm"),
        ("diwali discount 15 kar do", "edit diwali, 15% off"),
        ("winter sale budget should be 2000 not 5000", "edit winter sale, budget 2000"),
        ("cambia el descuento de la de diwali a 25", "edit diwali, 25% off"),
        ("edit diwali offer free shipping valid 3 days", "edit diwali, valid 3 days, free shipping"),
        ("edit diwali offer $5", "edit diwali, $5 off"),
        ("edit diwali discount 15", "edit diwali, 15% off"),
        ("make diwali $5", "edit diwali, $5 off"),
        ("change diwali time to 7pm", "edit diwali 7pm"),
        ("change diwali budget to $50", "edit diwali, budget $50"),
        ("change diwali words to Hello all", "edit diwali: Hello all"),
        ("give diwali in excel", None),
        ("edit diwali people vip", "edit diwali to vip"),
        ("give diwali 10% off", "edit diwali, 10% off"),
        ("add 10% off to diwali", "edit diwali, 10% off"),
        ("add free shipping to winter sale", "edit winter sale, free shipping"),
        ("put budget $50 on diwali", "edit diwali, budget $50"),
        ("remove the offer from diwali", "edit diwali, no offer"),
        ("quita la oferta de diwali", "edit diwali, no offer"),
        ("take the budget off of diwali", "edit diwali, no budget"),
        ("pon 15% de descuento en diwali", "edit diwali, 15% de descuento"),
        ("edit diwali by sms", "edit diwali by sms"),
        ("make diwali on whatsapp only", "edit diwali on whatsapp only"),
        ("ponle 15% de descuento a diwali", "edit diwali, 15% de descuento"),
        ("quita el descuento de diwali", "edit diwali, no offer"),
        ("pon diwali 15% de descuento", "edit diwali, 15% de descuento"),
        ("pon diwali sin descuento", "edit diwali, sin descuento"),
        ("diwali me 12% chhoot laga do", "edit diwali, 12% chhoot"),
        ("diwali 12% off kar do", "edit diwali, 12% off"),
        ("diwali में 15% छूट लगा दो", "edit diwali, 15% छूट"),
        ("presupuesto de diwali 50", "edit diwali, budget 50"),
        ("the budget of winter sale to $50", "edit winter sale, budget $50"),
        ("budget of diwali", None),
        ("discount for vip 10%", None),
        ("add asha to diwali", None),
        ("give asha 10% off", None),
        ("remove asha from diwali", None),
        ("diwali discount is too high", None),
        ("make tea", None),
        ("make diwali", None),
        ("change my name", None),
        ("change winter to friday 7pm", None),
        ("make diwali 10% off?", None),
        ("diwali friday 7pm", None),
    ],
)
def test_what_is_to_be_changed(said: str, behind: str | None) -> None:
    assert edit_meant(said, ["diwali", "winter sale"], NOW, ZoneInfo("America/Chicago")) == behind


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ("15% off kar do", "15% off"),
        ("free shipping", "free shipping"),
        ("budget $50", "budget $50"),
        ("holdout 20%", "holdout 20%"),
        ("leave 20% alone", "leave 20% alone"),
        ("discount hata do", "discount hata do"),
        ("no offer", "no offer"),
        ("10% off, budget $50", "budget $50, 10% off"),
        ("10% off for vip", ""),
        ("free shipping?", ""),
        ("the holdout", ""),
        ("give asha 10% off", ""),
        ("kar do", ""),
    ],
)
def test_terms_and_nothing_else(said: str, terms: str) -> None:
    assert terms_alone(said) == terms
