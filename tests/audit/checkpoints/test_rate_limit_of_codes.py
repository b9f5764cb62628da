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


TOKENS = """import jwt
from authlib.integrations.httpx_client import AsyncOAuth2Client
from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from google.oauth2 import id_token
from google.oauth2.id_token import verify_oauth2_token
app = FastAPI()
client = AsyncOAuth2Client("shop", "secret")
def current_user(): ...
"""


@pytest.mark.parametrize(
    ("route", "verdict"),
    [
        # A service that gets in to another one.
        (
            (
                "@app.get('/weather')\nasync def weather(city: str):\n"
                "    token = await client.fetch_token('https://weather.example/token')\n"
            ),
            "not_applicable",
        ),
        (
            (
                "@app.get('/weather')\nasync def weather(code: str):\n"
                "    await client.fetch_token(URL, grant_type='client_credentials')\n"
            ),
            "not_applicable",
        ),
        (
            (
                "@app.post('/pubsub/push')\nasync def push(request: Request):\n"
                "    sent = request.headers['Authorization'].split()[1]\n"
                "    claim = id_token.verify_oauth2_token(sent, SENDER, audience='push')\n"
            ),
            "not_applicable",
        ),
        (
            "@app.get('/rates')\ndef rates(code: str): return desk.exchange_code(code)\n",
            "not_applicable",
        ),
        # Who is in already lets the project see a calendar.
        (
            (
                "@app.get('/calendar')\nasync def link(code: str, who: str = Depends(current_user)):\n"
                "    await client.fetch_token(URL, code=code)\n"
            ),
            "not_applicable",
        ),
        (
            "@app.get('/back')\nasync def b(code: str): await client.fetch_token(U, code=code)\n",
            "not_met",
        ),
        (
            (
                "@app.get('/back')\nasync def back(request: Request):\n"
                "    await client.fetch_token(URL, authorization_response=str(request.url))\n"
            ),
            "not_met",
        ),
        ("@app.get('/x')\ndef x(code: str): return idp.exchange_code_for_token(code)\n", "not_met"),
        (
            (
                "@app.post('/auth/google')\ndef google(body: dict):\n"
                "    return verify_oauth2_token(body['credential'], R)\n"
            ),
            "not_met",
        ),
        (
            (
                "@app.post('/google')\ndef google(body: dict, response: Response):\n"
                "    who = verify_oauth2_token(body['credential'], R)\n"
                "    response.set_cookie('session', who['sub'])\n"
            ),
            "not_met",
        ),
        (
            (
                "@app.post('/google')\ndef google(body: dict):\n"
                "    who = verify_oauth2_token(body['credential'], R)\n"
                "    return jwt.encode({'sub': who['sub']}, KEY)\n"
            ),
            "not_met",
        ),
    ],
)
def test_a_token_of_a_service_logs_nobody_in(route, verdict):
    assert judge(facts(TOKENS + route)).verdict.value == verdict
