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
from app.features.customers.router import router as customers_router
from app.features.labels.router import router as labels_router
from app.features.order_lines.router import router as order_lines_router
from app.features.orders.router import router as orders_router
from app.features.products.router import router as products_router
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
    app.include_router(customers_router, prefix="/api/v1")
    app.include_router(labels_router, prefix="/api/v1")
    app.include_router(order_lines_router, prefix="/api/v1")
    app.include_router(orders_router, prefix="/api/v1")
    app.include_router(products_router, prefix="/api/v1")
    app.include_router(health_router)
    return app
