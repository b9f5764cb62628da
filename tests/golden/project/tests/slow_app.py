"""The application with an endpoint that takes as long as its client wants."""

from fastapi import FastAPI, Request

from app.main import create_app as create_real_app


def create_app() -> FastAPI:
    """Put it together, with the settings of the environment."""
    app = create_real_app()

    @app.post("/slow")
    async def slow(request: Request) -> int:
        """Answer once the whole body is there."""
        return len(await request.body())

    return app
