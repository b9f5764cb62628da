"""Paths that those ask who run the application: directly, by address, and without limits."""

# The last one is there in a project that has ``metrics``.
PROBES = frozenset({"/health", "/ready", "/metrics"})
