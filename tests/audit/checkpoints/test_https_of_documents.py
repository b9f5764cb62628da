"""What documents say of TLS: in lists for whoever deploys, in plans, in tables of values."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

APP = "from fastapi import FastAPI\napp = FastAPI()\n"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("docs/DEPLOY.md", "- [ ] **TLS** terminates at reverse proxy\n- [ ] Back-ups\n", "met"),
        ("README.md", "# App\n## Production checklist\n- [ ] nginx has TLS\n", "met"),
        (
            "README.md",
            "# App\n## Production checklist\n- [ ] Put nginx with TLS before it\n",
            "not_met",
        ),
        # Some of it was done: the rest was not.
        ("README.md", "# App\n## Production checklist\n- [x] CI\n- [ ] nginx has TLS\n", "not_met"),
        ("README.md", "# App\n## Roadmap\n- [ ] nginx with TLS\n", "not_met"),
        ("README.md", "# App\n## Production to-do\n- [ ] nginx with TLS\n", "not_met"),
        ("README.md", "# App\n- [ ] nginx with TLS\n", "not_met"),
        ("README.md", "# App\nThe reverse proxy terminates TLS.\n", "met"),
        (
            "chart/README.md",
            '| ingress | object | `{"className":"nginx","hosts":[],"tls":[]}` | |\n',
            "not_met",
        ),
        ("chart/README.md", "| ingress.tls | list | `[]` | TLS of the ingress |\n", "not_met"),
        ("chart/README.md", "| `ingress.tls` | TLS of the ingress | `false` |\n", "not_met"),
        ("README.md", "# App\ningress of nginx with tls: false\n", "not_met"),
        # Who issues certificates is named, not who ends TLS.
        ("README.md", "**HTTPS**: we recommend Let's Encrypt certificates\n", "not_met"),
        ("README.md", "1. **HTTPS 证书**：建议使用 Let's Encrypt 或其他 SSL 证书\n", "not_met"),
        (
            "README.md",
            "The webhook must have a valid SSL certificate (Let's Encrypt works fine)\n",
            "not_met",
        ),
        ("README.md", "HTTPS: its certificates come from Let's Encrypt by themselves\n", "met"),
        ("README.md", "Automatic HTTPS using Let's Encrypt\n", "met"),
        ("README.md", "nginx ends TLS, using certificates of Let's Encrypt\n", "met"),
    ],
)
def test_what_is_said(path, text, verdict):
    assert judge(facts({"app/main.py": APP, path: text})).verdict.value == verdict
