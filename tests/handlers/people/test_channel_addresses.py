"""An address has one form, however it is written. A text that is no address is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.channels import SMS, TELEGRAM, WHATSAPP
from flows.mail_address import MAIL, normalise_mail, read_mail, show_mail
from handlers.people.channel_addresses import normalise_address
from storage.identity.identity import Identity

SAME = {
    "case": ("Dana@MAIL.Example", "dana@mail.example"),
    "blanks around it": (" dana@mail.example\t", "dana@mail.example"),
    "accents in two parts": ("JOSE\u0301@mail.example", "jos\u00e9@mail.example"),
    "a domain in letters": ("dana@Bücher.example", "dana@xn--bcher-kva.example"),
    "a domain as the DNS has it": ("dana@XN--BCHER-KVA.example", "dana@xn--bcher-kva.example"),
    "a sharp s, which is no ss": ("groß@straße.example", "groß@xn--strae-oqa.example"),
    "another full stop": ("dana@bücher。example", "dana@xn--bcher-kva.example"),
    "Devanagari": ("दाना@उदाहरण.example", "दाना@xn--p1b6ci4b4b3a.example"),
}


@pytest.mark.parametrize(("written", "one"), SAME.values(), ids=SAME)
def test_a_mail_address_has_one_form(written: str, one: str) -> None:
    assert read_mail(written) == normalise_address(MAIL, written, "US") == one == read_mail(one)
    assert Identity(MAIL, written).value == Identity(MAIL, one).value == one


OTHERS = [
    "dana@mail.example",
    "dana+shop@mail.example",
    "d.ana@mail.example",
    '"dana"@mail.example',
    '"da na"@mail.example',
]


def test_what_its_server_alone_may_know_makes_another_address() -> None:
    """A +tag, dots and quotes stay as they are."""
    assert [read_mail(one) for one in OTHERS] == OTHERS


WRONG = {
    "a line break": "dana@mail.example\nBcc: all@mail.example",
    "a line break in quotes": '"dana\r\nBcc: all"@mail.example',
    "a line break before the at": "dana\r\n@mail.example",
    "another line break": "dana\u2028@mail.example",
    "a NUL": "dana\0@mail.example",
    "an unseen sign": "da\u200bna@mail.example",
    "a sign that turns the text": "da\u202ena@mail.example",
    "two of them": "dana@mail.example, bo@mail.example",
    "a name before it": "Dana <dana@mail.example>",
    "no at": "mail.example",
    "nothing before the at": "@mail.example",
    "nothing behind it": "dana@",
    "a host alone": "dana@localhost",
    "an address of the net": "dana@[127.0.0.1]",
    "a number for a domain": "dana@127.0.0.1",
    "an empty label": "dana@mail..example",
    "a hyphen at the end": "dana@mail-.example",
    "an unseen sign in the domain": "dana@bü\u200bcher.example",
    "a long label": f"dana@{'ü' * 70}.example",
    "an open quote": '"dana@mail.example',
    "a long name": f"{'d' * 65}@mail.example",
    "a long address": f"dana@{'m' * 60}.{'m' * 60}.{'m' * 60}.{'m' * 60}.example",
    "nothing": "",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_is_no_mail_address_is_refused(text: str) -> None:
    assert read_mail(text) is None
    assert normalise_address(MAIL, text, "US") is None


@given(st.text(max_size=80) | st.builds("{}@{}".format, st.text(max_size=20), st.text(max_size=60)))
def test_any_text_has_one_form_and_none_breaks_a_line(text: str) -> None:
    assert normalise_mail(normalise_mail(text)) == normalise_mail(text)
    mail = read_mail(text)
    assert mail is None or (read_mail(mail) == mail and len(mail.splitlines()) == 1)


def test_a_domain_is_shown_in_its_letters() -> None:
    shown = [
        show_mail(one)
        for one in ("dana@xn--bcher-kva.example", "dana@mail.example", "dana@xn--99999999.example", "dana")
    ]
    assert shown == ["dana@bücher.example", "dana@mail.example", "dana@xn--99999999.example", "dana"]


@pytest.mark.parametrize("channel", [SMS.name, WHATSAPP.name])
def test_a_number_is_in_international_form(channel: str) -> None:
    assert normalise_address(channel, "(314) 555-0142", "US") == "+13145550142"
    assert [normalise_address(channel, one, "US") for one in ("123", "+1314555\n0142x", None, "")] == [None] * 4


def test_a_chat_is_a_number_of_64_bits() -> None:
    assert [normalise_address(TELEGRAM.name, one, "US") for one in ("99", " 99 ")] == ["99", "99"]
    assert [normalise_address(TELEGRAM.name, one, "US") for one in ("@dana", "099", "9" * 21, "9\n9")] == [None] * 4
