"""The interface `http`."""

from componentize_py_types import Err
from wit_world.imports import http as wit

from mitra import http


class ImportedWeb(http.Web):
    """Web services, as far as the operator granted them."""

    def send(self, request: http.Request) -> http.Response:
        """Sends a request and waits for the whole response."""
        headers = [wit.Header(name, value) for name, value in request.headers.items()]
        try:
            given = wit.send(wit.Request(wit.Method[request.method.name], request.url, headers, request.body))
        except Err as error:
            raise _failure(error.value) from None
        return http.Response(given.status, {header.name: header.value for header in given.headers}, given.body)


def _failure(given: wit.Failure) -> http.Failure:
    match given:
        case wit.Failure_Denied(words):
            return http.Denied(words)
        case wit.Failure_Invalid(words):
            return http.Invalid(words)
        case wit.Failure_Unreachable(words):
            return http.Unreachable(words)
        case wit.Failure_TimedOut():
            return http.TimedOut("no response in time")
        case wit.Failure_TooLarge():
            return http.TooLarge("the response breaks a limit")
