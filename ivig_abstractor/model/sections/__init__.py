"""The paper form: one file per section, one line per field."""
