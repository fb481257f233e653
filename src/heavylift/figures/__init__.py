"""Pictures for paper and page."""
