"""How a project logs."""
