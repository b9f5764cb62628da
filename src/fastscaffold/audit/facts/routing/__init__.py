"""Applications, routers and routes, with what stands around them: middleware and headers."""
