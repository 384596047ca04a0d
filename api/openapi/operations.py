"""What one method of one address does, as its endpoint says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from api.openapi.shapes import Schema, boolean, integer, text

#: Refusals that any operation of a signed-in caller may give.
USUAL = (400, 401, 403, 404, 429, 503)
WRITING = (409, 413, 415, 422, 423)

REFUSALS = {
    400: "Malformed: the request can't be read.",
    401: "Not signed in.",
    403: "Signed in, but not allowed to do this.",
    404: "Absent, or not visible to you.",
    409: "Something else stands in the way.",
    412: "Stale: someone else changed the record first; `current` holds it.",
    413: "The body is too large.",
    415: "The body has the wrong media type.",
    422: "Understood but invalid; `errors` names each field.",
    423: "The workspace is read-only.",
    429: "Too many requests; see `Retry-After`.",
    503: "Not available right now; see `Retry-After`.",
}

_HEADER_TEXTS = {
    "ETag": "The version of the record, for `If-Match`.",
    "Allow": "What the caller may do to this record: without `PATCH` they may only look at it.",
    "Location": "The address of what was made.",
    "Undo-Token": "Takes this change back: `POST /api/v1/undo/{token}/`.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: its status, what it holds and the headers it carries."""

    schema: Schema | None = None
    status: int = 200
    description: str = "Done."
    headers: tuple[str, ...] = ()
    media_type: str = "application/json"
    #: What it may be besides.
    other_media_types: tuple[str, ...] = ()
    example: Any = None


@dataclass(frozen=True, slots=True)
class Operation:
    """`id` is stable: generated clients are named after it."""

    id: str
    summary: str
    tag: str
    answers: tuple[Answer, ...]
    description: str = ""
    parameters: tuple[Schema, ...] = ()
    body: Schema | None = None
    body_required: bool = True
    body_media_type: str = "application/json"
    refusals: tuple[int, ...] = USUAL
    public: bool = False
    path_texts: Mapping[str, str] = field(default_factory=dict)


def query(name: str, schema: Schema, description: str = "", *, required: bool = False) -> Schema:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": schema,
    }


def header(name: str, description: str) -> Schema:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": text(),
    }


LIMIT = query("limit", integer(minimum=1, maximum=200) | {"default": 50}, "Results on a page.")
CURSOR = query("cursor", text(), "`next` or `previous` of another page.")
SEARCH = query("search", text(max_length=200), "Words that the record's searchable fields hold.")
FIELDS = query(
    "fields",
    text(),
    "Only these fields: `id,name,account.name`. `allow` tells what you may do to each.",
)
SORT = query("sort", text(), "Fields to sort by, `-` for descending: `-amount,name`.")
TRASH = query("trash", boolean(), "List what lies in the Trash instead.")
FILTER = query(
    "filter",
    text(),
    'The filter language as JSON: `{"and": [{"field": "stage", "op": "eq", "value": "…"}]}`. '
    "Operators: `eq ne in nin lt lte gt gte between contains icontains startswith empty relative`, "
    "and `was` for the stages that an opportunity has been in; `and`, `or` and `not` "
    "combine. Fields may follow one reference (`account.industry`) and name custom fields "
    "(`custom.tier`). Short form: further parameters named after fields, such as "
    "`stage=…&amount__gte=1000`.",
)
LIST = (FILTER, SORT, FIELDS, SEARCH, LIMIT, CURSOR, TRASH)
IF_MATCH = header("If-Match", 'The version you changed, as in `"3"`; another one gives 412.')
IDEMPOTENCY = header(
    "Idempotency-Key",
    "A value of your own, such as a UUID: the same key and body give the first answer again.",
)


def reading(
    id: str,
    summary: str,
    tag: str,
    schema: Schema,
    *,
    parameters: Sequence[Schema] = (),
    **more: Any,
) -> Operation:
    return Operation(id, summary, tag, (Answer(schema),), parameters=tuple(parameters), **more)


def writing(
    id: str,
    summary: str,
    tag: str,
    *answers: Answer,
    body: Schema | None = None,
    parameters: Sequence[Schema] = (),
    refusals: Sequence[int] = (),
    **more: Any,
) -> Operation:
    return Operation(
        id,
        summary,
        tag,
        answers,
        body=body,
        parameters=tuple(parameters),
        refusals=tuple(sorted({*USUAL, *WRITING, *refusals})),
        **more,
    )


def creating(
    id: str,
    summary: str,
    tag: str,
    schema: Schema,
    body: Schema,
    **more: Any,
) -> Operation:
    made = Answer(schema, 201, "Made.", ("Location",))
    return writing(id, summary, tag, made, body=body, parameters=(IDEMPOTENCY,), **more)


def documented(operation: Operation, path_names: Sequence[str], *, repeatable: bool) -> Schema:
    """The operation as OpenAPI shows it; a repeatable POST takes an idempotency key."""
    shown = operation
    if repeatable and IDEMPOTENCY not in operation.parameters:
        shown = replace(operation, parameters=(*operation.parameters, IDEMPOTENCY))
    path = [_path_parameter(name, operation) for name in path_names]
    described = {
        "operationId": shown.id,
        "summary": shown.summary,
        "description": shown.description,
        "tags": [shown.tag],
        "parameters": [*path, *shown.parameters],
        "responses": _responses(shown),
    }
    if shown.body is not None:
        described["requestBody"] = {
            "required": shown.body_required,
            "content": {shown.body_media_type: {"schema": shown.body}},
        }
    if shown.public:
        described["security"] = []
    return {name: value for name, value in described.items() if value != ""}


def _path_parameter(name: str, operation: Operation) -> Schema:
    schema: Schema = {"type": "string"}
    if name == "id" or name.endswith("_id"):
        schema["format"] = "uuid"
    described = {"name": name, "in": "path", "required": True, "schema": schema}
    told = operation.path_texts.get(name)
    return {**described, "description": told} if told else described


def _responses(operation: Operation) -> Schema:
    responses = {str(answer.status): _response(answer) for answer in operation.answers}
    for status in operation.refusals:
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    return dict(sorted(responses.items()))


def _response(answer: Answer) -> Schema:
    response: Schema = {"description": answer.description}
    if answer.headers:
        response["headers"] = {
            name: {"description": _HEADER_TEXTS[name], "schema": {"type": "string"}}
            for name in answer.headers
        }
    if answer.schema is not None:
        content: Schema = {"schema": answer.schema}
        if answer.example is not None:
            content["example"] = answer.example
        kinds = (answer.media_type, *answer.other_media_types)
        response["content"] = dict.fromkeys(kinds, content)
    return response
