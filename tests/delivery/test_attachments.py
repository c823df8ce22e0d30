"""A file of ours beside a text: uploaded, fetched by a link that ends, or a link in the text, on each channel."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from flows.delivery import MessageStatus
from flows.message_files import LARGEST, Attachment
from flows.policy.departure_facts import Kind
from handlers.api.message_endpoints import show_messages
from handlers.calls.message_edit_call import rewrite
from handlers.delivery import outbox_claims
from handlers.delivery.delivery_receipts import KEPT, sweep
from handlers.engine import message_text
from handlers.engine.turn import Turn
from storage.erasure.erasure import scrub_person
from storage.events.event_inbox import Stored
from storage.people.people import Address
from storage.sending.attachments import Attachments
from storage.sending.message import Message
from templates.sms_segments import measure
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, ANN_CHAT, MINUTE, OWNER, RAVI, TEMPLATE
from tests.providers.twilio import WHATSAPP

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
CHART = Attachment("orders.png", "image/png", PNG)
TABLE = Attachment("Win back.csv", "text/csv", b"name,phone\nAsha,+9198\n")
PAPER = Attachment("invoice.pdf", "application/pdf", b"%PDF-1.7 ...")
LINK = re.compile(r"http://127\.0\.0\.1:\d+/m/tiger\.[A-Za-z0-9_-]{48}")
SECOND = timedelta(seconds=1)


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop with all of its web, the pages of files included."""
    async with open_house(database, whole=True) as opened:
        yield opened


async def chat(house: House) -> Address:
    return await house.address("telegram", str(ANN_CHAT))


async def whatsapp(house: House) -> Address:
    """Ravi's, within a day of his last word."""
    url = f"{house.url}/channels/twilio/tiger/inbound"
    await house.twilio.say(f"whatsapp:{RAVI}", f"whatsapp:{WHATSAPP}", "hello", url=url)
    await house.settle()
    house.twilio.messages.clear()
    return await house.address("whatsapp", RAVI)


async def fetched(url: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    async with ClientSession() as session, session.request(method, url) as answer:
        return answer.status, dict(answer.headers), await answer.read()


def medium(file: Attachment, way: str, url: str = "", kind: str = "") -> dict[str, str]:
    kind = kind or ("image" if file.media_type == "image/png" else "document")
    return {"kind": kind, "url": url, "content_type": file.media_type, "name": file.name, "way": way}


@pytest.mark.parametrize(
    ("file", "sent"), [pytest.param(CHART, "photo", id="a picture"), pytest.param(TABLE, "document", id="a table")]
)
async def test_it_is_uploaded_to_telegram(house: House, file: Attachment, sent: str) -> None:
    asked = await house.post(await chat(house), "f", text="This week.", attachment=file, buttons=(("a", "Again"),))
    await house.settle()
    (message,) = house.telegram.messages
    assert (message.uploaded, message.text) == ((sent, file.name, file.body), "This week.")
    assert [key["text"] for key in message.keys] == ["Again"]
    kept = await house.message(asked)
    assert (kept.status, kept.media) == (MessageStatus.SENT, [medium(file, "uploaded")])


async def test_a_name_in_other_letters_arrives(house: House) -> None:
    file = Attachment('दिवाली "VIP".csv'.replace('"', "'"), "text/csv", b"x")
    await house.post(await chat(house), "f", text="", attachment=file)
    await house.settle()
    (message,) = house.telegram.messages
    assert (message.uploaded, message.text) == (("document", file.name, b"x"), "")


async def test_a_text_without_room_under_it_leaves_before_it(house: House) -> None:
    text = "orders " * 200
    said = await house.post(await chat(house), "f", text=text, attachment=CHART, buttons=(("a", "Again"),))
    await house.settle()
    first, second = house.telegram.messages
    assert (first.text, first.uploaded, len(first.keys)) == (text, None, 1)
    assert (second.text, second.uploaded, second.keys) == ("", ("photo", "orders.png", PNG), [])
    assert (await house.message(said)).media == []


async def test_whatsapp_has_it_fetched_by_a_link_that_ends(house: House) -> None:
    to = await whatsapp(house)
    asked = await house.post(to, "f", text="This week.", attachment=CHART)
    await house.settle()
    (message,) = house.twilio.messages
    url = message.first("MediaUrl")
    assert LINK.fullmatch(url)
    assert message.first("Body") == "This week."
    assert (await house.message(asked)).media == [medium(CHART, "fetched", url)]
    status, headers, body = await fetched(url)
    assert (status, body, headers["Content-Type"]) == (200, PNG, "image/png")
    assert headers["Content-Disposition"] == 'inline; filename="orders.png"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (await fetched(url, "HEAD"))[0] == 200
    house.clock.push(now=timedelta(hours=72) - SECOND)
    assert (await fetched(url))[0] == 200
    house.clock.push(now=SECOND)
    assert (await fetched(url))[0] == 404


async def test_a_document_on_whatsapp_has_no_text_under_it(house: House) -> None:
    to = await whatsapp(house)
    await house.post(to, "f", text="Your invoice.", attachment=PAPER)
    await house.settle()
    first, second = house.twilio.messages
    assert (first.first("Body"), first.first("MediaUrl")) == ("Your invoice.", "")
    assert "Body" not in second.form
    assert (await fetched(second.first("MediaUrl")))[2] == PAPER.body


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
async def test_where_none_is_carried_a_link_stands_in_the_text(house: House, channel: str) -> None:
    to = await (whatsapp(house) if channel == "whatsapp" else house.address("sms", ANN))
    asked = await house.post(to, "f", text="This week.", attachment=TABLE)
    await house.settle()
    (message,) = house.twilio.messages
    words, url = message.first("Body").split("\n")
    assert (words, message.first("MediaUrl")) == ("This week.", "")
    assert (await house.message(asked)).media == [medium(TABLE, "linked", url)]
    status, headers, body = await fetched(url)
    assert (status, body, headers["Content-Type"]) == (200, TABLE.body, "text/csv")
    plain, starred = 'filename="Win_back.csv"', "filename*=UTF-8''Win%20back.csv"
    assert headers["Content-Disposition"] == f"attachment; {plain}; {starred}"


async def test_its_link_counts_among_the_segments(house: House) -> None:
    """Of an SMS is expected what it will cost, before it is written."""
    to = await house.address("sms", ANN)
    asked = await house.post(to, "f", text="orders " * 20, attachment=CHART)
    before = await house.message(asked)
    assert await house.act(lambda turn: _segments(turn, before)) == 2
    await house.settle()
    assert measure(house.texts_to(ANN)[0]).segments == 2


async def _segments(turn: Turn, message: Message) -> int:
    return message_text.count_segments(turn, message)


async def test_sms_carries_no_picture_but_its_link(house: House) -> None:
    await house.post(await house.address("sms", ANN), "f", text="This week.", attachment=CHART)
    await house.settle()
    (message,) = house.twilio.messages
    assert message.first("MediaUrl") == ""
    assert LINK.search(message.first("Body"))


@pytest.mark.parametrize("path", ["/m/", "/m/x", f"/m/tiger.{'A' * 48}", f"/m/nobody.{'A' * 48}"])
async def test_nothing_is_found_by_guessing(house: House, path: str) -> None:
    assert (await fetched(house.url + path))[0] == 404


async def test_without_a_public_address_the_text_leaves_alone(database: str) -> None:
    async with open_house(database, public=False) as house:
        asked = await house.post(await house.address("sms", ANN), "f", text="This week.", attachment=CHART)
        alone = await house.post(await house.address("sms", ANN), "g", text="", attachment=CHART)
        await house.settle()
        assert house.texts_to(ANN) == ["This week."]
        assert (await house.message(asked)).media == [medium(CHART, "left_out")]
        assert (await house.message(alone)).code == "file.left-out"


async def test_what_is_said_again_has_its_link_once(house: House) -> None:
    """Twilio was too busy: the same words with the same link, so that it can be found there."""
    house.twilio.fail(code=20429, after=1)
    await house.post(await house.address("sms", ANN), "f", text="This week.", attachment=TABLE)
    await house.settle()
    await house.pass_(now=MINUTE, elapsed=MINUTE)
    (body,) = house.texts_to(ANN)
    assert len(LINK.findall(body)) == 1


@pytest.mark.parametrize("fault", [{"cut": True, "stored": True}, {"status": 502, "stored": True}])
async def test_an_upload_of_unknown_outcome_is_not_repeated(house: House, fault: dict[str, Any]) -> None:
    house.telegram.fail(**fault)
    asked = await house.post(await chat(house), "f", text="This week.", attachment=CHART)
    await house.settle()
    await house.pass_(now=MINUTE, elapsed=MINUTE)
    await house.pass_(now=MINUTE, elapsed=MINUTE)
    assert len([one for one in house.telegram.messages if one.uploaded]) == 1
    assert (await house.message(asked)).status is MessageStatus.UNKNOWN


async def test_an_upload_that_was_not_taken_is_repeated(house: House) -> None:
    house.telegram.fail(code=429, after=1)
    asked = await house.post(await chat(house), "f", text="This week.", attachment=CHART)
    await house.settle()
    await house.pass_(now=MINUTE, elapsed=MINUTE)
    (message,) = house.telegram.messages
    assert message.uploaded == ("photo", "orders.png", PNG)
    assert (await house.message(asked)).status is MessageStatus.SENT


async def test_a_lone_file_of_unknown_outcome_is_found_at_twilio(house: House) -> None:
    """It has no text by which any other message could be taken for it."""
    to = await whatsapp(house)
    await house.post(to, "before", text="Hello.")
    await house.settle()
    house.twilio.fail(cut=True, stored=True)
    asked = await house.post(to, "f", text="", attachment=PAPER)
    await house.settle()
    await house.pass_(now=MINUTE, elapsed=MINUTE)
    kept = await house.message(asked)
    assert (kept.status, kept.provider_id) == (MessageStatus.SENT, house.twilio.messages[-1].sid)


async def test_whoever_dies_before_the_upload_leaves_it_in_doubt(house: House) -> None:
    """It was marked, and nobody knows whether it was handed over: Telegram cannot be asked, so a person looks."""
    asked = await house.post(await chat(house), "f", text="This week.", attachment=CHART)
    line = await house.line("telegram")

    async def mark(turn: Turn) -> None:
        judged = await outbox_claims.mark_permitted(turn, await outbox_claims.claim(turn, line.id), line.id, None)
        assert [one.outgoing.file for one in judged.ready] == [CHART]

    await house.act(mark)
    for _ in range(3):
        await house.pass_(now=2 * MINUTE, elapsed=2 * MINUTE)
    assert [one for one in house.telegram.messages if one.uploaded] == []
    assert (await house.message(asked)).status is MessageStatus.UNKNOWN
    assert any("This week." in alert for alert in house.alerts())


async def test_whoever_dies_before_it_is_marked_lets_another_upload_it_once(house: House) -> None:
    asked = await house.post(await chat(house), "f", text="This week.", attachment=CHART)
    line = await house.line("telegram")
    await house.act(lambda turn: outbox_claims.claim(turn, line.id))
    await house.pass_(elapsed=outbox_claims.LEASE + SECOND)
    await house.pass_(elapsed=outbox_claims.LEASE + SECOND)
    assert len([one for one in house.telegram.messages if one.uploaded]) == 1
    assert (await house.message(asked)).status is MessageStatus.SENT


async def test_the_api_gives_a_link_to_what_was_uploaded(house: House) -> None:
    asked = await house.post(await chat(house), "f", text="This week.", attachment=TABLE)

    async def shown(turn: Turn) -> dict[str, Any]:
        found = await turn.unit.messages.get(asked)
        assert found is not None
        (view,) = await show_messages(turn, [found])
        return view

    assert (await house.act(shown))["media"][0]["url"] == "", "it has not left yet"
    await house.settle()
    (told,) = (await house.act(shown))["media"]
    assert (told["name"], told["way"], told["content_type"]) == (TABLE.name, "uploaded", "text/csv")
    assert (await fetched(told["url"]))[2] == TABLE.body
    house.clock.push(now=timedelta(hours=1))
    assert (await house.act(shown))["media"] == [told]
    house.clock.push(now=timedelta(hours=72))
    assert (await fetched(told["url"]))[0] == 404


async def test_what_telegram_cannot_show_is_sent_as_a_file(house: House) -> None:
    house.telegram.unshown.add("orders.png")
    asked = await house.post(await chat(house), "f", text="This week.", attachment=CHART)
    await house.settle()
    (message,) = house.telegram.messages
    assert (message.uploaded, message.text) == (("document", "orders.png", PNG), "This week.")
    assert (await house.message(asked)).media == [medium(CHART, "uploaded", kind="document")]


async def test_what_whatsapp_could_not_fetch_is_said_again_with_a_link(house: House) -> None:
    to = await whatsapp(house)
    house.twilio.fail(later=63019)
    await house.post(to, "f", text="This week.", attachment=CHART)
    await house.settle()
    await house.twilio.deliver()
    await house.settle()
    again = house.twilio.messages[-1]
    assert again.first("MediaUrl") == ""
    url = LINK.search(again.first("Body"))
    assert url
    assert (await fetched(url[0]))[2] == PNG


async def test_outside_the_window_the_staff_has_its_link(house: House) -> None:
    await house.apply(shop.file().replace("templates = {", f'templates = {{ staff_notice = "{TEMPLATE}", '))
    to = await whatsapp(house)
    await house.pass_(now=timedelta(days=2), elapsed=timedelta(days=2))
    await house.post(to, "f", text="This week.", attachment=CHART, kind=Kind.STAFF)
    await house.settle()
    (message,) = house.twilio.messages
    assert message.first("ContentSid") == TEMPLATE
    assert re.search(LINK.pattern.removeprefix("http://"), message.first("ContentVariables"))


async def test_its_words_can_be_changed(house: House) -> None:
    asked = await house.post(await chat(house), "f", text="This week.", attachment=TABLE)
    await house.settle()

    async def change(turn: Turn) -> None:
        found = await turn.unit.messages.get(asked)
        assert found is not None
        await rewrite(turn, found, "Last week.")

    await house.act(change)
    await house.settle()
    (message,) = house.telegram.messages
    assert (message.text, message.uploaded) == ("Last week.", ("document", TABLE.name, TABLE.body))


async def test_a_message_leaves_with_its_file_once(house: House) -> None:
    to = await chat(house)
    await house.post(to, "f", text="x" * 2000, attachment=CHART)
    with pytest.raises(AssertionError, match="used before"):
        await house.post(to, "f", text="x" * 2000, attachment=CHART)
    await house.settle()
    assert len(house.telegram.messages) == 2


@pytest.mark.parametrize("days", [6, 7])
async def test_it_is_kept_for_a_week_after_its_end(house: House, days: int) -> None:
    asked = await house.post(await house.address("sms", ANN), "f", attachment=CHART)
    await house.settle()
    house.clock.push(now=timedelta(days=days) + SECOND)
    await _swept(house)
    found = await house.act(lambda turn: turn.unit.of(Attachments).get(asked))
    assert (found == CHART) == (timedelta(days=days) < KEPT)


async def test_what_waits_keeps_its_file(house: House) -> None:
    due = house.clock.now() + timedelta(days=30)
    asked = await house.post(await chat(house), "f", attachment=CHART, due_at=due, expires_after=timedelta(days=60))
    house.clock.push(now=timedelta(days=20))
    await _swept(house)
    assert await house.act(lambda turn: turn.unit.of(Attachments).get(asked)) == CHART


async def _swept(house: House) -> None:
    async def work(turn: Turn) -> None:
        await sweep(turn, Stored)  # type: ignore[arg-type]

    await house.act(work)


async def test_an_erasure_takes_theirs_and_all_of_the_staff(house: House) -> None:
    theirs = await house.address("sms", ANN)
    others = await house.address("sms", RAVI)
    staffs = await house.address("telegram", str(OWNER))
    gone = await house.post(theirs, "a", attachment=CHART)
    stays = await house.post(others, "b", attachment=CHART)
    told = await house.post(staffs, "c", text="The table.", attachment=TABLE, kind=Kind.STAFF)
    alone = await house.post(staffs, "d", text="", attachment=TABLE, kind=Kind.STAFF)

    await house.act(lambda turn: scrub_person(turn.unit, theirs.contact, turn.now, turn.tools.token_hash))
    left = await house.act(lambda turn: turn.unit.of(Attachments).find_attachments([gone, stays, told, alone]))
    assert left == {stays: CHART}
    await house.settle()
    assert [(one.text, one.uploaded) for one in house.telegram.messages if one.chat == OWNER] == [("The table.", None)]
    assert (await house.message(alone)).code == "file.left-out"


@pytest.mark.parametrize(
    ("name", "media_type", "body", "said"),
    [
        pytest.param("", "text/csv", b"x", "is not a file name", id="no name"),
        pytest.param("../a.csv", "text/csv", b"x", "is not a file name", id="a path"),
        pytest.param("a\r\nb.csv", "text/csv", b"x", "is not a file name", id="two lines"),
        pytest.param("a.csv", "text", b"x", "not a media type", id="no type"),
        pytest.param("a.csv", "text/csv\r\nX: y", b"x", "not a media type", id="two headers"),
        pytest.param("a.csv", "text/csv", b"", "has 0", id="nothing"),
        pytest.param("a.csv", "text/csv", bytes(LARGEST + 1), "has 5000001", id="too much"),
    ],
)
def test_what_is_no_file_is_refused(name: str, media_type: str, body: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Attachment(name, media_type, body)
