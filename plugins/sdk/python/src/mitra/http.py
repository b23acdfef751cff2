"""Requests to web services that `department.toml` asks for and the operator granted.

A turn may send 10; each takes at most 4 s, and the turn 5 s in all. Keys and tokens are the operator's: the host adds
them. Each carries an `idempotency-key`, the same when the turn is repeated.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from mitra import plain
from mitra.limits import check

if TYPE_CHECKING:
    from typing_extensions import TypeForm

T = TypeVar("T")

URL_BYTES_MAX: Final = 4 * 1_024
HEADERS_MAX: Final = 32
BODY_BYTES_MAX: Final = 256 * 1_024


class Method(Enum):
    """What a request asks for."""

    GET = "GET"
    HEAD = "HEAD"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"


@dataclass(frozen=True, slots=True)
class Request:
    """A request: an address of at most 4,096 bytes, at most 32 headers, a body of at most 256 KiB."""

    method: Method
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def __post_init__(self) -> None:
        n_bytes = len(self.url.encode())
        check(n_bytes <= URL_BYTES_MAX, f"an address has at most {URL_BYTES_MAX} bytes: {n_bytes}")
        check(len(self.headers) <= HEADERS_MAX, f"a request has at most {HEADERS_MAX} headers: {len(self.headers)}")
        n_bytes = 0 if self.body is None else len(self.body)
        check(n_bytes <= BODY_BYTES_MAX, f"a request's body has at most {BODY_BYTES_MAX} bytes: {n_bytes}")


@dataclass(frozen=True, slots=True)
class Response:
    """What the service answered: a status of 200 and the like, headers in lower case, at most 1 MiB of body.

    A redirect is not followed.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def is_success(self) -> bool:
        """Whether the status is 200 to 299."""
        return 200 <= self.status <= 299

    @overload
    def json(self) -> Any: ...

    @overload
    def json(self, shape: "TypeForm[T]") -> T: ...

    def json(self, shape: Any = Any) -> Any:
        """The body as `shape` (see `mitra.plain`), or as JSON says.

        Raises `plain.ShapeError` if it is no JSON or has another shape.
        """
        return plain.loads(shape, self.body)


class Failure(Exception):
    """There is no response. The words are for the department's log, not for citizens."""


class Denied(Failure):
    """It was not asked for, the operator did not grant it, or departments may not reach that address."""


class Invalid(Failure):
    """It cannot be sent as it is."""


class Unreachable(Failure):
    """The service cannot be reached, or broke off. It may have got the request."""


class TimedOut(Failure):
    """No whole response came within 4 s. The service may have got the request."""


class TooLarge(Failure):
    """The response breaks a limit. The service got the request."""


class Web(ABC):
    """Web services."""

    def get(self, url: str) -> Response:
        """Reads. Raises a `Failure` if there is no response."""
        return self.send(Request(Method.GET, url))

    def post(self, url: str, value: object) -> Response:
        """Sends plain data as JSON. Raises a `Failure` if there is no response."""
        headers = {"content-type": "application/json"}
        return self.send(Request(Method.POST, url, headers, plain.dumps(value)))

    @abstractmethod
    def send(self, request: Request) -> Response:
        """Sends a request and waits for the whole response. Raises a `Failure` if there is none."""
