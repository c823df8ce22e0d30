"""A customer answers a mail: the team reads it and answers in the same thread, and a stop is obeyed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from flows.delivery import MessageStatus
from flows.events import MessageReceived
from flows.mail_address import MAIL
from flows.policy.departure_facts import AddressState, ConsentState, Programme
from handlers.engine.turn import Turn
from handlers.people.inbound_event import InboundEvent
from handlers.staff_notices import staff_reply
from storage.sending.message import Message
from storage.sourcing.partner_shops import Shops
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import HOUR, MINUTE, TIGER
from tests.delivery.test_mails import FILE, house, meet_ann, provider
from tests.providers.smtp import SENDER, SmtpStand, Taken

__all__ = ["house", "provider"]

ADDRESS = "ann@mail.example"


async def write(house: House, text: str, number: int = 1, address: str = ADDRESS, **more: Any) -> None:
    """A mail arrives from that address."""
    told = f"<{number}@mail.example>"
    event = MessageReceived(MAIL, address, SENDER, told, text, house.clock.now(), **more)
    await house.service.inbox.take(TIGER, InboundEvent("smtp", event.key, event, None))
    await house.settle()


async def answer(house: House, words: str) -> None:
    """A member of the staff answers the last mail."""

    async def act(turn: Turn) -> None:
        customer = await turn.unit.people.address(MAIL, ADDRESS)
        owner = await turn.unit.people.address("telegram", str(shop.OWNER))
        assert customer is not None
        assert owner is not None
        (*_, alert) = await turn.unit.messages.thread(owner.id)
        await staff_reply.answer(turn, customer, alert, words)

    await house.act(act)
    await house.settle()


async def received(house: House) -> list[Message]:
    address = await house.address(MAIL, ADDRESS)
    thread = await house.act(lambda turn: turn.unit.messages.thread(address.id))
    return [one for one in thread if one.direction == "in"]


def thread_of(taken: Taken) -> tuple[str, str, list[str], str]:
    mail = taken.mail
    return mail["Subject"], mail["In-Reply-To"], (mail["References"] or "").split(), mail["Auto-Submitted"] or ""


async def test_an_answer_to_a_mail_goes_to_the_team_and_theirs_into_its_thread(
    house: House, provider: SmtpStand
) -> None:
    sent = await house.post(await meet_ann(house), "shipped")
    await house.settle()
    ours, quoted = f"<{sent}@tigertees.example>", "> Size chart below."
    await write(house, "Which size is it?", subject="RE: Tiger Tees", reply_to=ours, references=(ours,), quoted=quoted)
    (letter,) = await received(house)
    assert (letter.reply_to, letter.text, letter.data["quoted"]) == (sent, "Which size is it?", quoted)
    assert any("Which size is it?" in one for one in house.alerts())
    assert not any("Size chart" in one for one in house.alerts())
    passed = provider.messages[-1]
    assert thread_of(passed) == ("RE: Tiger Tees", "<1@mail.example>", [ours, "<1@mail.example>"], "auto-replied")
    assert "I've asked the team" in passed.read()
    await answer(house, "It is a large.")
    theirs = provider.messages[-1]
    assert thread_of(theirs) == ("RE: Tiger Tees", "<1@mail.example>", [ours, "<1@mail.example>"], "")
    assert theirs.read().startswith("It is a large.")
    await write(house, "Stop", 2, subject="Re: Tiger Tees", reply_to=theirs.mail["Message-ID"])
    states = await house.act(lambda turn: turn.unit.consents.states([letter.address]))
    assert states[letter.address, Programme.REMINDERS] is ConsentState.REVOKED
    last = provider.messages[-1]
    assert "unsubscribed" in last.read()
    assert "In a chat with us, reply START" in last.read()
    assert last.mail["Auto-Submitted"] == "auto-replied"


async def test_the_subject_of_a_mail_without_a_thread_is_shown_and_answered(house: House, provider: SmtpStand) -> None:
    await write(house, "Is it organic?", subject="About the cotton")
    (letter,) = await received(house)
    assert letter.text == "About the cotton\nIs it organic?"
    assert any("About the cotton" in one for one in house.alerts())
    assert thread_of(provider.messages[-1])[:3] == ("Re: About the cotton", "<1@mail.example>", ["<1@mail.example>"])


@pytest.mark.parametrize(("subject", "text"), [("unsubscribe", ""), ("Unsubscribe", "please"), ("hello", "STOP")])
async def test_a_stop_may_be_the_subject(house: House, subject: str, text: str) -> None:
    ann = await meet_ann(house)
    await write(house, text, subject=subject)
    states = await house.act(lambda turn: turn.unit.consents.states([ann.id]))
    assert states[ann.id, Programme.REMINDERS] is ConsentState.REVOKED


async def test_a_subject_of_ours_that_an_answer_repeats_is_no_stop(house: House) -> None:
    ann = await meet_ann(house)
    await write(house, "When does it arrive?", subject="Re: Stop", reply_to="<unknown@elsewhere.example>")
    states = await house.act(lambda turn: turn.unit.consents.states([ann.id]))
    assert states[ann.id, Programme.REMINDERS] is not ConsentState.REVOKED


async def test_a_thread_is_found_by_its_references(house: House) -> None:
    sent = await house.post(await meet_ann(house), "shipped")
    await house.settle()
    ours = f"<{sent}@tigertees.example>"
    await write(house, "Thanks!", reply_to="<lost@mail.example>", references=(ours, "<lost@mail.example>"))
    await write(house, "STOP", 2, reply_to="<lost@mail.example>", references=(ours, "<lost@mail.example>"))
    assert [one.reply_to for one in await received(house)] == [sent, sent]


async def test_ids_of_strangers_cannot_write_headers(house: House, provider: SmtpStand) -> None:
    """They come from mails that anybody can write."""
    wrong = ("<a@b.example>\r\nBcc: x@evil.example", "no id", "<" + "a" * 400 + "@b.example>", "<ok@b.example>")
    await write(
        house, "Hello there, is it organic?", reply_to="<ok@b.example>", references=wrong, subject="=?a?\r\nX: 1"
    )
    mail = provider.messages[-1].mail
    assert (mail["Bcc"], mail["X"], mail["References"].split()) == (None, None, ["<ok@b.example>", "<1@mail.example>"])


async def test_two_machines_stop(house: House, provider: SmtpStand) -> None:
    await meet_ann(house)
    for number in range(20):
        await write(house, f"We got your mail as ticket {number}, and will be back soon.", number)
        house.clock.push(now=2 * MINUTE, elapsed=2 * MINUTE)
    assert 1 <= len(provider.messages) <= 2
    assert {one.mail["Auto-Submitted"] for one in provider.messages} == {"auto-replied"}
    await house.pass_(now=timedelta(days=1), elapsed=HOUR)
    before = len(provider.messages)
    await write(house, "Is it organic?", 99)
    assert len(provider.messages) <= before + 1


@pytest.mark.parametrize("words", ["HELP", "Where is my order?", "Cancel my order", "START"])
async def test_no_reader_acts_on_a_mail(house: House, provider: SmtpStand, words: str) -> None:
    """Anybody can write in Ann's name: the team decides, and Parley only says that it has the mail."""
    await meet_ann(house)
    before = len(provider.messages)
    await write(house, words)
    assert [words in one for one in house.alerts()] == [True]
    assert len(provider.messages) == before + 1


async def test_a_mail_in_a_shops_name_is_no_word_of_the_shop(house: House) -> None:
    """Anybody can write in the name of a shopkeeper's mail: the team reads it as a stranger's question."""
    ann = await meet_ann(house)
    await house.apply(FILE + '\n[[shops]]\nid = "karol"\nname = "Karol Bagh Gifts"\n')

    async def link(turn: Turn) -> None:
        (made,) = await turn.unit.of(Shops).all()
        await turn.unit.of(Shops).link_all({made.id: ann.contact}, turn.now)

    await house.act(link)
    await write(house, "The blue kurta is sold out.")
    (alert,) = [one for one in house.alerts() if "sold out" in one]
    assert "Karol" not in alert


async def test_a_mail_in_somebodys_name_lifts_no_suppression(house: House, provider: SmtpStand) -> None:
    ann = await meet_ann(house)
    await house.act(lambda turn: turn.unit.people.set_state(ann.id, AddressState.GONE, "provider: 550", turn.now))
    await write(house, "Hello?")
    late = await house.post(ann, "shipped")
    await house.settle()
    assert ((await house.message(late)).status, provider.messages) == (MessageStatus.REFUSED, [])
