"""From a report to text or bytes, one file a format."""
