"""The form and the answers in formats other programs read."""
