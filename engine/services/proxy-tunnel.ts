import { request } from 'node:http';
import type { Socket } from 'node:net';
import { GoError } from '../go/error.ts';
import { grpcUserAgent } from './grpc.ts';
import { basicAuth } from './http-headers.ts';

/** A connection to `host:port` through an HTTP proxy's CONNECT. @throws {GoError} when the proxy does not give one */
export function connectThroughProxy(proxy: string, target: string, signal: AbortSignal): Promise<Socket> {
  const { hostname, port, username, password } = new URL(proxy);
  const login = username === '' ? {} : { 'Proxy-Authorization': basicAuth(decode(username), decode(password)) };
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const headers = { Host: target, 'User-Agent': grpcUserAgent, ...login };
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  request({ host, port: port || '80', method: 'CONNECT', path: target, headers, agent: false, signal })
    .on('connect', ({ statusCode, statusMessage }, socket) => {
      if (statusCode === 200) return resolve(socket as Socket);
      socket.destroy();
      reject(new GoError(`failed to do connect handshake, response: ${statusCode} ${statusMessage ?? ''}`.trim()));
    })
    .on('response', (response) => {
      response.destroy();
      reject(new GoError(`failed to do connect handshake, response: ${response.statusCode ?? ''}`));
    })
    .on('error', reject)
    .end();
  return promise;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
