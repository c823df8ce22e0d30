"""Errands of the staff in their own words: what is shown runs, what changes something is shown first, talk is talk."""

from __future__ import annotations

import pytest

from handlers.replies import errand_words as about


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tell Maria that her suit is ready", "Maria her suit is ready"),
        ("please let Hannah know I'm running late", "Hannah I'm running late"),
        ("message Kevin: your bike is done", "Kevin your bike is done"),
        ("text Mrs Harlow her lamp is here", "Mrs Harlow her lamp is here"),
        ("dile a doña Carmen que ya llegó su vestido", "doña Carmen ya llegó su vestido"),
        ("pooja ko bol do ki suit ready hai", "pooja suit ready hai"),
        ("कविता को बता दो साड़ी आ गई है", "कविता साड़ी आ गई है"),
        ("tell Maria", None),
        ("tell Maria that", None),
        ("pooja ko suit de do", None),
        ("we told Maria", None),
    ],
)
def test_whom_is_told_what(text: str, said: str | None) -> None:
    assert about.to_somebody(text) == said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tell 1027 that the mug is here", True),
        ("pooja ko bol do ki suit ready hai", True),
        ("tell me that again", False),
        ("tell all customers that we moved", False),
        ("tell Maria her suit is ready", True),
        ("text Maria her suit is ready", False),
        ("neha ko bolo mug nahi hatega", True),
        ("tell me your size", False),
    ],
)
def test_only_what_says_so_outright_is_known_by_its_shape(text: str, told: bool) -> None:
    assert about.tells_somebody(text) is told


@pytest.mark.parametrize(
    ("text", "alone", "beside"),
    [
        ("cancel 4411 pls", "4411", "4411"),
        ("#P4411 is packed", "P4411", "P4411"),
        ("not 4731, cancel 4713", None, None),
        ("give 2219 its 12 back", None, "2219"),
        ("refund ₹450 of 2219", None, "2219"),
        ("20% off", None, None),
        ("cancel it", None, None),
    ],
)
def test_which_order_is_meant(text: str, alone: str | None, beside: str | None) -> None:
    assert (about.one_order(text), about.an_order(text)) == (alone, beside)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("how much did we make yesterday", "yesterday"),
        ("is hafte kitni bikri hui", "is hafte"),
        ("sales of the last 30 days?", "30 days"),
        ("how are things", ""),
    ],
)
def test_of_which_days(text: str, period: str) -> None:
    assert about.period(text) == period


@pytest.mark.parametrize(
    ("text", "parcel", "picked"),
    [
        ("1027 shipped, tracking 94001234", "1027 94001234", None),
        ("1027 not shipped, tracking 94001234", None, None),
        ("1027 picked from karol bagh", "1027", "1027 picked karol bagh"),
        ("nothing was picked at karol bagh, do not book 1027", None, None),
    ],
)
def test_what_is_spoken_against_is_not_read(text: str, parcel: str | None, picked: str | None) -> None:
    assert about.order_and_parcel(text) == parcel
    if parcel is None or picked is not None:
        assert about.order_and_things(text) == picked
