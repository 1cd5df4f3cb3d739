"""A server of the OpenWeatherMap kind: python3 stand-in.py [PORT]. Says its port, and each answer's status.

The weather changes with every third call; a call without a key is refused, every fifth is too much.
"""
import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

calls = 0


def weather(number):
    return {
        "coord": {"lon": 126.98, "lat": 37.57},
        "weather": [{"id": 800, "main": "Clear", "description": "clear sky", "icon": "01d"}],
        "base": "stations",
        "main": {"temp": 280.15 + number, "feels_like": 279.0, "temp_min": 279.15, "temp_max": 281.15,
                 "pressure": 1021, "humidity": 40},
        "visibility": 10000,
        "wind": {"speed": 3.6, "deg": 290},
        "rain": {"1h": 0.4},
        "clouds": {"all": 0},
        "dt": 1795161600 + 600 * number,
        "sys": {"type": 1, "id": 8105, "country": "KR", "sunrise": 1795126400, "sunset": 1795162700},
        "timezone": 32400, "id": 1835848, "name": "Seoul", "cod": 200,
    }


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        global calls
        calls += 1
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        body = json.dumps(weather((calls - 1) // 3)).encode()
        etag = '"%s"' % hashlib.sha256(body).hexdigest()[:16]
        if url.path != "/data/2.5/weather" or query.get("q") != ["Seoul"]:
            self.answer(404, b'{"cod": "404", "message": "city not found"}')
        elif not query.get("appid", [""])[0]:
            self.answer(401, b'{"cod": 401, "message": "Invalid API key"}')
        elif calls % 5 == 0:
            self.answer(429, b'{"cod": 429, "message": "too many calls"}', ("Retry-After", "1"))
        elif self.headers.get("If-None-Match") == etag:
            self.answer(304, b"", ("ETag", etag))
        else:
            self.answer(200, body, ("ETag", etag))

    def answer(self, status, body, *headers):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, text, *arguments):
        # The usual line would show the key.
        print(arguments[1] if len(arguments) > 1 else text, flush=True)


server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 7000), Api)
print(server.server_port, flush=True)
server.serve_forever()
