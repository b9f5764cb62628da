"""A list of things to do, as tutorials write it: one file, nobody is asked who it is."""

FILES = {
    "main.py": """from typing import Optional

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
todos = {}


class Todo(BaseModel):
    title: str
    done: Optional[bool] = False


@app.get("/todos")
def list_todos():
    return list(todos.values())


@app.post("/todos")
def create(todo: Todo):
    todos[len(todos)] = todo
    return todo


@app.delete("/todos/{key}")
def delete(key: int):
    if key not in todos:
        raise HTTPException(status_code=404, detail="Not found")
    del todos[key]
    return {"deleted": key}
""",
    "requirements.txt": "fastapi\nuvicorn\n",
    "README.md": "# Todo\n\nRun `uvicorn main:app --reload`.\n",
}
VERDICTS = {
    "type_safety": "not_met|partial",
    "error_handling": "not_met",
    "auth": "not_met",
    "testing": "not_met",
    "database": "not_met|not_applicable",
    "observability": "not_met",
    "deployment": "not_met",
    "documentation": "not_met",
    "jwt_secret": "not_applicable",
    "token_expiry": "not_applicable",
    "password_hash": "not_applicable",
    "cors": "unknown|partial",
    "rate_limit_auth": "not_applicable",
    "https": "not_met",
    "security_headers": "not_met",
    "input_validation": "met",
    "sql_injection": "not_applicable",
    "dep_scanning": "not_met",
}
