"""The commands that look into the price book."""
