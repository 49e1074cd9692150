// The token server of a registry: GET /token?service=S&scope=repository:NAME:ACTIONS.
//
// usage: token_server.mjs PORT KEY CERTIFICATE
//
// Anybody may pull, but NAME = private/... only with the basic credentials user:secret. Each request is a line on
// standard error that begins with "anonymous" or the user's name.
import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, keyFile, certificateFile] = process.argv.slice(2);
const key = readFileSync(keyFile);
const chain = [readFileSync(certificateFile, 'latin1').split('\n').filter((line) => !line.includes('-----')).join('')];
const known = `Basic ${Buffer.from('user:secret').toString('base64')}`;

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(service, user, access) {
    const now = Math.floor(Date.now() / 1000);
    const head = { typ: 'JWT', alg: 'RS256', x5c: chain };
    const body = { iss: 'test', sub: user, aud: service, iat: now, nbf: now - 60, exp: now + 300, jti: String(now), access };
    const text = `${encoded(head)}.${encoded(body)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

function answer(response, status, document) {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(document));
}

createServer((request, response) => {
    const query = new URL(request.url, 'http://localhost').searchParams;
    const given = request.headers.authorization;
    const user = given === known ? 'user' : '';
    console.error(`${user || 'anonymous'} ${request.url}`);
    if (given && !user) {
        answer(response, 401, { errors: [{ code: 'UNAUTHORIZED', message: 'incorrect username or password' }] });
        return;
    }
    const access = query.getAll('scope').map((scope) => scope.split(':'))
        .filter(([, name]) => user || !name.startsWith('private/'))
        .map(([type, name, actions]) => ({ type, name, actions: user ? actions.split(',') : ['pull'] }));
    answer(response, 200, { token: token(query.get('service'), user, access), expires_in: 300 });
}).listen(Number(port), '127.0.0.1', () => console.log(`listening on ${port}`));
