"""Errors, identifiers, time, paths, words and shipped files; nothing else."""
