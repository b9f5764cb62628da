"""Check ins."""
