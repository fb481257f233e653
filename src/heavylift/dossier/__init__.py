"""The folder that leaves the building."""
