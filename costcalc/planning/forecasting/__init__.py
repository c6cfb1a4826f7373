"""From a workload to what its months cost at each offer, and how sure that is."""
