"""The generated application with an endpoint that does nothing, and some of its middleware."""

import os
from importlib import import_module

from fastapi import FastAPI

# It is there where this runs: in the environment of a generated project.
app: FastAPI = import_module("app.main").create_app()
names = [str(getattr(layer.cls, "__name__", layer.cls)) for layer in reversed(app.user_middleware)]
count = int(os.environ["LAYERS"])
# The outermost stands first.
app.user_middleware = app.user_middleware[len(app.user_middleware) - count :]


@app.get("/nothing")
async def nothing() -> dict[str, str]:
    return {"status": "ok"}
