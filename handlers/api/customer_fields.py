"""A person, with places and consents, as API requests describe a customer."""

from datetime import datetime
from typing import Annotated, Any, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Tag,
    TypeAdapter,
    ValidationInfo,
    field_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from flows.channels import CHANNELS, SMS
from flows.events import LONGEST_CITY, ConsentAction, ConsentGiven, Customer
from flows.mail_address import MAIL
from flows.policy.departure_facts import LASTING, PlaceKind, Programme, ToldPlace
from handlers.api import field_types
from handlers.api.field_types import Country, Flag, MaybeId, Moment, Region, line, make_words_type, read_word, reads
from handlers.engine.checked_fields import CheckedField as Read

CUSTOMER = {"id": "77", "name": "Noor", "phone": "+12055550110", "country": "US", "region": "AL"}
CONSENT = {
    "channel": SMS.name,
    "purpose": "marketing",
    "source": "checkout box",
    "text": "Text me about my cart. Up to 3 messages a cart. Reply STOP to end.",
    "at": "2026-03-02T15:00:00Z",
}
_PLACES = frozenset(kind.value for kind in PlaceKind) - {PlaceKind.ZONE.value}
_MOST_PLACES, _MOST_CONSENTS = 20, 10
_MOST_PARTNERS, _LONGEST_PARTNER = 100, 100
_BIRTHDAY = "1990-05-04, or --05-04 without a year"
_LONGEST_BIRTHDAY = 40
_REVOKED: Any = {"required": ["action"], "properties": {"action": {"const": "revoked"}}}

# Names of partners are for their programme alone.
NO_PARTNERS: Any = {"properties": {"partners": {"maxItems": 0}}}
FOR_PARTNERS: Any = {"required": ["programme"], "properties": {"programme": {"const": "partner_offers"}}}


def _read_partner(field: Read) -> str | None:
    return field_types.read_seen_line(field, _LONGEST_PARTNER)


PartnersNamed: TypeAlias = Annotated[
    list[Annotated[str, *field_types.must(_read_partner, {**field_types.SEEN, "maxLength": _LONGEST_PARTNER})]],
    Field(
        max_length=_MOST_PARTNERS,
        description="for partner_offers: the partners that the text names, as Nike. A consent without partners names "
        "nobody: no partner's offer is sent by it. A revocation ends all partners.",
    ),
]
"""The partners that a consent to partner offers names."""
OTHER_PROGRAMME = "is for the programme partner_offers alone"


class PlaceNamed(BaseModel):
    """An address of the customer, as far as it decides the rules there."""

    kind: Annotated[str, *make_words_type(_PLACES, PlaceKind.STATED.value)] = PlaceKind.STATED.value
    country: Country = None
    region: Region = None
    postal_code: Annotated[str | None, *line(20)] = None

    def build_place(self) -> ToldPlace:
        """Convert the place into the form of an event."""
        return ToldPlace(PlaceKind(self.kind), self.country, self.region, self.postal_code)


def _check_length(value: object) -> object:
    if isinstance(value, list) and len(value) > _MOST_PLACES:
        raise ValueError(f"holds more than {_MOST_PLACES} places")
    return value


def _birthday(field: Read) -> str | None:
    """Return a birthday if it may be one, else None: a wrong birthday must not lose the cart."""
    return field.value if isinstance(field.value, str) and len(field.value) <= _LONGEST_BIRTHDAY else None


class CustomerNamed(BaseModel):
    """The customer's known names and addresses. Phones are in E.164, or in the national form of ``country``."""

    id: MaybeId = None
    name: Annotated[str | None, *line(200)] = None
    phone: Annotated[str | None, *line(40)] = None
    email: Annotated[str | None, *line(254)] = None
    whatsapp: Annotated[str | None, *line(64)] = None
    telegram: Annotated[str | None, *line(64)] = None
    locale: Annotated[str | None, *line(35)] = None
    timezone: Annotated[str | None, *line(64)] = None
    country: Country = None
    region: Annotated[Region, Field(description="a state or province by code or name")] = None
    city: Annotated[str | None, *line(LONGEST_CITY)] = None
    postal_code: Annotated[str | None, *line(20)] = None
    birthday: Annotated[str | None, *reads(_birthday, {"type": ["string", "null"]}), Field(description=_BIRTHDAY)] = (
        None
    )
    places: Annotated[
        list[PlaceNamed] | None,
        BeforeValidator(_check_length),
        Field(description="all addresses, if there are several", json_schema_extra={"maxItems": _MOST_PLACES}),
    ] = None

    def build_customer(self) -> Customer:
        """Convert the customer into the form of an event: with the address given for them, and those in ``places``."""
        own = PlaceNamed(country=self.country, region=self.region, postal_code=self.postal_code)
        places = tuple(place.build_place() for place in (own, *self.places)) if self.places else ()
        return Customer(**self.model_dump(exclude={"places"}), places=places)


class Consent(BaseModel):
    """A customer's consent, or its revocation (action: revoked). If programme is missing, it is for the shop's own two.

    A consent needs a proof: its place, its wording and its time. A revocation needs none; if ``at`` is missing, it
    counts from now on. It has the effect of a STOP: it is for all known channels and, if programme is missing, for
    every programme, also those of partners. The customer needs the address of that channel: telegram for Telegram,
    email for e-mail, whatsapp or phone for WhatsApp, phone for SMS.
    """

    model_config = ConfigDict(
        validate_default=True,
        json_schema_extra={
            "anyOf": [{"required": ["source", "text", "at"]}, _REVOKED],
            "allOf": [{"anyOf": [NO_PARTNERS, FOR_PARTNERS, _REVOKED]}],
        },
    )

    channel: Annotated[
        str,
        *field_types.must(lambda field: read_word(field, frozenset(CHANNELS), "") or None, {"enum": [*CHANNELS]}),
    ]
    purpose: Annotated[str, *make_words_type(frozenset({"marketing", "transactional"}), "marketing")] = "marketing"
    programme: Annotated[str, *make_words_type(frozenset(LASTING), "")] = ""
    action: Annotated[str, *make_words_type(frozenset({"granted", "revoked"}), "granted")] = "granted"
    partners: PartnersNamed = []
    source: Annotated[str | None, *reads(lambda field: field.text(200), field_types.SEEN)] = None
    text: Annotated[str | None, *reads(lambda field: field.text(2000), field_types.SEEN)] = None
    at: Moment = None
    double: Annotated[Flag, Field(description="they confirmed elsewhere: we send no question or confirmation")] = False
    ip: Annotated[str | None, *line(45)] = None
    user_agent: Annotated[str | None, *line(400)] = None

    @field_validator("source", "text", "at")
    @classmethod
    def _check_provable(cls, value: object, info: ValidationInfo) -> object:
        if value is None and info.data.get("action") == "granted":
            why = "" if info.field_name == "at" else ": a consent without it cannot be proven"
            raise ValueError(f"is missing{why}")
        return value

    @field_validator("partners")
    @classmethod
    def _check_programme(cls, value: list[str], info: ValidationInfo) -> list[str]:
        if value and info.data.get("action") == "granted" and info.data.get("programme") != Programme.PARTNER_OFFERS:
            raise ValueError(OTHER_PROGRAMME)
        return value

    def build_consent(self, now: datetime) -> ConsentGiven:
        """Convert the consent into the form of an event."""
        return ConsentGiven(
            channel=self.channel,
            action=ConsentAction(self.action),
            source=self.source or "",
            text=self.text or "",
            at=min(self.at or now, now),
            purpose=self.purpose,
            programmes=(self.programme,) if self.programme else (),
            double=self.action == "granted" and self.double,
            ip=self.ip,
            user_agent=self.user_agent,
            dated=self.at is None or self.at <= now,
            told_at=self.at,
            partners=tuple(self.partners),
        )


def _drop_unproven_mail(value: object) -> object:
    """Drop a consent to e-mail without a proof, so that the rest of the request is accepted. Shops told such consents
    when e-mail was no channel; on other channels they were always refused."""
    named = isinstance(value, dict) and value.get("channel") == MAIL and value.get("action", "granted") == "granted"
    return None if named and not all(map(value.get, ("source", "text", "at"))) else value  # type: ignore[attr-defined]


def _read_quantity(value: object) -> str:
    return "(several)" if isinstance(value, list) else "(one)"


class _Shown:
    """The schema in the OpenAPI document: consents for our channels only."""

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        several = Annotated[list[Consent], Field(min_length=1, max_length=_MOST_CONSENTS)]
        return handler(TypeAdapter(Consent | several).core_schema)


_One: TypeAlias = Annotated[Consent | None, BeforeValidator(_drop_unproven_mail)]
Consents: TypeAlias = Annotated[
    Annotated[_One, Tag("(one)")] | Annotated[list[_One], field_types.keep_first(_MOST_CONSENTS), Tag("(several)")],
    Discriminator(_read_quantity),
    _Shown(),
]
"""One consent, or several."""


def read_consents(told: Consent | list[Consent | None] | None, now: datetime) -> tuple[ConsentGiven, ...]:
    """Return the consents of a request."""
    parts = told if isinstance(told, list) else [told]
    return tuple(one.build_consent(now) for one in parts if one is not None)


def customer(named: CustomerNamed | None) -> Customer:
    """Return the customer; an empty one if none is named."""
    return named.build_customer() if named else Customer()
