from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.features_kept_together import RULE

ROUTER = "from fastapi import APIRouter\nr = APIRouter()\n@r.get('/{0}')\ndef read(): ...\n"
SCHEMAS = "from pydantic import BaseModel\nclass Read(BaseModel):\n    name: str\n"
FEATURES = {
    f"app/features/{name}/{part}.py": text.format(name)
    for name in ("orders", "users")
    for part, text in (("router", ROUTER), ("schemas", SCHEMAS), ("service", "x = 1\n"))
}
LAYERS = {
    **{f"app/routers/{name}.py": ROUTER.format(name) for name in ("labels", "tags")},
    **{f"app/schemas/{name}.py": SCHEMAS for name in ("labels", "tags")},
}
DATA = {"app/schemas/page.py": SCHEMAS}


def project(*parts):
    files = {path: text for part in parts for path, text in part.items()}
    modules = [path[:-3].replace("/", ".") for path, text in files.items() if "APIRouter" in text]
    main = "from fastapi import FastAPI\napp = FastAPI()\n"
    for number, module in enumerate(modules):
        main += f"from {module} import r as r{number}\napp.include_router(r{number})\n"
    return {**files, "app/main.py": main}


def test_it_finds_features_that_are_scattered_beside_others_that_are_not():
    assert lines(RULE, project(FEATURES, LAYERS)) == [1]


@pytest.mark.parametrize(
    "parts",
    [
        (FEATURES,),
        (LAYERS,),
        ({"app/main.py": ""},),
        (FEATURES, {"app/routers/health.py": ROUTER.format("health"), **DATA}),
        (FEATURES, {"app/models/base.py": SCHEMAS}),
        (FEATURES, {"app/routers/labels.py": ROUTER.format("labels")}),
    ],
)
def test_it_leaves_one_way_alone(parts):
    assert lines(RULE, project(*parts)) == []


def test_folders_by_layer_in_a_feature_are_its_own():
    inner = {
        **FEATURES,
        "app/features/orders/schemas/more.py": SCHEMAS,
        "app/features/orders/routers/more.py": ROUTER.format("more"),
    }
    assert lines(RULE, project(inner)) == []
