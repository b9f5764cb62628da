"""Mutants of rules on the database, its migrations and what waits for it."""

from __future__ import annotations

from audit.mutants.cases import Create, Delete, Edit, Mutant, Sub

DATABASE = "@core/database.py"
REPOSITORY = "@features/labels/repository.py"
LINES = "@features/order_lines/models.py"
ORDERS = "@features/orders/service.py"
MIGRATION = '''"""Drop what nobody reads."""

from alembic import op

revision: str = "77d0c1a2b3e4"
down_revision: str | None = "0b34c24c7da1"


def upgrade() -> None:
    """Apply this revision."""
    op.drop_column("products", "description")


def downgrade() -> None:
    """Refuse."""
    raise RuntimeError("The descriptions are gone.")
'''

MUTANTS = (
    Mutant(
        "DB001",
        (
            Edit(
                DATABASE,
                "from sqlalchemy import Connection",
                "import sqlalchemy\nfrom sqlalchemy import Connection",
            ),
            Edit(
                DATABASE,
                "from sqlalchemy.ext.asyncio import (\n    AsyncEngine,\n    AsyncSession,\n"
                "    async_sessionmaker,\n    create_async_engine,\n)\n",
                "",
            ),
            Edit(
                DATABASE,
                "DeclarativeBase, Mapped, ORMExecuteState, Session,",
                "DeclarativeBase, Mapped, ORMExecuteState, Session, sessionmaker,",
            ),
            Sub(DATABASE, r"\bcreate_async_engine\(", "sqlalchemy.create_engine("),
            Sub(DATABASE, r"\basync_sessionmaker\b", "sessionmaker"),
            Sub(DATABASE, r"\bAsyncEngine\b", "sqlalchemy.Engine"),
            Sub(DATABASE, r"\bAsyncSession\b", "Session"),
        ),
        at=(DATABASE, "engine = sqlalchemy.create_engine(\n            url,"),
        breaks=("database",),
        alone=True,
    ),
    Mutant(
        "DB002",
        (
            Delete("migrations/versions/*.py"),
            Edit(
                DATABASE,
                "        try:\n            yield\n        finally:\n            await self.engine.dispose()\n",
                "        async with self.engine.begin() as connection:\n"
                "            await connection.run_sync(Base.metadata.create_all)\n"
                "        try:\n            yield\n        finally:\n            await self.engine.dispose()\n",
            ),
        ),
        at=(DATABASE, "Base.metadata.create_all"),
        breaks=("database",),
        alone=True,
    ),
    Mutant(
        "DB003",
        (
            Edit(
                DATABASE,
                "    engine = create_async_engine(\n"
                "        url,\n"
                "        echo=settings.debug,\n"
                "        hide_parameters=True,\n"
                "        pool_size=settings.database_pool_size,\n"
                "        max_overflow=settings.database_max_overflow,\n"
                "        pool_timeout=settings.database_pool_timeout,\n"
                "        connect_args=connect_args(",
                "    engine = create_async_engine(\n        url,\n        connect_args=connect_args(",
            ),
        ),
        at=(DATABASE, "    engine = create_async_engine(\n        url,\n        connect_args"),
    ),
    Mutant(
        "DB004",
        (
            Edit(
                "@dependencies.py",
                'Depends(get_session, scope="function")]',
                "Depends(get_session)]",
            ),
        ),
        at=("@dependencies.py", "    async with database.transaction("),
    ),
    Mutant(
        "DB005",
        (
            Edit("pyproject.toml", '"psycopg[binary]>=3.3.9"', '"asyncpg>=0.31"'),
            Sub("@config.py", r"postgresql\+psycopg", "postgresql+asyncpg"),
            Edit(
                "@features/auth/models.py",
                "import ForeignKey, Uuid",
                "import DateTime, ForeignKey, Uuid",
            ),
            Edit(
                "@features/auth/models.py",
                "mapped_column(UtcDateTime, default=utc_now)",
                "mapped_column(DateTime, default=utc_now)",
            ),
        ),
        at=("@features/auth/models.py", "mapped_column(DateTime, default"),
    ),
    Mutant(
        "DB006",
        (
            Edit(
                ORDERS,
                '        await self._labels.require_all(payload.label_ids, "labels")\n',
                "        for label_id in payload.label_ids:\n"
                "            if await self._labels.get(label_id) is None:\n"
                '                raise NotFoundError(f"There is no label {label_id}.")\n',
            ),
        ),
        at=(ORDERS, "            if await self._labels.get(label_id)"),
    ),
    Mutant(
        "DB007",
        (
            Edit(
                LINES,
                '        ForeignKey("products.id", ondelete="RESTRICT"), index=True\n',
                '        ForeignKey("products.id", ondelete="RESTRICT")\n',
            ),
            Sub("migrations/versions/*.py", r".*ix_order_lines_product_id.*\n", ""),
        ),
        at=(LINES, "product_id: Mapped[UUID]"),
    ),
    Mutant(
        "MIG004",
        (
            Edit(
                "migrations/versions/0002_create_uploads.py",
                '    op.drop_index(op.f("ix_uploads_user_id"), table_name="uploads")\n'
                '    op.drop_table("uploads")\n',
                "    pass\n",
            ),
        ),
        at=("migrations/versions/0002_create_uploads.py", "def downgrade"),
    ),
    Mutant(
        "MIG005",
        (
            Create("migrations/versions/0004_drop_descriptions.py", MIGRATION),
            Edit("pyproject.toml", '    "psycopg[binary]>=3.3.9",\n', ""),
            Edit(
                "@config.py",
                '    "postgres://": "postgresql+psycopg://",\n'
                '    "postgresql://": "postgresql+psycopg://",\n',
                "",
            ),
            Edit("@config.py", '("postgresql+psycopg://", "sqlite', '("sqlite'),
            Edit(
                "compose.yaml",
                "postgresql://application:${POSTGRES_PASSWORD:-postgres}@database:5432/api",
                "sqlite:////data/app.db",
            ),
        ),
        at=("migrations/versions/0004_drop_descriptions.py", "op.drop_column"),
        alone=True,
    ),
    Mutant(
        "BG001",
        (
            Edit(
                "@features/labels/router.py",
                "import APIRouter, Depends",
                "import APIRouter, BackgroundTasks, Depends",
            ),
            Edit(
                "@features/labels/router.py",
                "payload: LabelCreate, service: LabelServiceDep, request: Request, response: Response\n",
                "payload: LabelCreate,\n    service: LabelServiceDep,\n    request: Request,\n"
                "    response: Response,\n    background: BackgroundTasks,\n",
            ),
            Edit(
                "@features/labels/router.py",
                "    label = await service.create(payload)\n",
                "    label = await service.create(payload)\n"
                "    background.add_task(service.announce, label.name)\n",
            ),
        ),
        at=("@features/labels/router.py", "background.add_task"),
        # A queue of another mutant would close it.
        alone=True,
    ),
    Mutant(
        "BG002",
        (
            Edit(
                "pyproject.toml",
                '    "alembic>=1.20.1",\n',
                '    "alembic>=1.20.1",\n    "celery>=5.6",\n',
            ),
            Create(
                "@jobs.py",
                '"""Jobs that workers run."""\n\nfrom celery import Celery\n\n'
                'celery = Celery("app")\n\n\n@celery.task\ndef sweep(key: str) -> None:\n'
                '    """Delete the content of an upload."""\n',
            ),
            Edit(
                "@features/uploads/service.py",
                "        # A row that came back by a rollback would find its content gone.\n",
                "        sweep.delay(upload.key)\n",
            ),
            Edit(
                "@features/uploads/service.py",
                "from app.features.uploads.form import",
                "from app.jobs import sweep\nfrom app.features.uploads.form import",
            ),
        ),
        at=("@features/uploads/service.py", "sweep.delay"),
    ),
    Mutant(
        "CACHE001",
        (
            Edit("pyproject.toml", '    "redis[hiredis]>=8.1.0",\n', '    "cachetools>=6.2",\n'),
            Sub("@*.py", r"^from redis.*\n", ""),
            Sub("@*.py", r"\bRedis \| None\b", "None"),
            Delete("@core/cache_redis.py"),
            Delete("@core/websocket_redis.py"),
            Delete("tests/redis.py"),
            Delete("tests/integration/test_*.py"),
            Edit("compose.yaml", "image: valkey/valkey:9-alpine", "image: busybox"),
            Edit("compose.yaml", "REDIS_URL: redis://redis:6379/0", "TZ: UTC"),
            Sub(".github/workflows/ci.yml", r"valkey/valkey:9-alpine", "busybox"),
            Edit(
                "@features/labels/service.py",
                "from uuid import UUID\n",
                "from uuid import UUID\n\nfrom cachetools import TTLCache\n",
            ),
            Edit(
                "@features/labels/service.py",
                "\n\nclass LabelService:",
                "\n\n_names: TTLCache[UUID, Label] = TTLCache(maxsize=1_000, ttl=60)\n\n\nclass LabelService:",
            ),
        ),
        at=("@features/labels/service.py", "TTLCache(maxsize"),
        alone=True,
    ),
    Mutant(
        "ARCH002",
        (
            Edit(
                "@features/labels/router.py",
                "from app.core.errors import error_responses\n",
                "from app.core.errors import error_responses\nfrom app.dependencies import SessionDep\n",
            ),
            Edit(
                "@features/labels/router.py",
                "async def get_label(label_id: UUID, service: LabelServiceDep) -> Label:\n"
                '    """Get a label."""\n'
                "    return await service.get(label_id)\n",
                "async def get_label(label_id: UUID, session: SessionDep) -> Label:\n"
                '    """Get a label."""\n'
                "    label = await session.get(Label, label_id)\n"
                "    if label is None:\n"
                "        raise LabelNotFoundError(label_id)\n"
                "    return label\n",
            ),
            Edit(
                "@features/labels/router.py",
                "from app.features.labels.models import Label\n",
                "from app.features.labels.exceptions import LabelNotFoundError\nfrom app.features.labels.models import Label\n",
            ),
        ),
        at=("@features/labels/router.py", "async def get_label("),
    ),
)
