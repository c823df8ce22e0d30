"""``PUT /api/customers/{id}``: the document of GET, changed; and corrections on a person's request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from flows.birthdays import read_birthday
from flows.engine import Subject
from flows.events import LONGEST_CITY, Customer
from flows.name_folding import fold_name
from flows.policy.atlas import load_country_codes, spell_zone
from flows.policy.regions import LONGEST as LONGEST_REGION
from handlers.actions.action import Origin, Refused
from handlers.api import api_audit
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.event_endpoints import SOURCE
from handlers.api.field_types import UNSEEN, make_plain_line, read_seen_line, reads
from handlers.api.resource_update import SentBack
from handlers.api.resource_versions import compute_version, must_match, show_version
from handlers.engine.checked_fields import CheckedField as Told
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.privacy.privacy_deeds import CORRECTED
from handlers.profiles.api.customer_lookup import find_customer, read_whole
from handlers.profiles.api.customer_resource import FIELDS, CustomerShown
from handlers.profiles.api.routes import CHANGE_CUSTOMER, CORRECT_CUSTOMER
from storage.people.people import Contact
from storage.profiles.customer_tags import CustomerTags
from storage.profiles.profiles import Profiles

MOST_TAGS, LONGEST_TAG = 250, 255  # Shopify's own limits for a customer

WRITABLE = (
    "name", "locale", "timezone", "country", "region", "city", "postal_code", "birthday", "acquired_from", "tags",
)  # fmt: skip
"""The fields that PUT changes, of all that GET shows."""
_COUNTRY = {"enum": [*sorted(load_country_codes()), "", None]}
_PLACE = ("country", "region", "postal_code", "timezone")


def _zone(value: object) -> str | None:
    if value is None or value == "":
        return None
    zone = spell_zone(value) if isinstance(value, str) and len(value) <= 64 else None
    if zone is None:
        raise ValueError("is not a time zone, as America/Chicago")
    return zone


def _country(value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not re.fullmatch("[A-Za-z]{2}", value):
        raise ValueError("is not a country, two letters as US")
    return value.upper()


def _tag(field: Told) -> str:
    """Parse a tag. Raises an error if it is empty when case and accents are ignored."""
    tag = read_seen_line(field, LONGEST_TAG)
    if not tag or not fold_name(tag):
        raise field.make_error(UNSEEN)
    return tag


TagTold = Annotated[str, *reads(_tag, {"type": "string", "minLength": 1, "maxLength": LONGEST_TAG})]
Tags = Annotated[list[TagTold], Field(max_length=MOST_TAGS)]


class DetailsTold(SentBack):
    """Details of a customer. A missing field is not changed; null deletes it."""

    name: Annotated[str | None, *make_plain_line(200)] = None
    locale: Annotated[str | None, *make_plain_line(35)] = None
    timezone: Annotated[
        str | None, BeforeValidator(_zone), WithJsonSchema({"type": ["string", "null"], "maxLength": 64})
    ] = None
    country: Annotated[str | None, BeforeValidator(_country), WithJsonSchema(_COUNTRY)] = None
    region: Annotated[str | None, *make_plain_line(LONGEST_REGION)] = None
    city: Annotated[str | None, *make_plain_line(LONGEST_CITY)] = None
    postal_code: Annotated[str | None, *make_plain_line(20)] = None
    birthday: Annotated[
        str | None,
        *make_plain_line(40),
        Field(description="1990-05-04, or --05-04 without a year"),
    ] = None


class CustomerChanged(DetailsTold):
    """A customer as a request describes it. A missing field is not changed; null, or an empty list, deletes it."""

    passed_over = tuple(one for one in FIELDS if one not in WRITABLE)

    acquired_from: Annotated[str | None, *make_plain_line(100)] = None
    tags: Annotated[Tags | None, Field(description="all tags, from every source")] = None


class WhyNotCorrected(StrEnum):
    """The reasons why data is not corrected."""

    STAFF = "correct_of_staff"
    UNREAD = "correct_unread"


@make_endpoint(
    CHANGE_CUSTOMER,
    scope="write",
    takes=CustomerChanged,
    answers={200: CustomerShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={
        "a name and tags": {"name": "Dana Reyes", "tags": ["wholesale", "vip"]},
        "a birthday taken out": {"birthday": None},
    },
    notes={"a name and tags": "Other fields of GET may be sent, too: fields that only Parley sets are ignored."},
    versioned=True,
)
async def change_customer(call: ApiCall, told: CustomerChanged) -> ApiReply:
    """Change a customer

    Send back the answer of GET with your changes: read-only fields are ignored, an unknown field is 422, and a missing
    field is not changed. Phone numbers and e-mail addresses need an event of the customer (POST /api/v1/events),
    because they identify a person. A place is added to the earlier ones, as the law asks. Staff members and shopkeepers
    cannot be changed here: 409.
    """

    async def work(turn: Turn) -> dict[str, Any]:
        person = await lock_customer(call, turn)
        if await turn.unit.people.find_staffed([person.id]):
            raise ApiRefused(Code.CONFLICT, "they answer for the business, or for a shop: change them in chat", "id")
        await change_details(turn, person, told)
        await api_audit.log(call, turn, "customer changed", Subject("contact", person.id))
        return await read_whole(turn, person.id)

    shown = await call.api.turns.act(call.business, work)
    return show_version(call, shown)


async def lock_customer(call: ApiCall, turn: Turn) -> Contact:
    """Lock and return the customer in the path, if the caller's version is current. Raises ApiRefused: 404 or 412."""
    person = await find_customer(turn, call.path["id"])
    await turn.unit.people.hold(person.id)
    must_match(call, compute_version(await read_whole(turn, person.id)))
    return person


async def change_details(turn: Turn, person: Contact, told: DetailsTold, *, corrects: bool = False) -> None:
    """Store these details. If it ``corrects`` them for the person, they stay: no later news of a system and no later
    PUT changes them. Raises ApiRefused.
    """
    given = told.model_dump(exclude_unset=True)
    if told.country not in {None, person.country, *load_country_codes()}:  # any value from GET may be sent back
        raise ApiRefused(
            Code.INVALID, f"country is not valid: {told.country!r}; write its two letters, as US", "country"
        )
    if "tags" in given:
        await turn.unit.of(CustomerTags).put(person.id, given["tags"] or (), SOURCE, turn.now)
    place = {name: given.get(name, getattr(person, name)) for name in _PLACE}
    customer = Customer(**place, city=told.city, name=told.name, locale=told.locale, birthday=told.birthday)
    known = persons.list_details(customer, turn.now)
    await _must_be_born(turn, person, told.birthday)
    values = {name: known[name] for name in given if name in known}
    values |= {name: known[name] for name in ("birth_day", "birth_year") if "birthday" in given}
    values |= {"acquired_from": given["acquired_from"]} if "acquired_from" in given else {}
    fixed = await turn.unit.of(Profiles).find_corrected(person.id)
    if corrects:
        values["corrected"] = " ".join(sorted({*fixed, *values}))
    elif kept := name_details(name for name in fixed if name in values and values[name] != fixed[name]):
        wrong = f"{', '.join(kept)}: corrected on their request; POST {CORRECT_CUSTOMER.path} changes it"
        raise ApiRefused(Code.CONFLICT, wrong, kept[0])
    if values:
        await turn.unit.of(Profiles).change(person.id, turn.now, **values)
    if any(given.get(name) for name in _PLACE):
        await turn.unit.places.tell(person.id, persons.list_places(customer), SOURCE, turn.now)


async def correct(turn: Turn, origin: Origin, person: Contact, fields: Mapping[str, Any]) -> None:
    """Store corrected ``fields``, which no news of a system replaces. The audit names the fields, not the values.

    Raises Refused for the staff and shopkeepers, ApiRefused or ValueError for an invalid value.
    """
    await turn.unit.people.hold(person.id)
    if await turn.unit.people.find_staffed([person.id]):
        raise Refused(WhyNotCorrected.STAFF)
    details = {name: value for name, value in fields.items() if name != "language"}
    await change_details(turn, person, DetailsTold(**details), corrects=True)
    if language := fields.get("language"):
        await turn.unit.people.write_in(person.id, language)
    about = Subject("contact", person.id)
    await turn.unit.access.log(origin.by, CORRECTED, turn.now, about, fields=" ".join(sorted(fields)))


def name_details(columns: Iterable[str]) -> list[str]:
    """Return the names of details in the API, by their columns."""
    return sorted({"birthday" if one.startswith("birth_") else one for one in columns})


async def _must_be_born(turn: Turn, person: Contact, told: str | None) -> None:
    """Check that a birthday can be stored exactly; a value from GET is always valid. Raises ApiRefused."""
    if not told:
        return
    read = read_birthday(told, turn.now.date())
    if read is None:
        wrong = f"birthday is not valid: {told!r}; write 1990-05-04, or --05-04 without a year"
        raise ApiRefused(Code.INVALID, wrong, "birthday")
    if read.year is None and told[:4].isdigit() and told != (await read_whole(turn, person.id))["birthday"]:
        wrong = f"birthday: nobody is born in {told[:4]}; without a year it is --{read.day}"
        raise ApiRefused(Code.INVALID, wrong, "birthday")
