"""Exceptions and their handlers, and what of their texts reaches clients."""
