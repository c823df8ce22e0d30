"""Sourcing's resources are asked for on the same server as all others."""

from tests.handlers.api.conftest import rig

__all__ = ["rig"]
