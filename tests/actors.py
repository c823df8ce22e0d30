"""Those who act in tests that know no rows."""

from __future__ import annotations

from uuid import UUID

from flows.actor import CUSTOMER, Actor

ASHA, RAVI, MEERA = (Actor.staff(UUID(int=number)) for number in range(901, 904))
BUYER = CUSTOMER
STORE = Actor.provider("shopify")
