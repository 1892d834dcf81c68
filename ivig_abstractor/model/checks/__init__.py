"""The rules an abstraction is checked against."""
