"""The token server of a registry: GET /token?service=S&scope=repository:NAME:ACTIONS.

usage: token_server.py PORT KEY CERTIFICATE

Anybody may pull, but NAME = private/... only with the basic credentials user:secret. Each request is a line on standard
error that begins with "anonymous" or the user's name.
"""
import base64
import http.server
import json
import subprocess
import sys
import time
import urllib.parse

port, key, certificate = int(sys.argv[1]), sys.argv[2], sys.argv[3]
chain = [''.join(line.strip() for line in open(certificate) if '-----' not in line)]
known = 'Basic ' + base64.b64encode(b'user:secret').decode()


def encoded(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else json.dumps(data).encode()).rstrip(b'=')


def token(service, user, access):
    now = int(time.time())
    head = {'typ': 'JWT', 'alg': 'RS256', 'x5c': chain}
    body = {'iss': 'test', 'sub': user, 'aud': service, 'iat': now, 'nbf': now - 60, 'exp': now + 300, 'jti': str(now),
            'access': access}
    text = encoded(head) + b'.' + encoded(body)
    command = ['openssl', 'dgst', '-sha256', '-sign', key]
    signature = subprocess.run(command, input=text, capture_output=True, check=True).stdout
    return (text + b'.' + encoded(signature)).decode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        given = self.headers.get('Authorization')
        user = 'user' if given == known else ''
        self.log_message('%s %s', user or 'anonymous', self.path)
        if given and not user:
            self.answer(401, {'errors': [{'code': 'UNAUTHORIZED', 'message': 'incorrect username or password'}]})
            return
        access = []
        for scope in query.get('scope', []):
            kind, name, actions = scope.split(':')
            if user or not name.startswith('private/'):
                access.append({'type': kind, 'name': name, 'actions': actions.split(',') if user else ['pull']})
        self.answer(200, {'token': token(query['service'][0], user, access), 'expires_in': 300})

    def log_message(self, text, *values):
        print(text % values, file=sys.stderr)

    def log_request(self, *_):
        pass

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = http.server.ThreadingHTTPServer(('127.0.0.1', port), Handler)
print('listening on', port, flush=True)
server.serve_forever()
