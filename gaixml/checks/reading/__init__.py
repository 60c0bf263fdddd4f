"""What rules read in a report: its sections, passages, sentences and what they state; instruments and their dates."""
