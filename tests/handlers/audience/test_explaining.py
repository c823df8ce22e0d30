"""Money of a time, and a time between two moments, in the words in which an audience is explained."""

from datetime import UTC, datetime, timedelta

from flows.audience.calendar_periods import Period, Stretch
from flows.audience.criteria import Any, Compared, Counted, Criteria, Not, Summed
from handlers.audience.criteria_explanation import CriteriaContext, explain
from templates.phrases import Phrases
from templates.speech import Speech
from tests.cases import each

OCTOBER = Stretch(datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))


@each(
    ("criteria", "said"),
    [
        (
            Summed("order.created", ">=", 5_000_000_000, timedelta(30)),
            "value of orders in the last 30 days: at least ₹5,000",
        ),
        (
            Summed("order.paid", "<", 2_000_000, Period.LAST_MONTH),
            "value of orders paid last month (the whole calendar month): less than ₹2",
        ),
        (Summed("order.refunded", ">", 2_000_000), "value of refunds: more than ₹2"),
        (Counted("order.created", within=OCTOBER), "orders from 1 Oct 2026 until 31 Oct 2026: at least 1"),
        (
            Counted("customer.visited", within=Stretch(timedelta(90), timedelta(30))),
            "visits from 90 days ago until 30 days ago: at least 1",
        ),
        (Compared("first_order_at", "within", Stretch(timedelta(90))), "first order: since 90 days ago"),
        (
            Not(Compared("last_order_at", "within", Stretch(OCTOBER.since))),
            "not last order: since 1 Oct 2026 (or none)",
        ),
        (Not(Compared("region", "=", "TX")), "region (as given, else by number): not TX (or not known)"),
        (Compared("tag", "!=", "vip"), "tag: not vip"),
        (Not(Any((Compared("tag", "=", "a"), Compared("tag", "=", "b")))), "not (tag: a or tag: b)"),
        (Compared("last_order_at", "within", Stretch(until=OCTOBER.until)), "last order: until 31 Oct 2026"),
    ],
)
def test_in_english(criteria: Criteria, said: str) -> None:
    speech = Speech(Phrases.load(), "en", {"zone": "UTC", "now": datetime(2026, 11, 5, tzinfo=UTC)}, {})
    assert speech.say(explain(criteria, CriteriaContext("INR"))).removeprefix("• ") == said
