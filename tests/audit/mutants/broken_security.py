"""Mutants of rules on what attackers try."""

from __future__ import annotations

from audit.mutants.cases import Edit, Mutant, Sub

CONFIG = "@config.py"
MIDDLEWARE = "@middleware.py"
TOKENS = "@core/tokens.py"
AUTH = "@features/auth/service.py"
USERS = "@features/users/router.py"
UPLOADS = "@features/uploads/router.py"
ROUTER = "@features/labels/router.py"
CREATED = "    label = await service.create(payload)\n"


def requested(rule: str, module: str, line: str, at: str = "") -> Mutant:
    """A line in an endpoint that does something with what a request says."""
    said = line % f"request.query_params['{rule}']"
    return Mutant(
        rule,
        (
            Edit(
                ROUTER,
                '"""Endpoints for labels."""\n',
                f'"""Endpoints for labels."""\nimport {module}\n',
            ),
            Edit(ROUTER, CREATED, f"{CREATED}    {said}\n"),
        ),
        at=(ROUTER, at or said),
    )


MUTANTS = (
    Mutant(
        "SEC001",
        (Edit(CONFIG, "jwt_secret: RandomSecret", "jwt_secret: SecretStr"),),
        at=(CONFIG, "jwt_secret: SecretStr"),
        breaks=("jwt_secret",),
    ),
    Mutant(
        "SEC002",
        (
            Edit(
                CONFIG,
                "access_token_seconds: int = Field(default=900",
                "access_token_seconds: int = Field(default=86_400",
            ),
        ),
        at=(CONFIG, "access_token_seconds"),
        breaks=("token_expiry",),
    ),
    Mutant(
        "SEC003",
        (
            Edit(
                AUTH,
                "from dataclasses import dataclass\n",
                "import hashlib\nfrom dataclasses import dataclass\n",
            ),
            Edit(
                AUTH,
                "        password_hash = await self.passwords.hash(password)\n",
                "        secret = payload.password.get_secret_value()\n"
                "        password_hash = hashlib.sha256(secret.encode()).hexdigest()\n",
            ),
        ),
        at=(AUTH, "hashlib.sha256(secret"),
        breaks=("password_hash",),
    ),
    Mutant(
        "SEC004",
        (
            Edit(
                CONFIG,
                "cors_origins: CommaSeparated[list[Origin]] = Field(default_factory=list)",
                'cors_origins: CommaSeparated[list[Origin]] = ["*"]',
            ),
        ),
        at=(CONFIG, "cors_origins: "),
        breaks=("cors",),
    ),
    Mutant(
        "SEC005",
        (
            Edit(
                MIDDLEWARE,
                "    app.add_middleware(RateLimitMiddleware, per_minute=settings.rate_limit_per_minute)\n",
                "",
            ),
            Edit(AUTH, "        await self.limits.count(credentials.username, address)\n", ""),
        ),
        at=("@features/auth/router.py", "async def login("),
        breaks=("rate_limit_auth",),
    ),
    Mutant(
        "SEC006",
        (
            Edit(
                MIDDLEWARE,
                "    app.add_middleware(\n"
                "        HttpsMiddleware, required=settings.require_https, environment=settings.environment\n"
                "    )\n",
                "",
            ),
            Sub(
                "deploy/proxy/Caddyfile",
                r"^http://\{(.|\n)*\}\n",
                "http://{$DOMAIN:localhost} {\n\treverse_proxy {$UPSTREAM:api:8000}\n}\n",
            ),
        ),
        at=("@main.py", "app = FastAPI("),
        breaks=("https",),
    ),
    Mutant(
        "SEC007",
        (
            Edit(
                MIDDLEWARE,
                "    app.add_middleware(\n"
                "        SecurityHeadersMiddleware,\n"
                "        hsts_max_age=settings.hsts_max_age,\n"
                "        environment=settings.environment,\n"
                "    )\n",
                "",
            ),
        ),
        at=("@main.py", "app = FastAPI("),
        breaks=("security_headers",),
    ),
    Mutant(
        "SEC008",
        (
            Edit(ROUTER, "from typing import Annotated\n", "from typing import Annotated, Any\n"),
            Edit(
                ROUTER,
                "    payload: LabelCreate, service: LabelServiceDep, request: Request, response: Response\n",
                "    payload: dict[str, Any], service: LabelServiceDep, request: Request, response: Response\n",
            ),
            Edit(
                "@features/labels/service.py",
                "    async def create(self, payload: LabelCreate) -> Label:",
                "    async def create(self, payload: dict[str, object]) -> Label:",
            ),
            Edit(
                "@features/labels/service.py", "Label(**payload.model_dump())", "Label(**payload)"
            ),
        ),
        at=(ROUTER, "payload: dict[str, Any]"),
        breaks=("input_validation", "type_safety"),
        also=("ARCH004",),
    ),
    Mutant(
        "SEC009",
        (
            Edit(
                "@features/labels/repository.py",
                '"""Queries on labels."""\n',
                '"""Queries on labels."""\n\nfrom sqlalchemy import text\n',
            ),
            Edit(
                "@features/labels/repository.py",
                "        return await self.list_page(filters)\n",
                "        return await self.list_page(filters)\n\n"
                "    async def number_of(self, name: str) -> int:\n"
                '        """How many labels have a name."""\n'
                "        query = text(f\"SELECT count(*) FROM labels WHERE name = '{name}'\")\n"
                "        return await self.session.scalar(query) or 0\n",
            ),
            Edit(
                "@features/labels/service.py",
                "    async def get(self",
                "    async def number_of(self, name: str) -> int:\n"
                '        """How many labels have a name."""\n'
                "        return await self._repository.number_of(name)\n\n"
                "    async def get(self",
            ),
            Edit(
                ROUTER,
                '@router.post(\n    "",\n',
                '@router.get("/number", openapi_extra={"x-permission": "authenticated"})\n'
                "async def number_of_labels(name: str, service: LabelServiceDep) -> int:\n"
                '    """How many labels have a name."""\n'
                "    return await service.number_of(name)\n\n\n"
                '@router.post(\n    "",\n',
            ),
        ),
        at=("@features/labels/repository.py", 'text(f"SELECT'),
        breaks=("sql_injection",),
    ),
    Mutant(
        "SEC010",
        (Edit(".github/workflows/ci.yml", "      - run: make audit\n", ""),),
        at=(".github/workflows/ci.yml",),
        breaks=("dep_scanning",),
    ),
    Mutant(
        "SEC011",
        (
            Edit(
                "@features/users/repository.py",
                "select(User).where(User.email == email)",
                "select(User).where(User.email == User.email)",
            ),
        ),
        at=("@features/users/repository.py", "User.email == User.email"),
    ),
    Mutant(
        "SEC012",
        (
            Edit(
                TOKENS,
                "algorithms=[ALGORITHM],",
                'algorithms=[jwt.get_unverified_header(token)["alg"]],',
            ),
        ),
        at=(TOKENS, "payload = jwt.decode("),
        breaks=("auth",),
    ),
    Mutant(
        "SEC013",
        (Edit(TOKENS, 'CLAIMS = ("aud", "exp", "iat",', 'CLAIMS = ("aud", "iat",'),),
        at=(TOKENS, "payload = jwt.decode("),
    ),
    Mutant(
        "SEC014",
        (
            Edit(
                AUTH,
                "        if not await self.logins.rotate(login, claims.token_id, self._expiry(login.started_at)):\n"
                "            user_id, login_id = str(login.user_id), str(login.id)\n"
                "            # Where it has just ended otherwise, as by logging out, no token was used twice.\n"
                "            if await self.logins.end(login.id):\n"
                "                logger.warning(\n"
                '                    "refresh_token_reused", user_id=user_id, login_id=login_id, client=address\n'
                "                )\n"
                "            raise InvalidTokenError\n",
                "",
            ),
        ),
        at=("@features/auth/router.py", "async def refresh("),
    ),
    Mutant(
        "SEC015",
        (
            Edit(
                MIDDLEWARE,
                'allow_credentials="*" not in settings.cors_origins',
                "allow_credentials=True",
            ),
            Edit(MIDDLEWARE, "allow_origins=settings.cors_origins", 'allow_origins=["*"]'),
        ),
        at=(MIDDLEWARE, "    app.add_middleware(\n        CORSMiddleware"),
        breaks=("cors",),
        also=("SEC004",),
    ),
    Mutant(
        "SEC016",
        (
            Edit(
                "Dockerfile",
                '"--no-access-log"',
                '"--proxy-headers", "--forwarded-allow-ips", "*", "--no-access-log"',
            ),
        ),
        at=("Dockerfile", "--forwarded-allow-ips"),
    ),
    Mutant(
        "SEC017",
        (
            Edit(
                "@features/realtime/router.py",
                '@router.websocket("/ws", dependencies=[Depends(check_origin)])',
                '@router.websocket("/ws")',
            ),
        ),
        at=("@features/realtime/router.py", "async def connect("),
    ),
    Mutant(
        "SEC018",
        (
            Edit(
                UPLOADS,
                "from typing import Annotated\n",
                "import asyncio\nfrom pathlib import Path\nfrom typing import Annotated\n",
            ),
            Edit(UPLOADS, "Response, status\n", "Response, UploadFile, status\n"),
            Edit(
                UPLOADS,
                '@router.get(\n    "/{upload_id}",\n',
                '@router.post("/avatar", status_code=status.HTTP_204_NO_CONTENT)\n'
                "async def replace_avatar(file: UploadFile, user: CurrentUser) -> None:\n"
                '    """Replace the picture of a user."""\n'
                '    target = Path("avatars") / str(user.id) / (file.filename or "avatar.png")\n'
                "    await asyncio.to_thread(target.write_bytes, await file.read())\n\n\n"
                '@router.get(\n    "/{upload_id}",\n',
            ),
        ),
        at=(UPLOADS, "file.filename"),
    ),
    Mutant(
        "SEC019",
        (
            Edit(
                "@features/auth/dependencies.py",
                "    if token is None:\n        raise NotLoggedInError\n",
                '    if token is None and not connection.url.path.startswith("/api/v1/products"):\n'
                "        raise NotLoggedInError\n",
            ),
        ),
        at=("@features/auth/dependencies.py", "connection.url.path.startswith"),
    ),
    Mutant(
        "SEC020",
        (
            Edit(
                "@main.py",
                '        openapi_url="/openapi.json" if settings.serves_docs else None,\n',
                "        docs_url=None,\n        redoc_url=None,\n",
            ),
        ),
        at=("@main.py", "docs_url=None"),
    ),
    Mutant(
        "SEC021",
        (
            Edit(
                MIDDLEWARE,
                "    app.add_middleware(TrustedHostMiddleware, hosts=settings.trusted_hosts)\n",
                "",
            ),
        ),
        at=("@main.py", "app = FastAPI("),
    ),
    Mutant(
        "SEC022",
        (
            Edit("pyproject.toml", "pwdlib[argon2]", "pwdlib[bcrypt]"),
            Sub("@core/passwords.py", r"pwdlib\.hashers\.argon2", "pwdlib.hashers.bcrypt"),
            Sub("@core/passwords.py", r"Argon2Hasher", "BcryptHasher"),
        ),
        at=("@core/passwords.py", "hasher or BcryptHasher()"),
    ),
    Mutant(
        "SEC023",
        (
            Edit(
                "@shared/schemas.py",
                'model_config = ConfigDict(extra="forbid")',
                'model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)',
            ),
        ),
        at=("@features/auth/schemas.py", "password: NewPassword"),
    ),
    Mutant(
        "SEC024",
        (
            Edit(
                "pyproject.toml",
                '    "pyjwt>=2.15.1",\n',
                '    "pyjwt>=2.15.1",\n    "python-jose[cryptography]>=3.5",\n',
            ),
        ),
        at=("pyproject.toml", "python-jose"),
    ),
    Mutant(
        "SEC025",
        (
            Edit(
                "@features/users/schemas.py",
                'pattern=r"^[a-z][a-z0-9_-]{0,39}$"',
                'pattern=r"^admin|editor|viewer$"',
            ),
        ),
        at=("@features/users/schemas.py", "^admin|editor"),
    ),
    Mutant(
        "SEC026",
        (
            Edit(
                AUTH,
                "        stored = None if user is None else user.password_hash\n"
                "        await self.users.end_read_transaction()\n"
                "        same = await self.passwords.verify(credentials.password.get_secret_value(), stored)\n"
                "        # While it was verified the password may have been changed, which ends all logins.\n"
                "        if user is None:\n"
                '            raise _failed("unknown_account", address)\n',
                "        if user is None:\n"
                '            raise _failed("unknown_account", address)\n'
                "        await self.users.end_read_transaction()\n"
                "        same = await self.passwords.verify(\n"
                "            credentials.password.get_secret_value(), user.password_hash\n"
                "        )\n",
            ),
        ),
        at=(AUTH, "        if user is None:\n            raise _failed"),
    ),
    requested("SEC027", "asyncio", 'await asyncio.create_subprocess_shell(f"notify {%s}")'),
    requested("SEC028", "pickle", "pickle.loads(bytes.fromhex(%s))"),
    requested("SEC029", "jinja2", "text = jinja2.Template(%s).render(label=label)"),
    requested("SEC030", "fastapi.responses", 'fastapi.responses.HTMLResponse(f"<p>{%s}</p>")'),
    requested("SEC031", "fastapi.responses", "fastapi.responses.RedirectResponse(%s)"),
    requested(
        "SEC032",
        "httpx",
        "async with httpx.AsyncClient() as hook:\n        await hook.post(%s, json={})",
        "await hook.post(",
    ),
    Mutant(
        "SEC033",
        (
            Edit(MIDDLEWARE, "from app.core.body_limit import BodyLimitMiddleware\n", ""),
            Edit(
                MIDDLEWARE,
                "    app.add_middleware(BodyLimitMiddleware, max_bytes=settings.max_body_bytes)\n",
                "",
            ),
            Edit("deploy/proxy/Caddyfile", "\t\tmax_size 100MB\n", ""),
            Edit(
                UPLOADS,
                "from typing import Annotated\n",
                "import hashlib\nfrom typing import Annotated\n",
            ),
            Edit(UPLOADS, "Response, status\n", "Response, UploadFile, status\n"),
            Edit(
                UPLOADS,
                '@router.get(\n    "/{upload_id}",\n',
                '@router.post("/digest", status_code=status.HTTP_204_NO_CONTENT)\n'
                "async def check_digest(file: UploadFile, user: CurrentUser, digest: str) -> None:\n"
                '    """Tell whether a file has a digest."""\n'
                "    if hashlib.sha256(await file.read()).hexdigest() != digest:\n"
                "        raise ValueError(user.id)\n\n\n"
                '@router.get(\n    "/{upload_id}",\n',
            ),
        ),
        at=(UPLOADS, "await file.read()"),
        # What others read of uploads has no limit without it, either.
        alone=True,
    ),
    Mutant(
        "SEC034",
        (
            Edit(
                USERS,
                "async def get_user(user_id: UUID, service: UserServiceDep, _admin: AdminUser)",
                "async def get_user(user_id: UUID, service: UserServiceDep, _user: CurrentUser)",
            ),
        ),
        at=(USERS, "async def get_user("),
        # What others put in its way might ask for the role, too.
        alone=True,
    ),
)
