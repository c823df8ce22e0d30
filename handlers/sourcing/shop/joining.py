"""Shopkeepers who come in: by their shop's link, once more, or back after a STOP."""

from __future__ import annotations

from flows.actor import Actor
from flows.channels import CHANNELS
from flows.engine import Subject
from flows.phrase import phrase
from flows.policy.facts import Kind
from flows.sourcing.desk.fitting import CHARACTERS, few
from handlers import alerts, starts
from handlers.conversation import Written
from handlers.customer_talk import stopping
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.sourcing.shop.desk import left_behind
from handlers.turn import Turn
from storage.access import Invite
from storage.sourcing.shops import Shop, Shops

SHOP_JOINED = "shop_joined"


async def opened(turn: Turn, written: Written, invite: Invite) -> None:
    """Whoever opens the link answers for the shop. A person answers for one, or their "yes" could be either's."""
    address = written.address
    shop = await turn.unit.of(Shops).get(invite.shop) if invite.shop is not None else None
    theirs = await turn.unit.of(Shops).of_contact(address.contact)
    if shop is None or shop.removed_at is not None:
        await turn.tools.conversations.welcome(turn, written, comes_back=False)
    elif theirs is not None and theirs.id != shop.id:
        text = phrase("chat_is_of_another_shop", theirs=theirs.name, shop=shop.name)
        await starts.answer(turn, written, text=text, kind=Kind.ANSWER)
    else:
        await turn.unit.of(Shops).link(shop.id, address.contact, turn.now)
        await turn.unit.of(Shops).void_invites([shop.id], turn.now)
        await turn.unit.access.log(Actor.shop(shop.id), "linked", turn.now, Subject("address", address.id))
        await _welcome(turn, written, shop, invited=True)


async def said_hello(turn: Turn, written: Written, token: str) -> bool:
    """Who keeps a shop and presses start once more is no customer who says hello."""
    shop = await turn.unit.of(Shops).of_contact(written.address.contact)
    if shop is not None:
        await _welcome(turn, written, shop)
        return True
    return not token and await back_again(turn, written)


async def wrote_start(turn: Turn, said: Said) -> bool:
    """Whether START came from a shopkeeper who wrote STOP."""
    if said.reading.intent not in {Intent.START, Intent.JOIN}:
        return False
    return await back_again(turn, Written(said.address, said.message, said.event))


async def back_again(turn: Turn, written: Written) -> bool:
    """START of a shopkeeper who wrote STOP: their shop is asked again, and hears what it need not keep any more. They
    come back as nothing else. False for everybody else, and by SMS, where no shop is asked."""
    address, message = written.address, written.message
    shop = await turn.unit.of(Shops).left(address.contact) if CHANNELS[address.channel].proves_writer else None
    if shop is None or await starts.is_overtaken(turn, address, message):
        return False
    await stopping.lift(turn, address)
    await turn.unit.of(Shops).link(shop.id, address.contact, turn.now)
    await turn.unit.access.log(Actor.shop(shop.id), "linked", turn.now, Subject("address", address.id))
    await alerts.tell(turn, f"again:{message.id}", phrase("shop_wrote_start", shop=shop.name))
    freed, asked = await left_behind(turn, shop)
    values = {
        "freed": few([one.pieces(one.kept) for one in freed], characters=CHARACTERS // 2),
        "asked": few([one.pieces(one.quantity) for one in asked], characters=CHARACTERS // 2),
    }
    told = {name: lines for name, lines in values.items() if lines}
    await starts.answer(turn, written, template="shop_back", kind=Kind.ANSWER, values=told, locale=shop.language)
    return True


async def _welcome(turn: Turn, written: Written, shop: Shop, *, invited: bool = False) -> None:
    values, locale = {"shop": shop.name}, shop.language
    await starts.answer(
        turn, written, template=SHOP_JOINED, kind=Kind.ANSWER, values=values, locale=locale, invited=invited
    )
