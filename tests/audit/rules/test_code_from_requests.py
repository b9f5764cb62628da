from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.code_from_requests import RULE

HEAD = """import base64, io, json, pickle, shelve
import joblib, jsonpickle, numpy, torch, yaml
from fastapi import FastAPI, Request, UploadFile
from pydantic import BaseModel
class Sent(BaseModel):
    data: str
app = FastAPI()
"""
POST = "@app.post('/')\n"


@pytest.mark.parametrize(
    "source",
    [
        "def f(q: str): return eval(q)",
        "def f(s: Sent): exec(s.data)",
        "def f(q: str): return compile(f'lambda x: {q}', 'x', 'eval')",
        "async def f(file: UploadFile): return pickle.loads(await file.read())",
        "def f(file: UploadFile): return pickle.load(file.file)",
        "def f(s: Sent): return pickle.loads(base64.urlsafe_b64decode(s.data))",
        "def f(s: Sent): return pickle.load(io.BytesIO(bytes.fromhex(s.data)))",
        "async def f(r: Request): return yaml.load(await r.body())",
        "def f(s: Sent): return yaml.load(s.data, Loader=yaml.Loader)",
        "def f(s: Sent): return yaml.unsafe_load(s.data)",
        "def f(s: Sent): return jsonpickle.decode(s.data)",
        "def f(q: str): return shelve.open(q)",
        "def f(file: UploadFile): return joblib.load(file.file)",
        "async def f(file: UploadFile): return torch.load(io.BytesIO(await file.read()))",
        "def f(file: UploadFile): return torch.load(file.file, weights_only=False)",
        "def f(file: UploadFile): return numpy.load(file.file, allow_pickle=True)",
    ],
)
def test_it_finds(source):
    assert lines(RULE, f"{HEAD}{POST}{source}\n") == [9]


@pytest.mark.parametrize(
    "source",
    [
        "def f(n: int): return eval(f'{n} + 1')",
        "def f(q: str): return eval(f'len({q!r})')",
        "def f(s: Sent): return json.loads(s.data)",
        "def f(s: Sent): return yaml.safe_load(s.data)",
        "def f(s: Sent): return yaml.load(s.data, Loader=yaml.SafeLoader)",
        "def f(s: Sent): return yaml.load(s.data, yaml.CSafeLoader)",
        "def f(file: UploadFile): return torch.load(file.file, weights_only=True)",
        "def f(file: UploadFile): return numpy.load(file.file)",
        "def f(q: str): return joblib.load(f'models/{q}.joblib')",
        "def f(q: str):\n    with open('model.pkl', 'rb') as file: return pickle.load(file)",
        "def f(cache, q: str): return pickle.loads(cache.fetch(q))",
        "def f(session, q: str): return session.exec(q)",
        "def f(q: str):\n    import re\n    return re.compile(q)",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, f"{HEAD}{POST}{source}\n") == []
