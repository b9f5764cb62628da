"""Creates production-grade FastAPI projects and grows them, feature by feature."""

__version__ = "0.1.0"
