"""/consent: what a customer agreed to, in the staff's chat, without what names them."""

from __future__ import annotations

from dataclasses import replace

from flows.events import ConsentAction, Means, Teller
from flows.policy.departure_facts import Programme
from storage.consent.consents import LedgerLine
from storage.consent.disclosures import Disclosure
from storage.database.stores import Database
from storage.people.people import Address
from tests.handlers.sourcing.staff.rows import DAY, MINUTE, START, Shop, play
from tests.handlers.staff_chat.test_commanded import LONGEST, Chat

ASK = Disclosure("Tiger Tees: {name}, reply YES for cart reminders and offers. STOP to stop.", "opt_in_ask", "en")


async def agree(shop: Shop, who: Address, **more: object) -> None:
    """She answered our question on a Monday at 9:01."""
    line = LedgerLine(
        who.contact, who.id, Programme.REMINDERS, ConsentAction.CONFIRMED, "reply", "opt_in_ask", START + MINUTE
    )
    proven = replace(line, teller=Teller.PERSON, means=Means.ANSWER, shown=ASK, words="yes, Dana Reyes here", **more)  # type: ignore[arg-type]
    for programme in (Programme.REMINDERS, Programme.OFFERS):
        await shop.unit.consents.record(replace(proven, programme=programme), START + MINUTE)


async def test_it_tells_what_when_how_and_after_what_words(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        who = await shop.person("+13125550177", "Dana Reyes", agreed=False)
        await agree(shop, who, ip="203.0.113.9")
        await shop.unit.consents.revoke(who.contact, "sms", "opt-out.clear", START + DAY)
        assert (await chat.ask("/consent_0177")).splitlines() == [
            "D. (…0177), the newest first:",
            "Tue 3 Mar 2026 09:00 withdrew reminders, offers and partner offers by SMS: sms.",
            "Mon 2 Mar 2026 09:01 confirmed reminders and offers by SMS: their answer to our question. Read: "
            '"Tiger Tees: {name}, reply YES for cart reminders and offers. STOP to stop." '
            f"(opt_in_ask, en, version {ASK.version})",
            "Full history with evidence: parley consent",
        ]

    await play(store, scene)


async def test_whoever_agreed_to_nothing(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        await shop.person("+13125550177", "Dana", agreed=False)
        expected = "D. (…0177): no consent, given or withdrawn.\nNext: /why_0177"
        assert await chat.ask("/consent Dana") == expected
        assert (await chat.ask("/consent Zoe")).startswith('Nobody here matches "Zoe".\nWhose consent?')
        await shop.person("+13125550178", "Dana", agreed=False)
        assert (await chat.ask("/consent Dana")).splitlines() == [
            "Which one?",
            "1 Dana (…0178)",
            "2 Dana (…0177)",
        ]

    await play(store, scene)


async def test_a_long_history_fits_a_phone(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        chat = await Chat.open(shop)
        who = await shop.person("+13125550177", "Dana", agreed=False)
        for day in range(30):
            action = ConsentAction.REVOKED if day % 2 else ConsentAction.GRANTED
            text = "Text me /pause " * 100
            line = LedgerLine(
                who.contact, who.id, Programme.REMINDERS, action, "a page /pause " * 12, text, START + day * DAY
            )
            await shop.unit.consents.record(replace(line, shown=Disclosure(text)), START + day * DAY)
        answer = await chat.ask("/consent_0177")
        assert len(answer) <= LONGEST
        assert "earlier)" in answer
        assert " /pause" not in answer

    await play(store, scene)
