"""The returns service, on every database."""

from __future__ import annotations

import pytest

from storage.database.stores import Database
from tests.handlers.returns.returned import Parcels


@pytest.fixture
async def parcels(store: Database) -> Parcels:
    return await Parcels.open(store)
