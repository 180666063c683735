"""The API's bodies as the OpenAPI document describes them; fields may be added, never change meaning."""
