"""The returns service, on every database."""

from __future__ import annotations

import pytest

from storage.database.stores import Database
from tests.handlers.api.conftest import Rig, rig
from tests.handlers.returns.returned import Parcels
from tests.handlers.returns.returns_desk import Desk

__all__ = ["rig"]


@pytest.fixture
async def parcels(store: Database) -> Parcels:
    return await Parcels.open(store)


@pytest.fixture
async def desk(rig: Rig) -> Desk:
    return await Desk.open(rig)
