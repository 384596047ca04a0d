"""A program of the tenant's administrator: prepares and checks what the browser shows."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Program:
    """Calls the running server with an API key; `path` stands under /api/v1."""

    port: int
    host: str
    key: str

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON; an answer that refuses fails the test."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": self.host, "Authorization": f"Bearer {self.key}"}
        sent = None if body is None else json.dumps(body)
        if sent is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, f"/api/v1{path}", sent, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status < 400, f"{method} {path}: {answer.status} {text}"
        return json.loads(text) if text else None

    def made(self, object_name: str, **values: Any) -> dict[str, Any]:
        found: dict[str, Any] = self("POST", f"/{object_name}/", values)
        return found

    def change(self, object_name: str, record: Mapping[str, Any], **values: Any) -> Any:
        return self("PATCH", f"/{object_name}/{record['id']}/", values)

    def one(self, object_name: str, record: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self("GET", f"/{object_name}/{record['id']}/")
        return found

    def found(self, object_name: str, **query: str) -> list[dict[str, Any]]:
        """The first page of the list that a query gives."""
        text = urlencode(query, quote_via=quote)
        results: list[dict[str, Any]] = self("GET", f"/{object_name}/?{text}")["results"]
        return results

    def stages(self) -> dict[str, str]:
        """The ids of the stages of the default pipeline, by name."""
        found = self("GET", "/pipelines/")["results"]
        pipeline = next(one for one in found if one["is_default"])
        return {stage["name"]: stage["id"] for stage in pipeline["stages"]}

    def deal(self, name: str, amount: int, stage: str = "Qualification") -> dict[str, Any]:
        """An opportunity; `amount` in cents."""
        money = {"amount": amount, "currency": "EUR"}
        return self.made("opportunities", name=name, amount=money, stage=self.stages()[stage])
