"""A name server on loopback that knows what a test tells it."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@contextmanager
def name_server(records: dict[str, str]) -> Iterator[str]:
    """Answers TXT questions from `records`, which may change meanwhile; gives host:port."""

    class Answering(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, line = self.request
            asked = dns.message.from_wire(data)
            name = asked.question[0].name
            told = dns.message.make_response(asked)
            told.flags |= dns.flags.RA
            text = records.get(name.to_text(omit_final_dot=True))
            if text is None:
                told.set_rcode(dns.rcode.NXDOMAIN)
            else:
                told.answer.append(dns.rrset.from_text(name, 1, "IN", "TXT", f'"{text}"'))
            line.sendto(told.to_wire(), self.client_address)

    with socketserver.UDPServer(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
