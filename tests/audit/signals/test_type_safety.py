from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.facts.project.pydantic_versions import pydantic_version
from fastscaffold.audit.signals.type_safety import judge
from fastscaffold.audit.verdicts import Verdict

TOP = """from typing import Any
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict
app = FastAPI()
class Item(BaseModel):
    name: str
"""
MODEL = "@app.get('/{n}')\ndef one() -> Item: ...\n"
GIVEN = "@app.get('/g', response_model=list[Item])\ndef given(): ...\n"
UNTYPED = "@app.get('/u')\ndef untyped():\n    return {}\n"
OLD = TOP.replace(", ConfigDict", ", BaseSettings")

POETRY = "[tool.poetry.dependencies]\n"


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        (TOP + MODEL + GIVEN, Verdict.MET),
        (TOP + MODEL + "@app.delete('/', status_code=204)\ndef gone(): ...\n", Verdict.MET),
        (
            TOP + MODEL + "@app.get('/r')\ndef go():\n    return RedirectResponse('/')\n",
            Verdict.MET,
        ),
        (TOP + MODEL + "@app.get('/r')\ndef go() -> RedirectResponse: ...\n", Verdict.MET),
        (TOP + MODEL + "@app.websocket('/w')\ndef talk(socket): ...\n", Verdict.MET),
        (TOP + MODEL + UNTYPED, Verdict.PARTIAL),
        (TOP + MODEL + "@app.get('/d')\ndef d() -> dict[str, str] | None: ...\n", Verdict.PARTIAL),
        (TOP + MODEL + "@app.get('/d')\ndef d() -> list[Any]: ...\n", Verdict.PARTIAL),
        (
            TOP + MODEL + "@app.get('/d', response_model=dict)\ndef d() -> Item: ...\n",
            Verdict.PARTIAL,
        ),
        (
            TOP + MODEL + "@app.get('/d')\ndef d():\n    return JSONResponse({})\n",
            Verdict.PARTIAL,
        ),
        (TOP + MODEL + "@app.post('/')\ndef new(item: dict) -> Item: ...\n", Verdict.PARTIAL),
        (
            TOP
            + MODEL
            + "@app.post('/')\nasync def new(r: Request) -> Item:\n    return await r.json()\n",
            Verdict.PARTIAL,
        ),
        (OLD + MODEL, Verdict.PARTIAL),
        (OLD + MODEL + UNTYPED, Verdict.NOT_MET),
        (OLD + MODEL + UNTYPED + UNTYPED.replace("untyped", "more"), Verdict.NOT_MET),
        (TOP + UNTYPED, Verdict.NOT_MET),
        (TOP.replace(", ConfigDict", "") + MODEL, Verdict.UNKNOWN),
        (TOP, Verdict.NOT_APPLICABLE),
    ],
)
def test_verdict(files, verdict):
    assert judge(facts(files)).verdict is verdict


def test_a_webhook_may_read_the_bytes_that_are_signed():
    webhook = (
        "@app.post('/hook')\nasync def hook(request: Request) -> Item:\n"
        "    verify_signature(await request.body())\n    return await request.json()\n"
    )
    assert judge(facts(TOP + MODEL + webhook)).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("files", "major"),
    [
        ({"requirements.txt": "pydantic==2.7.1\n"}, 2),
        ({"requirements.txt": "pydantic>=1.10,<2\n"}, 1),
        ({"requirements.txt": "pydantic>2.0\n"}, 2),
        ({"requirements.txt": "pydantic-settings\n"}, 2),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npydantic = "^1.9"\n'}, 1),
        ({"pyproject.toml": '[project]\ndependencies = ["pydantic~=2.5"]\n'}, 2),
        (
            {
                "requirements.txt": "pydantic\n",
                "uv.lock": 'name = "pydantic"\nversion = "1.10.2"\n',
            },
            1,
        ),
        ({"app/main.py": "from pydantic import field_validator"}, 2),
        ({"app/main.py": "from pydantic import BaseSettings"}, 1),
        (
            {
                "app/main.py": "from pydantic.fields import SHAPE_LIST",
                "requirements.txt": "pydantic\n",
            },
            1,
        ),
        ({"app/main.py": "from pydantic.fields import ModelField"}, 1),
        ({"app/main.py": "from pydantic.fields import Field", "requirements.txt": "pydantic"}, 2),
        ({"requirements.txt": "pydantic\nfastapi==0.95.2\n"}, 1),
        ({"requirements.txt": "pydantic\nfastapi==0.115.0\n"}, 2),
        ({"requirements.txt": "pydantic\nfastapi~=0.95.0\n"}, 1),
        ({"requirements.txt": "pydantic\nfastapi>=0.89,<0.100\n"}, 1),
        ({"requirements.txt": "pydantic\nfastapi>=0.89,<0.101\n"}, 2),
        ({"requirements.txt": "pydantic\nfastapi~=0.95\n"}, 2),
        ({"requirements.txt": "pydantic\nfastapi>=0.89,<1\n"}, 2),
        ({"pyproject.toml": f'{POETRY}pydantic = "*"\nfastapi = "^0.89.1"\n'}, 1),
        ({"pyproject.toml": f'{POETRY}pydantic = "*"\nfastapi = "0.99.1"\n'}, 1),
        ({"pyproject.toml": f'{POETRY}pydantic = "*"\nfastapi = "^0.110.0"\n'}, 2),
        ({"requirements.txt": "pydantic\n", "Dockerfile": "FROM python:3.6-slim\n"}, 1),
        ({"Pipfile": '[packages]\npydantic = "*"\n[requires]\npython_version = "3.6"\n'}, 1),
        (
            {
                "requirements.txt": "pydantic\n",
                "app/main.py": "class Item:\n    class Config:\n        orm_mode = True\n",
            },
            1,
        ),
    ],
)
def test_version_of_pydantic(files, major):
    found = pydantic_version(facts(files))
    assert found is not None
    assert found[0] == major


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [("application/json", Verdict.NOT_MET), ("image/png", Verdict.NOT_APPLICABLE)],
)
def test_nothing_but_json_that_is_made_by_hand_is_described_by_nothing(kind, verdict):
    route = "@app.get('/r')\ndef a() -> Response:\n"
    source = f"{TOP}{route}    return Response('{{}}', media_type='{kind}')\n"
    assert judge(facts(source)).verdict is verdict
