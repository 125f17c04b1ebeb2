"""What servers of tests have in common: answers, and connections that end where they should not."""
import gzip
import http.server
import json
import socket
import ssl
import struct
import sys
import threading


class WireHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sys_version = ""

    def log_message(self, *_):
        pass

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def may_pack(self):
        """Whether answers are packed for who can unpack them."""
        return False

    def packed(self):
        """Called for each answer that was."""

    def send(self, status, body, kind="application/json", headers=(), cut=None, is_chunked=False):
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        if self.may_pack() and status == 200 and "gzip" in self.headers.get("Accept-Encoding", ""):
            data, headers = gzip.compress(data, 1), [*headers, ("Content-Encoding", "gzip")]
            self.packed()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers:
            self.send_header(name, value)
        if is_chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if cut is None:
            self.wfile.write(data)
        else:
            part = data[:int(len(data) * cut)]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if is_chunked and part else part)
            self.hang_up()

    def hang_up(self, is_reset=False):
        self.wfile.flush()
        if is_reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close() if is_reset else self.connection.shutdown(socket.SHUT_RDWR)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *given):
        super().__init__(*given)
        self.counting = threading.Lock()
        self.connections = 0

    def process_request(self, request, client_address):
        # Counted before the next is accepted: who asks how many there are knows of all that came earlier.
        with self.counting:
            self.connections += 1
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self.counting:
                self.connections -= 1

    def handle_error(self, request, client_address):
        """A client that is killed, or that does not trust our certificate, leaves in the middle: that is what tests do. All else is an error of ours."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError)):
            super().handle_error(request, client_address)


def serve(handler, make_service, port, settings):
    """Serves until it is ended, and says the address on the first line. The handler's class gets the service."""
    server = Server(("127.0.0.1", port), handler)
    if settings.get("tls"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(settings["tls"]["certificate"], settings["tls"]["key"])
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    handler.service = make_service(settings, server.server_address[1])
    print(handler.service.base, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
