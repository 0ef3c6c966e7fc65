"""Prints the GraphQL documents that the wandb of this environment sends, as JSON: [[name, where, document], …].

They are constants of the Go program in the wheel and strings in its Python files. Documents that the client
puts together at run time have placeholders and are left out.
"""
import ast
import json
import os
import re
import sys

import wandb

ROOT = os.path.dirname(wandb.__file__)
PLACEHOLDER = re.compile(r"\b_[A-Z][A-Za-z_]*_\b|<X>|%s|\$\{")


def squeeze(text):
    return re.sub(r"\s+", " ", re.sub(r"#[^\n]*", "", text)).strip()


def definitions(text, start):
    """Yields (kind, name, text) of each definition whose braces close."""
    for m in re.finditer(start, text):
        depth = parens = 0
        for i in range(m.start(1), min(m.start(1) + 20000, len(text))):
            c = text[i]
            parens += (c == "(") - (c == ")")
            depth += (c == "{") - (c == "}")
            if c == "}" and depth == 0 and parens == 0:
                yield m.group(1), m.group(2), squeeze(text[m.start(1) : i + 1])
                break
            if c == "\0" or depth < 0:
                break


def program():
    with open(os.path.join(ROOT, "bin", "wandb-core"), "rb") as f:
        text = f.read().decode("latin-1")
    for d in definitions(text, r"\n(query|mutation|fragment) (\w+)"):
        yield "wandb-core", d


def sources():
    for folder, _, files in os.walk(ROOT):
        for name in files:
            path = os.path.join(folder, name)
            if not name.endswith(".py") or "vendor" in folder:
                continue
            with open(path, encoding="utf-8") as f:
                tree = ast.parse(f.read())
            for n in ast.walk(tree):
                text = ""
                if isinstance(n, ast.Constant) and isinstance(n.value, str):
                    text = n.value
                elif isinstance(n, ast.JoinedStr):
                    text = "".join(x.value if isinstance(x, ast.Constant) else "<X>" for x in n.values)
                if "{{" in text:  # for str.format
                    text = text.replace("{{", "{").replace("}}", "}")
                if "{" in text:
                    for d in definitions(text, r"(?:^|(?<=\s))(query|mutation|fragment)\s+(\w+)(?=[\s({])"):
                        yield os.path.relpath(path, ROOT), d


def main():
    fragments, operations = {}, []
    for where, (kind, name, text) in [*program(), *sources()]:
        if PLACEHOLDER.search(text):
            continue
        if kind == "fragment":
            fragments.setdefault((where == "wandb-core", name), text)
        else:
            operations.append((name, where, text))
    out = set()
    for name, where, text in operations:
        needed, missing = [], False
        queue = re.findall(r"\.\.\. ?(?!on\b)(\w+)", text)
        while queue:
            f = queue.pop()
            if f in needed:
                continue
            body = fragments.get((where == "wandb-core", f))
            if body is None:
                missing = True
                break
            needed.append(f)
            text += " " + body
            queue += re.findall(r"\.\.\. ?(?!on\b)(\w+)", body)
        if not missing:
            out.add((name, where, text))
    json.dump(sorted(out), sys.stdout)


main()
