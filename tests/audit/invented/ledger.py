"""A ledger that does by hand, and in middleware, what should not be done so."""

FILES = {
    "requirements.txt": "fastapi==0.95\npydantic==1.10\npython-jose\npsycopg2-binary\nlimits\n",
    "ledger/constants.py": """import os

JWT_KEY = os.getenv("JWT_KEY", "ledger")
LIFETIME_HOURS = 12
ALLOW = r"https://.*\\.example\\.com"
""",
    "ledger/passwords.py": """import hashlib


def digest(password: str) -> str:
    return hashlib.sha256(password.encode("utf-8")).hexdigest()
""",
    "ledger/database.py": """import psycopg2
from psycopg2.extras import RealDictCursor

connection = psycopg2.connect("dbname=ledger user=ledger password=ledger host=db")


def query(text, values=()):
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()
""",
    "ledger/middleware.py": """from fastapi import Request
from fastapi.responses import JSONResponse
from jose import JWTError, jwt

from ledger.constants import JWT_KEY

OPEN = {"/login", "/register", "/docs", "/openapi.json"}


async def authenticate(request: Request, call_next):
    if request.url.path in OPEN:
        return await call_next(request)
    header = request.headers.get("Authorization", "")
    if not header.startswith("Bearer "):
        return JSONResponse({"detail": "Unauthorized"}, status_code=401)
    try:
        request.state.user = jwt.decode(header[7:], JWT_KEY, algorithms=["HS256"])["sub"]
    except JWTError:
        return JSONResponse({"detail": "Unauthorized"}, status_code=401)
    return await call_next(request)
""",
    "ledger/server.py": """from datetime import datetime, timedelta

from fastapi import FastAPI, HTTPException, Request
from fastapi.middleware.cors import CORSMiddleware
from jose import jwt

from ledger.constants import ALLOW, JWT_KEY, LIFETIME_HOURS
from ledger.database import query
from ledger.middleware import authenticate
from ledger.passwords import digest

app = FastAPI()
app.middleware("http")(authenticate)
app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)


@app.post("/register")
async def register(request: Request):
    data = await request.json()
    query(
        "INSERT INTO users (name, password) VALUES (%s, %s) RETURNING id",
        (data["name"], digest(data["password"])),
    )
    return {"ok": True}


@app.post("/login")
async def login(request: Request):
    data = await request.json()
    found = query("SELECT password FROM users WHERE name = %s", (data["name"],))
    if not found or found[0]["password"] != digest(data["password"]):
        raise HTTPException(401, "Bad credentials")
    ends = datetime.utcnow() + timedelta(hours=LIFETIME_HOURS)
    return {"token": jwt.encode({"sub": data["name"], "exp": ends}, JWT_KEY, algorithm="HS256")}


@app.get("/entries")
def entries(request: Request, account: str, order: str = "booked"):
    return query(f"SELECT * FROM entries WHERE account = '{account}' ORDER BY {order}")
""",
    "nginx/ledger.conf": "server {\n  listen 80;\n  location / { proxy_pass http://api:8000; }\n}\n",
    "Dockerfile": "FROM python:3.9\nADD . /\nRUN pip install -r requirements.txt\nCMD uvicorn ledger.server:app\n",
}
VERDICTS = {
    "type_safety": "not_met",
    "error_handling": "not_met",
    "auth": "not_met",
    "testing": "not_met",
    "database": "not_met",
    "observability": "not_met",
    "deployment": "not_met",
    "documentation": "not_met",
    "jwt_secret": "not_met",
    "token_expiry": "not_met",
    "password_hash": "not_met",
    "cors": "not_met",
    "rate_limit_auth": "not_met",
    "https": "not_met",
    "security_headers": "not_met",
    "input_validation": "not_met",
    "sql_injection": "not_met",
    "dep_scanning": "not_met",
}
