"""Mutants of rules on routes, models and layers."""

from __future__ import annotations

from audit.mutants.cases import Create, Edit, Mutant, Sub

MAIN = "@main.py"
LABELS = "@features/labels/router.py"
PRODUCTS = "@features/products/router.py"
PRODUCT_SCHEMAS = "@features/products/schemas.py"
LABEL_SCHEMAS = "@features/labels/schemas.py"
PAGES = "@shared/pagination.py"

REPORTS = '''"""Endpoints for reports."""

from uuid import UUID

from fastapi import APIRouter, Depends

from app.features.auth.dependencies import get_current_user
from app.schemas.reports import Report, ReportRequest

router = APIRouter(prefix="/reports", tags=["reports"], dependencies=[Depends(get_current_user)])


@router.post("")
async def create_report(payload: ReportRequest) -> Report:
    """Make a report."""
    return Report(id=payload.id, title="Orders of a day")


@router.get("/{report_id}")
async def get_report(report_id: UUID) -> Report:
    """Get a report."""
    return Report(id=report_id, title="Orders of a day")
'''
REPORT_SCHEMAS = '''"""What requests and responses about reports hold."""

from uuid import UUID

from pydantic import BaseModel


class ReportRequest(BaseModel):
    """What it takes to make a report."""

    id: UUID


class Report(BaseModel):
    """What clients are told of a report."""

    id: UUID
    title: str
'''
PAGE = '''

class {name}Page(OutputSchema):
    """One page."""

    items: list[{name}Response]
    total: int
    page: int
    page_size: int
'''

MUTANTS = (
    Mutant(
        "API001",
        (
            Edit(
                LABELS,
                '@router.get("", response_model=Page[LabelResponse], '
                'openapi_extra={"x-permission": "authenticated"})\n'
                "async def list_labels(\n"
                "    service: LabelServiceDep, filters: Annotated[LabelFilters, Query()]\n"
                ") -> PageOf[Label]:\n"
                '    """List labels, page by page."""\n'
                "    return await service.find(filters)\n",
                '@router.get("", response_model=list[LabelResponse])\n'
                "async def list_labels(service: LabelServiceDep) -> list[Label]:\n"
                '    """List all labels."""\n'
                "    return await service.find_all()\n",
            ),
            Edit(
                "@features/labels/service.py",
                "    async def get(self",
                "    async def find_all(self) -> list[Label]:\n"
                '        """All labels."""\n'
                "        return await self._repository.find_all()\n\n"
                "    async def get(self",
            ),
            Edit(
                "@features/labels/repository.py",
                "    async def find(self",
                "    async def find_all(self) -> list[Label]:\n"
                '        """All labels."""\n'
                "        return list(await self.session.scalars(select(Label)))\n\n"
                "    async def find(self",
            ),
            Edit(
                "@features/labels/repository.py",
                '"""Queries on labels."""\n',
                '"""Queries on labels."""\n\nfrom sqlalchemy import select\n',
            ),
        ),
        at=(LABELS, "async def list_labels("),
    ),
    Mutant(
        "API002",
        (Edit(MAIN, 'prefix="/api/v1"', 'prefix="/api"', times=9),),
        at=(MAIN, "app = FastAPI("),
    ),
    Mutant(
        "API003",
        (
            Edit(MAIN, "        title=settings.app_name,\n", ""),
            Edit(MAIN, '        version="0.1.0",\n', ""),
        ),
        at=(MAIN, "app = FastAPI("),
        breaks=("documentation",),
    ),
    Mutant(
        "API004",
        (
            Edit(
                PAGES,
                "page: int = Field(default=1, ge=1, le=MAX_PAGE)",
                "page: int = Field(default=1, ge=1)",
            ),
        ),
        at=(PAGES, "page: int = Field(default=1"),
    ),
    Mutant(
        "ARCH001",
        (
            Create("@routers/__init__.py", ""),
            Create("@routers/reports.py", REPORTS),
            Create("@schemas/__init__.py", ""),
            Create("@schemas/reports.py", REPORT_SCHEMAS),
            Edit(
                MAIN,
                "from app.resources import add_resources\n",
                "from app.resources import add_resources\n"
                "from app.routers.reports import router as reports_router\n",
            ),
            Edit(
                MAIN,
                '    app.include_router(auth_router, prefix="/api/v1")\n',
                '    app.include_router(auth_router, prefix="/api/v1")\n'
                '    app.include_router(reports_router, prefix="/api/v1")\n',
            ),
        ),
        at=("@routers/reports.py",),
    ),
    Mutant(
        "ARCH003",
        (
            Edit("@features/uploads/router.py", "    settings: SettingsDep,\n", ""),
            Edit(
                "@features/uploads/router.py",
                "from app.dependencies import SettingsDep\n",
                "from app.config import Settings\n",
            ),
            Edit(
                "@features/uploads/router.py",
                "    file = await incoming_file(request, settings.max_upload_bytes)\n",
                "    settings = Settings()\n"
                "    file = await incoming_file(request, settings.max_upload_bytes)\n",
            ),
        ),
        at=("@features/uploads/router.py", "settings = Settings()"),
    ),
    Mutant(
        "ARCH004",
        (
            Edit(
                PRODUCTS,
                '    "/{product_id}",\n    response_model=ProductResponse,\n'
                "    responses=error_responses(404),\n"
                '    openapi_extra={"x-permission": "authenticated"},\n)\n'
                "async def get_product(product_id: UUID, service: ProductServiceDep) -> Product:\n",
                '    "/{product_id}",\n'
                "    responses=error_responses(404),\n"
                '    openapi_extra={"x-permission": "authenticated"},\n)\n'
                "async def get_product(product_id: UUID, service: ProductServiceDep):\n",
            ),
        ),
        at=(PRODUCTS, "async def get_product("),
    ),
    Mutant(
        "ARCH005",
        (
            Edit(
                PRODUCTS,
                "    product = await service.create(payload)\n",
                "    discount = Decimal(0)\n"
                "    if payload.stock > 100:\n"
                '        discount += Decimal("0.05")\n'
                "    elif payload.stock > 1_000:\n"
                '        discount += Decimal("0.1")\n'
                "    for tag in payload.tags:\n"
                '        if tag == "sale":\n'
                '            discount += Decimal("0.2")\n'
                '        elif tag == "outlet":\n'
                '            discount += Decimal("0.3")\n'
                "    if payload.description is None:\n"
                "        payload.description = payload.title\n"
                "    payload.price *= 1 - discount\n"
                "    product = await service.create(payload)\n",
            ),
            Edit(
                PRODUCTS,
                "from typing import Annotated\n",
                "from decimal import Decimal\nfrom typing import Annotated\n",
            ),
        ),
        at=(PRODUCTS, "async def create_product("),
    ),
    Mutant(
        "ARCH007",
        (
            Edit(
                "@features/auth/service.py",
                "from dataclasses import dataclass\n",
                "import time\nfrom dataclasses import dataclass\n",
            ),
            Edit(
                "@features/auth/service.py",
                "        if not same:\n",
                "        if not same:\n            time.sleep(0.5)\n",
            ),
        ),
        at=("@features/auth/service.py", "time.sleep"),
    ),
    Mutant(
        "PYD001",
        (
            Edit(
                PRODUCTS,
                "    response_model=ProductResponse,\n    responses=error_responses(409),\n",
                "    response_model=ProductCreate,\n    responses=error_responses(409),\n",
            ),
        ),
        at=(PRODUCT_SCHEMAS, "class ProductCreate("),
        also=("PYD004",),
    ),
    Mutant(
        "PYD002",
        (
            Edit(
                "@features/users/schemas.py",
                "    id: UUID\n    email: str\n",
                "    id: UUID\n    email: str\n    password_hash: str\n",
            ),
        ),
        at=("@features/users/schemas.py", "    password_hash: str"),
    ),
    Mutant(
        "PYD003",
        (
            Edit(
                LABEL_SCHEMAS,
                '    """What it takes to create a label."""\n\n    name: LabelName\n',
                '    """What it takes to create a label."""\n\n    name: str\n',
            ),
        ),
        at=(LABEL_SCHEMAS, "class LabelCreate("),
    ),
    Mutant(
        "PYD004",
        (
            Edit(
                "@shared/schemas.py", "    model_config = ConfigDict(from_attributes=True)\n\n", ""
            ),
        ),
        at=("@features/users/schemas.py", "class UserResponse("),
        alone=True,
    ),
    Mutant(
        "PYD005",
        (
            Sub(LABEL_SCHEMAS, r"\Z", PAGE.format(name="Label")),
            Sub(PRODUCT_SCHEMAS, r"\Z", PAGE.format(name="Product")),
        ),
        at=(PRODUCT_SCHEMAS, "class ProductPage("),
    ),
    Mutant(
        "PYD006",
        (
            Edit(
                PRODUCTS,
                "async def get_product(product_id: UUID,",
                "async def get_product(product_id: str,",
            ),
        ),
        at=(PRODUCTS, "async def get_product("),
    ),
    Mutant(
        "PYD007",
        (
            Edit(
                PRODUCT_SCHEMAS,
                "    created_at: datetime\n    updated_at: datetime\n",
                "    created_at: datetime\n    updated_at: datetime\n\n"
                "    @property\n"
                "    def in_stock(self) -> bool:\n"
                '        """Whether it can be had."""\n'
                "        return self.stock > 0\n",
            ),
        ),
        at=(PRODUCT_SCHEMAS, "def in_stock("),
    ),
    Mutant(
        "PYD008",
        (
            Sub("@*.py", r", json_schema_extra=\w+", ""),
            Sub("@*.py", r"ConfigDict\(json_schema_extra=\w+\)", "ConfigDict()"),
        ),
        at=("@main.py", "app = FastAPI("),
        alone=True,
    ),
)
