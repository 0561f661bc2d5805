"""The language server editors run (VS Code's YAML extension, coc.nvim, JetBrains' LSP), spoken to over its own pipes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading

import pytest

SERVER = "yaml-language-server"


class Editor:
    """One server, as an editor starts it: files are opened from disk, a place is asked for by what stands around it."""

    def __init__(self, command):
        self._server = subprocess.Popen([command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self._number = 0
        self._clock = threading.Timer(60, self._server.kill)
        self._clock.start()
        snippets = {"completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}}}
        self._ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {"textDocument": snippets}})
        self._tell("initialized", {})

    def open(self, path, text):
        """The file as the person types it; what is on the disk beside it is what the modeline finds."""
        self._uri, self._text = path.as_uri(), text
        document = {"uri": self._uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})

    def hover(self, before, word):
        """What the pointer shows on `word`, the first one after `before`."""
        found = self._ask("textDocument/hover", self._at(self._text.index(word, self._text.index(before)) + 1))
        return found["contents"]["value"] if found else ""

    def complete(self, before):
        """What is offered right after the text `before`: label to documentation."""
        found = self._ask("textDocument/completion", self._at(self._text.index(before) + len(before)))
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: _plain(item.get("documentation", "")) for item in items}

    def problems(self):
        """What the editor underlines: line (from 1) and message, once the file has been read."""
        while True:
            said = self._read()
            self._answer(said)
            if said.get("method") == "textDocument/publishDiagnostics" and said["params"]["uri"] == self._uri:
                return [(d["range"]["start"]["line"] + 1, d["message"]) for d in said["params"]["diagnostics"]]

    def close(self):
        self._clock.cancel()
        self._server.kill()
        self._server.communicate()

    def _at(self, offset):
        before = self._text[:offset]
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return {"textDocument": {"uri": self._uri}, "position": place}

    def _ask(self, method, params):
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            said = self._read()
            if said.get("id") == self._number and "method" not in said:
                assert "error" not in said, said
                return said["result"]
            self._answer(said)

    def _answer(self, said):
        """The server asks back for settings; it gets none, as from an editor nobody has configured."""
        if "id" in said and "method" in said:
            asked = said["params"].get("items", []) if said["method"] == "workspace/configuration" else None
            self._send({"id": said["id"], "result": asked and [{} for _ in asked]})

    def _tell(self, method, params):
        self._send({"method": method, "params": params})

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._server.stdin.flush()

    def _read(self):
        length = 0
        while line := self._server.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        assert length, "the server has stopped"
        return json.loads(self._server.stdout.read(length))


def _plain(documentation):
    return documentation["value"] if isinstance(documentation, dict) else documentation


@pytest.fixture
def editor():
    """A running server; the test is left out where there is none."""
    command = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which(SERVER)
    if command is None:
        pytest.skip(f"{SERVER} is not installed (npm install -g {SERVER}, or YAML_LANGUAGE_SERVER=path)")
    editor = Editor(command)
    yield editor
    editor.close()
