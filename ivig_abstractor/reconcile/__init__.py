"""Compare, align and agree on two abstractions of one study."""
