from collections.abc import Iterator

import pytest

from tests.adapters.feeds.stand_in import StandIn, stand_in


@pytest.fixture
def source() -> Iterator[StandIn]:
    with stand_in() as source:
        yield source
