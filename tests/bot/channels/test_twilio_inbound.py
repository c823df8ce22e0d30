"""Twilio's forms: whose they are, and what they say."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import ChannelRequest, Unproven, Unreadable
from bot.channels.twilio import twilio_inbound
from flows.delivery import Failure
from flows.events import Media, MessageReceived, ReceiptArrived
from tests.bot.channels import rig
from tests.cases import each

TOKEN = "12345678901234567890123456789012"
URL = "https://shop.example/channels/twilio/tiger/inbound"
SMS = {"MessageSid": "SM1", "From": "+13145550142", "To": "+13145550100", "Body": "YES"}
WHATSAPP = SMS | {"From": "whatsapp:+919555501234", "To": "whatsapp:+14155550188", "WaId": "919555501234"}


def read(fields: dict[str, str], url: str = URL) -> Any:
    (event,) = twilio_inbound.read(rig.form(urlencode(fields).encode(), url), rig.NOW)
    return event


def message(**fields: Any) -> MessageReceived:
    plain = MessageReceived("sms", "+13145550142", "+13145550100", "SM1", "YES", rig.NOW, phone="+13145550142")
    return replace(plain, **fields)


def rcs(**fields: Any) -> MessageReceived:
    return message(**({"to": "tigertees_agent"} | fields))


def whatsapp(**fields: Any) -> MessageReceived:
    ends = {"channel": "whatsapp", "address": "+919555501234", "to": "+14155550188", "phone": "+919555501234"}
    return message(**(ends | fields))


@each(
    ("fields", "expected"),
    [
        pytest.param(SMS, message(), id="sms"),
        pytest.param(SMS | {"Body": ""}, message(text=""), id="empty"),
        pytest.param(SMS | {"Body": "a\0b"}, message(text="ab"), id="NUL"),
        pytest.param(SMS | {"OptOutType": "STOP"}, message(keyword="STOP"), id="opted out at Twilio"),
        pytest.param(SMS | {"OptOutType": "MAYBE"}, message(), id="unknown opt-out type"),
        pytest.param(SMS | {"From": "31455"}, message(address="31455", phone=None), id="short code"),
        pytest.param(SMS | {"From": "rcs:+13145550142", "To": "rcs:tigertees_agent"}, rcs(), id="rcs"),
        pytest.param(SMS | {"From": "RCS:+13145550142", "To": "rcs:tigertees_agent"}, rcs(), id="rcs in capitals"),
        pytest.param(SMS | {"From": "rcs: 13145550142", "To": "rcs:tigertees_agent"}, rcs(), id="rcs without a plus"),
        pytest.param(SMS | {"From": "rcs:3145550142", "To": "rcs:tigertees_agent"}, rcs(), id="rcs, national number"),
        pytest.param(SMS | {"From": "rcs:+13145550142", "To": ""} | {"To": "foo:x"}, rcs(to="x"), id="rcs to anything"),
        pytest.param(SMS | {"From": "sms:+13145550142", "To": "sms:+13145550100"}, message(), id="sms with its scheme"),
        pytest.param(SMS | {"To": "messenger:112233"}, message(to="112233"), id="sms to another channel"),
        pytest.param(
            SMS | {"From": "rcs:+13145550142", "To": "rcs:tigertees_agent", "Body": "x", "OptOutType": "STOP"},
            rcs(text="x", keyword="STOP"),
            id="rcs, opted out at Twilio",
        ),
        pytest.param(WHATSAPP | {"ProfileName": "Asha"}, whatsapp(name="Asha"), id="whatsapp"),
        pytest.param(
            WHATSAPP | {"From": "whatsapp:IN.4829105573920164", "WaId": ""},
            whatsapp(address="IN.4829105573920164", phone=None),
            id="scoped id alone",
        ),
        pytest.param(
            WHATSAPP | {"From": "whatsapp:IN.4829105573920164", "ExternalUserId": "whatsapp:IN.4829105573920164"},
            whatsapp(address="IN.4829105573920164"),
            id="scoped id, number shown beside",
        ),
        pytest.param(
            WHATSAPP | {"ExternalUserId": "whatsapp:IN.4829105573920164"},
            whatsapp(other="IN.4829105573920164"),
            id="number, scoped id beside",
        ),
        pytest.param(
            WHATSAPP | {"ButtonPayload": "yes:1", "ButtonText": "YES", "OriginalRepliedMessageSid": "MM9"},
            whatsapp(button="yes:1", reply_to="MM9"),
            id="button",
        ),
        pytest.param(WHATSAPP | {"ListId": "item:2"}, whatsapp(button="item:2"), id="list"),
        pytest.param(
            WHATSAPP | {"MessageType": "reaction", "Body": "👍", "OriginalRepliedMessageSid": "SM9"},
            whatsapp(text="👍", reply_to="SM9", reaction=True),
            id="reaction",
        ),
        pytest.param(WHATSAPP | {"Forwarded": "true"}, whatsapp(forwarded=True), id="forwarded"),
        pytest.param(WHATSAPP | {"Forwarded": "false"}, whatsapp(), id="not forwarded"),
        pytest.param(
            WHATSAPP | {"Body": "", "Latitude": "28.6", "Longitude": "77.2", "Label": "Shop 12"},
            whatsapp(text="", media=(Media("location", "geo:28.6,77.2?q=Shop%2012"),)),
            id="location",
        ),
        pytest.param(
            SMS | {"NumMedia": "9999999999", "MediaUrl0": "https://a.example/1", "MediaContentType0": "image/png"},
            message(media=(Media("image", "https://a.example/1", "image/png"),)),
            id="picture, absurd count",
        ),
        pytest.param(
            WHATSAPP
            | {"MediaUrl0": "https://a.example/1", "MediaContentType0": "text/vcard", "MessageType": "contacts"},
            whatsapp(media=(Media("contact", "https://a.example/1", "text/vcard"),)),
            id="contact card",
        ),
    ],
)
def test_message(fields: dict[str, str], expected: MessageReceived) -> None:
    assert read(fields) == expected


UNKNOWN = {
    "another channel": "messenger:+13145550142",
    "a scheme nobody knows": "foo:+13145550142",
    "in capitals": "FOO:+1 (314) 555-0142",
    "two schemes": "foo:bar:+13145550142",
    "a domain behind it": "foo:+13145550142@agent.example",
    "without a plus": "foo:13145550142",
}


@each("sender", UNKNOWN.values(), ids=UNKNOWN)
@each(
    "said",
    [{"Body": "STOP"}, {"Body": "please stop texting me"}, {"Body": "baja"}, {"Body": "?", "OptOutType": "STOP"}],
    ids=["STOP", "in words", "in Spanish", "opted out at Twilio"],
)
def test_a_stop_on_an_unknown_channel_is_one_of_its_number(sender: str, said: dict[str, str]) -> None:
    event = read(SMS | {"From": sender} | said)
    expected = message(text=said["Body"], keyword=said.get("OptOutType"))
    assert event == expected


def test_a_stop_from_a_number_abroad() -> None:
    event = read(SMS | {"From": "foo:919555501234", "Body": "STOP"})
    assert (event.channel, event.address) == ("sms", "+919555501234")


@each("sender", ["messenger:12", "foo:", ":", "foo:+", "foo:abc", "foo:12345678901234567890"])
@each("text", ["STOP", "hello"])
def test_what_has_no_number_on_an_unknown_channel_is_unreadable(sender: str, text: str) -> None:
    with pytest.raises(Unreadable):
        read(SMS | {"From": sender, "Body": text})


@pytest.mark.parametrize("text", ["hello", "", "YES", "START", "where is my order?"])
def test_other_text_on_an_unknown_channel_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read(SMS | {"From": "foo:+13145550142", "Body": text})


_ERRORS = "see https://www.twilio.com/docs/api/errors"
_REGISTER = "register the brand and a campaign for A2P 10DLC in the Twilio console"


def receipt(status: str, **fields: Any) -> ReceiptArrived:
    return ReceiptArrived("sms", "SM1", status, rig.NOW, **fields)


def failed(failure: Failure, code: str, advice: str = "") -> ReceiptArrived:
    return receipt("failed", failure=failure, code=code, detail=advice or f"{_ERRORS}/{code}")


@each(
    ("status", "code", "expected"),
    [
        pytest.param("queued", "", receipt("sending"), id="queued"),
        pytest.param("accepted", "", receipt("sending"), id="accepted"),
        pytest.param("sent", "", receipt("sent"), id="sent"),
        pytest.param("delivered", "", receipt("delivered"), id="delivered"),
        pytest.param("read", "", receipt("read"), id="read"),
        pytest.param("failed", "21610", failed(Failure.SUPPRESSED, "21610"), id="opted out"),
        pytest.param("undelivered", "30003", failed(Failure.LATER, "30003"), id="phone off"),
        pytest.param("undelivered", "30034", failed(Failure.SENDER, "30034", _REGISTER), id="not registered"),
        pytest.param("undelivered", "", receipt("failed", failure=Failure.ALERT), id="no code"),
        pytest.param("undelivered", "x" * 30, receipt("failed", failure=Failure.ALERT, code="x" * 30), id="odd code"),
    ],
)
def test_receipt(status: str, code: str, expected: ReceiptArrived) -> None:
    fields = {"MessageSid": "SM1", "To": "+13145550142", "MessageStatus": status, "ErrorCode": code}
    assert read(fields) == expected


def test_a_receipt_of_an_sms_that_went_by_rcs() -> None:
    fields = {"MessageSid": "SM1", "To": "rcs:+13145550142", "MessageStatus": "delivered"}
    assert read(fields) == receipt("delivered")


@pytest.mark.parametrize(
    ("query", "expected"),
    [(f"?m={rig.OURS}", rig.OURS), ("?m=42", None), ("", None), (f"?x=1&m={rig.OURS}&y=2", rig.OURS)],
    ids=["ours", "no id", "without", "among others"],
)
def test_receipt_names_our_message(query: str, expected: object) -> None:
    fields = {"MessageSid": "SM1", "To": "+13145550142", "MessageStatus": "sent"}
    assert read(fields, f"https://shop.example/channels/twilio/tiger/status{query}").message == expected


@each(
    ("body", "headers"),
    [
        pytest.param(b"", {}, id="nothing"),
        pytest.param(b"\xff\xfe\x00", {}, id="no form"),
        pytest.param(b'{"a": 1}', {"Content-Type": "application/json"}, id="json"),
        pytest.param(urlencode(SMS).encode(), {"Content-Type": f"{rig.FORM}; charset=klingon"}, id="unknown charset"),
        pytest.param(urlencode(SMS | {"From": "messenger:12"}).encode(), {}, id="another channel"),
        pytest.param(urlencode(SMS | {"MessageSid": ""}).encode(), {}, id="no id"),
        pytest.param(b"MessageSid=SM1&To=%2B1&MessageStatus=pondering", {}, id="unknown status"),
        pytest.param(b"&".join(b"a=%d" % n for n in range(600)), {}, id="600 fields"),
    ],
)
def test_unreadable(body: bytes, headers: dict[str, str]) -> None:
    with pytest.raises(Unreadable):
        twilio_inbound.read(rig.form(body, **headers), rig.NOW)


def proven(body: bytes, signature: str | None, url: str = URL, name: str = "X-Twilio-Signature") -> bool:
    headers = {"Content-Type": rig.FORM} | ({} if signature is None else {name: signature})
    try:
        twilio_inbound.prove(ChannelRequest(url, headers, body), TOKEN)
    except Unproven:
        return False
    return True


def test_signature_as_computed_elsewhere() -> None:
    samples = rig.samples("twilio")
    if not samples:
        pytest.skip("../shared/data/webhooks/signatures.json is not at hand")
    for sample in samples:
        body = rig.payload(sample["file"])
        assert proven(body, sample["value"], sample["url"]), sample["file"]
        assert not proven(body + b"&x=1", sample["value"], sample["url"]), sample["file"]
        assert not proven(body, sample["value"], sample["url"] + "1"), sample["file"]


BODY = b"MediaUrl=b&MediaUrl=a&MediaUrl=a&Body=h%C3%A9&Empty="


@pytest.mark.parametrize("url", [URL, URL.replace(".example", ".example:443"), URL + "?m=1&x=a%20b"])
def test_signature_agrees_with_the_library(url: str) -> None:
    from multidict import MultiDict
    from twilio.request_validator import RequestValidator

    fields = MultiDict([("MediaUrl", "b"), ("MediaUrl", "a"), ("MediaUrl", "a"), ("Body", "hé"), ("Empty", "")])
    assert proven(BODY, RequestValidator(TOKEN).compute_signature(url, fields), url)


@pytest.mark.parametrize("port", ["", ":443"], ids=["port left out", "port written"])
def test_signature_for_either_writing_of_the_port(port: str) -> None:
    signed = twilio_inbound.sign(URL.replace(".example", f".example{port}"), [("a", "1")], TOKEN)
    assert proven(b"a=1", signed, URL)
    assert proven(b"a=1", signed, URL.replace(".example", ".example:443"))
    assert not proven(b"a=1", signed, URL.replace(".example", ".example:8443").replace("https", "http"))


@pytest.mark.parametrize(
    "signature",
    [None, "", "x", "é", "\udcff", "A" * 10_000, twilio_inbound.sign(URL, [("a", "1")], "another token")],
    ids=["missing", "empty", "short", "not ascii", "undecodable", "long", "another token's"],
)
def test_unproven(signature: str | None) -> None:
    assert not proven(b"a=1", signature)


def test_header_in_any_case() -> None:
    assert proven(b"a=1", twilio_inbound.sign(URL, [("a", "1")], TOKEN), name="x-twilio-signature")


def test_nothing_is_proven_without_a_token() -> None:
    with pytest.raises(Unproven):
        twilio_inbound.prove(rig.form(b"a=1", **{"X-Twilio-Signature": ""}), "")


@given(body=st.binary(max_size=200), signature=st.text(max_size=40), url=st.text(max_size=60))
def test_anything_may_come(body: bytes, signature: str, url: str) -> None:
    assert not proven(body, signature, url)
    with suppress(Unreadable):
        twilio_inbound.read(rig.form(body, url), rig.NOW)


@each("name", rig.names("twilio"))
def test_every_captured_form_is_read(name: str) -> None:
    (event,) = twilio_inbound.read(rig.form(rig.payload(f"twilio/{name}")), rig.NOW)
    assert isinstance(event, ReceiptArrived if "status" in name else MessageReceived)
    assert event.channel == ("whatsapp" if "whatsapp" in name or name.endswith("_wa.form") else "sms")


@each(
    ("name", "expected"),
    [
        ("sms_inbound_stop_optouttype", {"keyword": "STOP", "text": "STOP"}),
        ("sms_inbound_stop_plain", {"keyword": None, "text": "Stop."}),
        ("whatsapp_inbound_devanagari", {"text": "हाँ जी, 2 पीस हैं", "name": "Meena Traders"}),
        ("whatsapp_inbound_bsuid_only", {"address": "IN.4829105573920164", "phone": None, "other": None}),
        ("whatsapp_inbound_bsuid_and_phone", {"address": "+919555501234", "other": "IN.4829105573920164"}),
        ("whatsapp_inbound_quick_reply_button", {"button": "stock:yes:wait_7f3a", "forwarded": False}),
        ("whatsapp_inbound_list_reply", {"button": "item:2", "text": "Blue kurta, L"}),
        ("whatsapp_inbound_forwarded_stop_spam", {"forwarded": True}),
        ("whatsapp_inbound_reply_to", {"reply_to": "SM44d32a70004d07110f9a501bb7a5883a", "text": "2"}),
        ("whatsapp_inbound_reaction", {"reply_to": "SM7a69c907ea1996086cf60521eb183ee4", "reaction": True}),
        ("status_whatsapp_read", {"status": "read", "failure": None}),
        ("status_sms_undelivered_30007", {"failure": Failure.FILTERED}),
        ("status_sms_failed_30036", {"failure": Failure.EXPIRED}),
        ("status_whatsapp_undelivered_63016", {"failure": Failure.TEMPLATE}),
        ("status_whatsapp_undelivered_63024", {"failure": Failure.ADDRESS}),
        ("status_whatsapp_undelivered_63049", {"failure": Failure.CAPPED}),
        ("status_whatsapp_failed_63018", {"failure": Failure.LATER}),
    ],
)
def test_captured_form(name: str, expected: dict[str, object]) -> None:
    (event,) = twilio_inbound.read(rig.form(rig.payload(f"twilio/{name}.form")), rig.NOW)
    assert {key: getattr(event, key) for key in expected} == expected


def test_captured_media() -> None:
    (event,) = twilio_inbound.read(rig.form(rig.payload("twilio/mms_inbound_two_media.form")), rig.NOW)
    assert isinstance(event, MessageReceived)
    assert [(one.kind, one.content_type) for one in event.media] == [("image", "image/jpeg"), ("image", "image/png")]
