"""The errors of the client."""

from ._core.errors import ApiConnectionError as ApiConnectionError
from ._core.errors import ApiError as ApiError
from ._core.errors import ApiStatusError as ApiStatusError
from ._core.errors import ApiTimeoutError as ApiTimeoutError
from ._core.errors import DecodeError as DecodeError
from ._core.errors import MissingCredentialsError as MissingCredentialsError
from ._core.errors import PagingError as PagingError
from ._core.errors import SchemaDriftError as SchemaDriftError
