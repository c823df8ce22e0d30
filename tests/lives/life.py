"""People who never lived, with all that names them, and what happens to them: lines of a transcript."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

_LETTERS = "bcdfghjklmnpqrstvwxz"
_VOWELS = "aeiou"


@dataclass(slots=True)
class Soul:
    """Somebody of a life: every string of theirs is found nowhere else. ``said`` are words by and about them."""

    key: str
    first: str
    last: str
    phone: str
    chat: str
    email: str
    customer: str
    order: str
    said: list[str] = field(default_factory=list)

    @classmethod
    def drawn(cls, random: Random, number: int) -> Soul:
        """A person drawn at random, the ``number``-th of their life."""
        return cls(
            key=f"p{number}",
            first=word(random).title(),
            last=word(random).title(),
            phone=f"+9197{random.randrange(10**8):08}",
            chat=f"77{random.randrange(10**8):08}",
            email=f"{word(random)}.{word(random)}@mail.example",
            customer=f"66{random.randrange(10**9):09}",
            order=f"{random.randrange(10**5, 10**6)}",
        )

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    def traces(self) -> list[str]:
        """All that would tell that they were here."""
        names = [self.first, self.last, self.email, self.email.partition("@")[0]]
        return [
            *names,
            self.phone.removeprefix("+"),
            self.phone.removeprefix("+91"),
            self.chat,
            self.customer,
            *self.said,
        ]

    def in_the_script(self, *, by_shop: bool) -> str:
        """The line by which a transcript knows them; whom no shop's system knows has no chat that proves a number."""
        chat = f"telegram {self.chat}, " if by_shop else ""
        return f"  {self.key}: {self.name}, {chat}whatsapp {self.phone}"


def word(random: Random) -> str:
    """A word that stands in no dictionary, and in no other life."""
    return "q" + "".join(random.choice(_LETTERS) + random.choice(_VOWELS) for _ in range(5))


def _saying(random: Random, one: Soul, text: str) -> str:
    """A text with a new word of theirs in the place of ``{}``."""
    one.said.append(word(random))
    return text.format(one.said[-1])


def _shopify(topic: str, **told: object) -> list[str]:
    return [f"shopify {topic}", f"  {json.dumps(told)}"]


def _private(topic: str, one: Soul, **told: object) -> list[str]:
    customer = {"id": int(one.customer), "phone": one.phone, "email": one.email}
    return _shopify(topic, shop_domain="parley-dev.myshopify.com", customer=customer, **told)


def _record(one: Soul) -> dict[str, object]:
    return {
        "id": int(one.customer),
        "first_name": one.first,
        "last_name": one.last,
        "phone": one.phone,
        "email": one.email,
    }


def _is_known_to_the_shop(random: Random, one: Soul) -> list[str]:
    street = _saying(random, one, "{} street")
    address = {"country_code": "IN", "address1": street, "name": one.name}
    return _shopify("customers/update", **_record(one), updated_at="@now", orders_count=3, default_address=address)


def _leaves_a_cart(random: Random, one: Soul) -> list[str]:
    token, path = word(random), _saying(random, one, "{}")
    line = {"sku": "K", "title": "Blue kurta", "quantity": 1, "price": "39.00"}
    return _shopify(
        "checkouts/create", id=random.randrange(10**9), token=token, cart_token=f"c{token}", currency="INR",
        presentment_currency="INR", total_price="39.00", subtotal_price="39.00", created_at="@now", updated_at="@now",
        completed_at=None, phone=one.phone, email=one.email, customer=_record(one), line_items=[line],
        abandoned_checkout_url=f"https://parley-dev.myshopify.com/recover/{path}",
    )  # fmt: skip


def _buys_what_is_called_after_them(random: Random, one: Soul) -> list[str]:
    """What is engraved, a code of their own, and a cart that their shop calls by their mail."""
    item = {"sku": "MUG", "title": f"Mug engraved {one.first}", "variant_title": f"for {one.last}", "quantity": 1}
    told = {
        "currency": "INR", "presentment_currency": "INR", "total_price": "39.00", "subtotal_price": "39.00",
        "created_at": "@now", "updated_at": "@now", "phone": one.phone, "email": one.email, "customer": _record(one),
        "line_items": [{**item, "price": "39.00"}],
    }  # fmt: skip
    token, codes = f"cart-{one.email}", [{"code": f"{one.first.upper()}{random.randrange(5, 50)}"}]
    number = random.randrange(10**9)
    back = "https://parley-dev.myshopify.com/recover/x"
    cart = _shopify("checkouts/create", id=number, token=token, abandoned_checkout_url=back, completed_at=None, **told)
    order = _shopify(
        "orders/create", id=number + 1, name=f"#{number}", checkout_token=token, discount_codes=codes, **told
    )
    return cart + order * random.choice([0, 1, 1])


def _asks(random: Random, one: Soul) -> list[str]:
    way = random.choice(["", "/whatsapp"])
    first = _saying(random, one, "do you ship to {}?")
    answer = f"asha (reply to {one.said[-1]})> Hello {one.first}, " + _saying(random, one, "{} is not far")
    return [f"{one.key}{way}> {first}", answer][: random.choice([1, 2, 2])]


def _is_asked_about(random: Random, one: Soul) -> list[str]:
    end = random.choice([one.phone, one.chat])[-4:]
    ways = ["/why", "/orders", f"/order_{one.order}", f"/why {one.name}", f"/why_{end}"]
    ways += [f"/why {one.phone}", f"/erase {one.name}", f"/why did {one.name} not get it?"]
    return [f"asha> {text}" for text in random.sample(ways, 3)]


def _is_spoken_of(random: Random, one: Soul) -> list[str]:
    who = random.choice(["asha", "karol", "hauz"])
    return [f"{who}> tell {one.name} that {_saying(random, one, '{}')} is here"]


def _orders(random: Random, one: Soul) -> list[str]:
    said = [f"{one.key} reserves {one.order}: MUG, SHORTS L", "+1m", "karol> 1", "+1m", f"{one.key} pays"]
    said += [f"{one.key}> where is my order?", f"asha> /order_{one.order}", "connaught> haan"]
    return said[: random.randrange(1, len(said) + 1)]


def _orders_in_chat(random: Random, one: Soul) -> list[str]:
    return [
        f"{one.key}> I want 2 tiger shorts in XL",
        f"{one.key}> yes",
        f"{one.key}> {_saying(random, one, 'by when, {}?')}",
    ]


def _asks_for_what_nobody_sells(random: Random, one: Soul) -> list[str]:
    return [f"{one.key}> {_saying(random, one, 'do you have a {} lamp?')}", "asha> /orders"]


def _stops_and_comes_back(random: Random, one: Soul) -> list[str]:
    way = random.choice(["", "/whatsapp"])
    return [f"{one.key}{way}> {_saying(random, one, 'STOP {}')}", f"asha> /why {one.name}", f"{one.key}{way}> START"]


def _wants_to_be_forgotten(random: Random, one: Soul) -> list[str]:
    return [f"{one.key}> {_saying(random, one, 'please delete all my data {}')}"]


def _wants_to_know(random: Random, one: Soul) -> list[str]:
    return _private("customers/data_request", one, orders_requested=[], data_request={"id": random.randrange(99)})


def _objects_to_photos(random: Random, one: Soul) -> list[str]:
    lines = [f"{one.key} reserves {one.order}: MUG", f"{one.key} pays", f"asha sends 1 photo: {one.order}", "asha> 4"]
    doubt = _saying(random, one, "no, check it again, {} is wrong")
    return [*lines, f"{one.key}> {doubt}", f"{one.key}> {_saying(random, one, 'nahi, {} chahiye')}"]


def _brings_a_friend(random: Random, one: Soul) -> list[str]:
    return [
        f"{one.key}> I want to refer a friend",
        "+1m",
        "noor> Hi, code {referral}",
    ][: random.choice([2, 3])]


def _leaves_a_cart_elsewhere(random: Random, one: Soul) -> list[str]:
    name = word(random)
    url = _saying(random, one, "https://a.example/{}")
    told = f"shop: cart {name} of {one.key}: Blue kurta 39.00; agreed twice; url {url}"
    return [told, random.choice(["+31m", f"{one.key}/whatsapp> {_saying(random, one, 'remind me of {} tomorrow')}"])]


def _blocks_the_bot(_: Random, one: Soul) -> list[str]:
    return [f"{one.key} blocks the bot", f"{one.key} lets the bot in"]


Deed = Callable[[Random, Soul], list[str]]
DEEDS: tuple[Deed, ...] = (
    _asks, _is_asked_about, _is_spoken_of, _orders, _orders_in_chat, _asks_for_what_nobody_sells,
    _stops_and_comes_back, _wants_to_be_forgotten, _objects_to_photos, _brings_a_friend, _leaves_a_cart_elsewhere,
)  # fmt: skip
# Told by a shop's own system, or in the chat of whom it knows.
OF_A_SHOP: tuple[Deed, ...] = (
    _is_known_to_the_shop, _leaves_a_cart, _buys_what_is_called_after_them, _wants_to_know, _blocks_the_bot,
)  # fmt: skip


def live(random: Random, souls: list[Soul], most: int, *, by_shop: bool) -> list[str]:
    """What happens to these people, one thing after another; everybody says hello first."""
    deeds = (*DEEDS, *OF_A_SHOP) if by_shop else DEEDS
    lines = [line for one in souls for line in _arrives(random, one, by_shop)]
    for _ in range(most):
        lines += random.choice(deeds)(random, random.choice(souls))
        lines += random.choice([[], [], ["+1m"], ["+35m"], ["+7h"]])
    return lines


def _arrives(random: Random, one: Soul, by_shop: bool) -> list[str]:
    """The shop knows them, and they show that number and chat are theirs, if they have one."""
    hello = f"{one.key}/whatsapp> {_saying(random, one, 'hello {}')}"
    if not by_shop:
        return [f"shop: {one.key} agreed twice by whatsapp", hello, f"{one.key}> /start"]
    return [*_is_known_to_the_shop(random, one), hello, f"{one.key}> /start", f"{one.key} shares {one.phone}"]


def is_erased(random: Random, one: Soul, *, by_shop: bool) -> list[str]:
    """One of the ways in which somebody is erased; ``by_shop``: their shop's system may ask for it."""
    confirmed = "asha presses 1 Delete it all"
    asked = [f"{one.key}> {_saying(random, one, 'delete all my data {}')}", f"asha> /erase {one.name}", confirmed]
    ways = [asked, [f"asha> /erase {one.name}", confirmed], [f"asha> /erase_{one.phone[-8:]}", confirmed]]
    return random.choice([_private("customers/redact", one, orders_to_redact=[]), *ways] if by_shop else ways)
