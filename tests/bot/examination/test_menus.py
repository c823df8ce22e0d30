"""What the doctor says of WhatsApp's menus, and how it makes them."""

from __future__ import annotations

from flows.channels import WHATSAPP
from flows.menu_shapes import list_shapes
from storage.sending.session_menu_contents import SessionMenuContents
from tests.bot.examination.installation import CHAT, OWNER, PRIVACY, TERMS, Installation
from tests.providers.twilio import TOKEN, TwilioStand

MISSING = (
    "tiger: WhatsApp spells out buttons as text: 23 of 23 menus are missing. Run parley doctor --fix to create them; "
    "no approval is needed"
)


async def test_menus_are_made_once_and_kept_with_the_sender(shop: Installation) -> None:
    assert WHATSAPP.menus is not None
    async with TwilioStand() as twilio:
        shop.reach(twilio_api_url=twilio.url)
        await shop.apply(TERMS + PRIVACY + CHAT + OWNER)
        assert MISSING in await shop.to_do()
        await shop.to_do(fix=True)
        made = set(twilio.contents)
        assert MISSING not in await shop.to_do(fix=True)
        assert set(twilio.contents) == made, "made once"
    sender = await shop.store.read("tiger", lambda unit: unit.senders.find_for_channel("whatsapp"))
    assert sender is not None
    kept = await shop.store.read("tiger", lambda unit: unit.of(SessionMenuContents).of([sender.id]))
    assert kept[sender.id].keys() == {shape.name for shape in list_shapes(WHATSAPP.menus)}
    assert set(kept[sender.id].values()) == made


async def test_a_menu_that_was_deleted_at_twilio_is_made_again(shop: Installation) -> None:
    async with TwilioStand() as twilio:
        shop.reach(twilio_api_url=twilio.url)
        await shop.apply(TERMS + PRIVACY + CHAT + OWNER)
        await shop.to_do(fix=True)
        del twilio.contents[min(twilio.contents)]
        (line,) = [one for one in await shop.to_do() if "menus" in one]
        assert line.startswith("tiger: WhatsApp spells out buttons as text: 1 of 23 menus are missing.")
        assert not [one for one in await shop.to_do(fix=True) if "menus" in one]
        assert len(twilio.contents) == 23


async def test_twilio_that_does_not_answer_is_said(shop: Installation) -> None:
    async with TwilioStand() as twilio:
        shop.reach(twilio_api_url=twilio.url)
        await shop.apply(TERMS + PRIVACY + CHAT.replace(TOKEN, "0" * 32) + OWNER)
        (line,) = [one for one in await shop.to_do() if "menus" in one]
        assert line.startswith("tiger: WhatsApp menus are not known: Twilio answered HTTP 401, code 20003")
