"""The returns service, on every database, and its API."""

from __future__ import annotations

import pytest

from storage.database.stores import Database
from tests.handlers.api.conftest import Client, Rig, rig
from tests.handlers.returns.offered import OfferApi
from tests.handlers.returns.returned import Parcels
from tests.handlers.returns.returns_desk import Desk

__all__ = ["rig"]


@pytest.fixture
async def parcels(store: Database) -> Parcels:
    return await Parcels.open(store)


@pytest.fixture
async def desk(rig: Rig) -> Desk:
    return await Desk.open(rig)


@pytest.fixture
async def api(parcels: Parcels, aiohttp_client: Client) -> OfferApi:
    return await OfferApi.serve(parcels, aiohttp_client)
