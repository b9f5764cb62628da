"""What clients send: bodies, parameters, and what these are bound to."""
