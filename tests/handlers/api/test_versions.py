"""Versions by ETag: what matches which header, as RFC 9110 has it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import pytest

from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiServices
from handlers.api.resource_versions import compute_version, must_match, show_version
from handlers.engine.turn import Turns
from storage.businesses.access import ApiKey
from tests.cases import each

SHOWN: dict[str, Any] = {"name": "Dana", "tags": ["vip"]}
TAG = compute_version(SHOWN)


async def _none(*_asked: object) -> Any:
    raise AssertionError("nobody is asked")


API = ApiServices(cast(Turns, None), _none, _none, lambda: datetime.now(UTC), None)


def call(**headers: str) -> ApiCall:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return ApiCall(API, ApiKey("tiger", UUID(int=1), frozenset()), b"", {}, named)


def test_the_order_of_fields_is_no_change_and_a_value_is() -> None:
    assert compute_version(dict(reversed(SHOWN.items()))) == TAG
    assert compute_version({**SHOWN, "name": "Noor"}) != TAG


@each(
    ("header", "fits"),
    [
        pytest.param(TAG, True, id="this version"),
        pytest.param("*", True, id="any version"),
        pytest.param(f'"other", {TAG}', True, id="one of several"),
        pytest.param(f'W/"other",{TAG},"more"', True, id="beside a weak one"),
        pytest.param(f'"other",, {TAG},', True, id="beside nothing"),
        pytest.param(f', "a,b" ,{TAG}', True, id="beside one with a comma"),
        pytest.param('"other"', False, id="another version"),
        pytest.param('"other", "more"', False, id="two other versions"),
        pytest.param(f'"other" {TAG}', False, id="no list"),
        pytest.param(f"W/{TAG}", False, id="a weak tag"),
        pytest.param(TAG.strip('"'), False, id="no quotes"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_what_is_changed_is_what_was_read(header: str, fits: bool) -> None:
    if fits:
        return must_match(call(If_Match=header), TAG)
    with pytest.raises(ApiRefused) as refused:
        must_match(call(If_Match=header), TAG)
    assert (refused.value.code, refused.value.field) == (Code.OUTDATED, "If-Match")


def test_who_names_no_version_is_not_asked() -> None:
    must_match(call(), TAG)


@pytest.mark.parametrize(
    ("header", "status"),
    [(TAG, 304), (f',"other", W/{TAG}', 304), (f"W/{TAG}", 304), ("*", 304), ('"other"', 200), (TAG.strip('"'), 200)],
)
def test_what_somebody_has_is_not_sent_again(header: str, status: int) -> None:
    reply = show_version(call(If_None_Match=header), SHOWN)
    assert (reply.status, reply.body, reply.headers) == (status, SHOWN if status == 200 else None, {"ETag": TAG})
