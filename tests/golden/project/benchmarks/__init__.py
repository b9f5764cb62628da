"""How fast the endpoints are: ``make bench``."""
