"""The registry: every quirk that we know, in the order in which they are put right."""

from __future__ import annotations

from specweld.spec.quirks.auth import AUTH_HEADER_PARAMETER, DESCRIBED_PREFIX
from specweld.spec.quirks.bodies import BODY_REQUIRED, MISSING_UPLOAD_FIELDS
from specweld.spec.quirks.docs_noise import (
    ANY_TYPE_DESCRIPTION,
    FOLDER_TAGS,
    MDX_IN_DESCRIPTIONS,
    NESTED_TAGS,
    SUBPACKAGE_TAGS,
)
from specweld.spec.quirks.enums import (
    BOOLEAN_LITERAL_OBJECTS,
    ENUM_VALUE_OBJECTS,
    STRING_LITERAL_OBJECTS,
)
from specweld.spec.quirks.names import (
    COMPONENT_NAME_CHARACTERS,
    REDUNDANT_TITLE,
    TYPE_PREFIX,
)
from specweld.spec.quirks.page_facts import (
    DEFAULT_SERVER,
    MISSING_SERVERS,
    SYNTHETIC_INFO,
    UNQUOTED_VERSION,
)
from specweld.spec.quirks.platform_keys import APIDOG_KEYS, PAGE_ID
from specweld.spec.quirks.quirk import (
    Changed,
    DocumentRule,
    NodeRule,
    Quirk,
)
from specweld.spec.quirks.responses import (
    EMPTY_CONTENT,
    EMPTY_OBJECT_RESPONSE,
    EVENT_STREAM_OF_BYTES,
    RESPONSE_WITHOUT_CONTENT,
)
from specweld.spec.quirks.schemas import PLACEHOLDER_PROPERTY
from specweld.spec.quirks.security import (
    BEARER_SCHEME_TYPE,
    REQUIREMENT_EXTENSIONS,
    UNSECURED_OPERATIONS,
)
from specweld.spec.quirks.unions import (
    DUPLICATE_UNION_MEMBERS,
    IMPLICIT_DISCRIMINATOR,
    ONE_OF_NULL,
    UNION_OF_LITERALS,
)

__all__ = [
    "QUIRKS",
    "QUIRK_IDS",
    "Changed",
    "DocumentRule",
    "NodeRule",
    "Quirk",
]

QUIRKS: tuple[Quirk, ...] = (
    # Names first, so that all that follows sees one name for one thing.
    TYPE_PREFIX,
    COMPONENT_NAME_CHARACTERS,
    UNQUOTED_VERSION,
    REQUIREMENT_EXTENSIONS,
    UNSECURED_OPERATIONS,
    APIDOG_KEYS,
    PAGE_ID,
    # One pass over all nodes; a union is looked at when its members are right.
    ENUM_VALUE_OBJECTS,
    STRING_LITERAL_OBJECTS,
    BOOLEAN_LITERAL_OBJECTS,
    ANY_TYPE_DESCRIPTION,
    MDX_IN_DESCRIPTIONS,
    DUPLICATE_UNION_MEMBERS,
    ONE_OF_NULL,
    NESTED_TAGS,
    SUBPACKAGE_TAGS,
    FOLDER_TAGS,
    BEARER_SCHEME_TYPE,
    DESCRIBED_PREFIX,
    PLACEHOLDER_PROPERTY,
    EMPTY_CONTENT,
    # What depends on other parts of the document.
    REDUNDANT_TITLE,
    UNION_OF_LITERALS,
    IMPLICIT_DISCRIMINATOR,
    AUTH_HEADER_PARAMETER,
    MISSING_UPLOAD_FIELDS,
    BODY_REQUIRED,
    EVENT_STREAM_OF_BYTES,
    EMPTY_OBJECT_RESPONSE,
    RESPONSE_WITHOUT_CONTENT,
    MISSING_SERVERS,
    DEFAULT_SERVER,
    SYNTHETIC_INFO,
)

QUIRK_IDS: frozenset[str] = frozenset(quirk.id for quirk in QUIRKS)
