"""The place Reconcile: decide what differs, see how often it does, take in hand-ins."""
