"""Shows what a check found: as data, as a terminal shows it, as JSON and as SARIF."""
