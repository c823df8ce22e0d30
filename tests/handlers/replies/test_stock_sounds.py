"""Goods of English titles, named in Devanagari by their sounds."""

from __future__ import annotations

import pytest

from handlers.sourcing.replies.stock.items import Catalogue
from handlers.sourcing.replies.stock.values import Ask


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Brass Elephant", "एलीफैंट"),
        ("Brass Elephant", "एलिफेंट"),
        ("Taj Marble Box", "बॉक्स"),
        ("Taj Marble Box", "मार्बल"),
        ("Block Print Kurta", "ब्लॉक"),
        ("Baseball Cap", "कैप"),
        ("Wooden Clock", "क्लॉक"),
        ("Zip Wallet", "वॉलेट"),
        ("Tiger Print Shorts", "शॉर्ट्स"),
    ],
)
def test_a_word_sounds_like_the_title(title: str, named: str) -> None:
    assert Catalogue([Ask(title, "", 1, "1")]).names_goods(named)


@pytest.mark.parametrize("named", ["नहीं", "बोतल", "मटका", "छाता"])
def test_other_words_name_nothing(named: str) -> None:
    titles = ("Brass Elephant", "Taj Marble Box", "Baseball Cap", "Taj Mug")
    assert not Catalogue([Ask(one, "", 1, "1") for one in titles]).names_goods(named)
