from __future__ import annotations

import json
from importlib import import_module
from pkgutil import iter_modules

from app import wire
from tests.app.serving import PUBLIC_URL, Client


def test_the_type_of_a_problem_leads_to_its_meaning(client: Client) -> None:
    problem = client.get("/v1/schemes/competent/releases/9.9").json()
    meaning = client.get(problem["type"].removeprefix(PUBLIC_URL)).json()
    assert meaning["code"] == problem["code"]
    assert meaning["status"] == 404


def test_error_codes_have_a_page_for_people(client: Client) -> None:
    page = client.get("/errors/not-acceptable", accept="text/html")
    assert page.headers["content-type"].startswith("text/html")
    assert "not-acceptable" in page.text
    assert client.get("/errors", accept="text/html").text.count("<h2>") > 15


def test_every_code_is_listed_once(client: Client) -> None:
    codes = [it["code"] for it in client.get("/errors").json()["items"]]
    assert len(codes) == len(set(codes))


def test_an_unknown_code_is_not_found(client: Client) -> None:
    assert client.get("/errors/none").status_code == 404


def test_the_page_of_operations_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/docs").text
    assert "<script" not in page
    assert "//" not in page.replace("<!doctype", "")
    assert "GET /v1/schemes/{scheme}/releases/{version}/concepts/{id}" in page


def test_the_page_of_operations_tells_what_a_query_may_ask(client: Client) -> None:
    page = client.get("/docs").text
    operations = client.get("/openapi.json").json()["paths"].values()
    ids = [operation["operationId"] for item in operations for operation in item.values()]
    assert all(f'<section id="{it}">' in page for it in ids)
    assert "<code>linked_to</code>: Who links to this concept" in page
    assert "`" not in page
    assert "`" not in client.get("/errors", accept="text/html").text


def test_every_operation_has_an_example_of_its_answer(client: Client) -> None:
    document = client.get("/openapi.json").json()
    without = [
        path
        for path, item in document["paths"].items()
        for operation in item.values()
        for media, content in operation["responses"].get("200", {}).get("content", {}).items()
        if media == "application/json" and "example" not in content
    ]
    assert without == []


def test_what_may_be_absent_is_never_null(client: Client) -> None:
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    null = {"type": "null"}
    optional = [
        (name, field)
        for name, schema in schemas.items()
        for field, it in schema.get("properties", {}).items()
        if null in it.get("anyOf", ()) and field not in schema["required"]
    ]
    asked = [
        (path, parameter["name"])
        for path, item in document["paths"].items()
        for operation in item.values()
        for parameter in operation.get("parameters", ())
        if null in parameter["schema"].get("anyOf", ())
    ]
    assert (optional, asked) == ([], [])
    assert null in schemas["Release"]["properties"]["previous"]["anyOf"]


def test_a_label_set_has_a_name_of_its_own(client: Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["Brief"]["properties"]["pref_label"] == {"$ref": "#/components/schemas/LabelSet"}


def test_every_body_has_an_example(client: Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["BatchQuestion"]["example"]["ids"]


def test_every_operation_declares_problems(client: Client) -> None:
    document = client.get("/openapi.json").json()
    assert all(
        "application/problem+json" in operation["responses"]["500"]["content"]
        for item in document["paths"].values()
        for operation in item.values()
    )
    assert "HTTPValidationError" not in json.dumps(document)


def test_every_schema_has_a_name_that_generated_clients_can_use(client: Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    crowded = [it for it in schemas if "__" in it or it.endswith(("-Input", "-Output"))]
    assert (
        crowded == []
    )  # two classes of one name: a generator leaves one out, and all that refers to it


def test_the_examples_are_what_the_models_describe(client: Client) -> None:
    document = client.get("/openapi.json").json()
    rooms = [import_module(f"app.wire.{it.name}") for it in iter_modules(wire.__path__)]
    models = {name: it for room in rooms for name, it in vars(room).items()}
    checked = 0
    for item in document["paths"].values():
        for operation in item.values():
            content = operation["responses"].get("200", {}).get("content", {})
            body = content.get("application/json", {})
            name = body.get("schema", {}).get("$ref", "").rpartition("/")[2]
            if name:
                models[name].model_validate(body["example"])
                checked += 1
    assert checked > 15
