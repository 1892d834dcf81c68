"""From answers to blocks, and from blocks to the PDF."""
