"""Files of places, as this program and other tools write them, read into a Scenario."""
