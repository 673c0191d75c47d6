"""The GraphQL schema, one module a feature; assembled in `assembly.py`."""
