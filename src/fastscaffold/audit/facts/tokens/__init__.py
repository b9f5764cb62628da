"""Tokens: what signs and reads them, their claims, and how long they live."""
