"""Tokens that no library of JSON Web Tokens signs: whether there are any has to be left open."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import jwt_secret, token_expiry

HEAD = """import os
import time
import uuid
from cryptography.fernet import Fernet
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Login(BaseModel):
    name: str
    password: str
"""
DRAWN = """@app.post("/{path}")
async def enter(body: Login):
    made = str(uuid.uuid4())
    await redis.set(made, body.name, ex=86400)
    return {{"token": made}}
"""
FERNET = """box = Fernet(os.environ["KEY"])
@app.post("/login")
def enter(body: Login):
    return {"token": box.encrypt(body.name.encode())}
"""
JWCRYPTO = """from jwcrypto import jwk, jwt
@app.post("/login")
def enter(body: Login):
    made = jwt.JWT(header={"alg": "HS256"}, claims={"sub": body.name})
    made.make_signed_token(jwk.JWK(kty="oct", k=os.environ["KEY"]))
    return {"token": made.serialize()}
"""
PASETO = """import pyseto
@app.post("/login")
def enter(body: Login):
    return {"token": pyseto.encode(key, {"sub": body.name})}
"""
PLAIN = "@app.post('/items')\ndef add(name: str):\n    return {'id': uuid.uuid4()}\n"


@pytest.mark.parametrize(
    ("source", "expiry", "secret"),
    [
        (DRAWN.format(path="login"), "unknown", "not_applicable"),
        # What is drawn for anything else is a key of a row.
        (DRAWN.format(path="orders"), "not_applicable", "not_applicable"),
        (PLAIN, "not_applicable", "not_applicable"),
        (FERNET, "unknown", "not_applicable"),
        (JWCRYPTO, "unknown", "unknown"),
        (PASETO, "unknown", "unknown"),
    ],
)
def test_what_may_be_a_token(source, expiry, secret):
    found = facts(HEAD + source)
    assert token_expiry.judge(found).verdict.value == expiry
    assert jwt_secret.judge(found).verdict.value == secret


GOT = """from fastapi_users.authentication import JWTStrategy
from fastapi_users.jwt import decode_jwt
values = load("app.env")
def get(name, default=None):
    if name not in values:
        return default
    if values[name].lower() == "true":
        return True
    if values[name].lower() == "false":
        return False
    return values[name]
def strategy():
    return JWTStrategy(secret=get("SECRET"), lifetime_seconds=int(get("SECONDS")))
def read(token):
    return decode_jwt(token, {key}, ["fastapi-users:auth"])
"""


@pytest.mark.parametrize(("key", "verdict"), [("'SECRET'", "not_met"), ("get('KEY')", "unknown")])
def test_a_switch_is_no_length_and_a_key_of_a_library_is_one(key, verdict):
    found = facts(GOT.format(key=key))
    assert jwt_secret.judge(found).verdict.value == verdict
    assert token_expiry.judge(found).verdict.value == "unknown"
