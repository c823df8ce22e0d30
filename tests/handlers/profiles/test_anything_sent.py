"""Whatever is sent to customers' and segments' routes, none of them fails: what cannot be read is told."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.audience.audience_facts import FACTS, HAPPENINGS, OPS
from tests.cases import each
from tests.handlers.profiles.conftest import DANA, Shop

TEXT = st.text(max_size=20) | st.sampled_from(["\x00", "a\x00b", "\ud800", "%", "'", '"', "\\", "*:*", "9" * 40])
VALUE = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
    | st.lists(TEXT, max_size=3)
)
WORDS = st.sampled_from(sorted(FACTS))
HAPPENED = st.sampled_from(sorted(HAPPENINGS))
OP = st.sampled_from(sorted({op for ops in OPS.values() for op in ops}))
COUNT = st.fixed_dictionaries({"op": OP, "value": VALUE})
LEAF = st.fixed_dictionaries({"fact": WORDS | TEXT, "op": OP | TEXT, "value": VALUE}) | st.fixed_dictionaries(
    {"event": HAPPENED},
    optional={"count": COUNT, "within": TEXT | st.just("30d"), "where": st.dictionaries(TEXT, VALUE, max_size=2)},
)
CRITERIA = st.recursive(
    LEAF | VALUE,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=5,
)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fits(answer: Any) -> None:
    assert answer.status < 500, answer.body
    if answer.status >= 400:
        assert set(answer.body["error"]) == {"code", "message", "field"}


@given(
    query=st.dictionaries(
        st.sampled_from(["q", "audience", "criteria", "sort", "cursor", "limit", "fields"]), TEXT, max_size=4
    ),
    told=CRITERIA,
)
@FEW
async def test_whatever_is_sought(shop: Shop, query: dict[str, str], told: object) -> None:
    query = query if "criteria" in query else query | {"criteria": json.dumps(told)}
    written = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in query.items())
    fits(await shop.ask("GET", f"/api/customers?{written}"))


@given(name=TEXT, told=CRITERIA, more=st.dictionaries(TEXT, VALUE, max_size=2))
@FEW
async def test_whatever_is_to_be_a_segment(shop: Shop, name: str, told: object, more: dict[str, Any]) -> None:
    answer = await shop.ask("POST", "/api/segments", {"name": name, "criteria": told, **more})
    fits(answer)
    if answer.status == 201:
        path = f"/api/segments/{answer.body['id']}"
        for asked in (path, f"{path}/customers", f"{path}/analytics"):
            found = await shop.ask("GET", asked)
            assert found.status in {200, 409}, found.body
        assert (await shop.ask("DELETE", path)).status == 204


@given(
    told=st.dictionaries(
        st.sampled_from(
            [
                "name",
                "locale",
                "timezone",
                "country",
                "region",
                "postal_code",
                "birthday",
                "acquired_from",
                "tags",
                "id",
            ]
        ),
        VALUE,
        max_size=5,
    )
)
@FEW
async def test_whatever_a_customer_is_changed_to(shop: Shop, told: dict[str, Any]) -> None:
    await shop.tell("customer.updated", {"customer": DANA})
    path = f"/api/customers/{await shop.id_of(DANA)}"
    answer = await shop.ask("PUT", path, told)
    fits(answer)
    if answer.status == 200:
        again = await shop.ask("PUT", path, answer.body, If_Match=answer.headers["ETag"])
        assert (again.status, again.body) == (200, answer.body)


@given(named=TEXT, tag=TEXT)
@FEW
async def test_whatever_is_named(shop: Shop, named: str, tag: str) -> None:
    written, mark = (quote(one, safe="", errors="surrogatepass") for one in (named, tag))
    for path in (
        f"/api/customers/{written}",
        f"/api/customers/{written}/history?cursor={mark}",
        f"/api/segments/{written}",
    ):
        fits(await shop.ask("GET", path))
    fits(await shop.ask("DELETE", f"/api/customers/{UUID(int=7)}/tags/{mark}"))


@each("fact", FACTS)
@each("word", ["a\x00b", "\ud800"], ids=["nothing", "half a character"])
async def test_words_that_no_database_keeps(shop: Shop, fact: str, word: str) -> None:
    for op in OPS[FACTS[fact].kind]:
        told = {"fact": fact, "op": op, "value": [word] if op in {"in", "not_in"} else word}
        fits(await shop.ask("GET", f"/api/customers?criteria={quote(json.dumps(told))}"))
