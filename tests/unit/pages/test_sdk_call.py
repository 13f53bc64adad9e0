from __future__ import annotations

import pytest

from specweld.pages.page import Sample
from specweld.pages.sdk_call import (
    SdkCall,
    find_python_sample,
    read_python_call,
    read_typescript_call,
)


def call(
    client: str,
    module: str,
    *segments: str,
    credential: str = "",
    later: tuple[tuple[str, ...], ...] = (),
) -> SdkCall:
    return SdkCall(
        client=client,
        module=module,
        credential=credential,
        segments=segments,
        later=later,
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "from cats import Cats\n\nclient = Cats(\n)\n\nclient.toys.get(\n)\n",
            call("Cats", "cats", "toys", "get"),
        ),
        (
            "import cats\nco = cats.ClientV2()\nresponse = co.chat(\n",
            call("ClientV2", "cats", "chat"),
        ),
        (
            "from cats.toys import (\n  Toy,\n  Cats,\n)\ntoy = Toy()\nc = Cats()\nc.add(toy)",
            call("Cats", "cats.toys", "add"),
        ),
        (
            "c = Cats()\nfor each in c.toys.stream(x=c.no()):\n  pass",
            call("Cats", "", "toys", "stream", later=(("no",),)),
        ),
        (
            "c = Cats()\nwith c.toys.with_streaming_response.get() as toy:\n  pass",
            call("Cats", "", "toys", "get"),
        ),
        ("# c.no()\nc = Cats()\n# c.no()\nc.yes()", call("Cats", "", "yes")),
        ("c = Cats()\nabc.no()\nx.c.no()\nc.yes(", call("Cats", "", "yes")),
        ("import requests\nr = requests.get(url)\nprint(r.json())", None),
        ("import requests\ns = requests.Session()\nprint(s)", None),
        ("client = Cats()", None),
        ("", None),
    ],
)
def test_read_python_call(code: str, expected: SdkCall | None) -> None:
    assert read_python_call(code) == expected


@pytest.mark.parametrize(
    ("arguments", "credential"),
    [
        ("", ""),
        ('access_token="YOUR_ACCESS_TOKEN",\n', "access_token"),
        ("\n    base_url='x',\n    token=os.environ.get('A', token='b'),\n", "token"),
        ("api_key=key", "api_key"),
        ("key, timeout=3", ""),
        ("client_key='a', client_secret='b'", ""),
        ("headers={'a': 'b', }, url=f(x, secret=1)", ""),
        ("text='a, token=b', monkey=1", ""),
        ("token == 1", ""),
        ("TOKEN='a', _token='b', tok\u0435n='c'", ""),
        ("x" * 3000 + ", token=1", ""),
    ],
)
def test_the_argument_for_the_credential(arguments: str, credential: str) -> None:
    found = read_python_call(f"c = Cats({arguments})\nc.get()")
    assert found == call("Cats", "", "get", credential=credential)


@pytest.mark.parametrize(
    ("code", "segments"),
    [
        (
            "const client = new Cats({\n  x: 1,\n});\nawait client.toyBoxes.getAll({});",
            ("toyBoxes", "getAll"),
        ),
        ("let c: Cats = new Cats();\nc.a.b()", ("a", "b")),
        ("const response = await fetch(url, options);", None),
        ("const d = new Date();\nconst c = new Cats();\nc.get()", ("get",)),
    ],
)
def test_read_typescript_call(code: str, segments: tuple[str, ...] | None) -> None:
    found = read_typescript_call([Sample(language="typescript", name="", code=code)])
    assert (found.segments if found else None) == segments


def test_the_first_sample_that_waits_for_nothing_is_taken() -> None:
    codes = {
        ("python", "Async"): "c = Cats()\nc.get()",
        ("python", ""): "c = Cats()\nasync def main():\n  await c.get()",
        ("ruby", "x"): "c = Cats()\nc.get()",
        ("python", "Plain"): "c = Cats()\nc.get()",
        ("python", "Later"): "c = Cats()\nc.get()",
    }
    samples = [
        Sample(language=language, name=name, code=code)
        for (language, name), code in codes.items()
    ]
    found = find_python_sample(samples)
    assert found is not None
    assert found.name == "Plain"


@pytest.mark.parametrize(
    "code",
    [
        "const " + "a" * 200_000,
        "const x " * 50_000,
        "from x import (\n" * 20_000,
        "a = A(\n" * 20_000,
        "a = A(\na" + ".b" * 100_000,
    ],
    ids=["long name", "many names", "imports", "clients", "long path"],
)
def test_hostile_samples_take_no_longer_than_others(code: str) -> None:
    samples = [Sample(language="ts", name="", code=code)]
    assert (read_python_call(code), read_typescript_call(samples)) == (None, None)
