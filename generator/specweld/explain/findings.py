"""What each kind of finding means, in one sentence a rule."""

from __future__ import annotations

_SETTINGS = {
    "config-missing-key": "specweld.toml lacks a setting that a client cannot do without.",
    "config-no-python-name": "A setting that becomes a Python name cannot be one.",
    "config-not-found": "There is no specweld.toml here or in a folder above.",
    "config-not-toml": "specweld.toml breaks the syntax of TOML.",
    "config-shared-output": "Two clients would be written to one folder.",
    "config-unknown-key": "specweld.toml has a setting that does not exist.",
    "config-unknown-value": "A setting takes one of a few words, and this is none of them.",
    "config-unreadable": "specweld.toml cannot be opened, or is not UTF-8.",
    "config-wrong-type": "A setting holds a value of another type than it should.",
}

_COMPARING = {
    "package-without-specs": "A generated client is compared that no config table writes.",
    "revision-unreadable": "Git knows no such revision, or no such path in it.",
    "side-not-found": "One side of a comparison does not exist.",
}

_FETCHING = {
    "fetch-budget": "Fetching takes longer, or more bytes, than one run is allowed.",
    "fetch-failed": "A request got no answer, or one that is no page.",
    "fetch-timeout": "A response was not complete in time.",
    "fetch-too-large": "A response is larger than any page.",
    "fetch-truncated": "A response ended before all of it had arrived.",
    "insecure-url": "A URL is not https, and not on this machine.",
    "lock-unreadable": "The lock file is damaged; everything is fetched again.",
    "openapi-document-linked": "The site offers a whole OpenAPI document beside its pages.",
    "page-is-html": "A URL gives HTML where Markdown is wanted.",
    "page-not-found": "The server has no such page.",
    "redirect-refused": "A redirect leads to another host, or away from https.",
    "server-busy": "The server keeps asking to come back later.",
    "too-many-pages": "An index links more pages than one run fetches.",
    "too-many-redirects": "Redirects go on and on.",
}

_PAGES = {
    "asyncapi-page": "A page documents a WebSocket channel, which is no HTTP endpoint.",
    "cannot-write": "A file cannot be written where it should be.",
    "content-type-mismatch": "A page's header and its YAML name different content types.",
    "document-instead-of-page": "An input of `ingest` is a whole OpenAPI document already.",
    "header-mismatch": "A page's header and its YAML name different endpoints.",
    "input-not-found": "An input does not exist.",
    "input-too-large": "An input is larger than any page or document should be.",
    "input-unreadable": "An input cannot be opened.",
    "no-endpoints": "An input holds no endpoint at all.",
    "no-operations": "Nothing in the input becomes a method of the client.",
    "no-openapi-document": "A YAML or JSON file in a folder is no OpenAPI document.",
    "output-holds-input": "The package would be written over what it is made from.",
    "output-not-a-folder": "The package is to be written where a file is.",
    "package-shadows-module": "The package has the name of a module that Python programs import.",
    "page-conflict": "Two pages document one endpoint, or one name, differently.",
    "page-vanished": "A spec in the folder has no page any more.",
    "page-with-several-operations": "A page's YAML holds more than one operation.",
    "page-without-operation": "A page's YAML holds no operation.",
    "page-without-spec": "A page names an endpoint and has no YAML: the endpoint is left out.",
    "reserved-extension": "A page's YAML uses the key that is kept for our own facts.",
    "unclosed-fence": "A page ends inside its YAML.",
    "system-refused": "The operating system does not let a file be read or written.",
    "upload-without-file": "A multipart endpoint documents no file, and no sample shows one.",
    "webhook-page": "A page documents a call to you, not one that you make.",
    "wrong-charset": "A text is not in the encoding that it claims.",
}

_TEXTS = {
    "alias-bomb": "YAML aliases multiply a small document into a huge one.",
    "alias-of-itself": "A YAML alias stands inside of what it names.",
    "duplicate-key": "A key is in one mapping twice.",
    "file-too-large": "A document is larger than any API needs.",
    "json-syntax": "A text breaks the syntax of JSON.",
    "key-is-no-scalar": "A YAML mapping uses a mapping or a list as a key.",
    "nested-too-deep": "A document is nested deeper than any API needs.",
    "not-openapi": "A document does not say that it is OpenAPI.",
    "not-utf-8": "A file is not UTF-8.",
    "number-out-of-range": "A number is larger than JSON readers agree on.",
    "root-is-no-mapping": "A document is a list or a scalar; it should be a mapping.",
    "several-documents": "A file holds more than one YAML document.",
    "unknown-alias": "A YAML alias names no anchor.",
    "unknown-tag": "A YAML tag asks for more than plain data.",
    "unreadable-character": "A text has a character that YAML forbids.",
    "unreadable-file": "A file cannot be opened.",
    "yaml-syntax": "A text breaks the syntax of YAML 1.2.",
}

_DOCUMENTS = {
    "ambiguous-path": "Two paths differ in the names of their parameters only.",
    "circular-ref": "References lead back to where they began.",
    "dangling-ref": "A reference names something that is not there.",
    "duplicate-operation-id": "Two operations have one operationId.",
    "extension-shape": "Our own facts in an ingested spec were changed by hand.",
    "external-ref": "A reference leaves the document.",
    "invalid-openapi": "The validator objects to the merged document.",
    "merge-conflict": "Two inputs describe one thing differently.",
    "merge-renamed": "A schema got a name of its own, as `conflicts` asks for.",
    "overlay-no-match": "An action of an overlay changes nothing.",
    "overlay-shape": "An overlay is not what the OpenAPI Overlay specification says.",
    "overlay-target": "The target of an overlay action is no JSONPath.",
    "unexpected-shape": "A value is of another type than OpenAPI wants in its place.",
    "unsupported-openapi-version": "A document is of an OpenAPI version that is not read.",
    "validator-failed": "The validator came to no verdict.",
}

_API = {
    "argument-collision": "Two arguments of a method have one name; one got another.",
    "content-type-chosen": "A body has several content types; a method uses one.",
    "enum-of-fractions": "An enum of fractions is typed as a number.",
    "extra-properties": "A body takes properties that are no arguments.",
    "long-name": "A public name is uncomfortably long.",
    "method-collision": "Two methods have one name; one got another.",
    "parameter-not-in-path": "A path parameter does not occur in the path.",
    "server-url-not-absolute": "A server URL has no host.",
    "server-variables": "A server URL has variables; their defaults are taken.",
    "undeclared-path-parameter": "A path has a parameter that is not declared.",
    "undefined-required-property": "A required property is not defined.",
    "unknown-mapping-target": "A discriminator names something outside its union.",
    "unknown-security-scheme": "A security requirement names no scheme.",
    "webhooks-skipped": "Webhooks are calls to you: they become no methods.",
}

_UNSUPPORTED = {
    "unsupported-all-of": "Parts of an `allOf` do not merge into one type.",
    "unsupported-allow-reserved": "`allowReserved` is not obeyed: reserved characters are encoded.",
    "unsupported-combined-security": "Only one of several credentials at a time is sent.",
    "unsupported-discriminator-base": "A base schema's discriminator picks no subschema.",
    "unsupported-enum-value": "An enum has a value that Python's `Literal` cannot hold.",
    "unsupported-false-schema": "A schema that allows nothing is typed as anything.",
    "unsupported-form-body": "A form body that is no flat object is not encoded.",
    "unsupported-form-object": "An object in the query is not spread in this style.",
    "unsupported-method": "An HTTP method that is not called.",
    "unsupported-mixed-responses": "Successful responses of several kinds: one is read.",
    "unsupported-nesting": "A schema is nested deeper than we follow.",
    "unsupported-not": "`not` is not checked.",
    "unsupported-one-of-beside-any-of": "`oneOf` and `anyOf` side by side are not combined.",
    "unsupported-parameter-style": "A parameter style that is not written.",
    "unsupported-prefix-items": "An array typed by position is typed as a plain list.",
    "unsupported-properties-beside-alternatives": "Properties beside alternatives are left out.",
    "unsupported-property-name": "A property whose name no class can carry is left out.",
    "unsupported-recursive-alias": "A type that contains itself without an object in between.",
    "unsupported-ref-siblings": "Keywords beside a reference are not combined with it.",
    "unsupported-security-scheme": "A security scheme that is not sent.",
    "unsupported-stream-beside-json": "A stream beside a JSON response: one of them is read.",
    "unsupported-type": "A type that JSON Schema does not know.",
    "unsupported-unnamed-recursion": "A recursive schema without a name.",
}

FINDINGS = {
    **_SETTINGS,
    **_COMPARING,
    **_FETCHING,
    **_PAGES,
    **_TEXTS,
    **_DOCUMENTS,
    **_API,
    **_UNSUPPORTED,
}
"""By rule. A test holds this against the rules that the code reports."""
