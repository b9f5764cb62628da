from __future__ import annotations

# The trees hold tests of their own, which run in projects only.
collect_ignore_glob = ["*/*"]
