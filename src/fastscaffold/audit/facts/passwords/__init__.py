"""Passwords: what hashes them, and where they are kept as they came."""
