"""What a reviewer can do; each operation is one transaction."""
