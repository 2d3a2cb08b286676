"""The acts of the trade, by subject: each writes its records, none commits."""
