"""What a person leaves in bytes and texts is found, and nothing that is another's."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from storage.erasure.traces import Traces
from storage.people.people import Identity
from tests.cases import each

DANA = (
    Identity("customer", "shopify:8101"),
    Identity("sms", "+13145550142"),
    Identity("email", "dana+cart@mail.example"),
    Identity("telegram", "77019"),
    Identity("whatsapp", "IN.1234567890abcdef"),
)


@each(
    "raw",
    [
        pytest.param(b'{"phone": "+13145550142"}', id="a number"),
        pytest.param(b'{"phone": "(314) 555-0142"}', id="a number as people write it"),
        pytest.param(b"call 314.555.0142 now", id="a number in a text that is no JSON"),
        pytest.param(urlencode({"From": "whatsapp:+13145550142"}).encode(), id="a form"),
        pytest.param(rb'{"phone": "\u002b1 314 555 0142", "note": "\u00e9"}', id="escaped"),
        pytest.param(b'{"email": "Dana+Cart@Mail.example"}', id="an e-mail in other letters"),
        pytest.param(rb'{"email": "dana\u002bcart\u0040mail.example"}', id="an e-mail escaped"),
        pytest.param(urlencode({"email": "dana+cart@mail.example"}).encode(), id="an e-mail in a form"),
        pytest.param(b"write to dana+cart@mail.example.", id="an e-mail ends a sentence"),
        pytest.param(b'{"customer": {"id": 8101}}', id="the shop's id"),
        pytest.param(b'{"id": "gid://shopify/Customer/8101"}', id="the shop's id in a longer name"),
        pytest.param(b'{"chat": {"id": 77019}}', id="a chat"),
        pytest.param(b"user=IN.1234567890ABCDEF", id="a WhatsApp user without a number"),
        pytest.param(b"\x00\xff 3145550142 \xfe", id="bytes that are no text"),
    ],
)
def test_a_trace_is_found(raw: bytes) -> None:
    assert Traces(DANA).are_in(raw)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b'{"phone": "+13145550143"}', id="another number"),
        pytest.param(b'{"email": "dana+cart@mail.example.org"}', id="an e-mail that goes on"),
        pytest.param(b'{"email": "ada.dana+cart@mail.example"}', id="an e-mail that begins before"),
        pytest.param(b'{"id": 18101, "other": 81012}', id="longer ids"),
        pytest.param(b'{"total": "8101.50", "old": 9.8101}', id="amounts"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_others_are_left_alone(raw: bytes) -> None:
    assert not Traces(DANA).are_in(raw)


def test_somebody_without_a_name_leaves_no_trace() -> None:
    assert not Traces(()).are_in(b"anything")


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("Hello Dana Li, dana!", "Hello …, …!"),
        ("a planner for Daniel", "a planner for Daniel"),
        ("call +1 (314) 555-0142 now", "call … now"),
        ("from DANA+CART@mail.example-5", "from …-5"),
        ("customer 8101", "customer …"),
    ],
)
def test_a_text_loses_the_traces_alone(told: str, left: str) -> None:
    assert Traces(DANA, ["Dana Li"]).hide_names(told) == left


@pytest.mark.parametrize("code", ["DANA10", "HiDana", "dana-li", "DANALI5"])
def test_a_code_is_made_of_a_name(code: str) -> None:
    assert Traces(DANA, ["Dana Li"]).make_up(code)
    assert not Traces(DANA, ["Dana Li"]).make_up("COMEBACK10")


RUTH = Traces([Identity("sms", "+13145550142"), Identity("email", "ruth@mail.example")], ["Ruth Haddad"])


@pytest.mark.parametrize(
    "text",
    [
        "Ruth Haddad asks: is it true to size?",
        "RUTH HADDAD",
        "Haddad, Ruth wants it back",
        "call (314) 555-0142",
        "call 555 0142",
        "ruth@mail.example wrote",
        "order 1234 3145550142",
    ],
)
def test_a_text_about_anybody_names_a_person_by_a_whole_name_a_number_or_a_mail(text: str) -> None:
    assert RUTH.identify(text)


@pytest.mark.parametrize(
    "text",
    [
        "Noor Haddad asks: is it true to size?",
        "tell Owen Haddad, Ruth Cohen and Haddad & Sons",
        "Ruth: Cohen, Noor: Haddad",
        "call (212) 555-0142",
        "noor.haddad@mail.example wrote",
    ],
)
def test_a_part_of_a_name_or_number_may_be_another_persons(text: str) -> None:
    assert not RUTH.identify(text)


@each(
    ("name", "text"),
    [
        ("Will", "Will the mug come in blue?"),
        ("Will", "Will check, one moment"),
        ("Will", "tell Will that it is here"),
        ("Hope", "Hope so. I will ask"),
        ("May", "May be tomorrow"),
        ("Rosa", "color Rosa?"),
        ("Rose Mary", "do you have the Mary Rose scent?"),
        ("Ruth Anna Haddad", "Haddad Ruth"),
    ],
)
def test_a_name_that_is_a_word_of_the_language_is_no_trace_in_texts_about_others(name: str, text: str) -> None:
    assert not Traces((), [name], ["1234"]).identify(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Will: is it here?", True),
        ("WILL: is it here?", True),
        ("it will be here", False),
        ("Willow: is it here?", False),
        ("Will Cohen: is it here?", False),
    ],
)
def test_a_name_of_one_word_counts_in_messages_about_the_person(text: str, shown: bool) -> None:
    assert Traces((), ["Will"]).match(text) is shown
    assert Traces((), ["will"]).match(text) is shown


def test_a_name_of_one_word_counts_beside_an_order_of_the_person() -> None:
    will = Traces((), ["Will"], ["1234"])
    assert will.identify("order 1234 is for Will")
    assert not will.identify("order 12345 is for Will")
    assert not will.identify("order 1234 will come")
    assert not will.identify("order 1234 is for Will Cohen")


def test_a_name_of_one_word_counts_in_bytes_as_a_whole_value() -> None:
    will = Traces((), ["Will"])
    assert will.are_in(b'{"customer": {"name": "Will"}}')
    assert will.are_in(urlencode({"name": "Will", "x": "y"}).encode())
    assert not will.are_in(b'{"text": "Will the mug come in blue?"}')


def test_the_middle_name_may_be_left_out() -> None:
    assert Traces((), ["Ruth Anna Haddad"]).identify("ask Ruth Haddad")


def test_the_bytes_of_an_event_have_the_first_and_the_last_name_apart() -> None:
    assert RUTH.are_in(b'{"first_name": "Ruth", "last_name": "Haddad"}')
    assert not RUTH.are_in(b'{"first_name": "Noor", "last_name": "Haddad"}')
