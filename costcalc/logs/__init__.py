"""Readers of what was or will be sent: prompt files, chat requests, streams of requests."""
