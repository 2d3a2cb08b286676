"""Pure decisions of the house: no web, no database, no clock. Time is always an argument."""
