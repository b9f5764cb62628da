"""What hashes passwords, by the names of libraries: made for it, or not."""

from __future__ import annotations

import re

STRONG = (
    "bcrypt.hashpw",
    "bcrypt.kdf",
    "Crypto.Protocol.KDF.bcrypt",
    "Cryptodome.Protocol.KDF.bcrypt",
    "cryptography.hazmat.primitives.kdf.argon2.Argon2id",
    "argon2.PasswordHasher",
    "argon2.hash_password",
    "argon2.low_level.hash_secret",
    "argon2.low_level.hash_secret_raw",
    "pwdlib.PasswordHash",
    "pwdlib.PasswordHash.recommended",
    "pwdlib.hashers.argon2.Argon2Hasher",
    "pwdlib.hashers.bcrypt.BcryptHasher",
    "fastapi_users.password.PasswordHelper",
    "flask_bcrypt.Bcrypt",
    "flask_bcrypt.generate_password_hash",
    "libpass.hashers.argon2.Argon2Hasher",
    "libpass.hashers.bcrypt.BcryptHasher",
    "nacl.pwhash.str",
    "nacl.pwhash.argon2id.str",
)
# What checks a password by a hash of either, wherever that was made.
CHECKED = ("bcrypt.checkpw", "argon2.verify_password", "argon2.low_level.verify_secret")
PASSLIB = re.compile(r"passlib\.(hash|handlers\.\w+)\.(bcrypt|bcrypt_sha256|argon2)\b")
# What only checks a hash tells nothing of how passwords are hashed now.
OTHER_PASSLIB = re.compile(r"passlib\.(apps|hash)\.(?!.*\.(verify|identify|needs_update)$)\w+")
GOOD_SCHEMES = ("argon2", "bcrypt")
DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "new", "pbkdf2_hmac", "scrypt")
# Schemes of passlib that cost a guess much time, or memory, too.
SLOW_SCHEMES = ("django_pbkdf2_sha256", "pbkdf2_sha256", "pbkdf2_sha512", "scrypt")
SLOW = (
    "hashlib.scrypt",
    *(f"passlib.hash.{scheme}.{made}" for scheme in SLOW_SCHEMES for made in ("encrypt", "hash")),
)
# What hashes by scrypt where no other method is told.
SLOW_BY_DEFAULT = "werkzeug.security.generate_password_hash"
# What costs as much as it is told to.
REPEATED = "hashlib.pbkdf2_hmac"
MIN_ITERATIONS = 100_000
# Keyed ones, and those of another library: for passwords only where they are given one.
KEYED = ("hmac.HMAC", "hmac.digest", "hmac.new")
_KDF = "cryptography.hazmat.primitives.kdf"
DERIVED = (f"{_KDF}.pbkdf2.PBKDF2HMAC.derive", f"{_KDF}.scrypt.Scrypt.derive")
OTHERS = (
    SLOW_BY_DEFAULT,
    "django.contrib.auth.hashers.make_password",
    "crypt.crypt",
    "piccolo.apps.user.tables.BaseUser.create_user",
    "piccolo.apps.user.tables.BaseUser.create_user_sync",
)
