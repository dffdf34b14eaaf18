"""Bringing a list in: where it comes from, how it is understood, and where it goes. Free, and nothing is sent."""
