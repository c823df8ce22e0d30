"""Mails that arrive, as events: answers of people, reports about our mails, and silence for robots."""

from __future__ import annotations

import time
from base64 import b64encode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import Inbound, Unreadable
from bot.channels.email.inbound_mail import LARGEST_MAIL, read_mail
from bot.channels.email.mail_text import read_page, split_reply
from flows.delivery import Failure
from flows.events import ComplaintArrived, MessageReceived, ReceiptArrived
from tests.bot.channels.mails import MESSAGE, OURS, SENDER, answer, bounce, complaint
from tests.cases import each
from tests.conftest import START

HTML = "Content-Type: text/html; charset=utf-8"


def read(raw: bytes) -> tuple[Inbound, ...]:
    return read_mail(raw, START, SENDER)


def said(raw: bytes) -> MessageReceived:
    (event,) = read(raw)
    assert isinstance(event, MessageReceived)
    return event


def test_an_answer_is_read_with_its_thread() -> None:
    text = (
        "Is it in stock?\r\n\r\nOn Mon, Mar 2, 2026 at 3:00 PM Tiger Tees <\r\nhello@tigertees.example> wrote:\r\n> Hi"
    )
    event = said(answer(text))
    assert (event.channel, event.address, event.to, event.name) == ("email", "ann@mail.example", SENDER, "Ann")
    assert (event.provider_id, event.reply_to, event.occurred_at) == ("<a1@mail.example>", OURS, START)
    assert event.references == ("<first@tigertees.example>", OURS)
    assert (event.subject, event.text) == ("Re: Your cart", "Is it in stock?")
    assert event.quoted.startswith("On Mon, Mar 2")
    assert event.quoted.endswith("> Hi")


@pytest.mark.parametrize(
    ("text", "new"),
    [
        pytest.param("Stop", "Stop", id="alone"),
        pytest.param("Stop\n\nSent from my iPhone", "Stop", id="a phone's signature"),
        pytest.param("Para\n\nEnviado desde mi iPhone", "Para", id="in Spanish"),
        pytest.param("Stop\n-- \nAnn Perkins\n1 Main St", "Stop", id="a signature"),
        pytest.param("> Want more?\nNo\n> And this?\nYes", "No\nYes", id="between the lines"),
        pytest.param("Stop\n\nEl lun, 2 mar 2026 a las 15:00, Tiger () escribió:\n> Hola", "Stop", id="Spanish head"),
        pytest.param("रुको\n\nसोम, 2 मार्च को Tiger Tees ने लिखा:\n> Hi", "रुको", id="Hindi head"),
        pytest.param(
            "Stop\n\nAm Mo., 2. März 2026 um 15:00 schrieb T <\nhello@t.example>:\n> Hi", "Stop", id="wrapped"
        ),
        pytest.param("Stop\n\n-----Original Message-----\nFrom: Tiger\nSent: today\n\nHi", "Stop", id="Outlook"),
        pytest.param(
            "Stop\n\nFrom: Tiger <a@b.example>\nSent: today\nTo: Ann\nSubject: x\n\nHi", "Stop", id="its head"
        ),
        pytest.param("Two things:\n- size M\n- red\nThanks, and please stop", None, id="a list, and thanks"),
        pytest.param("I ask:\n\nwhere is it?", None, id="a colon without a quote"),
        pytest.param("Ann asks:\n> Size?\nM\nBen asks:\n> Red?\nYes", "M\nYes", id="two heads"),
        pytest.param("> Hi", "> Hi", id="nothing new"),
    ],
)
def test_a_quote_is_split_from_what_is_new(text: str, new: str | None) -> None:
    found, rest = split_reply(text)
    assert found == (text if new is None else new)
    lost = set(text.split()) - set(found.split()) - set(rest.split())
    assert not lost


def test_a_page_is_read_as_text() -> None:
    page = """<html><head><style>p { color: red }</style><title>x</title></head><body><p>Please&nbsp;stop &lt;3</p>
    <script>alert(1)</script><div>Ann</div><div class="gmail_quote">On Mon Tiger wrote:<br><blockquote>
    <div>You left <b>something</b>.</div></blockquote></div></body></html>"""
    event = said(answer(page, HTML))
    assert event.text == "Please stop <3\n\nAnn"
    assert "> You left something." in event.quoted


@pytest.mark.parametrize(
    ("page", "text"),
    [
        pytest.param("Stop", "Stop", id="no tags"),
        pytest.param("<p>Stop", "Stop", id="an open tag"),
        pytest.param("<html><head><title>x</title><body>Stop", "Stop", id="an open head"),
        pytest.param("<title>x<body>Stop", "Stop", id="an open title"),
        pytest.param("<![x ¤>Stop<![if !mso]> now<![endif]>", "Stop now", id="unknown sections"),
        pytest.param("</div></blockquote>Stop &amp; go &bogus;", "Stop & go &bogus;", id="wrong ends"),
    ],
)
def test_a_page_that_is_not_well_formed(page: str, text: str) -> None:
    assert read_page(page).split() == text.split()


def test_plain_text_goes_before_the_page_and_files_are_left_out() -> None:
    parts = [
        "Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>page</p>\r\n"
        "--c\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nplain é\r\n--c--",
        'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nfile',
        f"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n{b64encode(bytes(99)).decode()}",
        "Content-Type: message/rfc822\r\n\r\nSubject: forwarded\r\n\r\nof another person",
    ]
    body = "".join(f"--b\r\n{one}\r\n" for one in parts) + "--b--\r\n"
    assert said(answer(body, "Content-Type: multipart/mixed; boundary=b")).text == "plain é"


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        pytest.param("text/plain; charset=utf-8", b"caf\xe9", "café", id="not what it says"),
        pytest.param("text/plain; charset=klingon", "café".encode(), "café", id="an unknown charset"),
        pytest.param("text/plain; charset=iso-2022-jp", b"\x1b$B\xff stop", "$Bÿ stop", id="one that breaks"),
        pytest.param("text/plain", "नमस्ते".encode(), "नमस्ते", id="none"),
        pytest.param(
            "text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64", b"c3RvcA", "stop", id="no padding"
        ),
        pytest.param("text/plain\r\nContent-Transfer-Encoding: uuencode", b"stop", "stop", id="an odd encoding"),
        pytest.param("text/plain; charset*=x''%ff%", b"stop", "stop", id="an odd parameter"),
    ],
)
def test_a_wrong_charset_raises_nothing(kind: str, body: bytes, text: str) -> None:
    assert said(answer("", f"Content-Type: {kind}") + body).text == text


@pytest.mark.parametrize(
    ("sender", "address", "name"),
    [
        pytest.param("Ann@MAIL.example", "ann@mail.example", None, id="case"),
        pytest.param("Ann <ann+shop@mail.example>", "ann+shop@mail.example", "Ann", id="a tag"),
        pytest.param('"Perkins, Ann" <"a b"@mail.example>', '"a b"@mail.example', "Perkins, Ann", id="quotes"),
        pytest.param("Ann <ann@müller.example>", "ann@xn--mller-kva.example", "Ann", id="IDN"),
        pytest.param("=?utf-8?b?4KSG4KS24KS+?= <asha@mail.example>", "asha@mail.example", "आशा", id="encoded"),
        pytest.param(
            "=?utf-8?q?Ann=0D=0ABcc=3A_x?= <ann@mail.example>", "ann@mail.example", "Ann Bcc: x", id="injected"
        ),
        pytest.param("=?klingon?q?Ann?= <ann@mail.example>", "ann@mail.example", "Ann", id="an unknown charset"),
        pytest.param("Perkins, Ann <ann@mail.example>", "ann@mail.example", None, id="a comma without quotes"),
        pytest.param("ann@home.example <ann@mail.example>", "ann@mail.example", None, id="an @ without quotes"),
        pytest.param('Ann O"Neil <ann@mail.example>', "ann@mail.example", None, id="half a quote"),
    ],
)
def test_an_address_in_its_one_form(sender: str, address: str, name: str | None) -> None:
    event = said(answer(sender=sender))
    assert (event.address, event.name) == (address, name)


@each("sender", ["", "Ann", "ann@", "@mail.example", "<>", "undisclosed:;", SENDER, f"Tiger <{SENDER.upper()}>"])
def test_no_address_and_our_own_are_ignored(sender: str) -> None:
    assert read(answer(sender=sender)) == ()


def test_a_line_break_in_a_header_makes_no_header() -> None:
    raw = answer("Hi", "Subject: =?utf-8?q?Hi=0D=0AAuto-Submitted:_auto-replied=0D=0A=0D=0AStop?=")
    assert (said(raw).subject, said(raw).text) == ("Hi Auto-Submitted: auto-replied Stop", "Hi")
    folded = said(answer("Hi", "Subject: one\r\n two\r\n\tthree"))
    assert folded.subject == "one two three"


def test_a_mail_may_have_a_subject_alone() -> None:
    event = said(answer("", "Subject: unsubscribe", "In-Reply-To:", "References:"))
    assert (event.subject, event.text, event.reply_to, event.references) == ("unsubscribe", "", None, ())


def test_a_mail_is_known_by_its_id_and_without_one_by_its_bytes() -> None:
    none, again, other = (said(answer(text, "Message-ID:")) for text in ("a", "a", "b"))
    assert none.key == again.key != other.key
    assert said(answer("a")).key == said(answer("b")).key == "email:<a1@mail.example>"


ROBOTS = (
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: auto-generated; owner-email=x",
    "Precedence: bulk",
    "Precedence: List",
    "Precedence: junk",
    "X-Autoreply: yes",
    "X-Autorespond: x",
    "List-Id: <x.example>",
    "Return-Path: <>",
)


@each("header", ROBOTS)
def test_what_robots_send_is_ignored(header: str) -> None:
    assert read(answer("I am on holiday. Stop!", header)) == ()


def test_a_person_may_say_so() -> None:
    assert said(answer("Stop", "Auto-Submitted: no", "Return-Path: <ann@mail.example>")).text == "Stop"


@pytest.mark.parametrize(
    ("status", "said", "failure", "code"),
    [
        pytest.param("5.1.1", "smtp; 550 5.1.1 no such user", Failure.ADDRESS, "5.1.1", id="no such user"),
        pytest.param("5.0.0", "smtp; 550 unknown", Failure.CHANNEL, "5.0.0", id="no detail"),
        pytest.param("", "smtp; 550 unknown", Failure.ADDRESS, None, id="no code"),
        pytest.param("", "smtp; 550 exceeded the max emails per hour", Failure.CHANNEL, None, id="our limit"),
        pytest.param("5.2.2", "smtp; 552 5.2.2 full", Failure.CHANNEL, "5.2.2", id="full"),
        pytest.param("4.4.7", "", Failure.CHANNEL, "4.4.7", id="given up"),
        pytest.param("5.7.1", "smtp; 554 5.7.1 blocked", Failure.CHANNEL, "5.7.1", id="a filter"),
        pytest.param("", "smtp; 550-5.1.1 no", Failure.ADDRESS, "5.1.1", id="in the words alone"),
        pytest.param("", "", Failure.CHANNEL, None, id="nothing"),
        pytest.param("5.7.8", "smtp; 535 5.7.8 login", Failure.CHANNEL, "5.7.8", id="forged: our login"),
        pytest.param("5.1.8", "smtp; 553 5.1.8 sender", Failure.CHANNEL, "5.1.8", id="forged: our address"),
        pytest.param("", "smtp; 530 login", Failure.CHANNEL, None, id="forged: in the words alone"),
    ],
)
def test_a_mail_of_ours_that_came_back_failed(status: str, said: str, failure: Failure, code: str | None) -> None:
    (event,) = read(bounce(status=status, said=said))
    assert isinstance(event, ReceiptArrived)
    assert (event.provider_id, event.message, event.status) == (OURS, MESSAGE, "failed")
    assert (event.failure, event.code) == (failure, code)
    assert "ann" not in event.detail


def test_a_report_may_hold_the_headers_alone() -> None:
    (event,) = read(bounce(kind="text/rfc822-headers"))
    assert isinstance(event, ReceiptArrived)
    assert event.message == MESSAGE


@each("header", ["In-Reply-To", "References"])
def test_a_report_may_name_our_mail_in_its_own_headers_alone(header: str) -> None:
    (event,) = read(f"{header}: {OURS}\r\n".encode() + bounce(ours="", kind="text/plain"))
    assert isinstance(event, ReceiptArrived)
    assert event.message == MESSAGE


def test_a_mail_that_is_reported_as_delivered() -> None:
    (event,) = read(bounce("delivered", "2.0.0", "smtp; 250 ok"))
    assert isinstance(event, ReceiptArrived)
    assert (event.status, event.failure) == ("delivered", None)


STRANGE = ("<x@other.example>", f"<{MESSAGE}@other.example>", "<1@tigertees.example>", "", "not an id")


@each("ours", STRANGE)
def test_reports_about_the_mails_of_others_are_ignored(ours: str) -> None:
    assert read(bounce(ours=ours)) == ()
    assert read(complaint(ours=ours)) == ()


@each("action", ["delayed", "relayed", "expanded", ""])
def test_a_mail_on_its_way_has_no_end_yet(action: str) -> None:
    assert read(bounce(action, "4.4.1")) == ()


@each("kind", ["abuse", "fraud", "opt-out", "other"])
def test_a_complaint_is_heard(kind: str) -> None:
    assert read(complaint(kind)) == (ComplaintArrived("email", "ann@mail.example", OURS, START, MESSAGE),)


@each("raw", [complaint("not-spam"), complaint("")])
def test_a_report_of_no_spam_is_none(raw: bytes) -> None:
    assert read(raw) == ()


def test_a_large_mail_is_read_from_its_beginning() -> None:
    body = f"--b\r\nContent-Type: text/plain\r\n\r\nStop\r\n--b\r\nContent-Type: image/png\r\n\r\n{'A' * 20_000_000}"
    raw = answer(body, "Content-Type: multipart/mixed; boundary=b")
    before = time.process_time()
    assert said(raw).text == "Stop"
    assert time.process_time() - before < 1
    assert said(raw[:LARGEST_MAIL]).key == said(raw).key


@each("boundary", ["boundary=b", "BOUNDARY*=b", "boundary*0=b", "boundary =b"])
def test_parts_inside_each_other_without_end(boundary: str) -> None:
    heads = "".join(f"Content-Type: multipart/mixed; {boundary}{at}\r\n\r\n--b{at}\r\n" for at in range(100))
    with pytest.raises(Unreadable):
        read(answer("", "MIME-Version: 1.0").removesuffix(b"\r\n") + heads.encode() + b"\r\n" * 100_000)


TWENTY = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n" for at in range(20))
SLOW = (
    TWENTY + "\n" * LARGEST_MAIL,
    TWENTY + "a\n" * LARGEST_MAIL,
    "Content-Type: message/rfc822\r\n\r\n" * 900,
    "Content-Type: message/delivery-status\r\n\r\n" + "a: b\r\n\r\n" * 40_000,
    f"References: {'<' * LARGEST_MAIL}",
    f"References: {('<' + 'a' * 249) * 1_000}",
    f"From: {'(' * 4_000}",
    f"Subject: {'=?' * LARGEST_MAIL}",
    *(f"Content-Type: text/plain; {one * 80_000}" for one in (";", "a*0=b;", '"' + ";" * 9)),
    f'Content-Type: multipart/mixed; boundary="{";" * 80_000}',
    f'X: y\rContent-Type:\r\n text/plain; "{";" * 80_000}',
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + f'--b\r\nContent-Type: a/b; "{";" * 900}\r\n\r\n' * 260,
    f"Content-Type: text/plain; charset=punycode\r\n\r\n-{'9ab' * 80_000}",
    "a: b\r\n" * 40_000,
)


@each("more", SLOW)
def test_a_mail_made_to_be_slow_is_not(more: str) -> None:
    raw = f"MIME-Version: 1.0\r\nFrom: Ann <ann@mail.example>\r\n{more}".encode()
    before = time.process_time()
    with suppress(Unreadable):
        read(raw)
    assert time.process_time() - before < 2


COSTLY = (
    "On " * 7_000,
    "On " + "a" * 20_000,
    "El " * 7_000,
    "From: x\n" * 2_500,
    ">" * 20_000,
    "\n" * 20_000,
    "a:\n" * 6_000,
)


@each("text", COSTLY)
def test_a_text_made_to_be_slow_is_not(text: str) -> None:
    before = time.process_time()
    split_reply(text)
    assert time.process_time() - before < 1


@each("page", ["<" * 10**6, "<!--" * 10**5, "<a b='" * 10**5, "<div>" * 10**5, "<blockquote>" * 10**5, "&#" * 10**5])
def test_a_page_made_to_be_slow_is_not(page: str) -> None:
    before = time.process_time()
    read_page(page)
    assert time.process_time() - before < 1


@each("kind", ["report", "mixed"])
def test_a_charset_that_is_no_name_raises_nothing(kind: str) -> None:
    read(f"From: ann@mail.example\r\nContent-Type: multipart/{kind}; charset*=x\r\n\r\n".encode() + b"\xbc")


LINES = st.lists(
    st.one_of(st.binary(max_size=80), st.sampled_from([*answer().split(b"\r\n"), *bounce().split(b"\r\n")]))
)


@given(LINES)
def test_no_mail_raises_anything_else(lines: list[bytes]) -> None:
    with suppress(Unreadable):
        read(b"\r\n".join(lines))
