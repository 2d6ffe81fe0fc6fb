"""KOMM-AN NRW: from a Kreis's funding ledgers to yearly outcomes and council reports."""

__version__ = "0.1.0"
