"""The one written notation of every kind of value: reading it and writing it."""
