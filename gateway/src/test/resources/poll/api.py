"""An API that is polled: python3 api.py. Says its port, and then each call as a line of JSON without the key.

/weather answers one document; its first call is too much. The others list readings on pages of five: /cursor names the next
page in the document and repeats the last reading of the page before, /offset counts, /link says it in a header. /turn makes
other weather and one reading more. Every page has an ETag. A call without the key is refused.
"""
import hashlib
import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = os.environ["API_KEY"]
lock = threading.Lock()
state = {"turns": 0, "weather": 0}


def readings():
    return [{"id": "r%d" % i, "count": i} for i in range(12 + state["turns"])]


def weather():
    return {
        "coord": {"lon": 126.98, "lat": 37.57},
        "weather": [{"id": 800, "main": "Clear", "description": "clear sky", "icon": "01d"}],
        "main": {"temp": 280.15 + state["turns"], "temp_min": 279.15, "temp_max": 281.15, "pressure": 1021,
                 "humidity": 40},
        "wind": {"speed": 3.6}, "clouds": {"all": 0}, "dt": 1795161600 + state["turns"],
        "sys": {"sunrise": 1795126400, "sunset": 1795162700}, "id": 1835848, "name": "Seoul", "cod": 200,
    }


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        with lock:
            url = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            key = query.pop("key", None)
            status, body, headers = self.page(url.path, query, key)
        body = json.dumps(body).encode()
        etag = '"%s"' % hashlib.sha256(body).hexdigest()[:16]
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        for name, value in list(headers.items()) + [("ETag", etag)]:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        with lock:
            print(json.dumps({"path": url.path, "query": query, "status": status, "at": time.time()}), flush=True)

    def page(self, path, query, key):
        if path == "/turn":
            state["turns"] += 1
            return 200, {}, {}
        if key != KEY:
            return 401, {"message": "wrong key"}, {}
        if path == "/weather":
            state["weather"] += 1
            if state["weather"] == 1:
                return 429, {"message": "too many calls"}, {"Retry-After": "1"}
            return 200, weather(), {}
        everything = readings()
        if path == "/cursor":
            start = int(query.get("cursor", "c0")[1:])
            more = start + 5 < len(everything)
            return 200, {"items": everything[max(0, start - 1):start + 5],
                         "meta": {"next": "c%d" % (start + 5) if more else None}}, {}
        if path == "/offset":
            start, size = int(query.get("offset", "0")), int(query["size"])
            return 200, everything[start:start + size], {}
        if path == "/link":
            start = 5 * int(query.get("page", "0"))
            more = start + 5 < len(everything)
            return 200, everything[start:start + 5], (
                {"Link": '</link?page=%d>; rel="next"' % (start // 5 + 1)} if more else {})
        return 404, {}, {}

    def log_message(self, text, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
print(server.server_port, flush=True)
server.serve_forever()
