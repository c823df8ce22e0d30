"""What we ask of Telegram, and what its answers mean."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.channel import ChannelRequest, Editing, PollRefused, ProviderAccount
from bot.channels.telegram import Telegram
from flows.delivery import GONE, PAGE, Answer, Failure, Key
from flows.events import AddressChanged, MessageReceived
from flows.message_files import Attachment
from tests.bot.channels import rig
from tests.providers.telegram import SECRET, TOKEN, TelegramStand

NONE = timedelta(0)
HOOK = "https://shop.example/channels/telegram/tiger"


@pytest.fixture
async def provider() -> AsyncIterator[TelegramStand]:
    async with TelegramStand() as stand:
        yield stand


@pytest.fixture
async def bot(provider: TelegramStand) -> AsyncIterator[Telegram]:
    bot = Telegram(TOKEN, SECRET, provider.url, username="@parley_dev_bot")
    yield bot
    await bot.close()


def test_it_is_a_channel() -> None:
    channel: ProviderAccount = Telegram(TOKEN, SECRET)
    assert channel is not None


@pytest.mark.parametrize(
    ("chat", "url", "kept"),
    [
        ("99", "https://shop.example/campaign/t", {"web_app": {"url": "https://shop.example/campaign/t?app"}}),
        ("-99", "https://shop.example/campaign/t", {"url": "https://shop.example/campaign/t"}),
        ("99", "http://127.0.0.1/campaign/t", {"url": "http://127.0.0.1/campaign/t"}),
    ],
)
async def test_a_page_of_ours_is_a_web_app_by_https_in_a_private_chat(
    provider: TelegramStand, bot: Telegram, chat: str, url: str, kept: dict[str, Any]
) -> None:
    provider.people[-99] = "The team"
    await bot.perform(rig.outgoing(chat, keys=(Key(PAGE, "Open page", url),)))
    assert provider.messages[0].keys == [{"text": "Open page", **kept}]


async def test_a_plain_text(provider: TelegramStand, bot: Telegram) -> None:
    answer = await bot.perform(rig.outgoing("99", "*not bold* https://a.example"))
    assert answer == Answer(provider_id="7000000001:99:501")
    assert provider.messages[0].sent == {
        "chat_id": 99,
        "text": "*not bold* https://a.example",
        "link_preview_options": {"is_disabled": True},
    }


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        pytest.param((Key("y", "Yes"), Key("n", "No")), [["Yes", "No"]], id="short ones beside each other"),
        pytest.param(
            (Key("y", "Yes"), Key("l", "Remind me later")), [["Yes"], ["Remind me later"]], id="long ones below"
        ),
        pytest.param(tuple(Key(f"{n}", f"{n}") for n in range(4)), [["0"], ["1"], ["2"], ["3"]], id="four"),
    ],
)
async def test_buttons(provider: TelegramStand, bot: Telegram, keys: tuple[Key, ...], rows: list[list[str]]) -> None:
    await bot.perform(rig.outgoing("99", keys=keys))
    keyboard = provider.messages[0].sent["reply_markup"]["inline_keyboard"]
    assert [[key["text"] for key in row] for row in keyboard] == rows


async def test_a_button_that_leads_somewhere(provider: TelegramStand, bot: Telegram) -> None:
    await bot.perform(rig.outgoing("99", keys=(Key("open", "Your cart", "https://shop.example/l/1"),)))
    assert provider.messages[0].keys == [{"text": "Your cart", "url": "https://shop.example/l/1"}]


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        pytest.param({"keys": (Key("x" * 65, "Yes"),)}, "more than 64 bytes", id="too much in a button"),
        pytest.param({"to": "+13145550142"}, "is not a Telegram chat", id="a phone"),
        pytest.param({"to": ""}, "is not a Telegram chat", id="nobody"),
    ],
)
async def test_unsendable(provider: TelegramStand, bot: Telegram, fields: dict[str, Any], detail: str) -> None:
    answer = await bot.perform(rig.outgoing(**({"to": "99"} | fields)))
    assert answer.failure is Failure.ALERT
    assert detail in answer.detail
    assert provider.calls == []


@pytest.mark.parametrize(
    ("reply_to", "quoted"),
    [
        pytest.param("7000000001:99:7", {"message_id": 7, "allow_sending_without_reply": True}, id="theirs"),
        pytest.param("99:7", {"message_id": 7, "allow_sending_without_reply": True}, id="from before bots had names"),
        pytest.param("7000000002:99:7", None, id="another bot's"),
        pytest.param("7000000001:98:7", None, id="another chat's"),
        pytest.param("98:7", None, id="another chat's from before"),
        pytest.param("7000000001:99:7:1767225700", None, id="an edition"),
        pytest.param("7", None, id="no chat"),
        pytest.param(None, None, id="none"),
    ],
)
async def test_reply(provider: TelegramStand, bot: Telegram, reply_to: str | None, quoted: object) -> None:
    await bot.perform(rig.outgoing("99", reply_to=reply_to))
    assert provider.messages[0].sent.get("reply_parameters") == quoted


@pytest.mark.parametrize(
    ("status", "said", "failure"),
    [
        (403, "Forbidden: bot was blocked by the user", Failure.BLOCKED),
        (403, "Forbidden: user is deactivated", Failure.BLOCKED),
        (400, "Bad Request: chat not found", Failure.ADDRESS),
        (400, "Bad Request: message is too long", Failure.ALERT),
        (401, "Unauthorized", Failure.SENDER),
        (404, "Not Found", Failure.SENDER),
        (409, "Conflict: terminated by other getUpdates request", Failure.ALERT),
        (418, "I'm a teapot", Failure.ALERT),
    ],
)
async def test_refusal(provider: TelegramStand, bot: Telegram, status: int, said: str, failure: Failure) -> None:
    provider.fail(status=status, said=said)
    answer = await bot.perform(rig.outgoing("99"))
    assert (answer.failure, answer.code) == (failure, str(status))


async def test_blocked_until_let_in(provider: TelegramStand, bot: Telegram) -> None:
    await provider.block(99)
    assert (await bot.perform(rig.outgoing("99"))).failure is Failure.BLOCKED
    await provider.unblock(99)
    assert (await bot.perform(rig.outgoing("99"))).failure is None


async def test_stranger(bot: Telegram) -> None:
    assert (await bot.perform(rig.outgoing("98"))).failure is Failure.ADDRESS


async def test_group_that_moved(provider: TelegramStand, bot: Telegram) -> None:
    provider.people[-4567890], provider.moved[-4567890] = "Shop staff", -1001234567890
    answer = await bot.perform(rig.outgoing("-4567890"))
    assert answer.failure is Failure.ADDRESS
    assert "-1001234567890" in answer.detail


async def test_pace_of_one_chat(provider: TelegramStand, bot: Telegram) -> None:
    provider.paced, provider.clock = True, lambda: rig.NOW
    assert (await bot.perform(rig.outgoing("99"))).failure is None
    answer = await bot.perform(rig.outgoing("99"))
    assert (answer.failure, answer.after) == (Failure.RETRY, timedelta(seconds=1))


async def test_pace_of_the_bot(provider: TelegramStand, bot: Telegram) -> None:
    provider.paced, provider.clock = True, lambda: rig.NOW
    provider.people = {n: f"Person {n}" for n in range(1, 32)}
    answers = [await bot.perform(rig.outgoing(str(n))) for n in provider.people]
    assert [answer.failure for answer in answers] == [None] * 30 + [Failure.RETRY]


async def test_a_conversation_by_polling(provider: TelegramStand, bot: Telegram) -> None:
    assert await bot.poll(None, NONE) == ()
    await bot.perform(rig.outgoing("99", "In stock?", keys=(Key("yes:1", "Yes"), Key("no:1", "No"))))
    await provider.say(99, "/start abc")
    await provider.press(99, provider.messages[0], "yes:1")
    await provider.block(99)
    updates = await bot.poll(None, NONE)
    started, pressed, left = [_read(bot, body) for _, body in updates]
    assert isinstance(started, MessageReceived)
    assert started.start == "abc"
    assert isinstance(pressed, MessageReceived)
    assert (pressed.button, pressed.reply_to, pressed.text) == ("yes:1", "7000000001:99:501", "Yes")
    assert isinstance(left, AddressChanged)
    assert await bot.answer_callback(pressed.callback or "", "Thanks") == Answer()
    assert provider.answered == [pressed.callback]
    assert await bot.poll(updates[-1][0] + 1, NONE) == ()


def _read(bot: Telegram, body: bytes) -> object:
    (event,) = bot.read(ChannelRequest("", {}, body), rig.NOW)
    return event


async def test_a_long_poll_ends_with_the_first_news(provider: TelegramStand, bot: Telegram) -> None:
    polling = asyncio.create_task(bot.poll(None))
    await asyncio.wait_for(provider.heard.wait(), 5)
    await provider.say(99, "hi")
    assert len(await asyncio.wait_for(polling, 5)) == 1


async def test_polling_while_a_webhook_is_set(provider: TelegramStand, bot: Telegram) -> None:
    await bot.register(HOOK)
    with pytest.raises(PollRefused, match="409"):
        await bot.poll(None, NONE)
    await bot.unregister()
    assert await bot.poll(None, NONE) == ()
    await bot.close()
    await provider.refuse()
    with pytest.raises(PollRefused) as failed:
        await bot.poll(None, NONE)
    assert failed.value.answer.failure is Failure.RETRY


async def test_a_late_answer_to_a_press_is_no_failure(bot: Telegram) -> None:
    assert await bot.answer_callback("long ago") == Answer()


async def test_answering_a_press_without_a_network(provider: TelegramStand, bot: Telegram) -> None:
    await provider.refuse()
    assert (await bot.answer_callback("press1")).failure is Failure.RETRY


async def test_doctor(provider: TelegramStand, bot: Telegram) -> None:
    assert [ok for ok, _ in await bot.check(HOOK)] == [True, False]
    assert await bot.register(HOOK) == [(True, f"Telegram posts updates to {HOOK}")]
    assert provider.secret == SECRET
    assert [ok for ok, _ in await bot.check(HOOK)] == [True, True]
    assert [ok for ok, _ in await bot.check(None)] == [True, False]
    assert (await bot.unregister())[0][0]
    assert [ok for ok, _ in await bot.check(None)] == [True, True]
    await provider.refuse()
    assert [ok for ok, _ in await bot.check(None)] == [False]


async def test_updates_that_cannot_be_read_do_not_hold_up_the_rest(provider: TelegramStand, bot: Telegram) -> None:
    provider.garbled = json.dumps({"ok": True, "result": [{"update_id": 1, "message": 5}, {"update_id": 2}]}).encode()
    assert [number for number, _ in await bot.poll(None, NONE)] == [1, 2]
    provider.garbled = b'{"ok": true, "result": [{"no": "id"}]}'
    with pytest.raises(PollRefused):
        await bot.poll(None, NONE)


async def test_a_message_is_changed_where_it_stands(provider: TelegramStand, bot: Telegram) -> None:
    assert isinstance(bot, Editing)
    sent = await bot.perform(rig.outgoing("99", "one", keys=(Key("y", "Yes"),)))
    assert sent.provider_id is not None
    answer = await bot.edit(rig.outgoing("99", "two https://a.example"), sent.provider_id)
    assert answer == sent
    assert provider.edited == [
        {
            "chat_id": 99,
            "message_id": 501,
            "text": "two https://a.example",
            "link_preview_options": {"is_disabled": True},
        }
    ]
    assert [(one.id, one.text, one.keys) for one in provider.messages] == [(501, "two https://a.example", [])]


async def test_the_same_again_is_done(provider: TelegramStand, bot: Telegram) -> None:
    await bot.perform(rig.outgoing("99", "one"))
    assert await bot.edit(rig.outgoing("99", "one"), "99:501") == Answer(provider_id="99:501")
    assert provider.edited == []


@pytest.mark.parametrize("whose", ["7000000002:99:501", "7000000001:98:501", "98:501", "501", "sim-1"])
async def test_what_is_another_bots_or_chats_is_gone(provider: TelegramStand, bot: Telegram, whose: str) -> None:
    await bot.perform(rig.outgoing("99", "one"))
    answer = await bot.edit(rig.outgoing("99", "two"), whose)
    assert (answer.failure, answer.code) == (Failure.ALERT, GONE)
    assert provider.messages[0].text == "one"


async def test_what_was_sent_before_bots_had_names_is_changed(provider: TelegramStand, bot: Telegram) -> None:
    await bot.perform(rig.outgoing("99", "one"))
    assert await bot.edit(rig.outgoing("99", "two"), "99:501") == Answer(provider_id="99:501")
    assert provider.messages[0].text == "two"


FILE = Attachment("vips.csv", "text/csv", b"name\nAsha\n")


async def test_a_file_keeps_its_name_and_its_bytes(provider: TelegramStand, bot: Telegram) -> None:
    answer = await bot.perform(rig.outgoing("99", "Your list.", file=FILE, keys=(Key("y", "Yes"),)))
    assert answer == Answer(provider_id="7000000001:99:501")
    (shown,) = provider.messages
    assert (shown.uploaded, shown.text) == (("document", FILE.name, FILE.body), "Your list.")
    assert provider.calls[-1].headers["Content-Type"].startswith("multipart/form-data")


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        pytest.param({"status": 413}, Failure.PICTURE, id="too large"),
        pytest.param({"status": 400, "said": "Bad Request: PHOTO_SAVE_FILE_INVALID"}, Failure.PICTURE, id="no picture"),
        pytest.param({"cut": True}, Failure.UNKNOWN, id="cut"),
        pytest.param({"status": 429, "after": 3}, Failure.RETRY, id="busy"),
        pytest.param({"status": 502}, Failure.UNKNOWN, id="a gateway"),
    ],
)
async def test_an_upload_that_fails(
    provider: TelegramStand, bot: Telegram, fault: dict[str, Any], failure: Failure
) -> None:
    provider.fail(**fault)
    assert (await bot.perform(rig.outgoing("99", "", file=FILE))).failure is failure


async def test_an_upload_to_nobody_may_be_repeated(provider: TelegramStand, bot: Telegram) -> None:
    await provider.refuse()
    assert (await bot.perform(rig.outgoing("99", "", file=FILE))).failure is Failure.RETRY


@pytest.mark.parametrize(
    "said",
    [
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: MESSAGE_ID_INVALID",
    ],
)
async def test_what_is_gone_cannot_be_changed(provider: TelegramStand, bot: Telegram, said: str) -> None:
    await bot.perform(rig.outgoing("99", "one"))
    provider.fail(status=400, said=said)
    answer = await bot.edit(rig.outgoing("99", "two"), "99:501")
    assert (answer.failure, answer.code) == (Failure.ALERT, GONE)


@pytest.mark.parametrize(
    ("fault", "failure", "after"),
    [
        pytest.param({"status": 429, "after": 7}, Failure.RETRY, timedelta(seconds=7), id="too many"),
        pytest.param({"status": 503}, Failure.RETRY, None, id="not taken"),
        pytest.param({"cut": True, "stored": True}, Failure.UNKNOWN, None, id="cut"),
        pytest.param({"status": 401, "said": "Unauthorized"}, Failure.SENDER, None, id="revoked"),
    ],
)
async def test_an_edit_fails_as_a_message_does(
    provider: TelegramStand, bot: Telegram, fault: dict[str, Any], failure: Failure, after: timedelta | None
) -> None:
    await bot.perform(rig.outgoing("99", "one"))
    provider.fail(**fault)
    answer = await bot.edit(rig.outgoing("99", "two"), "99:501")
    assert (answer.failure, answer.after) == (failure, after)


async def test_an_edit_that_cannot_be_put_is_not_tried(provider: TelegramStand, bot: Telegram) -> None:
    answer = await bot.edit(rig.outgoing("99", "two", keys=(Key("x" * 65, "Yes"),)), "99:501")
    assert (answer.failure, answer.code) == (Failure.ALERT, "unsendable")
    assert provider.calls == []


PICTURE = "https://shop.example/kurta.jpg"


async def test_a_picture_stands_above_the_text(provider: TelegramStand, bot: Telegram) -> None:
    answer = await bot.perform(rig.outgoing("99", "Blue kurta: $39", picture=PICTURE, keys=(Key("y", "Yes"),)))
    assert answer == Answer(provider_id="7000000001:99:501")
    (shown,) = provider.messages
    assert (shown.photo, shown.text) == (PICTURE, "Blue kurta: $39")
    assert [key["text"] for key in shown.keys] == ["Yes"]


async def test_what_stands_under_a_picture_is_changed(provider: TelegramStand, bot: Telegram) -> None:
    sent = rig.outgoing("99", "Blue kurta: $39", picture=PICTURE)
    answer = await bot.perform(sent)
    assert answer.provider_id is not None
    changed = await bot.edit(rig.outgoing("99", "Blue kurta: sold", picture=PICTURE), answer.provider_id)
    assert changed == Answer(provider_id=answer.provider_id)
    assert [(one.photo, one.text) for one in provider.messages] == [(PICTURE, "Blue kurta: sold")]


@pytest.mark.parametrize(
    "said",
    [
        "Bad Request: wrong type of the web page content",
        "Bad Request: failed to get HTTP URL content",
        "Bad Request: wrong file identifier/HTTP URL specified",
        "Bad Request: PHOTO_INVALID_DIMENSIONS",
        "Bad Request: IMAGE_PROCESS_FAILED",
        "Bad Request: message caption is too long",
    ],
)
async def test_a_picture_that_telegram_cannot_have(provider: TelegramStand, bot: Telegram, said: str) -> None:
    provider.fail(status=400, said=said)
    answer = await bot.perform(rig.outgoing("99", picture=PICTURE))
    assert answer.failure is Failure.PICTURE
