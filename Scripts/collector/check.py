"""Holds PowerShell scripts against a grammar of the language and against what their commands are documented to take.

Prints one line for each fault, `file:line: what`, and ends with 1 when there are any. Fixtures/collector/documented.json says which
parameters a command has, which values some of them take, and by which names properties may be asked for.
"""

import json
import pathlib
import sys

import tree_sitter
import tree_sitter_powershell

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTED = json.loads((ROOT / "Fixtures/collector/documented.json").read_text())
PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


class Script:
    """One script: its tree, its functions, and the hashes and lists that its variables hold."""

    def __init__(self, path):
        self.path = path
        self.source = path.read_bytes()
        self.root = PARSER.parse(self.source).root_node
        self.faults = []
        self.functions = {}
        self.hashes = {}
        self.lists = {}

    def text(self, node):
        return self.source[node.start_byte : node.end_byte].decode()

    def fault(self, node, words):
        self.faults.append(f"{self.path.name}:{node.start_point[0] + 1}: {words}")

    def read(self):
        for node in walk(self.root):
            if node.type == "ERROR" or node.is_missing:
                self.fault(node, "is no PowerShell")
            elif node.type == "function_statement":
                self.read_function(node)
            elif node.type == "assignment_expression":
                self.read_assignment(node)

    def read_function(self, node):
        name = next(self.text(child) for child in node.children if child.type == "function_name")
        block = next((inner for inner in walk(node) if inner.type == "param_block"), None)
        parameters = [inner for inner in walk(block) if inner.type == "script_parameter"] if block else []
        self.functions[name.lower()] = [
            self.text(next(inner for inner in walk(parameter) if inner.type == "variable")).lstrip("$").lower()
            for parameter in parameters
        ]

    def read_assignment(self, node):
        target, value = self.text(node.children[0]).strip(), node.children[-1]
        variable, _, member = target.partition(".")
        variable = variable.lower().lstrip("$")
        if member:
            self.hashes.setdefault(variable, []).append(member)
            return
        hash_node = next((inner for inner in walk(value) if inner.type == "hash_literal_expression"), None)
        if hash_node is not None:
            self.hashes[variable] = [
                self.text(inner.children[0]).strip() for inner in walk(hash_node) if inner.type == "hash_entry"
            ]
        self.lists[variable] = [
            self.text(inner).strip("'") for inner in walk(value) if inner.type == "string_literal"
        ]

    def commands(self):
        for node in walk(self.root):
            if node.type != "command":
                continue
            name = next((self.text(child) for child in node.children if child.type == "command_name"), None)
            if name is None:
                continue
            elements = next((child for child in node.children if child.type == "command_elements"), None)
            yield node, name, list(elements.children) if elements is not None else []


def check_command(script, functions, node, name, elements):
    known = functions.get(name.lower())
    if known is None:
        documented = DOCUMENTED["commands"].get(name)
        if documented is None:
            script.fault(node, f"{name} is no command that is documented here, nor a function of the scripts")
            return
        known = [parameter.lower() for parameter in documented]
    common = [parameter.lower() for parameter in DOCUMENTED["common"]]
    asked = []
    for index, element in enumerate(elements):
        words = script.text(element)
        if element.type == "command_parameter":
            parameter = words.lstrip("-").rstrip(":")
            asked.append(parameter)
            following = next((e for e in elements[index + 1 :] if e.type != "command_argument_sep"), None)
            if name + " -" + parameter in DOCUMENTED["properties-of"] and following is not None:
                variable = script.text(following).lstrip("$").lower()
                for value in script.lists.get(variable, [script.text(following)]):
                    if value not in DOCUMENTED["properties"] and value not in DOCUMENTED["properties-of-scripts"]:
                        script.fault(node, f"{value} is no property that {name} is documented to give")
        elif words.startswith("@") and words[1:2].isalpha():
            asked += script.hashes.get(words[1:].lower(), [])
            if words[1:].lower() not in script.hashes:
                # The parameters of a function go through as they are.
                continue
    for parameter in asked:
        if parameter.lower() not in known + common:
            script.fault(node, f"{name} has no parameter -{parameter}")


def check_dates(script):
    """Dates that -f writes are in the culture's calendar and digits."""
    for node in walk(script.root):
        if node.type in ("string_literal", "expandable_string_literal") and "{" in script.text(node):
            if any(mark in script.text(node) for mark in (":yyyy", ":MM", ":dd", ":HH", ":o}", ":s}", ":u}", ":d}", ":g}")):
                script.fault(node, "a date is written by -f, in whatever calendar the computer's culture has")
        if node.type == "invokation_expression" and ".ToString('" in script.text(node):
            words = script.text(node)
            if words.startswith("$") and "yyyy" in words.split(".ToString('")[-1] and "InvariantCulture" not in words:
                script.fault(node, "a date is written without the invariant culture")


def main(paths):
    scripts = [Script(pathlib.Path(path)) for path in paths]
    functions = {}
    for script in scripts:
        script.read()
        functions.update(script.functions)
    for script in scripts:
        for node, name, elements in script.commands():
            check_command(script, functions, node, name, elements)
        check_dates(script)
    faults = [fault for script in scripts for fault in script.faults]
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{len(scripts)} scripts, {sum(1 for s in scripts for _ in s.commands())} commands: nothing wrong")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or sorted((ROOT / "Collector").glob("*.ps*1"))))
