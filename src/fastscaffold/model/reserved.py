"""Names that may not be used as they stand, and why.

The lists are written out where they come from libraries of generated projects: those need not be
installed here, and the meaning of a spec may not depend on their version.
"""

from __future__ import annotations

import builtins
import keyword
import sys

KEYWORDS = frozenset({*keyword.kwlist, *keyword.softkwlist}) - {"_"}
HARD_KEYWORDS = frozenset(keyword.kwlist)
BUILTINS = frozenset(name for name in dir(builtins) if name.islower() and name[0] != "_")

# Attributes of pydantic's BaseModel, SQLAlchemy's DeclarativeBase and the project's own bases, and
# of their metaclasses.
_MODEL_ATTRIBUTES = frozenset(
    {"construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw"}
    | {
        "changes",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
        "fields",
        "metadata",
        "mro",
        "register",
        "registry",
    }
)
# Bound by imports in generated models and schemas: an attribute would hide them in class bodies.
_IMPORTED = frozenset(
    {"annotations", "date", "datetime", "decimal", "enum", "field_validator", "mapped_column"}
    | {"model_validator", "relationship", "sa", "time", "timedelta", "utc_now", "utc_today"}
    | {"uuid", "uuid4", "uuid7", "checked_enum", "func", "text"}
)
# Parameters of constructors, and of what makes rows for tests, beside fields as keywords.
_PARAMETERS = frozenset({"self", "cls", "index"})
# Linters refuse it alone: it looks like a digit.
_AMBIGUOUS = frozenset({"l"})

# A field of such a name gets a trailing underscore in Python, and keeps its name elsewhere.
RENAMED_FIELDS = KEYWORDS | BUILTINS | _MODEL_ATTRIBUTES | _IMPORTED | _PARAMETERS | _AMBIGUOUS

# Columns that each resource has anyhow.
KEY_COLUMN = "id"
TIMESTAMP_COLUMNS = ("created_at", "updated_at")
# Those that PostgreSQL has in every table; unlike keywords, quotes do not free them.
SYSTEM_COLUMNS = frozenset({"cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"})
# With `ownership`, `soft_delete` and `optimistic_lock`.
OWNER_COLUMN = "owner_id"
DELETED_COLUMN = "deleted_at"
DELETION_COLUMN = "deletion_id"
VERSION_COLUMN = "version"

# Query parameters of lists: a filter of that name could not be told from them.
LIST_PARAMETERS = frozenset(
    {"page", "page_size", "sort", "q", "cursor", "include", "include_total", "offset"}
)

# Prefixes and names that pydantic keeps for itself and that an underscore would not free.
REFUSED_FIELD_PREFIXES = ("model_dump", "model_validate")
REFUSED_FIELDS = frozenset(
    {"model_computed_fields", "model_config", "model_construct", "model_copy", "model_extra"}
    | {"model_fields", "model_fields_set", "model_json_schema", "model_parametrized_name"}
    | {"model_post_init", "model_rebuild"}
)

# Paths and tags of the project itself, now or with a capability.
ROUTES = frozenset(
    {"api", "auth", "docs", "health", "live", "metrics", "openapi", "ready", "redoc", "static"}
    | {"version", "ws"}
)
STDLIB = frozenset(name for name in sys.stdlib_module_names if name[0] != "_")
# Libraries of generated projects, which a feature's module would be taken for, and a module that
# stands where those of features do.
MODULES = frozenset(
    {"aiosqlite", "alembic", "base", "fastapi", "httpx2", "hypothesis", "psycopg", "pydantic"}
    | {"pytest", "schemathesis", "sqlalchemy", "starlette", "structlog", "uvicorn"}
)

# Local names and parameters of generated functions.
_VARIABLES = frozenset(
    {"app", "body", "changes", "error", "filters", "page", "params", "payload", "query"}
    | {"repository", "request", "response", "result", "router", "self", "service", "session"}
    | {"settings", "statement", "total", "values"}
)
RESERVED_SINGULARS = KEYWORDS | BUILTINS | _VARIABLES | _IMPORTED - {"enum"}

# Classes that generated modules import, and heads that would make one of them:
# a feature `Base` would have a `BaseRepository`.
RESERVED_CLASSES = frozenset(
    {"Annotated", "Any", "App", "Base", "BaseModel", "Boolean", "BigInteger", "Body"}
    | {"CheckConstraint", "Column"}
    | {"Conflict", "Create", "Cursor", "Date", "DateTime", "Decimal", "Depends", "Digits"}
    | {"Double", "Duration", "Email", "Enum", "Error", "ExactDecimal", "Exception", "Factory"}
    | {"False", "Field", "FiniteFloat", "Float", "ForeignKey", "Generic", "Health", "Index"}
    | {"Int32", "Int64", "Integer", "Interval", "IpAddress", "JsonData", "JsonValue", "LocalTime"}
    | {"Mapped", "Model", "None", "NotFound", "Numeric", "Page", "PageParams", "Path", "Query"}
    | {"Repository", "Request", "Response", "Router", "Schema", "Self", "Sequence", "Service"}
    | {"Session", "Settings", "StrEnum", "String", "Text", "Time", "Timestamp", "True", "Type"}
    | {
        "TypeVar",
        "UUID",
        "UniqueConstraint",
        "Uuid",
        "UtcDateTime",
        "UtcDatetime",
        "Update",
        "Validation",
        "WebUrl",
    }
)

# `<Class><Tail>` is a class of the feature itself, so no enum may be called that.
CLASS_TAILS = frozenset(
    {"Base", "Conflict", "Create", "Error", "Factory", "Filter", "Filters", "List", "NotFound"}
    | {"Page", "Params", "Query", "Read", "Ref", "Repository", "Response", "Router", "Service"}
    | {"Sort", "Update", "NotFoundError", "AlreadyExistsError", "InUseError", "ConflictError"}
)
