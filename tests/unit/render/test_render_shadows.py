"""Names of a package that its own submodules must not hide."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from specweld.render import places
from specweld.render.package import render
from stages.render import api_of

MODELS_BESIDE = """
servers: [{url: 'https://api.acme.dev'}]
paths:
  /models:
    get:
      operationId: models_list
      tags: [models]
      responses: {'204': {description: Fine}}
  /rank:
    post:
      operationId: rank
      responses:
        '200':
          description: Fine
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Thing: {type: object, required: [id], properties: {id: {type: string}}}
"""


@pytest.mark.parametrize("colour", ["Acme", "AsyncAcme"])
def test_a_resource_called_like_the_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, colour: str
) -> None:
    """A submodule becomes a name of its package: `aio.models` must not hide the models."""
    monkeypatch.setattr(places, "MOST_MODELS_IN_ONE_FILE", 0)
    for file in render(api_of(MODELS_BESIDE)):
        path = tmp_path / "acme" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    program = f"""
import asyncio, inspect
import httpx2
from acme import {colour}
handler = lambda request: httpx2.Response(200, json={{"id": "x"}})
pool = httpx2.{"AsyncClient" if colour == "AsyncAcme" else "Client"}
client = {colour}(http_client=pool(transport=httpx2.MockTransport(handler)))
assert client.models is client.models

async def whole(found):
    return await found if inspect.isawaitable(found) else found

print(asyncio.run(whole(client.rank())))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.stdout, done.stderr) == ("Thing(id='x')\n", "")
