"""The texts of a campaign as the API reads and shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from flows.campaigns.campaign_texts import LONGEST_WORDS, CampaignText
from flows.channels import ChannelName

Variant = Literal["A", "B", "C", "D", "E"]
_KEPT = r"^[^\x00]*$"


def _check_text(text: str) -> str:
    """Return a text that both databases store unchanged; PostgreSQL accepts no NUL. Raises ValueError."""
    if "\0" in text:
        raise ValueError("has a NUL (\\u0000), which a message cannot show")
    return text


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


def read_wordings(told: Iterable[CampaignTextTold]) -> tuple[CampaignText, ...]:
    """Convert the fields into texts."""
    return tuple(CampaignText(one.text, one.variant, one.locale or "", one.channel or "") for one in told)


def show_texts(texts: Iterable[CampaignText]) -> list[dict[str, Any]]:
    """Format the texts for the API."""
    return [
        {"variant": one.variant, "locale": one.locale or None, "channel": one.channel or None, "text": one.text}
        for one in texts
    ]
