"""Caches that each process has for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import at_call
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_OWN = (
    *("*.InMemoryBackend", "aiocache.SimpleMemoryCache", "aiocache.caches.SimpleMemoryCache"),
    *("cachetools.TTLCache", "cachetools.LRUCache", "cachetools.LFUCache", "cachetools.TLRUCache"),
)
_SHARED = ("*.RedisBackend", "aiocache.RedisCache", "*.MemcachedBackend", "aiocache.MemcachedCache")
_STORES = ("aiomcache", "coredis", "pymemcache", "redis", "valkey", "glide")


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project whose only caches are of this kind."""
    calls = sorted(
        at_call(call) for call in facts.calls(*_OWN) if call.function is None or facts.apps
    )
    if not calls or not facts.routes or next(facts.calls(*_SHARED), None) is not None:
        return
    if next(facts.imports(*_STORES), None) is None:
        yield Hit(calls[0], "Each process fills and keeps this cache for itself.")


RULE = Rule(
    id="CACHE001",
    name="cache-shared",
    severity=Severity.P3,
    topic="performance",
    seed="Redis caching layer",
    what="A cache in the memory of the process, of fastapi-cache, aiocache or cachetools, in a"
    " project without Redis, Valkey or Memcached. Projects that cache nothing are left alone.",
    why="Two workers answer with two versions of what has changed, and each restart starts cold.",
    bad={
        "app/main.py": """from cachetools import TTLCache
from fastapi import FastAPI

prices: TTLCache[str, int] = TTLCache(maxsize=100, ttl=60)
app = FastAPI()


@app.get("/prices/{name}")
async def price(name: str) -> int:
    return prices.setdefault(name, 1)
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from redis.asyncio import Redis

prices = Redis()
app = FastAPI()


@app.get("/prices/{name}")
async def price(name: str) -> int:
    return int(await prices.get(name) or 1)
"""
    },
    fix="Keep the cache in Redis, with a lifetime, and drop what is changed.",
    check=check,
)
