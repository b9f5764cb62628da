"""The application of api."""
