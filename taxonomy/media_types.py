"""The media types of what the service reads, writes and answers with (IANA media type registry)."""

from __future__ import annotations

__all__ = [
    "CSV",
    "HTML",
    "JSON",
    "JSON_LD",
    "JSON_PATCH",
    "JSON_SCHEMA",
    "NDJSON",
    "PARQUET",
    "SQLITE",
    "SVG",
    "TEXT",
    "TSV",
    "TURTLE",
    "XLSX",
    "YAML",
    "ZIP",
]

CSV = "text/csv; charset=utf-8"
HTML = "text/html; charset=utf-8"
JSON = "application/json"
JSON_LD = "application/ld+json"
JSON_PATCH = "application/json-patch+json"
JSON_SCHEMA = "application/schema+json"
NDJSON = "application/x-ndjson"
PARQUET = "application/vnd.apache.parquet"
SQLITE = "application/vnd.sqlite3"
SVG = "image/svg+xml"
TEXT = "text/plain; charset=utf-8"
TSV = "text/tab-separated-values; charset=utf-8"
TURTLE = "text/turtle"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YAML = "application/yaml"
ZIP = "application/zip"
