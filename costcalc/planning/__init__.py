"""What a workload costs and whether it fits: pure functions over usages, offers and dates."""
