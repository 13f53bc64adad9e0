from __future__ import annotations

import pytest

from specweld.api.spelling import (
    class_identifier,
    constant_case,
    identifier,
    is_class_name,
    module_name,
)


@pytest.mark.parametrize(
    ("wire_name", "expected"),
    [
        ("exchangeAuthCodeForAPIKey", "exchange_auth_code_for_api_key"),
        ("X-Client-Name", "x_client_name"),
        ("HTTPValidationError", "http_validation_error"),
        ("preview_b64", "preview_b64"),
        ("audioBase64", "audio_base64"),
        ("s3Bucket", "s3_bucket"),
        ("voiceIDs", "voice_ids"),
        ("getOAuth2Token", "get_oauth2_token"),
        ("V1", "v1"),
        ("URL", "url"),
        ("AWS_KEY", "aws_key"),
        ("foo__bar", "foo_bar"),
        ("_meta", "meta"),
        ("__class__", "class_"),
        ("import", "import_"),
        ("None", "none"),
        ("match", "match"),
        ("2fa", "field_2fa"),
        ("+1", "plus_1"),
        ("-1", "minus_1"),
        ("$ref", "ref"),
        ("a.b[c]", "a_b_c"),
        ("naïve", "naïve"),
        ("\uff46ull", "full"),
        ("名前", "名前"),
        ("½", "field_1_2"),
        ("*", "field"),
        ("", "field"),
        ("a" * 3000, "a" * 150),
        ("名" * 3000, "名" * 50),
        ("a" * 149 + "-b", "a" * 149),
    ],
)
def test_identifier(wire_name: str, expected: str) -> None:
    assert identifier(wire_name, fallback="field") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VoiceResponseModel", "VoiceResponseModel"),
        ("Body_text_to_speech_full", "BodyTextToSpeechFull"),
        ("ASTBooleanNode-Input", "ASTBooleanNodeInput"),
        ("apidata.APIError", "ApidataAPIError"),
        ("API Keys_createKeys_Response_201", "APIKeysCreateKeysResponse201"),
        ("_Private", "Private"),
        ("2FA", "Schema2FA"),
        ("none", "None_"),
        ("名前", "Schema名前"),
        ("!", "Schema"),
    ],
)
def test_class_identifier(text: str, expected: str) -> None:
    assert class_identifier(text, fallback="Schema") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Production EU", "PRODUCTION_EU"),
        ("2nd", "SERVER_2ND"),
        ("", "SERVER"),
    ],
)
def test_constant_case(text: str, expected: str) -> None:
    assert constant_case(text, fallback="server") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voice", True),
        ("voice", False),
        ("Voice_Model", False),
        ("None", False),
        ("", False),
    ],
)
def test_is_class_name(text: str, expected: bool) -> None:
    assert is_class_name(text) is expected


def test_module_names_avoid_devices_of_windows() -> None:
    names = ("aux", "com1", "lpt9", "com", "voices")
    assert [module_name(each) for each in names] == [
        "aux_",
        "com1_",
        "lpt9_",
        "com",
        "voices",
    ]
