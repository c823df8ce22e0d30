"""A shop's earnings, and its wish to be paid."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.money import Money
from flows.phrase import Ours, phrase
from handlers import alerts
from handlers.sourcing.shop.talk import Talk, say
from handlers.turn import Turn
from storage.sourcing.earnings import Earnings


async def show_earnings(turn: Turn, talk: Talk) -> None:
    """This month's commissions by the business's calendar, what is owed now, and the last payout."""
    local = turn.now.astimezone(turn.zone)
    month = datetime(local.year, local.month, 1, tzinfo=turn.zone).astimezone(UTC)
    earned = await turn.unit.of(Earnings).since(talk.shop.id, month)
    last = await turn.unit.of(Earnings).last_payout(talk.shop.id)
    amount = Money(earned.amount, turn.business.currency).decimal
    paid = Money(last.amount, last.currency).decimal if last else None
    owed = Money(max(await turn.unit.of(Earnings).owed(talk.shop.id), 0), turn.business.currency).decimal or None
    date = last.at if last else None
    back = Money(earned.back, turn.business.currency).decimal or None
    await say(
        turn, talk, "shop_earnings", amount=amount, count=earned.orders, back=back, last=paid, date=date, owed=owed
    )


async def ask_payout(turn: Turn, talk: Talk) -> None:
    """Tell the owners what is owed, once a day; a shop that is owed nothing sees that, and its earnings."""
    shop = talk.shop
    owed = Money(await turn.unit.of(Earnings).owed(shop.id), turn.business.currency)
    if owed.micros <= 0:
        await show_earnings(turn, talk)
        return
    text = phrase("shop_asks_payout", shop=shop.name, amount=owed, ref=Ours(shop.ref), figure=str(owed))
    await alerts.tell(turn, f"payout:{shop.id}", text)
    await say(turn, talk, "shop_payout_asked", amount=owed.decimal)
