"""A weather service as Python programs write them: objects in, objects out, as pickles or JSON.

Prints its port. What it was asked for is under /seen; /fail and /heal say whether it works.
"""
import json
import pickle
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PICKLE = "application/x-python-serialize"
seen = []
state = {"failing": False}
lock = threading.Lock()


class Weather(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def reply(self, status, body, kind, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/seen":
            with lock:
                return self.reply(200, json.dumps(seen).encode(), "application/json")
        if path in ("/fail", "/heal"):
            state["failing"] = path == "/fail"
            return self.reply(200, b"{}", "application/json")
        with lock:
            seen.append({"method": "GET", "path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}})
        if state["failing"]:
            return self.reply(500, b"Traceback (most recent call last): secret", "text/plain")
        if path == "/slow":
            time.sleep(0.3)
        if path == "/redirect":
            return self.reply(302, b"", "text/html", Location="http://169.254.169.254/latest/meta-data/")
        if path == "/tagged":
            if self.headers.get("If-None-Match") == '"v1"':
                self.send_response(304)
                self.send_header("ETag", '"v1"')
                self.end_headers()
                return None
            return self.reply(200, pickle.dumps({"city": "Seoul", "temp": 1.0}), PICKLE,
                              ETag='"v1"', Cache_Control="no-cache")
        return self.reply(200, pickle.dumps({"city": "Seoul", "temp": 3.5}, protocol=5), PICKLE)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with lock:
            seen.append({"method": "POST", "path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}})
        value = pickle.loads(body)
        value["temp"] += 1
        self.reply(200, pickle.dumps(value), PICKLE)


server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
