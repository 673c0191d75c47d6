"""The domain of Simiti: plans, reconciliation, comparison and isolation, without web or queue."""
