"""The assistant. `VERSION` is that of pyproject.toml; a test keeps the two in step."""

VERSION = "0.1.0"
