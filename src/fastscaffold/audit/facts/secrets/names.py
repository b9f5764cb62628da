"""Names that stand for secrets, and for the addresses of databases."""

from __future__ import annotations

import re
from functools import lru_cache

from fastscaffold.audit.facts.secrets.address_texts import has_credentials
from fastscaffold.audit.facts.secrets.words import words

# Words for a password, as they end a name.
PASSWORDS = frozenset({"passphrase", "passwd", "password", "pwd"})
# As fields of forms call one for short, and which of several it is.
_ABBREVIATED = frozenset({"pass", "passw", "psw", "pswd", "pw", "pword"})
_FIELDS = frozenset(
    {
        *("again", "confirm", "confirmed", "current", "existing", "login", "new", "old"),
        *("original", "previous", "repeat", "repeated", "retype", "retyped", "user", "verify"),
    }
)
# Words that are written together, such as PGPASSWORD.
_SUFFIXES = ("apikey", "passphrase", "passwd", "password", "secret", "secretkey")
# Where there are accounts, of which each has a key.
_SERVICES = frozenset(
    {
        "anthropic", "cohere", "deepgram", "deepseek", "elevenlabs", "gemini", "google", "groq",
        "huggingface", "mailgun", "mistral", "openai", "openrouter", "pinecone", "sendgrid",
        "stripe", "supabase", "tavily", "twilio",
    }
)  # fmt: skip
_KEYS = _SERVICES | frozenset(
    {
        "aes", "api", "application", "auth", "cipher", "cookie", "crypto", "dek", "encrypt",
        "encryption", "fernet", "hmac", "jwt", "kek", "llm", "master", "private", "secret",
        "service", "session", "signing", "ssh", "vault", "wallet",
    }
)  # fmt: skip
# Whose secret it is may stand last, too, as in API_SECRET_CLOUDINARY.
_OWNERS = _SERVICES | frozenset(
    {
        "auth", "aws", "azure", "binance", "brevo", "cloudflare", "cloudinary", "digitalocean",
        "discord",
        "github", "gitlab", "huggingface", "jwt", "mailjet", "mariadb", "minio", "mongo",
        "mongodb", "mysql", "paypal", "pinecone", "postgres", "postgresql", "rabbitmq", "razorpay",
        "redis", "resend", "sentry", "slack", "smtp", "supabase", "telegram", "tavily",
    }
)  # fmt: skip
# What holds the key of an account of Google, beside its name.
_FILES = frozenset({"credential", "credentials"})
# Which of several keys it is.
_WHICH = frozenset(
    {"access", "dev", "fallback", "old", "previous", "prod", "production", "refresh", "ro", "rw"}
)
_NO_SECRET_TOKENS = frozenset(
    {
        "bos", "cancellation", "cls", "continuation", "csrf", "cursor", "eos", "mask", "max",
        "min", "next", "num", "pad", "page", "pagination", "sep", "sort", "stop", "unk",
    }
)  # fmt: skip
_NAMED_COOKIES = frozenset({"access", "csrf", "refresh"})
# What says why somebody is refused is a text.
_REFUSALS = frozenset(
    {"err", "error", "exc", "exception", "expired", "invalid", "missing", "wrong"}
)
# What it says of the secret itself may stand between, as in INVALID_REFRESH_TOKEN.
_KINDS = frozenset(
    {
        *("admin", "bearer", "client", "confirmation", "csrf", "current", "device", "email"),
        *("hash", "hashed", "id", "invitation", "invite", "login", "new", "or", "reset"),
        *("temporary", "user", "username", "verification"),
    }
)
# What is asked for or allowed, and what everybody may know.
_FLAGS = frozenset(
    {"allow", "disable", "enable", "has", "require", "required", "requires", "use", "uses"}
)
_PUBLIC = frozenset({"public", "publishable"})
# Last words of what only leads to a secret, or describes one.
_ELSEWHERE = frozenset(
    {"alg", "algorithm", "arn", "dir", "file", "header", "id", "length", "name", "path", "prefix"}
)
DATABASES = frozenset(
    {
        "database", "db", "mariadb", "mongo", "mongodb", "mysql", "postgres", "postgresql",
        "sqlalchemy",
    }
)  # fmt: skip
# What somebody logs in to, whose password is often called a pass.
_ACCOUNTS = DATABASES | {
    *("admin", "amqp", "auth", "cache", "email", "ftp", "imap", "kv", "ldap", "login", "mail"),
    *("mq", "mqtt", "pg", "proxy", "rabbitmq", "redis", "root", "sftp", "smtp", "ssh"),
    *("superuser", "user"),
    # What opens the file of a key.
    *("cert", "certificate", "key", "keystore"),
}
ADDRESSES = frozenset({"dsn", "uri", "url"})
# Where a key lies, rather than the key.
_PATH = re.compile(
    r"(~|\.{1,2})/[\w./-]+|/(app|etc|home|keys|mnt|opt|root|run|secrets|srv|usr|var)/[\w./-]+"
    r"|[\w./-]+\.(crt|key|pem|pub)"
)
# Keys that are secrets as often as they are names, such as the one of a session's cookie.
_MAYBE_NAMES = frozenset({"cookie", "service", "session", "token"})
_PLAIN = re.compile(r"(?!.*(secret|change|pass|key|default|dev|test|salt))[a-z][a-z_-]{0,11}")
# What clients that insist on a key are given where there is none.
_NO_KEY = frozenset({"n/a", "nil", "none", "null"})
# Whose key it is that others send to the project itself.
_OWN = frozenset(
    {
        *("admin", "app", "application", "auth", "backend", "client", "fastapi", "header"),
        *("internal", "main", "management", "master", "my", "operator", "our", "own"),
        *("project", "root", "secret", "server", "service", "site", "super", "superuser", "user"),
        *("valid", "webhook", "x"),
    }
)
# Under which something is kept in a store, and the start of such a name, to which an identifier
# is added.
_ENTRY = re.compile(r"[a-z]+(?:[_:.-][a-z]+)*:?")
# Of which the name of a cookie is put together.
_COOKIE_WORDS = frozenset(
    {
        *("access", "auth", "cookie", "csrf", "id", "jwt", "login", "refresh", "session", "sid"),
        *("token", "user", "xsrf"),
    }
)


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a name stands for a secret itself, and not for its length, its place or its life."""
    parts = words(name)
    if not parts:
        return False
    last, before = parts[-1], set(parts[:-1])
    if before & (_FLAGS | _PUBLIC) or _refuses(parts):
        return False
    if last in _OWNERS and parts[-2:-1] and parts[-2] not in _OWNERS:
        return is_secret_name("_".join([last, *parts[:-1]]))
    if last == "pass":
        return bool(before & _ACCOUNTS)
    if parts[-3:-1] == ["secret", "key"] and last in _WHICH:
        return True
    if last in {"jwk", "jwks", "pem"}:
        return "private" in before
    if last in PASSWORDS | {"secret", "apikey"} or parts[-2:] == ["secret", "key"]:
        return "reset" not in before or last == "secret"
    if last.endswith(_SUFFIXES) and "reset" not in last:
        return True
    if last == "json" and _FILES & set(parts[-2:-1]):
        return True  # what else stands in the file of a service account
    if parts[-2:] == ["api", "hash"]:
        return True  # the secret of an application of Telegram
    if parts[-2:] == ["service", "role"] and "supabase" in before:
        return True  # its key, which passes all rules by, is often called so
    if last in {"pepper", "salt"} and before & (PASSWORDS | {"hash", "hashing"}):
        return True
    if last == "key":
        if parts[-3:-1] == ["secret", "access"]:
            return True
        if parts[-2:-1] == ["cookie"] and _NAMED_COOKIES & before:
            return False
        if any(each.endswith("secret") for each in parts[-2:-1]):
            return True
        # Of the keys of a hosted database that one passes all rules by.
        return parts[-3:-1] == ["service", "role"] or bool(_KEYS & set(parts[-2:-1]))
    return last == "token" and bool(before) and not before & _NO_SECRET_TOKENS


def _refuses(parts: list[str]) -> bool:
    """Whether a name says what is wrong with a secret, and not what else the secret is for."""
    before = parts[:-1]
    while before and before[-1] in _KEYS | _KINDS | _OWNERS | PASSWORDS | _WHICH:
        before.pop()
    return bool(before) and before[-1] in _REFUSALS


def is_kept_secret_name(name: str) -> bool:
    """The same where configuration is read, whose only token needs no other word.

    The key of tokens is what signs them there, or gives access; elsewhere what one is kept under.
    """
    parts = words(name)
    return is_secret_name(name) or parts == ["token"] or parts[-2:] == ["token", "key"]


def is_name_of_secrets(name: str) -> bool:
    """The same where there may be several: ``PASSWORDS``."""
    return is_kept_secret_name(name) or is_kept_secret_name(name.rstrip("sS"))


def leads_elsewhere(name: str) -> bool:
    """Whether a name says that it stands for no secret: its place, or what everybody may know."""
    parts = words(name)
    return bool(parts) and (parts[-1] in _ELSEWHERE or bool(_PUBLIC & set(parts)))


def holds_name(name: str, default: object) -> bool:
    """Whether a key only says what something is called, or where it lies: ``"sid"`` of a cookie.

    So does the pass of a proxy that holds an address: what requests are passed to.
    """
    parts = words(name)
    if parts[-1:] == ["pass"] and isinstance(default, str):
        return "://" in default and not has_credentials(default)
    if parts[-1:] != ["key"] or not isinstance(default, str):
        return False
    if _PATH.fullmatch(default) is not None:
        return True
    if not _MAYBE_NAMES & set(parts[-2:-1]):
        return False
    parts = words(default)
    return _PLAIN.fullmatch(default) is not None or (
        bool(parts) and _COOKIE_WORDS.issuperset(parts)
    )


def is_name_of_entry(name: str, text: str) -> bool:
    """Whether a text only says where something is kept: ``KEY_API_TOKEN = "api_token"``."""
    if _ENTRY.fullmatch(text) is None:
        return False
    return text.endswith(":") or words(name)[:1] == ["key"]


def is_password_name(name: str) -> bool:
    """Whether a name stands for a password or for its hash."""
    parts = words(name)
    while parts and parts[-1] in {"digest", "hash", "hashed"}:
        parts.pop()
    return bool(parts) and parts[-1] in PASSWORDS


def is_field_of_password(text: str) -> bool:
    """Whether a text is what a field of a form is called for short, such as ``current_pw``."""
    *before, last = words(text) or [""]
    return last in _ABBREVIATED and bool(before) and _FIELDS.issuperset(before)


def lets_in(name: str, default: object, *, is_address: bool) -> bool:
    """Whether a default, of a secret or of an address that may hold one, can be used to get in."""
    if not isinstance(default, str) or not default or stands_for_no_key(name, default):
        return False
    return not is_address or has_credentials(default)


def stands_for_no_key(name: str, default: str) -> bool:
    """Whether a default says that a service is asked without a key: ``OLLAMA_API_KEY="none"``.

    A password may be such a word, and so may the key that others have to send, as ADMIN_API_KEY.
    """
    *of_service, first, last = ["", "", *words(name)]
    is_of_service = any(of_service) and _OWN.isdisjoint(of_service)
    return default.lower() in _NO_KEY and is_of_service and (first, last) == ("api", "key")
