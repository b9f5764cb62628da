"""Origins that are let in, in every style of saying it."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

HEAD = """import os
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware import Middleware
from pydantic import AnyHttpUrl, Field, field_validator
from pydantic_settings import BaseSettings
"""

STYLES = {
    "a list of middleware": (
        """class Settings(BaseSettings):
    origins: list[str] = ["https://example.com"]
settings = Settings()
middleware = [Middleware(CORSMiddleware, allow_origins=settings.origins)]
app = FastAPI(middleware=middleware)
""",
        "met",
    ),
    "a function that makes the list": (
        """def make_middleware() -> list[Middleware]:
    return [Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"])]
app = FastAPI(middleware=make_middleware())
""",
        "not_met",
    ),
    "a loop over pairs": (
        """class Settings(BaseSettings):
    origins: list[str] = ["*"]
settings = Settings()
app = FastAPI()
MIDDLEWARE = [(CORSMiddleware, {"allow_origins": settings.origins})]
for cls, options in MIDDLEWARE:
    app.add_middleware(cls, **options)
""",
        "not_met",
    ),
    "options that are unpacked": (
        """origins = os.getenv("ORIGINS", "https://example.com").split(",")
options = {"allow_origins": origins, "allow_credentials": True}
app = FastAPI()
app.add_middleware(CORSMiddleware, **options)
""",
        "met",
    ),
    "options of a function": (
        """def cors_options(wide: bool = True) -> dict:
    return dict(allow_origins=["*"], allow_methods=["*"])
app = FastAPI()
app.add_middleware(CORSMiddleware, **cors_options())
""",
        "not_met",
    ),
    "a factory with a parameter": (
        """def add_cors(app: FastAPI, origins: list[str]) -> None:
    app.add_middleware(CORSMiddleware, allow_origins=origins)
class Settings(BaseSettings):
    cors_origins: list[AnyHttpUrl] = []
def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()
    app = FastAPI()
    add_cors(app, [str(each) for each in settings.cors_origins])
    return app
""",
        "met",
    ),
    "a factory that is given anything": (
        """def add_cors(app: FastAPI, origins=("*",)) -> None:
    app.add_middleware(CORSMiddleware, allow_origins=list(origins))
app = FastAPI()
add_cors(app)
""",
        "not_met",
    ),
    "a text that is split": (
        """class Settings(BaseSettings):
    origins: str = "https://one.example,https://two.example"
    @property
    def origin_list(self) -> list[str]:
        return [each.strip() for each in self.origins.split(",") if each.strip()]
settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.origin_list)
""",
        "met",
    ),
    "a text that is split and lets anybody in": (
        """ORIGINS = os.environ.get("ORIGINS", "*")
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS.split(","), allow_credentials=True)
""",
        "not_met",
    ),
    "an expression of settings": (
        """class Settings(BaseSettings):
    origin_regex: str = r"https://.*\\\\.example\\\\.com"
settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=settings.origin_regex)
""",
        "met",
    ),
    "an expression that lets anybody in": (
        """app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex="https?://.*")
""",
        "not_met",
    ),
    "constants": (
        """origins = ["http://localhost:3000"]
origins.append("https://example.com")
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=origins)
""",
        "partial",
    ),
    "anything where the environment is silent": (
        """raw = os.getenv("ORIGINS")
origins = raw.split(",") if raw else ["*"]
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=origins)
""",
        "not_met",
    ),
    "anything in development only": (
        """class Settings(BaseSettings):
    debug: bool = False
    origins: list[str] = []
settings = Settings()
app = FastAPI()
app.add_middleware(
    CORSMiddleware, allow_origins=["*"] if settings.debug else settings.origins
)
""",
        "met",
    ),
    "by a condition on settings": (
        """class Settings(BaseSettings):
    cors_origins: list[AnyHttpUrl] = Field(default_factory=list)
    @field_validator("cors_origins", mode="before")
    @classmethod
    def assemble(cls, value):
        return [each.strip() for each in value.split(",")] if isinstance(value, str) else value
settings = Settings()
app = FastAPI()
if settings.cors_origins:
    app.add_middleware(CORSMiddleware, allow_origins=[str(o) for o in settings.cors_origins])
""",
        "met",
    ),
    "a class of attributes": (
        """class Config:
    CORS_ORIGINS = ["*"]
    CORS_METHODS = ["*"]
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=Config.CORS_ORIGINS)
""",
        "not_met",
    ),
    "a wrapper around the application": (
        """import json
app = FastAPI()
app = CORSMiddleware(app=app, allow_origins=json.loads(os.environ["ORIGINS"]))
""",
        "met",
    ),
    "a class that derives": (
        """class OwnCors(CORSMiddleware):
    pass
app = FastAPI()
app.add_middleware(OwnCors, allow_origins=["*"])
""",
        "not_met",
    ),
    "headers that are written by hand": (
        """app = FastAPI()
@app.middleware("http")
async def cors(request, call_next):
    response = await call_next(request)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
""",
        "not_met",
    ),
    "an import of another name": (
        """from starlette.middleware import cors
app = FastAPI()
app.add_middleware(cors.CORSMiddleware, allow_origins="*")
""",
        "not_met",
    ),
    "none": ("app = FastAPI()\n", "unknown"),
    "a function of setup by another module": (
        """from app.setup import setup
app = FastAPI()
setup(app)
""",
        "not_met",
    ),
}
SETUP = """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
def setup(app: FastAPI):
    app.add_middleware(
        middleware_class=CORSMiddleware,
        allow_origins=["*"],
    )
"""


@pytest.mark.parametrize("style", STYLES)
def test_origins(style):
    source, verdict = STYLES[style]
    files = {"app/main.py": HEAD + source}
    if "app.setup" in source:
        files["app/setup.py"] = SETUP
    assert judge(facts(files)).verdict.value == verdict


@pytest.mark.parametrize(
    ("origins", "verdict"), [("['*']", "not_met"), ("['https://one.example']", "met")]
)
def test_origins_of_a_file(origins, verdict):
    files = {
        "app/main.py": f"{HEAD}import yaml\nwith open('config.yaml') as file:\n"
        "    config = yaml.safe_load(file)\napp = FastAPI()\n"
        "app.add_middleware(CORSMiddleware, allow_origins=config['cors']['origins'])\n",
        "config.yaml": f"cors:\n  origins: {origins}\n",
    }
    assert judge(facts(files)).verdict.value == verdict
