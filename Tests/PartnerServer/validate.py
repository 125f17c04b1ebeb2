#!/usr/bin/env python3
"""Holds the page of the calls against OpenAPI 3.1, and bodies against the page, with programs that are not ours.

    validate.py NNNN-CALL.json…       needs openapi-spec-validator and jsonschema; Scripts/partner/prepare brings them
"""
import json
import os
import sys

import jsonschema
import openapi_spec_validator

from schema import PAGE


def main():
    with open(PAGE, encoding="utf-8") as file:
        page = json.load(file)
    openapi_spec_validator.validate(page)
    for path in sys.argv[1:]:
        call = os.path.basename(path).split("-", 1)[1].removesuffix(".json")
        schema = page["paths"]["/api/sync/hashed/" + call]["post"]["requestBody"]["content"]["application/json"]["schema"]
        with open(path, encoding="utf-8") as file:
            jsonschema.Draft202012Validator({**schema, "components": page["components"]}).validate(json.load(file))
    print(f"{len(sys.argv) - 1} bodies")


if __name__ == "__main__":
    main()
