"""The form, the answers and the people of a review."""
