"""Attacks on a default project that runs as in production; `make attack` shows the table."""
