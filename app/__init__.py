"""The service: the record, the archive, the HTTP face and the command line."""
