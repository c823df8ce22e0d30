"""``POST /api/v1/invites``: a link for a visitor of the shop's site to join, with their consent and their cart."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from flows.business import Business
from flows.channels import CHANNELS, SMS, TELEGRAM, ChannelName
from flows.events import CartUpdated, Customer
from flows.policy.departure_facts import Programme
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.customer_fields import (
    FOR_PARTNERS,
    NO_PARTNERS,
    OTHER_PROGRAMME,
    CustomerNamed,
    PartnersNamed,
    customer,
)
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.event_declaration import EventTiming
from handlers.api.event_endpoints import SOURCE
from handlers.api.routes import MAKE_INVITE
from handlers.api.store_event_data import CART, CartData
from handlers.engine.checked_fields import clean, utc
from handlers.engine.seeds import READABLE
from handlers.engine.turn import Turn
from handlers.people import persons
from storage.businesses.access import CUSTOMER, Invite
from storage.events.event_inbox import Arrival, event_id
from storage.people.people import Identity

VALID_FOR = timedelta(days=7)
"""How long an unused invite works."""

# 59 bits: too many to guess an open one; Telegram takes 64 of A-Z a-z 0-9 _ -, and a person sends it in a text:
# https://core.telegram.org/bots/features#deep-linking
TOKEN_LENGTH = 12
KEYWORD = "JOIN"
"""The first word of a text with a token: ``JOIN K7PQ2M9XWR4T``."""


def _words(limit: int) -> StringConstraints:
    return StringConstraints(strict=True, min_length=1, max_length=limit, pattern=r"[^\s\x00-\x1f\x7f]")


class ConsentShown(BaseModel):
    """The words that the visitor saw; by opening the link and sending its text, the visitor consents to them."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [NO_PARTNERS, FOR_PARTNERS]})

    source: Annotated[str, _words(200), Field(description="where it was shown", examples=["cart page"])]
    text: Annotated[str, _words(2000), Field(description="the words that were shown")]
    programme: Annotated[
        Literal[Programme.REMINDERS, Programme.OFFERS, Programme.PARTNER_OFFERS] | None,
        Field(description="without one, the shop's own two: reminders and offers"),
    ] = None
    partners: PartnersNamed = []
    language: Annotated[str | None, _words(35), Field(description="of the words", examples=["en"])] = None
    ip: Annotated[str | None, _words(45), Field(description="the visitor's, as seen by the shop's server")] = None
    user_agent: Annotated[str | None, _words(400), Field(description="the User-Agent of the visitor's browser")] = None

    @field_validator("partners")
    @classmethod
    def _check_programme(cls, value: list[str], info: ValidationInfo) -> list[str]:
        if value and info.data.get("programme") is not Programme.PARTNER_OFFERS:
            raise ValueError(OTHER_PROGRAMME)
        return value


class InviteWanted(BaseModel):
    """An invite to make."""

    channel: ChannelName
    consent: ConsentShown
    customer: CustomerNamed | None = None
    cart: Annotated[
        CartData | None,
        Field(description="the data of cart.updated; its customer is optional for an unknown visitor"),
    ] = None


class InviteMade(BaseModel):
    """An invite. It works once."""

    url: Annotated[str, Field(description="a t.me, wa.me or sms: link")]
    qr: Annotated[str, Field(description="the same as a picture: an SVG in a data: URL")]
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _AskedInvite:
    """A requested invite: its cart as the request describes it, and the raw request."""

    wanted: InviteWanted
    token: str
    cart: CartUpdated | None
    raw: bytes


@make_endpoint(
    MAKE_INVITE,
    scope="events",
    takes=InviteWanted,
    answers={201: InviteMade},
    refuses=(Code.CONFLICT,),
    examples={
        TELEGRAM.name: {
            "channel": TELEGRAM.name,
            "consent": {
                "source": "cart page",
                "text": "Remind me of my cart on Telegram",
                "language": "en",
                "ip": "203.0.113.9",
                "user_agent": "Mozilla/5.0",
            },
            "cart": {name: value for name, value in CART.items() if name not in {"customer", "consent"}},
        },
        SMS.name: {
            "channel": SMS.name,
            "consent": {"source": "account page", "text": "Text me offers", "programme": "offers"},
            "customer": {"id": "77"},
        },
    },
)
async def make_invite(call: ApiCall, wanted: InviteWanted) -> ApiReply:
    """Make a link for a visitor to join

    Show the url to a phone, and the qr next to it to a computer. On Telegram the visitor presses Start; on WhatsApp and
    by SMS they send the prepared text, JOIN and the token. With that they consent to the words they saw, and the cart
    becomes theirs. The person who opens it becomes the customer of that id, unless that customer wrote from another
    chat before; a phone or an e-mail address proves nothing. A link works once, for seven days.
    """
    asked = _AskedInvite(wanted, make_token(), _cart(wanted, call.api.now()), call.raw)
    url, expires_at = await call.api.turns.act(call.business, lambda turn: _invite(turn, asked))
    body = {"url": url, "qr": draw_code(url), "token": asked.token, "expires_at": utc(expires_at)}
    return ApiReply(201, body)


def make_token() -> str:
    """Make a token of letters and digits that cannot be mistaken for one another."""
    return "".join(secrets.choice(READABLE) for _ in range(TOKEN_LENGTH))


def join_url(business: Business, channel: str, token: str) -> str:
    """Make the link that opens a chat with the shop on a channel. Raises ApiRefused if the channel has no address."""
    settings = business.channel(channel)
    if settings is None:
        raise ApiRefused(Code.CONFLICT, f"this business has no {channel} channel", "channel")
    link = CHANNELS[channel].link(settings.address, start=token, words=f"{KEYWORD} {token}")
    if link is None:
        message = f"the {channel} channel sends from a messaging service; give it a number (from) to be written to"
        raise ApiRefused(Code.CONFLICT, message, "channel")
    return link


def draw_code(url: str) -> str:
    """Draw a QR code of a link, as an SVG in a data: URL."""
    import segno  # a tenth of a service's imports at its start, and few requests draw one

    return segno.make(url, micro=False).svg_data_uri(scale=4)


def _cart(wanted: InviteWanted, now: datetime) -> CartUpdated | None:
    """Return the current cart, with the customer of the request if one is named; None if there is no cart."""
    if wanted.cart is None:
        return None
    cart = wanted.cart.event(EventTiming(now, "", now))
    return replace(cart, customer=wanted.customer.build_customer()) if wanted.customer else cart


async def _invite(turn: Turn, asked: _AskedInvite) -> tuple[str, datetime]:
    url = join_url(turn.business, asked.wanted.channel, asked.token)
    hashed, expires_at = turn.tools.token_hash(asked.token), turn.now + VALID_FOR
    names = _names(asked)
    contact = await turn.unit.people.resolve(names, turn.now) if names else None
    if contact is not None:
        await turn.unit.places.tell(contact, persons.list_places(_visitor(asked)), SOURCE, turn.now)
    if asked.cart is not None and contact is not None:
        await _tell_cart(turn, asked, asked.cart, contact)
    payload = {"consent": _consent(asked.wanted.consent), "customer": _find_customer_id(names)}
    invite = Invite(hashed, CUSTOMER, None, contact, json.dumps(payload))
    await turn.unit.access.invite(invite, turn.now, expires_at)
    return url, expires_at


def _names(asked: _AskedInvite) -> list[Identity]:
    """Return the visitor's identities: the site's id, and the cart, which an earlier invite may have used; else none.

    A phone number or e-mail address does not count, because anybody may type one.
    """
    visitor = _visitor(asked)
    names = [Identity("customer", f"{SOURCE}:{visitor.id}")] if visitor.id else []
    if asked.cart is not None:
        names.append(Identity("cart", f"{SOURCE}:{asked.cart.cart}"))
    return names


def _visitor(asked: _AskedInvite) -> Customer:
    return asked.cart.customer if asked.cart is not None else customer(asked.wanted.customer)


def _find_customer_id(names: Sequence[Identity]) -> str | None:
    """Return the customer's id for the link; None if there is none."""
    return next((name.value for name in names if name.channel == "customer"), None)


async def _tell_cart(turn: Turn, asked: _AskedInvite, cart: CartUpdated, contact: UUID) -> None:
    """Store the cart as an event of this person, even if only the cart identifies them."""
    external_id = f"invite:{turn.tools.token_hash(asked.token)}"
    arrival = Arrival(
        id=event_id(turn.business.id, SOURCE, external_id),
        source=SOURCE,
        external_id=external_id,
        received_at=turn.now,
        raw=asked.raw,
        event=cart,
        lane=contact,
        contact=contact,
    )
    await turn.unit.inbox.add(arrival)


def _consent(shown: ConsentShown) -> dict[str, Any]:
    """Return the words, and the visitor's IP address; never that of the shop's server, which sends the request."""
    told = {
        "source": clean(shown.source, 200),
        "text": clean(shown.text, 2000),
        "programme": shown.programme.value if shown.programme else None,
        "partners": shown.partners,
        "locale": clean(shown.language or "", 35),
        "ip": clean(shown.ip or "", 45),
        "user_agent": clean(shown.user_agent or "", 400),
    }
    return {name: value for name, value in told.items() if value}
