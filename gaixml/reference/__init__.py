"""What running text refers to: instruments, their provisions, document numbers, dates, amounts, places of contact."""
