"""ActiVAte: a person and a classifier label images together (Legg, Smith and Downing 2019)."""

__version__ = "0.1.0"
