"""Endpoints for what is in stock. There is no table: what is counted lives in memory."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from app.features.auth.dependencies import AdminUser, CurrentUser

router = APIRouter(prefix="/stock", tags=["stock"])
PARTNERS = {"k-81f0"}
_counts: dict[str, "Count"] = {}

Sku = Annotated[str, Field(min_length=3, max_length=12)]


class Count(BaseModel):
    """How many there are."""

    model_config = ConfigDict(extra="forbid")

    sku: Sku
    quantity: int = Field(ge=0, lt=1_000)
    shelf: str | None = Field(None, max_length=10)


class Correction(BaseModel):
    """Another number, and why."""

    quantity: int = Field(ge=0, lt=1_000)
    reason: str = Field(min_length=5)


async def require_partner(x_partner_key: Annotated[str | None, Header()] = None) -> None:
    """Let partners pass."""
    if x_partner_key not in PARTNERS:
        raise HTTPException(401, "A key of a partner is needed.")


@router.post("", status_code=201, dependencies=[Depends(require_partner)])
async def report_count(count: Count) -> Count:
    """Report a count."""
    _counts[count.sku] = count
    return count


@router.get("/{sku}")
async def read_count(sku: str, user: CurrentUser) -> Count:
    """Read a count."""
    del user
    if sku not in _counts:
        raise HTTPException(404, "Nobody has counted that.")
    return _counts[sku]


@router.put("/{sku}")
async def correct_count(sku: str, correction: Correction, admin: AdminUser) -> Count:
    """Correct a count."""
    del admin
    found = _counts.get(sku)
    if found is None:
        raise HTTPException(404, "Nobody has counted that.")
    found.quantity = correction.quantity
    return found
