"""From records to facts: the official forms (grammar/forms/) give every figure its meaning."""
