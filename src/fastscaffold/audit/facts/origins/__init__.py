"""Where values come from: through names, calls, items, settings, and whoever gives them."""
