"""OpenAPI documents: load, normalise, merge, dedupe, overlay, validate."""
