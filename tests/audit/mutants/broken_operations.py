"""Mutants of rules on tests, types, deployment and benchmarks."""

from __future__ import annotations

from audit.mutants.cases import Create, Delete, Edit, Mutant, Sub

CI = ".github/workflows/ci.yml"
CLIENT = '''"""Products over HTTP, against the application as it is configured."""

import pytest
from httpx2 import ASGITransport, AsyncClient

from app.main import create_app

app = create_app()


@pytest.fixture
async def client():
    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url="https://test") as client:
        yield client


async def test_refuses_strangers(client: AsyncClient) -> None:
    response = await client.get("/api/v1/products")

    assert response.status_code == 401


async def test_refuses_an_empty_login(client: AsyncClient) -> None:
    response = await client.post("/api/v1/auth/login")

    assert response.status_code == 422
'''
ENGINE = '''"""Products in the database."""

from sqlalchemy import func, select

from app.config import get_settings
from app.core.database import open_database
from app.features.products.models import Product
from app.features.products.repository import ProductRepository
from app.features.products.service import ProductService


async def test_counts_products() -> None:
    database = open_database(get_settings())
    async with database.transaction() as session:
        service = ProductService(ProductRepository(session))
        assert service is not None
        assert await session.scalar(select(func.count()).select_from(Product)) is not None
'''
HAPPY = '"""Smoke tests."""\n\nfrom httpx2 import AsyncClient\n' + "".join(
    f"""

async def test_lists_page_{number}_of_products(client: AsyncClient) -> None:
    response = await client.get("/api/v1/products", params={{"page": "{number}"}})
    assert response.status_code == 200
"""
    for number in range(1, 1_200)
)
DICTS = (
    '"""Products over HTTP."""\n\nimport pytest\nfrom fastapi import FastAPI\nfrom httpx2 import ASGITransport, AsyncClient\n\nfrom app.config import Settings\nfrom app.features.products.service import ProductService\nfrom app.main import create_app\n\n\n@pytest.fixture\ndef app() -> FastAPI:\n    return create_app(Settings(database_url="sqlite://"))\n\n\n@pytest.fixture\nasync def client(app: FastAPI):\n    async with AsyncClient(transport=ASGITransport(app=app)) as client:\n        yield client\n'
    + "".join(
        f"""

async def test_refuses_product_{number}(client: AsyncClient) -> None:
    body = {{"sku": "TEST-{number}", "title": "A thing", "price": "{number}.00", "stock": -1}}
    response = await client.post("/api/v1/products", json=body)
    assert response.status_code == 422
"""
        for number in range(24)
    )
)
TWO_ASSERTIONS = '''"""Decimals."""

from decimal import Decimal


def test_adds() -> None:
    total = Decimal("0.1") + Decimal("0.2")
    assert total == Decimal("0.3")
    assert total > 0
'''

MUTANTS = (
    Mutant(
        "TEST001",
        (Delete("tests/unit/*/test_service.py"),),
        at=("@features/auth/service.py", "class AuthService"),
        alone=True,
    ),
    Mutant(
        "TEST002",
        (Delete("tests/*"), Create("tests/test_products.py", CLIENT)),
        at=("tests/test_products.py",),
        also=("TEST001", "TEST008"),
        alone=True,
    ),
    Mutant(
        "TEST003",
        (Create("tests/unit/test_sums.py", TWO_ASSERTIONS),),
        at=("tests/unit/test_sums.py", "def test_adds("),
        alone=True,
        on=False,
    ),
    Mutant(
        "TEST004",
        (Create("tests/e2e/products/test_pages.py", HAPPY),),
        at=("tests/contract/test_contract.py",),
        alone=True,
    ),
    Mutant(
        "TEST005",
        (Delete("tests/*"), Create("tests/test_products.py", DICTS)),
        at=("tests/test_products.py",),
        alone=True,
    ),
    Mutant(
        "TEST006",
        (Edit("pyproject.toml", 'asyncio_mode = "auto"\n', ""),),
        at=("tests/e2e/auth/test_router.py",),
        alone=True,
    ),
    Mutant(
        "TEST007",
        (Sub(CI, r"^      - run: make test(-postgres\n        env:\n.*)?\n", ""),),
        at=(CI,),
    ),
    Mutant(
        "TEST008",
        (Delete("tests/*"), Create("tests/test_products.py", ENGINE)),
        at=("tests/test_products.py", "database = open_database(get_settings())"),
        alone=True,
    ),
    Mutant(
        "TEST009",
        (Edit("pyproject.toml", "fail_under = 90\n", ""),),
        at=("Makefile", "pytest --cov --numprocesses $(TEST_WORKERS)"),
    ),
    Mutant(
        "TYP001", (Edit(CI, "      - run: make types\n", ""),), at=("pyproject.toml", "[tool.mypy]")
    ),
    Mutant(
        "OPS001",
        (
            Edit("@main.py", "from app.core.health import router as health_router\n", ""),
            Edit("@main.py", "    app.include_router(health_router)\n", ""),
        ),
        at=("@main.py", "app = FastAPI("),
    ),
    Mutant("OPS002", (Edit("Dockerfile", "USER 10001:10001\n", ""),), at=("Dockerfile",)),
    Mutant(
        "OPS003",
        (
            Edit(
                "compose.yaml",
                'command: ["alembic", "upgrade", "head"]',
                'command: ["alembic", "check"]',
            ),
            Delete("deploy/kubernetes/migrate.yaml"),
            Edit("deploy/kubernetes/kustomization.yaml", "  - migrate.yaml\n", ""),
            Edit(CI, "          .venv/bin/alembic upgrade head\n", ""),
            Edit("Makefile", "	$(RUN)alembic upgrade head\n", "	@echo Migrate by hand.\n"),
        ),
        at=("Dockerfile",),
    ),
    Mutant(
        "PERF001",
        (
            Delete("benchmarks/*"),
            Sub("Makefile", r"^\.PHONY: bench\nbench:.*\n.*\n\n", ""),
        ),
        at=("@main.py", "app = FastAPI("),
    ),
)
