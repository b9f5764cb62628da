"""A hasher as weak as can be: tests hash a lot of secrets, and nobody steals them."""

from pwdlib.hashers.argon2 import Argon2Hasher

from app.core.passwords import Passwords

CHEAP_HASHER = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
CHEAP = Passwords(CHEAP_HASHER)
