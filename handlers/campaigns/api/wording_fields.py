"""The texts of a campaign as the API reads and shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from flows.campaigns.campaign_texts import LONGEST_WORDS, CampaignText
from flows.campaigns.mail_subjects import LONGEST_SUBJECT, is_one_line
from flows.channels import ChannelName

Variant = Literal["A", "B", "C", "D", "E"]
_KEPT = r"^[^\x00]*$"
_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"


def _check_text(text: str) -> str:
    """Return a text that both databases store unchanged; PostgreSQL accepts no NUL. Raises ValueError."""
    if "\0" in text:
        raise ValueError("has a NUL (\\u0000), which a message cannot show")
    return text


def _check_subject(subject: str) -> str:
    """Return a subject of one line. Raises ValueError: a line break would begin another header of the mail."""
    if not is_one_line(subject):
        raise ValueError("has a line break or a control character")
    return " ".join(subject.split())


_Subject = Annotated[
    str,
    AfterValidator(_check_subject),
    Field(json_schema_extra={"pattern": _ONE_LINE}, min_length=1, max_length=LONGEST_SUBJECT),
]


class CampaignTextTold(BaseModel):
    """A text of a variant, in a language and on a channel; for all languages and channels if these are missing."""

    model_config = ConfigDict(extra="forbid")
    variant: Annotated[Variant, Field(description="people are divided evenly")] = "A"
    locale: Literal["en", "es", "hi", "hi-Latn"] | None = None
    channel: ChannelName | None = None
    text: Annotated[
        str,
        AfterValidator(_check_text),
        Field(
            json_schema_extra={"pattern": _KEPT},
            min_length=1,
            max_length=LONGEST_WORDS,
            description="may name {name}, {brand} and {link}, with a fallback: {name|friend}; "
            "of an offer {offer}, {code} and {until}; {bought}, {cart}, {together} and {back} are items of theirs, "
            "{city}, {orders}, {points}, {goal} and {reward} facts; {if vip: …|…} tells an audience, and others",
        ),
    ]
    subject: Annotated[
        _Subject | None,
        Field(
            description="the subject of a mail, with the same placeholders, but no conditions; null is derived from "
            "the text"
        ),
    ] = None


def read_wordings(told: Iterable[CampaignTextTold]) -> tuple[CampaignText, ...]:
    """Convert the fields into texts."""
    return tuple(
        CampaignText(one.text, one.variant, one.locale or "", one.channel or "", subject=one.subject or "")
        for one in told
    )


def show_texts(texts: Iterable[CampaignText]) -> list[dict[str, Any]]:
    """Format the texts for the API."""
    return [
        {
            "variant": one.variant,
            "locale": one.locale or None,
            "channel": one.channel or None,
            "text": one.text,
            "subject": one.subject or None,
        }
        for one in texts
    ]
