"""Who may call a route, and what lets somebody in."""
