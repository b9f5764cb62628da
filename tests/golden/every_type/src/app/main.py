"""The application, put together by ``create_app``."""

import gc
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from app.config import Settings, get_settings
from app.core.errors import DEFAULT_RESPONSES, add_error_handlers
from app.core.health import router as health_router
from app.core.logging import configure_logging
from app.core.misspelled import warn_of_misspelled
from app.features.bookings.router import router as bookings_router
from app.features.check_ins.router import router as check_ins_router
from app.features.doors.router import router as doors_router
from app.features.events.router import router as events_router
from app.features.helpers.router import router as helpers_router
from app.features.members.router import router as members_router
from app.features.notices.router import router as notices_router
from app.features.shifts.router import router as shifts_router
from app.features.testimonials.router import router as testimonials_router
from app.features.venues.router import router as venues_router
from app.middleware import add_middleware
from app.resources import add_resources


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
    """Start what the application holds, and stop it in the opposite order."""
    async with AsyncExitStack() as stack:
        for run in app.state.resources.lifespans:
            await stack.enter_async_context(run())
        # What is there by now stays: looking through it for garbage would hold up requests.
        gc.freeze()
        stack.callback(gc.unfreeze)
        yield


def create_app(settings: Settings | None = None) -> FastAPI:
    """Put the application together, with the settings of the environment unless given others."""
    settings = settings or get_settings()
    configure_logging(settings)
    warn_of_misspelled(settings)
    app = FastAPI(
        title=settings.app_name,
        version="0.1.0",
        lifespan=lifespan,
        # The address to redirect to would come from the Host header.
        redirect_slashes=False,
        openapi_url="/openapi.json" if settings.serves_docs else None,
        responses=DEFAULT_RESPONSES,
    )
    app.state.settings = settings
    add_resources(app, settings)
    add_error_handlers(app)
    add_middleware(app, settings)
    app.include_router(bookings_router, prefix="/api/v1")
    app.include_router(check_ins_router, prefix="/api/v1")
    app.include_router(doors_router, prefix="/api/v1")
    app.include_router(events_router, prefix="/api/v1")
    app.include_router(helpers_router, prefix="/api/v1")
    app.include_router(members_router, prefix="/api/v1")
    app.include_router(notices_router, prefix="/api/v1")
    app.include_router(shifts_router, prefix="/api/v1")
    app.include_router(testimonials_router, prefix="/api/v1")
    app.include_router(venues_router, prefix="/api/v1")
    app.include_router(health_router)
    return app
