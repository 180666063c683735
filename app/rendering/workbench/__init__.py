"""What the screens of the workbench show: plain values, read from the record."""
