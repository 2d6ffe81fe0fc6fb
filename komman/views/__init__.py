"""Blocks for one notebook each: outcomes in, sentences, tables and pictures out."""
