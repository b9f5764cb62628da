"""Names of passwords, and of what is made of them."""

from __future__ import annotations

import re

from fastscaffold.audit.facts.secrets.words import words

# In English, and in the languages that fields are often named in.
_FULL = r"pass_?w|passphrase|(^|_)pwd?(_|$)|contrase[nñ]a|mot_?de_?passe|senha"
# For short, where another word tells that it is none of a way through something.
_SHORT = r"(^|_)(admin|hashed|login|new|old|plain|raw|user)_?pass$"
PASSWORD = re.compile(rf"{_FULL}|(^|_)pass_?hash|{_SHORT}", re.IGNORECASE)
_WHOLE = re.compile(
    r".*(?:pass_?w(?:or[dt]|r?d)?s?|passphrases?|(?:^|_)pwd?(?=_|$)|(?:^|_)pass(?=_?hash)"
    rf"|(?:contrase[nñ]a|mot_?de_?passe|senha).*|{_SHORT})",
    re.IGNORECASE | re.DOTALL,
)
# What may stand behind: whose form it is in, which of several it is, and where it is from.
_FORMS = frozenset(
    {
        *("admin", "again", "and", "base", "bcrypt", "binary", "buf", "buffer", "byte"),
        *("bytes", "candidate", "check", "clear", "cleartext", "combined", "confirm"),
        *("confirmation", "confirmed", "copy", "crypt", "current", "data", "db", "digest"),
        *("enc", "encode", "encoded", "encrypted", "entered", "field", "first", "for"),
        *("form", "from", "given", "hash", "hashed", "hashes", "hashing", "hex", "in"),
        *("input", "login", "md", "new", "normalized", "old", "or", "pepper", "peppered"),
        *("plain", "plaintext", "plus", "pre", "prehash", "prehashed", "provided", "raw"),
        *("repeat", "repeated", "request", "safe", "salt", "salted", "second", "sent"),
        *("sha", "shortened", "signup", "str", "string", "stripped", "text", "to"),
        *("truncated", "user", "utf", "val", "value", "verify", "with"),
    }
)


def is_value(name: str) -> bool:
    """Whether a value is a password by its name, in whatever form, and not what concerns one.

    ``password_bytes`` is one, and ``passwordless_enabled`` or ``password_reset_at`` is none.
    """
    if PASSWORD.search(name) is None:
        return False
    match = _WHOLE.match(name)
    rest = words(name[match.end() :]) if match is not None else []
    return match is not None and all(
        each in _FORMS or len(each) == 1 or each.isdigit() for each in rest
    )
