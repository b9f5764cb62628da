"""What features build on: repository, pagination, filters and schema types."""
