"""The packaged messages, read once."""

import pytest

from templates.message_library import Library


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load()
