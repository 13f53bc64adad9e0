from __future__ import annotations

import pytest

from specweld.pages.words import snake_case


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("get", "get"),
        ("findSimilarVoices", "find_similar_voices"),
        ("exchangeAuthCodeForAPIKey", "exchange_auth_code_for_api_key"),
        ("create-folder", "create_folder"),
        ("delete_document_rag_index", "delete_document_rag_index"),
        ("HTTPServer", "http_server"),
        ("v1", "v1"),
        ("mp3Format", "mp3_format"),
        ("itemsV2", "items_v2"),
        ("a  b..c", "a_b_c"),
        ("Größe", "größe"),
        ("..", ""),
        ("", ""),
    ],
)
def test_snake_case(text: str, expected: str) -> None:
    assert snake_case(text) == expected
