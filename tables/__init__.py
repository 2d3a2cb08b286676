"""What a record is and knows about itself, by subject. `models.py` is the one door to these tables."""
