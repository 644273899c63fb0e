// What the pods of supervise-network.test.ts run: gRPC's health service on port 50051 and HTTPS on 8443. What is asked is
// written to /t/asked. /t/state holds a status for HTTPS, or which gRPC service does not serve (`all`: every one).
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';

const state = () => readFileSync('/t/state', 'utf8');
const note = (words) => appendFileSync('/t/asked', `${words.join(' ')}\n`);
// A state that ended the container before is over.
writeFileSync('/t/state', '');

createHttpsServer(
  { key: readFileSync('/t/key.pem'), cert: readFileSync('/t/cert.pem') },
  (request, response) => {
    const { host, 'x-key': key, 'user-agent': agent } = request.headers;
    note(['https', request.url, host, key, agent]);
    response.writeHead(Number(state()) || 200).end('text');
  },
).listen(8443);

const serving = 1;
const notServing = 2;
const health = createHttp2Server();
health.on('stream', (stream, headers) => {
  let asked = Buffer.alloc(0);
  stream.on('data', (chunk) => {
    asked = Buffer.concat([asked, chunk]);
  });
  stream.on('end', () => {
    // A frame's flag and length, then field 1 with its length: the service. Source: grpc/health/v1/health.proto.
    const service = asked.subarray(7).toString('utf8');
    note(['grpc', headers[':path'], service]);
    const isDown = state() === 'all' || (state() !== '' && state() === service);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.from([0, 0, 0, 0, 2, 0x08, isDown ? notServing : serving]));
  });
});
health.listen(50_051);
process.on('SIGTERM', () => process.exit(0));
