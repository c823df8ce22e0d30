"""A wish of somebody of the family is ordered as one's own."""

import pytest

from handlers.sourcing.replies.for_another import as_own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("my daughter wants tiger shorts", "i want tiger shorts"),
        ("hi, my son would like a tee in M", "i want a tee in m"),
        ("mi hija quiere unos shorts", "i want unos shorts"),
        ("meri beti ko tiger shorts chahiye", "tiger shorts chahiye"),
        ("mere bete ko ek tee leni hai", "ek tee leni hai"),
        ("मेरी बेटी को टाइगर शॉर्ट्स चाहिए", "टाइगर शॉर्ट्स चाहिए"),
        ("my daughter likes tiger shorts", "my daughter likes tiger shorts"),
        ("meri beti ko tiger shorts pasand hai", "meri beti ko tiger shorts pasand hai"),
        ("I want tiger shorts", "I want tiger shorts"),
        ("my", "my"),
    ],
)
def test_a_wish_of_the_family_is_ones_own(text: str, own: str) -> None:
    assert as_own(text) == own
