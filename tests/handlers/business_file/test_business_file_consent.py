"""[consent]: what stands beside the box of the checkout, and for how long consents can be shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.business import ConsentSettings
from tests.handlers.business_file.business_files import SMALLEST, mistakes_of, read


def test_what_is_said_and_what_is_not() -> None:
    said = read('[consent]\ncheckout_text = "Text me offers"\nkeep = "7y"\nkeep_erased = true\n').business.consent
    assert said == ConsentSettings("Text me offers", timedelta(days=7 * 366), keep_erased=True)
    assert read("").business.consent == ConsentSettings("", timedelta(days=5 * 366), keep_erased=False)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('keep = "0y"', "consent.keep"),
        ('keep = "31y"', "consent.keep"),
        ('keep = "1825d"', "consent.keep"),
        ("keep = 5", "consent.keep"),
        ('keep_erased = "yes"', "consent.keep_erased"),
        ('checkout_text = "two\\nlines"', "consent.checkout_text"),
        ('text = "x"', "consent.text"),
    ],
)
def test_what_cannot_be_used_is_named(line: str, path: str) -> None:
    ((number, wrong, _),) = mistakes_of(f"{SMALLEST}[consent]\n{line}\n")
    assert (number, wrong) == (8, path)
