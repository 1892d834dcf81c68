"""Abstract, check and print studies of intravenous immunoglobulin."""

__version__ = "0.1.0"
