"""A sentence that wants a new campaign is the command for it, where it says more than that."""

from __future__ import annotations

import pytest

from handlers.campaigns.sentences.beginning import begun


@pytest.mark.parametrize(
    ("said", "behind"),
    [
        ("new campaign sun to vip tomorrow 10am: Sun {link}", "new sun to vip tomorrow 10am: Sun {link}"),
        ("create a campaign called sun for vip: Sun is here", "new sun for vip: Sun is here"),
        ("make a new campaign sun to vip", "new sun to vip"),
        ("nueva campaña navidad para todos mañana 10am: Hola", "new navidad para todos mañana 10am: Hola"),
        ("crea una campaña navidad para todos: ¿Vienes?", "new navidad para todos: ¿Vienes?"),
        ("naya campaign holi vip ko: Holi aayi", "new holi vip ko: Holi aayi"),
        ("create campaign for vip tomorrow 7pm", "new for vip tomorrow 7pm"),
        ("diwali campaign banao sabko kal 6 baje: Diwali aayi", "new diwali sabko kal 6 baje: Diwali aayi"),
        ("create a back to school campaign for vip friday", "new back to school for vip friday"),
        ("crea una campaña de navidad para todos: ¿Vienes?", "new navidad para todos: ¿Vienes?"),
        ("ek campaign banao diwali sab customers ko kal 6 baje: Hi", "new diwali sab customers ko kal 6 baje: Hi"),
        ("create a holi campaign", None),
        ("make the sun campaign for vip only", None),
        ("banao", None),
        ("new campaign", None),
        ("create a campaign", None),
        ("new campaign ideas for diwali?", None),
        ("start campaign diwali", None),
        ("campaign diwali to vip", None),
    ],
)
def test_a_campaign_that_is_begun(said: str, behind: str | None) -> None:
    assert begun(said, ["Sun"]) == behind
