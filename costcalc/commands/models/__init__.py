"""The commands that look up models."""
