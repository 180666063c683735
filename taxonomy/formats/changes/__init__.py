"""What a release changed against the one before, for programs, spreadsheets and people."""
