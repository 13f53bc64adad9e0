"""From published API documentation to a typed Python client."""
