"""costcalc tells what an LLM workload costs, and whether it fits, before a request is sent."""

__version__ = "0.1.0"
