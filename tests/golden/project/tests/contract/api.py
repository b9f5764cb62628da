"""The application under contract, and values for the formats that chance would not hit."""

import schemathesis
from hypothesis import strategies as st

from app.main import create_app
from tests.conftest import logging_kept, settings_for

with logging_kept():
    app = create_app(settings_for("sqlite://").model_copy(update={"log_level": "WARNING"}))
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)

# Reserved domains are refused, and most that chance would make are.
local_parts = st.from_regex(r"[a-z0-9]{1,20}([.+_-][a-z0-9]{1,20})?", fullmatch=True)
schemathesis.openapi.format("email", local_parts.map(lambda part: f"{part}@fastapi-project.com"))
