"""A client of runledger's API, as small as it can be: urllib and JSON."""

import json
import math
import urllib.error
import urllib.request


class Refused(Exception):
    """The server's answer says no; the text says why and what to do."""


class Server:
    def __init__(self, url, key, project):
        self.url, self.key, self.project = url.rstrip("/"), key, project
        self.position = ""  # reads that wait for it include all that was logged

    def ask(self, method, path, body=None):
        """Sends JSON below /api/v1 and returns the JSON that comes back."""
        text = None if body is None else json.dumps(body).encode()
        return self.send(method, path, text, "application/json")

    def about(self, method, path, body=None):
        """The same below the demo's project."""
        return self.ask(method, f"/projects/{self.project}{path}", body)

    def log(self, lines):
        """Appends lines to the log; what is acknowledged is on the disk."""
        text = "\n".join(json.dumps(line, default=number) for line in lines).encode()
        answer = self.send("POST", "/ingest", text, "application/x-ndjson")
        if answer.get("rejected_total"):
            raise Refused(f"lines were rejected: {answer['rejected'][:3]}")
        self.position = answer["position"]

    def run_ids(self):
        """Ids of the project's runs; none if there's no project yet."""
        try:
            wait = f"&wait_for={self.position}" if self.position else ""
            page = self.about("GET", f"/runs?limit=1000{wait}")
        except Refused as refused:
            if refused.args[1:] == (404,):
                return set()
            raise
        return {run["id"] for run in page["runs"] or []}

    def send(self, method, path, body, kind):
        request = urllib.request.Request(self.url + "/api/v1" + path, data=body, method=method)
        request.add_header("Authorization", f"Bearer {self.key}")
        request.add_header("Content-Type", kind)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {path}: {error.code} {error.read().decode()}", error.code) from None


def number(value):
    """numpy's numbers as Python's."""
    return value.item()


def finite(value):
    return isinstance(value, (int, float)) and math.isfinite(value)
