"""Dependencies that are named after users, and believe whoever says who they are."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.auth import judge

SOURCE = """from typing import Annotated
from fastapi import Depends, FastAPI, Header, HTTPException, Request
app = FastAPI()
async def get_current_user(TAKEN):
    if not user_id:
        raise HTTPException(status_code=401)
    return await find(user_id)
async def get_current_admin(user=Depends(get_current_user)):
    return user
@app.get("/me")
async def me(user=Depends(get_current_admin)): return user
"""


@pytest.mark.parametrize(
    ("taken", "verdict"),
    [
        ("user_id: str = None", "not_met"),
        ("user_id: int", "not_met"),
        ("user_id: str = Header()", "partial"),
        ("user_id: Annotated[str, Header()]", "partial"),
        ("user_id: str, request: Request", "partial"),
        ("user_id: str, token: str", "partial"),
    ],
)
def test_a_name_proves_nothing(taken, verdict):
    assert judge(facts(SOURCE.replace("TAKEN", taken))).verdict.value == verdict
