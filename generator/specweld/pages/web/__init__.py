"""The web: what a URL stands for, fetched within limits and remembered."""
