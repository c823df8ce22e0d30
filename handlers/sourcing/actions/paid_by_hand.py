"""A business that sells in chat and has no payment account: its customers are told how to pay by the team."""

from flows.business import Business

NO_ACCOUNT = (
    "no payment account makes links: when an order is found, your team tells the customer how to pay (/send) and marks "
    "it paid (/settled); add [payments.razorpay] or [payments.stripe] to have Parley do it"
)
"""What an owner should know of that."""


def lacks_account(business: Business) -> bool:
    """Whether orders are to be paid, and not at the door, with no account that makes links."""
    return not business.payments and business.sourcing.pay != "cod"
