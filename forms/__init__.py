"""What a person may send us, by subject. Shape is checked here, meaning in `rules/`."""
