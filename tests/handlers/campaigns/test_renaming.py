"""A sentence that calls a campaign otherwise is the command for it."""

from __future__ import annotations

import pytest

from handlers.campaigns.sentences.renaming import rename_meant

NAMES = ("diwali", "winter sale", "दीवाली")


@pytest.mark.parametrize(
    ("said", "behind"),
    [
        ("rename diwali to lamps", "rename diwali to lamps"),
        ("Rename the campaign winter sale as “Cold days”", "rename winter sale to Cold days"),
        ("change the name of diwali to lamps", "rename diwali to lamps"),
        ("renombra diwali como lamparas", "rename diwali to lamparas"),
        ("cambia el nombre de la campaña diwali a lamparas", "rename diwali to lamparas"),
        ("diwali ka naam diye kar do", "rename diwali to diye"),
        ("diwali ka naam badal kar diye rakho", "rename diwali to diye"),
        ("दीवाली का नाम दीये रखो", "rename दीवाली to दीये"),
        ("rename diwali", "rename diwali to"),
        ("rename holi to lamps", None),
        ("change diwali to loyal", None),
        ("can i rename diwali to lamps?", None),
        ("diwali ka discount 15 kar do", None),
    ],
)
def test_a_campaign_is_called_otherwise(said: str, behind: str | None) -> None:
    assert rename_meant(said, NAMES) == behind
