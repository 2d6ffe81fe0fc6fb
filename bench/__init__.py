"""Measurements of speed; they print ratios and assert nothing."""
