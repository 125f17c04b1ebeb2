#!/usr/bin/env python3
"""Holds bodies against Fixtures/partner/api/openapi.json, with as much of JSON Schema as that page uses.

    schema.py NNNN-CALL.json…        says what is wrong with each, and ends with 1 when anything is
"""
import json
import os
import re
import sys

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Fixtures", "partner", "api", "openapi.json")
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}


class Page:
    def __init__(self, path=PAGE):
        with open(path, encoding="utf-8") as file:
            self.document = json.load(file)
        self.patterns = {}

    def body(self, call):
        """The schema of a call's body."""
        return self.document["paths"]["/api/sync/hashed/" + call]["post"]["requestBody"]["content"]["application/json"]["schema"]

    def fault(self, call, value):
        """What is wrong with a body, without its values; None when nothing is."""
        return self._fault(value, self.body(call), call)

    def _resolved(self, schema):
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def _fault(self, value, schema, place):
        schema = self._resolved(schema)
        wanted = schema.get("type")
        if wanted == "integer":
            if not isinstance(value, int) or isinstance(value, bool):
                return f"{place} is no integer"
            if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
                return f"{place} is out of bounds"
        elif wanted and (not isinstance(value, TYPES[wanted]) or isinstance(value, bool) != (wanted == "boolean")):
            return f"{place} is no {wanted}"
        if "enum" in schema and value not in schema["enum"]:
            return f"{place} is none of the words"
        if isinstance(value, str):
            return self._text(value, schema, place)
        if isinstance(value, list):
            return self._list(value, schema, place)
        if isinstance(value, dict):
            return self._object(value, schema, place)
        return None

    def _text(self, value, schema, place):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            return f"{place} is too short or too long"
        if "pattern" in schema:
            pattern = self.patterns.setdefault(schema["pattern"], re.compile(schema["pattern"].replace("$", r"\Z")))
            if not pattern.search(value):
                return f"{place} has not its form"
        return None

    def _list(self, value, schema, place):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            return f"{place} has too few or too many items"
        if schema.get("uniqueItems") and len({json.dumps(item, sort_keys=True) for item in value}) != len(value):
            return f"{place} has an item twice"
        for number, item in enumerate(value):
            fault = self._fault(item, schema.get("items", {}), f"{place}[{number}]")
            if fault:
                return fault
        return None

    def _object(self, value, schema, place):
        for name in schema.get("required", []):
            if name not in value:
                return f"{place} lacks {name}"
        if len(value) < schema.get("minProperties", 0):
            return f"{place} is empty"
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name, item in value.items():
            if name in known:
                fault = self._fault(item, known[name], f"{place}.{name}")
            elif others is False:
                return f"{place} has something that it should not have"
            else:
                fault = None if others is True else self._fault(item, others, f"{place}.(name)")
            if fault:
                return fault
        return None


def main():
    page, status = Page(), 0
    for path in sys.argv[1:]:
        call = os.path.basename(path).split("-", 1)[1].removesuffix(".json")
        with open(path, encoding="utf-8") as file:
            fault = page.fault(call, json.load(file))
        if fault:
            print(f"{path}: {fault}")
            status = 1
    sys.exit(status)


if __name__ == "__main__":
    main()
