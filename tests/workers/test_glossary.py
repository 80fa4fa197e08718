"""The names of a station's glossary, and what a clip of it is listened to with."""

from __future__ import annotations

import pytest

from tests.workers.conftest import Shop
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.stages import Listening
from vidcommerce.studio import glossary


@pytest.mark.slow
def test_the_next_clip_is_listened_to_with_the_names_in_mind(shop: Shop) -> None:
    """After the product's own. What is kept of it is named by them: others would be heard."""
    clip = shop.row()
    helper = Actor(clip.farmer_id, Role.HELPER, clip.station_id)
    with shop.service.database.writing() as session:
        glossary.add(session, helper, "信丰", 1)
        glossary.add(session, helper, "安远", 2)
    assert shop.work()
    listening = Listening(None, None, ("Navel oranges", "Ganzhou", "安远", "信丰"))
    assert shop.row().analysis == listening.blob(clip.sha256)
