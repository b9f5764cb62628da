"""Refactorings of security, observability, tests and deployment."""

from __future__ import annotations

from audit.mutants.cases import Create, Edit, Move, Refactoring, Sub

AUTH = "@features/auth/"
CI = ".github/workflows/ci.yml"
CONFIG = "@config.py"
MIDDLEWARE = "@middleware.py"
PASSWORDS = "@core/passwords.py"
TOKENS = "@core/tokens.py"

REFACTORINGS = (
    Refactoring(
        "OBS001",
        (
            Sub("@*.py", r"\bconfigure_logging\b", "set_up_logs"),
            Sub("tests/*.py", r"\bconfigure_logging\b", "set_up_logs"),
        ),
    ),
    Refactoring(
        "OBS002",
        (
            Sub("@*.py", r"\badd_tracing\b", "trace_requests"),
            Edit(
                "@core/spans.py",
                "import SpanLimits, SpanProcessor, TracerProvider\n",
                "import SpanLimits, SpanProcessor\nfrom opentelemetry.sdk.trace import TracerProvider as Provider\n",
            ),
            Sub("@core/spans.py", r"\bTracerProvider\b(?! as)", "Provider"),
        ),
    ),
    Refactoring(
        "OBS003",
        (
            Edit("@core/metrics.py", '@router.get("/metrics")', "@router.get(METRICS)"),
            Edit(
                "@core/metrics.py",
                "\nrouter = APIRouter(",
                '\nMETRICS = "/metrics"\n\nrouter = APIRouter(',
            ),
        ),
    ),
    Refactoring(
        "OBS004",
        (
            Sub("@core/request_context.py", r"\b_log\b", "_write_line"),
            Sub("@core/request_context.py", r"\blogger\b", "lines"),
        ),
    ),
    Refactoring(
        "OPS001",
        (
            Sub("@core/health.py", r'\("/health"', "(HEALTH"),
            Sub("@core/health.py", r'\(\s*"/ready"', "(path=READY"),
            Edit(
                "@core/health.py",
                "\nrouter = APIRouter(",
                '\nHEALTH = "/health"\nREADY = "/ready"\n\nrouter = APIRouter(',
            ),
        ),
    ),
    Refactoring(
        "OPS002",
        (Edit("Dockerfile", "USER 10001:10001\n", "ARG UID=10001\nUSER ${UID}:${UID}\n"),),
    ),
    Refactoring(
        "OPS003",
        (
            Edit(
                "compose.yaml",
                'command: ["alembic", "upgrade", "head"]',
                "command: python -m alembic -c alembic.ini upgrade head",
            ),
        ),
    ),
    Refactoring(
        "PERF001",
        (
            Move("benchmarks/load.py", "benchmarks/client.py"),
            Sub("benchmarks/*.py", r"benchmarks\.load", "benchmarks.client"),
        ),
    ),
    Refactoring(
        "SEC001",
        (Edit(CONFIG, "jwt_secret: RandomSecret", "jwt_secret: Annotated[SecretStr, RANDOM]"),),
    ),
    Refactoring(
        "SEC002", (Edit(CONFIG, "Field(default=900, ge=1)", "Field(default=15 * 60, ge=1)"),)
    ),
    Refactoring(
        "SEC003",
        (
            Edit(PASSWORDS, "hasher or Argon2Hasher()", "hasher or _recommended()"),
            Edit(
                PASSWORDS,
                "class _Slots:",
                "def _recommended() -> Argon2Hasher:\n    return Argon2Hasher()\n\n\nclass _Slots:",
            ),
        ),
    ),
    Refactoring(
        "SEC004",
        (
            Edit(
                CONFIG,
                "cors_origins: CommaSeparated[list[Origin]] = Field(default_factory=list)",
                "cors_origins: Annotated[list[str], NoDecode, BeforeValidator(_split)] = []",
            ),
        ),
    ),
    Refactoring(
        "SEC005",
        (
            Edit(
                MIDDLEWARE,
                "import RateLimitMiddleware\n",
                "import RateLimitMiddleware as PerMinute\n",
            ),
            Edit(
                MIDDLEWARE,
                "app.add_middleware(RateLimitMiddleware,",
                "app.add_middleware(PerMinute,",
            ),
        ),
    ),
    Refactoring(
        "SEC006",
        (
            Sub("@*.py", r"\bHttpsMiddleware\b", "TlsOnly"),
            Sub("tests/*.py", r"\bHttpsMiddleware\b", "TlsOnly"),
            Move("@core/https.py", "@core/tls.py"),
            Sub("@*.py", r"\bcore\.https\b", "core.tls"),
            Sub("tests/*.py", r"\bcore\.https\b", "core.tls"),
        ),
    ),
    Refactoring(
        "SEC007",
        (
            Create(
                "@core/header_values.py",
                '"""Values of headers."""\n\nHSTS = "Strict-Transport-Security"\n'
                "API_POLICY = \"default-src 'none'; frame-ancestors 'none'\"\n",
            ),
            Edit(
                "@core/security_headers.py",
                "API_POLICY = \"default-src 'none'; frame-ancestors 'none'\"\n",
                "",
            ),
            Edit(
                "@core/security_headers.py", 'headers["Strict-Transport-Security"]', "headers[HSTS]"
            ),
            Edit(
                "@core/security_headers.py",
                "from app.config import Environment\n",
                "from app.config import Environment\nfrom app.core.header_values import API_POLICY, HSTS\n",
            ),
        ),
    ),
    Refactoring(
        "SEC008",
        (
            Edit(
                "@features/customers/router.py",
                "    payload: CustomerCreate, service",
                "    payload: Annotated[CustomerCreate, Body()], service",
            ),
            Edit(
                "@features/customers/router.py",
                "import APIRouter, Depends",
                "import APIRouter, Body, Depends",
            ),
        ),
    ),
    Refactoring(
        "SEC009",
        (
            Edit(
                "@core/database.py",
                '    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = NORMAL"):\n'
                '        cursor.execute(f"PRAGMA {pragma}")\n',
                "    for name, value in PRAGMAS.items():\n"
                '        cursor.execute(f"PRAGMA {name} = {value}")\n',
            ),
            Edit(
                "@core/database.py",
                "SQLITE_TIMEOUT = 30\n",
                'SQLITE_TIMEOUT = 30\nPRAGMAS = {"foreign_keys": "ON", "journal_mode": "WAL", "synchronous": "NORMAL"}\n',
            ),
        ),
    ),
    Refactoring(
        "SEC010",
        (
            Edit(
                CI,
                "- run: make audit\n",
                "- name: Look for known vulnerabilities\n        run: |\n          .venv/bin/python -m pip_audit --skip-editable\n",
            ),
        ),
    ),
    Refactoring(
        "SEC011",
        (
            Edit(
                "@features/users/repository.py",
                "where(User.email == email)",
                "where(email == User.email)",
            ),
        ),
    ),
    Refactoring(
        "SEC012",
        (
            Edit(TOKENS, "algorithms=[ALGORITHM],", "algorithms=list(ALGORITHMS),"),
            Edit(
                TOKENS, 'ALGORITHM = "HS256"\n', 'ALGORITHM = "HS256"\nALGORITHMS = (ALGORITHM,)\n'
            ),
        ),
    ),
    Refactoring(
        "SEC013",
        (
            Edit(TOKENS, 'options={"require": list(CLAIMS)},', "options=OPTIONS,"),
            Edit(
                TOKENS,
                '"sub", "typ")\n',
                '"sub", "typ")\nOPTIONS: Options = {"require": [*CLAIMS]}\n',
            ),
            Edit(TOKENS, "import jwt\n", "import jwt\nfrom jwt.types import Options\n"),
        ),
    ),
    Refactoring(
        "SEC014",
        (
            Edit(AUTH + "repository.py", "async def rotate(", "async def replace_refresh("),
            Edit(AUTH + "service.py", "self.logins.rotate(", "self.logins.replace_refresh("),
        ),
    ),
    Refactoring(
        "SEC015",
        (
            Edit(
                MIDDLEWARE,
                "    app.add_middleware(\n        CORSMiddleware,\n",
                '    anybody = "*" in settings.cors_origins\n    app.add_middleware(\n        CORSMiddleware,\n',
            ),
            Edit(
                MIDDLEWARE,
                'allow_credentials="*" not in settings.cors_origins',
                "allow_credentials=not anybody",
            ),
        ),
    ),
    Refactoring(
        "SEC016",
        (
            Edit(
                "Dockerfile",
                '"--no-access-log"',
                '"--forwarded-allow-ips", "192.0.2.1", "--no-access-log"',
            ),
        ),
    ),
    Refactoring(
        "SEC017",
        (
            Edit(
                "@features/realtime/router.py",
                '"/ws", dependencies=[Depends(check_origin)])',
                '"/ws")',
            ),
            Edit(
                "@features/realtime/router.py",
                "    websocket: WebSocket, caller: CallerDep, hub: HubDep, settings: SettingsDep\n",
                "    websocket: WebSocket,\n    _origin: Annotated[None, Depends(check_origin)],\n"
                "    caller: CallerDep,\n    hub: HubDep,\n    settings: SettingsDep,\n",
            ),
            Edit(
                "@features/realtime/router.py",
                "from functools import partial\n",
                "from functools import partial\nfrom typing import Annotated\n",
            ),
        ),
    ),
    Refactoring(
        "SEC018",
        (
            Edit(
                "@core/storage.py",
                "return self.directory / key",
                "return self.directory.joinpath(key)",
            ),
        ),
    ),
    Refactoring(
        "SEC019",
        (
            Edit("@core/https.py", 'or scope["path"] in PROBES', "or is_probe(scope)"),
            Edit("@core/https.py", "import PROBES\n", "import is_probe\n"),
            Sub(
                "@core/probes.py",
                r"\Z",
                '\n\ndef is_probe(scope: Scope) -> bool:\n    """Whether a request is one of theirs."""\n    return scope["path"] in PROBES\n',
            ),
            Edit(
                "@core/probes.py",
                'without limits."""\n',
                'without limits."""\n\nfrom starlette.types import Scope\n',
            ),
        ),
    ),
    Refactoring(
        "SEC020",
        (
            Edit(
                "@main.py",
                'openapi_url="/openapi.json" if settings.serves_docs else None',
                "openapi_url=schema",
            ),
            Edit(
                "@main.py",
                "    configure_logging(settings)\n",
                '    configure_logging(settings)\n    schema = "/openapi.json" if settings.serves_docs else None\n',
            ),
        ),
    ),
    Refactoring(
        "SEC021",
        (
            Edit(
                MIDDLEWARE,
                "import TrustedHostMiddleware\n",
                "import TrustedHostMiddleware as KnownHosts\n",
            ),
            Edit(
                MIDDLEWARE,
                "app.add_middleware(TrustedHostMiddleware,",
                "app.add_middleware(KnownHosts,",
            ),
        ),
    ),
    Refactoring(
        "SEC022",
        (
            Edit(PASSWORDS, "import Argon2Hasher\n", "import Argon2Hasher as Hasher\n"),
            Sub(PASSWORDS, r"\bArgon2Hasher\b(?! as)", "Hasher"),
        ),
    ),
    Refactoring(
        "SEC023",
        (
            Edit(
                "@features/users/schemas.py",
                "        Field(min_length=MIN_PASSWORD, max_length=MAX_PASSWORD, json_schema_extra=HIDDEN),\n",
                "        StringConstraints(min_length=MIN_PASSWORD, max_length=MAX_PASSWORD),\n"
                "        Field(json_schema_extra=HIDDEN),\n",
            ),
            Edit(
                "@features/users/schemas.py",
                "Secret, StrictBool",
                "Secret, StrictBool, StringConstraints",
            ),
        ),
    ),
    Refactoring("SEC024", (Edit("pyproject.toml", '"pyjwt>=2.15.1"', '"PyJWT[crypto]>=2.15.1"'),)),
    Refactoring(
        "SEC025",
        (
            Edit(
                "@features/users/schemas.py",
                'pattern=r"^[a-z][a-z0-9_-]{0,39}$"',
                'pattern=r"^(?:[a-z]|[a-z][a-z0-9_-]{1,39})$"',
            ),
        ),
    ),
    Refactoring(
        "SEC026",
        (
            Edit(
                AUTH + "service.py",
                "stored = None if user is None else user.password_hash",
                "stored = user.password_hash if user else None",
            ),
        ),
    ),
    Refactoring(
        "TEST001",
        (
            Edit(
                "tests/unit/products/test_service.py",
                "service import ProductService\n",
                "service import ProductService as Rules\n",
            ),
            Sub("tests/unit/products/test_service.py", r"\bProductService\b(?! as)", "Rules"),
        ),
    ),
    Refactoring("TEST002", (Sub("tests/*.py", r"\bsettings_for\b", "make_settings"),)),
    Refactoring(
        "TEST003",
        (
            Create(
                "tests/unit/test_sums.py",
                '"""Decimals."""\n\nfrom decimal import Decimal\n\n\ndef test_adds() -> None:\n'
                '    assert (\n        Decimal("0.1") + Decimal("0.2")\n    ) == Decimal("0.3")\n',
            ),
        ),
    ),
    Refactoring("TEST004", (Sub("tests/*.py", r"\btest_refuses_", "test_turns_down_"),)),
    Refactoring(
        "TEST005",
        (
            Move("tests/factories/base.py", "tests/factories/core.py"),
            Sub("tests/*.py", r"tests\.factories\.base", "tests.factories.core"),
        ),
    ),
    Refactoring(
        "TEST006",
        (
            Edit("pyproject.toml", 'asyncio_mode = "auto"\n', ""),
            Edit(
                "pyproject.toml",
                '"--strict-config", "-ra"]',
                '"--strict-config", "-ra", "--asyncio-mode=auto"]',
            ),
        ),
    ),
    Refactoring(
        "TEST007",
        (Edit(CI, "      - run: make test\n", "      - run: .venv/bin/python -m pytest --cov\n"),),
    ),
    Refactoring(
        "TEST008",
        (
            Edit("tests/conftest.py", "from os import environ\n", "import os\n"),
            Edit("tests/conftest.py", 'environ.get("TEST', 'os.environ.get("TEST', times=2),
        ),
    ),
    Refactoring(
        "TEST009",
        (
            Edit("pyproject.toml", "fail_under = 90\n", ""),
            Edit(
                "Makefile",
                "pytest --cov --numprocesses $(TEST_WORKERS)",
                "pytest --cov --cov-fail-under 90 --numprocesses $(TEST_WORKERS)",
            ),
        ),
    ),
    Refactoring(
        "TYP001",
        (
            Edit(
                CI,
                "      - run: make types\n",
                "      - run: .venv/bin/mypy --strict\n      - run: .venv/bin/pyright\n",
            ),
        ),
    ),
)
