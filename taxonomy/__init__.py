"""The library: taxonomies as values, in and out; it knows no web and no database."""
