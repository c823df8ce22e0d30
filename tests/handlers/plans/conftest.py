"""The sample shop with its API, which plans are made by."""

from tests.handlers.api.conftest import rig
from tests.handlers.profiles.conftest import shop

__all__ = ["rig", "shop"]
