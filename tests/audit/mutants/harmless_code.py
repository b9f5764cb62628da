"""Refactorings of routes, models, settings, errors and the database."""

from __future__ import annotations

from audit.mutants.cases import Create, Edit, Move, Refactoring, Sub

CONFIG = "@config.py"
DATABASE = "@core/database.py"
ERRORS = "@core/errors.py"
LABELS = "@features/labels/"
PAGES = "@shared/pagination.py"
PRODUCTS = "@features/products/"
BATCHED = '''"""Drop what nobody reads."""

import sqlalchemy as sa
from alembic import op

revision: str = "77d0c1a2b3e4"
down_revision: str | None = "0b34c24c7da1"


def upgrade() -> None:
    """Apply this revision."""
    with op.batch_alter_table("products") as batch:
        batch.drop_column("description")


def downgrade() -> None:
    """Undo this revision."""
    with op.batch_alter_table("products") as batch:
        batch.add_column(sa.Column("description", sa.Text(), nullable=True))
'''


def requested(rule: str, module: str, line: str) -> Refactoring:
    """A line in an endpoint that does what is safe with what a request says."""
    said = line % f"request.query_params['{rule}']"
    router = LABELS + "router.py"
    created = "    label = await service.create(payload)\n"
    return Refactoring(
        rule,
        (
            Edit(
                router,
                '"""Endpoints for labels."""\n',
                f'"""Endpoints for labels."""\nimport {module}\n',
            ),
            Edit(router, created, f"{created}    {said}\n"),
        ),
    )


REFACTORINGS = (
    Refactoring(
        "API001",
        (
            Edit(
                PAGES,
                "    page_size: int = Field(default=DEFAULT_PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)\n",
                "    page_size: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE)] = DEFAULT_PAGE_SIZE\n",
                times=2,
            ),
            Edit(PAGES, "import Generic, TypeVar", "import Annotated, Generic, TypeVar"),
        ),
    ),
    Refactoring(
        "API002",
        (
            Edit("@main.py", 'prefix="/api/v1"', "prefix=API", times=9),
            Edit(
                "@main.py",
                "\n\n@asynccontextmanager",
                '\nAPI = "/api/v1"\n\n\n@asynccontextmanager',
            ),
        ),
    ),
    Refactoring(
        "API003",
        (
            Sub("@main.py", r"\bFastAPI\b(?! import)", "Application"),
            Edit(
                "@main.py",
                "from fastapi import Application",
                "from fastapi import FastAPI as Application",
            ),
        ),
    ),
    Refactoring("API004", (Edit(PAGES, "ge=1, le=MAX_PAGE)", "gt=0, lt=MAX_PAGE + 1)"),)),
    Refactoring(
        "ARCH001",
        (
            Move(LABELS + "exceptions.py", LABELS + "errors.py"),
            Sub("@*.py", r"features\.labels\.exceptions", "features.labels.errors"),
            Sub("tests/*.py", r"features\.labels\.exceptions", "features.labels.errors"),
        ),
    ),
    Refactoring(
        "ARCH002",
        (
            Edit(
                LABELS + "router.py",
                "    return await service.get(label_id)\n",
                "    session = await service.get(label_id)\n    return session\n",
            ),
        ),
    ),
    Refactoring(
        "ARCH003",
        (
            Sub(LABELS + "dependencies.py", r"\bget_label_service\b", "provide_labels"),
            Edit(
                LABELS + "dependencies.py",
                "Depends(provide_labels)",
                "Depends(dependency=provide_labels)",
            ),
        ),
    ),
    Refactoring(
        "ARCH004",
        (
            Edit(
                PRODUCTS + "router.py",
                "async def get_product(product_id: UUID, service: ProductServiceDep) -> Product:",
                "async def get_product(product_id: UUID, service: ProductServiceDep) -> Any:",
            ),
            Edit(
                PRODUCTS + "router.py",
                "typing import Annotated\n",
                "typing import Annotated, Any\n",
            ),
        ),
    ),
    Refactoring(
        "ARCH005",
        (
            Edit(
                PRODUCTS + "router.py",
                '    response.headers["Location"] = f"{request.url.path}/{product.id}"\n',
                "    _tell_location(request, response, product)\n",
            ),
            Edit(
                PRODUCTS + "router.py",
                '@router.get(\n    "/{product_id}",\n',
                "def _tell_location(request: Request, response: Response, product: Product) -> None:\n"
                '    response.headers["Location"] = f"{request.url.path}/{product.id}"\n\n\n'
                '@router.get(\n    "/{product_id}",\n',
            ),
        ),
    ),
    Refactoring(
        "ARCH006",
        (
            Edit(
                "@main.py",
                "import Settings, get_settings",
                "import Settings\nfrom app.config import get_settings as settings_of_environment",
            ),
            Edit("@main.py", "settings or get_settings()", "settings or settings_of_environment()"),
        ),
    ),
    Refactoring(
        "ARCH007",
        (
            Sub("@core/passwords.py", r"\basyncio\.to_thread\b", "in_thread"),
            Edit(
                "@core/passwords.py",
                "import asyncio\n",
                "import asyncio\nfrom asyncio import to_thread as in_thread\n",
            ),
        ),
    ),
    Refactoring("BG001", (Sub("@core/tasks.py", r"\b_jobs\b", "_waiting"),)),
    Refactoring(
        "BG002",
        (
            Edit("@core/tasks.py", "import AfterCommit\n", "import AfterCommit as Later\n"),
            Edit("@core/tasks.py", "AfterCommit[Job]", "Later[Job]"),
        ),
    ),
    Refactoring(
        "CACHE001",
        (Sub("@core/cache.py", r"\bopen_store\b", "store_of"),),
    ),
    Refactoring(
        "CONF001",
        (
            Edit(
                CONFIG,
                'uploads_s3_secret_key: SecretStr = SecretStr("")',
                'uploads_s3_secret_key: Annotated[SecretStr, Field(repr=False)] = SecretStr("")',
            ),
        ),
    ),
    Refactoring(
        "CONF002",
        (
            Edit(
                CONFIG,
                'metrics_token: OptionalSecret = SecretStr("")',
                'metrics_token: OptionalSecret = Field(default=SecretStr(""))',
            ),
        ),
    ),
    Refactoring(
        "CONF003",
        (
            Edit(
                CONFIG,
                "slow_request_ms: int = Field(default=1_000, ge=1)",
                "slow_request_ms: Annotated[int, Field(ge=1)] = 1_000",
            ),
        ),
    ),
    Refactoring(
        "CONF004",
        (
            Edit(CONFIG, "import lru_cache\n", "import cache\n"),
            Edit(CONFIG, "@lru_cache\n", "@cache\n"),
        ),
    ),
    Refactoring(
        "CONF005",
        (
            Edit(
                CONFIG,
                'log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"',
                'log_level: LogLevel = "INFO"',
            ),
            Edit(
                CONFIG,
                "\n\nclass ConfigurationError(",
                '\n\nLogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]\n\n\n'
                "class ConfigurationError(",
            ),
        ),
    ),
    Refactoring(
        "CONF006",
        (
            Create(
                ".env.staging.example", "ENVIRONMENT=staging\nJWT_SECRET=change-me\nSECRET_KEY=\n"
            ),
        ),
    ),
    Refactoring(
        "DB001",
        (
            Edit(DATABASE, "    create_async_engine,\n", ""),
            Edit(DATABASE, "import DeclarativeBase,", "import DeclarativeBase,"),
            Edit(
                DATABASE,
                "from sqlalchemy.orm import",
                "from sqlalchemy.ext.asyncio import create_async_engine as connect\nfrom sqlalchemy.orm import",
            ),
            Sub(DATABASE, r"\bcreate_async_engine\(", "connect("),
        ),
    ),
    Refactoring(
        "DB002",
        (Move("migrations/versions/0002_create_uploads.py", "migrations/versions/0002_files.py"),),
    ),
    Refactoring(
        "DB003",
        (
            Edit(
                DATABASE,
                "        pool_size=settings.database_pool_size,\n"
                "        max_overflow=settings.database_max_overflow,\n"
                "        pool_timeout=settings.database_pool_timeout,\n",
                "        **_pool(settings),\n",
            ),
            Edit(
                DATABASE,
                "def _begin_postgresql(",
                "def _pool(settings: Settings) -> dict[str, Any]:\n"
                "    return {\n"
                '        "pool_size": settings.database_pool_size,\n'
                '        "max_overflow": settings.database_max_overflow,\n'
                '        "pool_timeout": settings.database_pool_timeout,\n'
                "    }\n\n\n"
                "def _begin_postgresql(",
            ),
        ),
    ),
    Refactoring(
        "DB004",
        (
            Edit("@dependencies.py", 'scope="function")', "scope=BEFORE_THE_RESPONSE)"),
            Edit("@dependencies.py", "import Annotated\n", "import Annotated, Final\n"),
            Edit(
                "@dependencies.py",
                "SAFE_METHODS =",
                'BEFORE_THE_RESPONSE: Final = "function"\nSAFE_METHODS =',
            ),
        ),
    ),
    Refactoring(
        "DB005",
        (
            Edit(
                "@features/auth/models.py",
                "import ForeignKey, Uuid",
                "import DateTime, ForeignKey, Uuid",
            ),
            Edit(
                "@features/auth/models.py",
                "mapped_column(UtcDateTime, default=utc_now)",
                "mapped_column(\n        DateTime(timezone=True), default=utc_now\n    )",
            ),
        ),
    ),
    Refactoring(
        "DB006",
        (
            Edit(
                "@features/orders/service.py",
                '        await self._labels.require_all(payload.label_ids, "labels")\n',
                "        keys = []\n"
                "        for label_id in payload.label_ids:\n"
                "            keys.append(label_id)\n"
                '        await self._labels.require_all(keys, "labels")\n',
            ),
        ),
    ),
    Refactoring(
        "DB007",
        (
            Edit(
                "@features/order_lines/models.py",
                '        ForeignKey("products.id", ondelete="RESTRICT"), index=True\n',
                '        ForeignKey("products.id", ondelete="RESTRICT")\n',
            ),
            Edit(
                "@features/order_lines/models.py",
                "    __table_args__ = (\n",
                '    __table_args__ = (\n        Index("ix_order_lines_product_id", "product_id"),\n',
            ),
            Edit(
                "@features/order_lines/models.py",
                "import ForeignKey, Integer",
                "import ForeignKey, Index, Integer",
            ),
            Sub("migrations/versions/*.py", r".*ix_order_lines_product_id.*\n", ""),
        ),
    ),
    Refactoring(
        "ERR001",
        (Sub("@*.py", r"\berror_response\b", "enveloped"),),
    ),
    Refactoring(
        "ERR002",
        (
            Edit(
                PRODUCTS + "exceptions.py",
                "from app.core.errors import NotFoundError\n",
                "from app.core import errors\n",
            ),
            Edit(PRODUCTS + "exceptions.py", "(NotFoundError)", "(errors.NotFoundError)"),
        ),
    ),
    Refactoring(
        "ERR003",
        (
            Edit(
                ERRORS,
                "app.exception_handler(AppError)(_answer_app_error)",
                "app.add_exception_handler(AppError, _answer_app_error)",
            ),
        ),
    ),
    Refactoring(
        "ERR004",
        (
            Edit(
                ERRORS,
                "    app.exception_handler(RequestValidationError)(_answer_invalid_request)\n"
                "    app.exception_handler(Exception)(_answer_unexpected)\n",
                "    for kind, answer in {\n"
                "        RequestValidationError: _answer_invalid_request,\n"
                "        Exception: _answer_unexpected,\n"
                "    }.items():\n"
                "        app.add_exception_handler(kind, answer)\n",
            ),
        ),
    ),
    Refactoring(
        "ERR005",
        (
            Edit(
                ERRORS,
                "        details: Sequence[ErrorDetail] = (),\n",
                "        details: Sequence[ErrorDetail] | None = None,\n",
            ),
            Edit(ERRORS, "self.details = tuple(details)", "self.details = tuple(details or ())"),
        ),
    ),
    Refactoring(
        "ERR006",
        (
            Edit(
                ERRORS,
                "    return error_response(request, HttpError(error.status_code, str(error.detail), headers=headers))\n",
                "    told = str(error.detail)\n"
                "    failure = HttpError(error.status_code, told, headers=headers)\n"
                "    return error_response(request, failure)\n",
            ),
        ),
    ),
    Refactoring("GEN001", (Sub("@features/uploads/sweep.py", r"\A", "\ufeff"),)),
    Refactoring(
        "GEN002",
        (
            Edit(
                "src/app/core/purge.py",
                "BATCH = 500\n",
                "BATCH = 500  # fastscaffold: ignore[DB003] no pool at all\n",
            ),
        ),
    ),
    Refactoring(
        "MIG004",
        (
            Edit(
                "migrations/versions/0001_create_users_and_login_sessions.py",
                '    op.drop_table("login_sessions")\n    op.drop_table("users")\n',
                '    for table in ("login_sessions", "users"):\n        op.drop_table(table)\n',
            ),
        ),
    ),
    Refactoring("MIG005", (Create("migrations/versions/0004_drop_descriptions.py", BATCHED),)),
    Refactoring(
        "PYD001",
        (
            Edit(
                LABELS + "schemas.py",
                "    id: UUID\n    name: str\n    created_at: datetime\n    updated_at: datetime\n",
                "    id: UUID\n    name: str\n",
            ),
            Edit(
                LABELS + "schemas.py",
                "class LabelResponse(OutputSchema):",
                'class Stamped(OutputSchema):\n    """What every row has."""\n\n    created_at: datetime\n    updated_at: datetime\n\n\nclass LabelResponse(Stamped):',
            ),
        ),
    ),
    Refactoring(
        "PYD002",
        (
            Edit(
                "@features/users/schemas.py",
                "    email: str\n    is_active: bool\n",
                "    email: str\n    password_hash: str = Field(exclude=True)\n    is_active: bool\n",
            ),
        ),
    ),
    Refactoring(
        "PYD003",
        (
            Edit(LABELS + "schemas.py", "Field(max_length=40)", "StringConstraints(max_length=40)"),
            Edit(
                LABELS + "schemas.py",
                "from pydantic import Field\n",
                "from pydantic import StringConstraints\n",
            ),
        ),
    ),
    Refactoring(
        "PYD004",
        (
            Edit(
                "@shared/schemas.py",
                "model_config = ConfigDict(from_attributes=True)",
                'model_config = {"from_attributes": True}',
            ),
        ),
    ),
    Refactoring(
        "PYD005",
        (
            Edit(
                LABELS + "router.py",
                "response_model=Page[LabelResponse]",
                "response_model=LabelPage",
            ),
            Edit(LABELS + "router.py", "import Page, PageOf\n", "import PageOf\n"),
            Edit(
                LABELS + "router.py",
                "LabelFilters, LabelResponse",
                "LabelFilters, LabelPage, LabelResponse",
            ),
            Sub(
                LABELS + "schemas.py",
                r"\Z",
                '\n\nclass LabelPage(Page[LabelResponse]):\n    """One page of labels."""\n',
            ),
            Edit(LABELS + "schemas.py", "import PageParams\n", "import Page, PageParams\n"),
        ),
    ),
    Refactoring(
        "PYD006",
        (
            Sub(PRODUCTS + "router.py", r"\bproduct_id: UUID\b", "product_id: ProductKey"),
            Edit(
                PRODUCTS + "router.py",
                "\nrouter = APIRouter(",
                "\nProductKey = Annotated[UUID, Path()]\n\nrouter = APIRouter(",
            ),
            Edit(
                PRODUCTS + "router.py",
                "APIRouter, Depends, Query",
                "APIRouter, Depends, Path, Query",
            ),
        ),
    ),
    Refactoring(
        "PYD007",
        (
            Edit(
                PRODUCTS + "schemas.py",
                "from pydantic import Field\n",
                "from pydantic import Field, computed_field\n",
            ),
            Edit(
                PRODUCTS + "schemas.py",
                "    created_at: datetime\n    updated_at: datetime\n",
                "    created_at: datetime\n    updated_at: datetime\n\n"
                "    @computed_field\n    @property\n"
                "    def in_stock(self) -> bool:\n"
                '        """Whether it can be had."""\n'
                "        return self.stock > 0\n",
            ),
        ),
    ),
    Refactoring(
        "PYD008",
        (
            Edit(
                PRODUCTS + "schemas.py",
                "Field(min_length=1, max_length=200)",
                'Field(min_length=1, max_length=200, examples=["A lamp"])',
            ),
        ),
    ),
    requested("SEC027", "asyncio", 'await asyncio.create_subprocess_exec("notify", %s)'),
    requested("SEC028", "json", "json.loads(bytes.fromhex(%s))"),
    requested("SEC029", "jinja2", 'text = jinja2.Template("{{ it }}").render(it=%s)'),
    requested(
        "SEC030",
        "fastapi.responses, html",
        'fastapi.responses.HTMLResponse(f"<p>{html.escape(%s)}</p>")',
    ),
    requested("SEC031", "fastapi.responses", 'fastapi.responses.RedirectResponse(f"/labels/{%s}")'),
    requested(
        "SEC032",
        "httpx",
        "async with httpx.AsyncClient() as hook:\n"
        '        await hook.post(f"https://hooks.example.com/{%s}", json={})',
    ),
    Refactoring(
        "SEC033",
        (
            Edit(
                "@core/body_limit.py",
                'Headers(scope=scope).get("Content-Length", "")',
                'Request(scope).headers.get("content-length", "")',
            ),
        ),
    ),
    Refactoring(
        "SEC034",
        (
            Edit(
                "@features/users/router.py",
                "    responses=error_responses(403),\n",
                "    responses=error_responses(403),\n    dependencies=[Depends(ADMINS)],\n",
            ),
            Edit(
                "@features/users/router.py",
                "    service: UserServiceDep, _admin: AdminUser, filters",
                "    service: UserServiceDep, filters",
            ),
            Edit(
                "@features/users/router.py",
                "import APIRouter, Query",
                "import APIRouter, Depends, Query",
            ),
            Edit(
                "@features/users/router.py",
                "import AdminUser, CurrentLogin, CurrentUser\n",
                "import AdminUser, CurrentLogin, CurrentUser, require_role\n",
            ),
            Edit(
                "@features/users/router.py", "models import User\n", "models import ADMIN, User\n"
            ),
            Edit(
                "@features/users/router.py",
                "\nrouter = ",
                "\nADMINS = require_role(ADMIN)\nrouter = ",
            ),
        ),
    ),
)
