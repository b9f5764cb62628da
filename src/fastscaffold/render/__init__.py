"""Templates to text: the only place of jinja2, copier and the formatter."""
