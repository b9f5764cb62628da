"""What libraries sign and read tokens with, and where the claims and the key are given."""

from __future__ import annotations

# The name and the place of the claims, and the place of the key.
SIGNERS: dict[str, tuple[str, int, int]] = {
    "jwt.encode": ("payload", 0, 1),
    "jwt.api_jwt.encode": ("payload", 0, 1),
    "jwt.PyJWT.encode": ("payload", 0, 1),
    # Of another library of that name.
    "jwt.JWT.encode": ("payload", 0, 1),
    "jose.jwt.encode": ("claims", 0, 1),
    "jose.jws.sign": ("payload", 0, 1),
    "authlib.jose.jwt.encode": ("payload", 1, 2),
    "authlib.jose.JsonWebToken.encode": ("payload", 1, 2),
    "joserfc.jwt.encode": ("claims", 1, 2),
    "fastapi_users.jwt.generate_jwt": ("data", 0, 1),
}
# The place of the key.
READERS: dict[str, int] = {
    "jwt.decode": 1,
    "jwt.decode_complete": 1,
    "jwt.api_jwt.decode": 1,
    "jwt.PyJWT.decode": 1,
    "jwt.JWT.decode": 1,
    "jose.jwt.decode": 1,
    "authlib.jose.jwt.decode": 1,
    "authlib.jose.JsonWebToken.decode": 1,
    "joserfc.jwt.decode": 1,
    "fastapi_users.jwt.decode_jwt": 1,
}
