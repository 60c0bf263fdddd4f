"""The rules by which a report is checked: one family a module, one rule a function, on its archive alone."""
