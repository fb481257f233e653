"""What is known beforehand: airfields, runways, coasts."""
