"""From a usage and an offer to an exact quote, and from one currency to another."""
