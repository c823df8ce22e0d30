"""Requests to know or to erase: the person is suppressed at once and their name, phone and texts are scrubbed.

Ledgers, verdicts and keys hold ids only and stay. Whoever asks to know what is kept is answered by the staff, who are
told of it.
"""

from __future__ import annotations

from uuid import UUID

from flows.desk import flow as shop_desk
from flows.desk.news import Closed
from flows.engine import Left
from flows.events import DataRequested, PersonRedacted, StoreRedacted, StoreUninstalled
from handlers import alerts, host, opting_out
from handlers.calls import photos
from handlers.turn import Turn
from storage.erasure import erase, forget_nobodys
from storage.inbox import Stored
from storage.origins import known_by

_TOKEN = "access_token"  # what a removed app cannot use any more  # noqa: S105


async def asked(
    turn: Turn, stored: Stored, event: PersonRedacted | DataRequested | StoreRedacted | StoreUninstalled
) -> None:
    """Do what a platform asks in a person's or a shop's name."""
    match event:
        case PersonRedacted():
            if stored.contact is not None:
                await forget(turn, stored.contact, f"{stored.source} asked to erase")
        case DataRequested():
            what = f"A customer asks what is known of them (request of {stored.source}). Answer within 30 days."
            await alerts.tell(turn, f"data:{stored.id}", what)
        case StoreRedacted():
            for contact in await known_by(turn.unit, stored.source):
                await forget(turn, contact, f"{stored.source} asked to erase the shop")
            await forget_nobodys(turn.unit, stored.source)
        case StoreUninstalled():
            # Not what its webhooks are proven with: the order to erase the shop comes 48 hours after this one.
            # https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
            await turn.unit.businesses.drop_secrets(f"{stored.source}.{_TOKEN}")
            await turn.unit.businesses.pause(f"{stored.source} removed the app", turn.now)
            await alerts.tell(turn, f"uninstalled:{stored.source}", _REMOVED.format(store=stored.source.title()))


_REMOVED = "{store} says the app was removed. Its key is gone and sending is paused. Connect it again, then /resume."


async def forget(turn: Turn, contact: UUID, why: str) -> None:
    """Nothing more may reach this person, and what names them is gone."""
    await turn.unit.consents.revoke(contact, why, opting_out.ERASURE, turn.now)
    await turn.unit.outbox.void(turn.now, contact=contact)
    await _leave_shops(turn, contact)
    for run in await turn.unit.runs.open_of(contact):
        await host.advance(turn, run, Left("erased"))
    await erase(turn.unit, contact, turn.now, turn.tools.token_hash)
    await photos.take_away(turn)


async def _leave_shops(turn: Turn, contact: UUID) -> None:
    """What the shops keep that they answer for is looked for anew, as with a shop that is removed."""
    for shop in await turn.unit.shops.kept_by([contact]):
        desk = await turn.unit.runs.open(shop_desk.NAME, str(shop.id))
        if desk is not None:
            await host.advance(turn, desk, Closed(shop.id, "erased"))
        await alerts.tell(turn, f"erased:{shop.id}", _NOBODYS.format(shop=shop.name))


_NOBODYS = (
    "Who answered for {shop} was erased: it is not asked any more. `parley apply` prints a new start link for it."
)
