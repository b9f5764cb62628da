"""Databases: engines, connections, tables, migrations, and what is asked of them."""
