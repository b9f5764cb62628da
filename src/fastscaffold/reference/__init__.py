"""The spec language as others read it: a JSON Schema for editors, and tables for people."""
