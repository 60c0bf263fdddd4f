"""Work on many inputs: one bad file never stops the rest, nothing that is done is done again."""
