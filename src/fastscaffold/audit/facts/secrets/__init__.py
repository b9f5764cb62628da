"""Secrets in the source, in settings and in files that are shipped."""
