"""Logins of a provider that end where its code is exchanged, by whatever path people come back."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.rate_limit_auth import judge

HEAD = """import httpx
import msal
from authlib.integrations.starlette_client import OAuth
from fastapi import FastAPI, Request
from fastapi_sso.sso.google import GoogleSSO
oauth = OAuth()
client = msal.ConfidentialClientApplication("shop")
sso = GoogleSSO("shop", "secret")
app = FastAPI()
async def exchange(code):
    data = {"grant_type": "authorization_code", "code": code}
    return httpx.post("https://idp.example/token", data=data).json()
async def own_token():
    return httpx.post("https://idp.example/token", data={"grant_type": "client_credentials"})
"""


@pytest.mark.parametrize(
    ("path", "parameters", "answer", "verdict"),
    [
        ("/auth", "request: Request", "await oauth.x.authorize_access_token(request)", "not_met"),
        ("/back", "code: str", "client.acquire_token_by_authorization_code(code, [])", "not_met"),
        ("/done", "request: Request", "await sso.verify_and_process(request)", "not_met"),
        ("/oidc", "code: str", "await exchange(code)", "not_met"),
        ("/items", "code: str", "await own_token()", "not_applicable"),
        ("/items", "code: str", "{'code': code}", "not_applicable"),
        ("/items", "request: Request", "await exchange('x')", "not_applicable"),
    ],
)
def test_a_code_that_is_exchanged_logs_in(path, parameters, answer, verdict):
    route = f"@app.get('{path}')\nasync def answer({parameters}):\n    return {answer}\n"
    assert judge(facts(HEAD + route)).verdict.value == verdict
