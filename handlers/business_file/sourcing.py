"""How a business sources its products from shops, and rewards customers for bringing others: ``[sourcing]`` and
``[referral]``."""

from flows.business import HANDOVERS, Referral, Sourcing, SplitWeights
from handlers.business_file import values
from handlers.business_file.table import Table

PAYMENTS = ("after", "first", "cod")
_MOST_AT_ONCE = 20  # shops of one wave: beyond that everybody is asked, and nearly all in vain
_HEAVIEST = 10**6
_LONGEST_WAY = 90  # days with a courier


def read_sourcing(table: Table) -> Sourcing:
    """When customers pay, how long shops have, and how many are asked at once."""
    usual = Sourcing()
    read = Sourcing(
        pay=table.read("pay", values.one_of(*PAYMENTS), usual.pay),
        reserve=table.read("reserve", values.duration, usual.reserve),
        answer_within=table.read("answer_within", values.duration, usual.answer_within),
        wave=table.read("wave", values.whole(1, _MOST_AT_ONCE), usual.wave),
        next_wave_after=table.read("next_wave_after", values.duration, usual.next_wave_after),
        express_wave_after=table.read("express_wave_after", values.duration, usual.express_wave_after),
        express_fee=table.read("express_fee", values.whole(0, 10**9), usual.express_fee),
        quality_check=table.read("quality_check", values.flag, usual.quality_check),
        order_messages=table.read("order_messages", values.flag, usual.order_messages),
        handover=table.read("handover", values.one_of(*HANDOVERS), usual.handover),
        courier_days=table.read("courier_days", values.whole(1, _LONGEST_WAY), usual.courier_days),
        weights=_weights(table.section("weights"), usual.weights),
    )
    _check(table, read)
    return read


def read_referral(table: Table) -> Referral | None:
    """What bringing a new customer is worth to both; None where nobody is asked to."""
    amount = table.read("amount", values.whole(1, 10**9), None)
    return Referral(amount) if amount is not None else None


def _check(table: Table, read: Sourcing) -> None:
    """A delay that is longer than the time which contains the delay is a mistake."""
    if read.answer_within > read.reserve:
        table.wrong("answer_within", "must not be longer than reserve: what is reserved would be over before")
    for key, after in (("next_wave_after", read.next_wave_after), ("express_wave_after", read.express_wave_after)):
        if key in table and after > read.answer_within:
            table.wrong(key, "must not be longer than answer_within: no other shop would be asked")


def _weights(table: Table, usual: SplitWeights) -> SplitWeights:
    weight = values.number(0, _HEAVIEST)
    return SplitWeights(
        shops=table.read("shops", weight, usual.shops),
        hours=table.read("hours", weight, usual.hours),
        commission=table.read("commission", weight, usual.commission),
    )
