"""The shop with a mail server, and people who agreed to mails."""

from __future__ import annotations

from flows.events import ConsentAction, ConsentGiven, Customer, CustomerConsented
from flows.mail_address import MAIL
from tests.delivery import shop
from tests.delivery.house import House
from tests.providers.smtp import PASSWORD, SENDER, USER

SERVER = f"""
[channels.email]
host = "127.0.0.1"
tls = "none"
user = "{USER}"
password = "{PASSWORD}"
from = "Tiger Tees <{SENDER}>"
"""


def file(*, steps: str = '{ after = "30m" }', channels: tuple[str, ...] = ("email", "sms")) -> str:
    """A business file with a mail server, a postal address and a site."""
    address = 'mailing_address = "12 Main St, Newark, NJ 07102"\nsite = "https://tigertees.example"'
    text = shop.file(channels=channels, steps=steps)
    return text.replace('currency = "USD"', f'currency = "USD"\n{address}') + SERVER


async def agree(house: House, who: Customer, *channels: str) -> None:
    """The person agrees to marketing by these channels, by default by mail."""
    at = house.clock.now()
    given = tuple(
        ConsentGiven(one, ConsentAction.GRANTED, "checkout", "Write to me.", at, double=True)
        for one in channels or (MAIL,)
    )
    await house.tell(CustomerConsented(who, given, at))
    await house.settle()
