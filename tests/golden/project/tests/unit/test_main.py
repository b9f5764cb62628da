"""Starting and stopping the application."""

import gc

from app.config import Settings
from app.main import create_app, lifespan


async def test_garbage_is_not_looked_for_in_what_was_there_at_the_start(settings: Settings) -> None:
    async with lifespan(create_app(settings)):
        assert gc.get_freeze_count() > 0

    assert gc.get_freeze_count() == 0
