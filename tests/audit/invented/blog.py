"""A blog with sessions: itsdangerous signs a cookie, bcrypt hashes, Traefik stands in front."""

FILES = {
    "requirements.txt": "fastapi\npydantic>=2\nitsdangerous\nbcrypt\njinja2\npython-multipart\nsqlmodel\n",
    "blog/conf.py": """from starlette.config import Config
from starlette.datastructures import Secret

config = Config(".env")
COOKIE_KEY = config("COOKIE_KEY", cast=Secret)
MAX_AGE = config("MAX_AGE", cast=int, default=1800)
DATABASE = config("DATABASE", default="sqlite:///blog.db")
""",
    "blog/sessions.py": """from fastapi import Depends, HTTPException, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from blog.conf import COOKIE_KEY, MAX_AGE

serializer = URLSafeTimedSerializer(str(COOKIE_KEY), salt="session")


def remember(response, user_id: int) -> None:
    response.set_cookie("session", serializer.dumps(user_id), httponly=True, secure=True)


def author(request: Request) -> int:
    try:
        return serializer.loads(request.cookies.get("session", ""), max_age=MAX_AGE)
    except BadSignature:
        raise HTTPException(status_code=401, detail="Please log in")
""",
    "blog/limit.py": """import time
from collections import defaultdict

from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import PlainTextResponse


class TooManyRequests(BaseHTTPMiddleware):
    def __init__(self, app, per_minute: int = 60):
        super().__init__(app)
        self.per_minute = per_minute
        self.seen = defaultdict(list)

    async def dispatch(self, request, call_next):
        now = time.monotonic()
        recent = [each for each in self.seen[request.client.host] if now - each < 60]
        if len(recent) >= self.per_minute:
            return PlainTextResponse("slow down", status_code=429)
        self.seen[request.client.host] = [*recent, now]
        return await call_next(request)
""",
    "blog/web.py": """import bcrypt
from fastapi import Depends, FastAPI, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from sqlmodel import Field, Session, SQLModel, create_engine, select

from blog.conf import DATABASE
from blog.limit import TooManyRequests
from blog.sessions import author, remember

engine = create_engine(DATABASE)
pages = Jinja2Templates("templates")
app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, title="Blog")
app.add_middleware(TooManyRequests, per_minute=30)


class Author(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    password: bytes


class Post(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    text: str


@app.get("/", response_class=HTMLResponse)
def index(request: Request):
    with Session(engine) as session:
        posts = session.exec(select(Post).limit(20)).all()
    return pages.TemplateResponse(request, "index.html", {"posts": posts})


@app.post("/login", response_class=RedirectResponse)
def login(name: str = Form(), password: str = Form()):
    with Session(engine) as session:
        found = session.exec(select(Author).where(Author.name == name)).first()
    if found is None or not bcrypt.checkpw(password.encode(), found.password):
        raise HTTPException(status_code=401, detail="Wrong name or password")
    response = RedirectResponse("/", status_code=303)
    remember(response, found.id)
    return response


@app.post("/register", response_class=RedirectResponse)
def register(name: str = Form(), password: str = Form()):
    with Session(engine) as session:
        hashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt())
        session.add(Author(name=name, password=hashed))
        session.commit()
    return RedirectResponse("/", status_code=303)


@app.post("/posts", response_class=RedirectResponse)
def write(text: str = Form(max_length=5000), who: int = Depends(author)):
    with Session(engine) as session:
        session.add(Post(text=text))
        session.commit()
    return RedirectResponse("/", status_code=303)
""",
    "compose.yaml": """services:
  traefik:
    image: traefik:v3
    command:
      - --entrypoints.web.address=:80
      - --entrypoints.web.http.redirections.entrypoint.to=websecure
      - --entrypoints.websecure.address=:443
      - --certificatesresolvers.le.acme.tlschallenge=true
  blog:
    build: .
    labels:
      - traefik.http.routers.blog.rule=Host(`blog.example.org`)
""",
    "Dockerfile": "FROM python:3.12-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD fastapi run blog/web.py\n",
    ".woodpecker.yml": "steps:\n  scan:\n    image: aquasec/trivy\n    commands:\n      - trivy fs --exit-code 1 .\n",
}
VERDICTS = {
    "type_safety": "met|partial|not_applicable",
    "error_handling": "not_met",
    "auth": "partial|not_met",
    "testing": "not_met",
    "database": "not_met|partial",
    "observability": "not_met",
    "deployment": "not_met",
    "documentation": "met",
    "jwt_secret": "not_applicable|unknown",
    "token_expiry": "unknown|not_applicable|met",
    "password_hash": "met",
    "cors": "unknown",
    "rate_limit_auth": "met",
    "https": "met",
    "security_headers": "not_met",
    "input_validation": "met",
    "sql_injection": "met",
    "dep_scanning": "met",
}
