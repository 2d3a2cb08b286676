"""Every question put to several records, by subject; each starts from what the asker may see."""
