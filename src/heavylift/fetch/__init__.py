"""Fetch published data: the one layer that opens connections.

A plan says what will be fetched and from where; it is printed before anything else is
asked for. Each file is written beside its place, checked, and renamed when whole. What
became of every address is in a record beside the files.
"""
