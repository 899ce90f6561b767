"""What a study found, from the rows of its tables alone: summaries, tests of significance, the paper's numbers."""
