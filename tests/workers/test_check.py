"""The checks of a clip: made beside the clip's way, and never in it."""

from __future__ import annotations

import pytest

from tests.workers.conftest import Shop
from vidcommerce.jobs import Stage

pytestmark = pytest.mark.slow


def test_a_clip_is_checked_once(shop: Shop) -> None:
    """The row says when; another draft of it asks for no other check."""
    assert shop.work()
    assert shop.row().checked_at is None
    shop.work_to_the_end()
    assert shop.row().checked_at
    assert [job.outcome for job in shop.beside(Stage.CHECK)] == ["done"]
