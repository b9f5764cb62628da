"""What a repository says above the part that is audited."""

from __future__ import annotations

import pytest

from fastscaffold.audit.audit import audit
from fastscaffold.audit.verdicts import Verdict

APP = (
    "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/login')\ndef login(password): ...\n"
)
STAGES = (
    "FROM node AS pages\nRUN npm run build\nFROM python:3.12\nCOPY {} ./\nCMD uvicorn app:app\n"
)
CHECKED = "    healthcheck:\n      test: curl localhost\n"
PROXY = "services:\n  proxy:\n    image: proxy\n    environment:\n      {}: yes\n"


def judged(root, files):
    common = {"src/backend/app.py": APP, ".github/dependabot.yml": "version: 2\n"}
    for path, text in {**common, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return audit(root / "src" / "backend")


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        ({"Dockerfile": STAGES.format("src/backend/")}, Verdict.PARTIAL),
        ({"Dockerfile": STAGES.format("./src/backend/app.py")}, Verdict.PARTIAL),
        ({"Dockerfile": STAGES.format(".")}, Verdict.PARTIAL),
        # The image of another part.
        ({"Dockerfile": STAGES.format("src/worker/")}, Verdict.NOT_MET),
        (
            {
                "src/backend/Dockerfile": STAGES.format("."),
                "compose.yaml": f"services:\n  api:\n    build: src/backend\n{CHECKED}",
            },
            Verdict.MET,
        ),
        # Where the images of all parts are described, of which one runs what another has made.
        (
            {
                "packaging/Dockerfile": "FROM uv AS made\nCOPY src/backend ./\nRUN uv sync\n"
                "FROM debian\nCOPY --from=made /app ./\nENV PATH=/app/.venv/bin:$PATH\n",
            },
            Verdict.PARTIAL,
        ),
        ({"deploy/docker/Dockerfile": STAGES.format("src/worker/")}, Verdict.NOT_MET),
        (
            {
                "src/backend/Dockerfile": STAGES.format("."),
                "compose.yaml": f"services:\n  pages:\n    build: src/frontend\n{CHECKED}",
            },
            Verdict.PARTIAL,
        ),
    ],
)
def test_images_and_health_checks_of_the_repository_count_for_its_part(tmp_path, files, verdict):
    assert judged(tmp_path, files).health["deployment"].verdict is verdict


@pytest.mark.parametrize(
    ("variable", "checkpoint"),
    [
        ("AUTO_LETS_ENCRYPT", "https"),
        ("REDIRECT_HTTP_TO_HTTPS", "https"),
        ("USE_LIMIT_REQ", "rate_limit_auth"),
    ],
)
def test_the_proxy_of_the_repository_stands_before_its_part(tmp_path, variable, checkpoint):
    found = judged(tmp_path, {"compose.prod.yaml": PROXY.format(variable)})

    assert found.security[checkpoint].verdict is Verdict.MET


@pytest.mark.parametrize("folder", ["deploy", "infrastructure", "k8s", "charts/shop/templates"])
def test_what_deploys_all_parts_says_how_requests_reach_one(tmp_path, folder):
    ingress = "kind: Ingress\nspec:\n  tls:\n    - secretName: shop\n"
    found = judged(tmp_path, {f"{folder}/ingress.yaml": ingress})

    assert found.security["https"].verdict is Verdict.MET
