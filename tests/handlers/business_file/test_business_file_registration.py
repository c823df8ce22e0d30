"""``[channels.sms.dlt]``: what SMS to India are registered under, for each text and language."""

from __future__ import annotations

import pytest

from flows.business import Registration
from handlers.business_file import WrongBusinessFile, read_business_file
from tests.handlers.business_file.business_files import SMALLEST

ENTITY, KNOWN, OTHER = "1101000000000000001", "1107010000000000011", "1107010000000000012"
SMS = '[channels.sms]\nprovider = "simulator"\n[channels.sms.dlt]\n'


def registered(more: str) -> Registration | None:
    channel = read_business_file(f"{SMALLEST}{SMS}{more}", {}).business.channel("sms")
    assert channel is not None
    return channel.dlt


def mistakes(more: str) -> list[str]:
    with pytest.raises(WrongBusinessFile) as caught:
        read_business_file(f"{SMALLEST}{SMS}{more}", {})
    return [mistake.path for mistake in caught.value.mistakes]


def test_an_id_for_each_text_or_one_for_each_language() -> None:
    found = registered(
        f'entity = "{ENTITY}"\ntemplates = {{ help = "{KNOWN}", cart_reminder = {{ hi = "{OTHER}" }} }}\n'
    )
    assert found == Registration(ENTITY, {"cart_reminder": {"hi": OTHER}, "help": KNOWN})


def test_the_ids_of_a_text_by_locale() -> None:
    more = f'entity = "{ENTITY}"\ntemplates = {{ help = "{KNOWN}", cart_reminder = {{ hi = "{OTHER}" }} }}\n'
    business = read_business_file(f"{SMALLEST}{SMS}{more}", {}).business
    assert business.list_registered("sms", "help") == {business.locale: KNOWN}
    assert business.list_registered("sms", "cart_reminder") == {"hi": OTHER}
    assert business.list_registered("sms", "stopped") == business.list_registered("sms", None) == {}
    assert business.list_registered("whatsapp", "help") == {}


@pytest.mark.parametrize(
    ("more", "paths"),
    [
        ("", ["channels.sms.dlt.entity"]),
        ('entity = "1101"', ["channels.sms.dlt.entity"]),
        (f'entity = "{ENTITY}"\ntemplates = {{ help = "HX1" }}', ["channels.sms.dlt.templates.help"]),
        (f'entity = "{ENTITY}"\ntemplates.stock_paid = "{KNOWN}"', ["channels.sms.dlt.templates.stock_paid"]),
        (f'entity = "{ENTITY}"\ntemplates.help = {{ xx = "{KNOWN}" }}', ["channels.sms.dlt.templates.help.xx"]),
    ],
)  # fmt: skip
def test_what_is_wrong_where(more: str, paths: list[str]) -> None:
    assert mistakes(more) == paths
