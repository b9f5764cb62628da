"""Run as a module: says what keeps the application from starting, and exits with 1."""

from app.main import create_app

if __name__ == "__main__":
    create_app()
