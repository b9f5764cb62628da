"""One package for each feature: router, service, repository, schemas and models side by side."""
