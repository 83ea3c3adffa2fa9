import { BlockList, isIP } from 'node:net';

/** Variables of the process's environment, given by whoever owns the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A host as a proxy decision sees it. */
export interface Target {
  readonly scheme: string;
  /** Without brackets. */
  readonly host: string;
  readonly port: string;
}

/** The proxy URL for a target, undefined for none. */
export type ProxyChoice = (target: Target) => string | undefined;

interface Rule {
  matches(host: string, port: string, address: string | undefined): boolean;
}

/**
 * Which proxy to use by `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY` or their lower-case names, by the rules of Go's httpproxy:
 * loopback is never proxied, a domain stands for its subdomains, CIDR blocks and ports count.
 */
export function proxyFromEnvironment(environment: Environment): ProxyChoice {
  const get = (name: string) => environment[name] || environment[name.toLowerCase()] || '';
  const proxies: Readonly<Record<string, string>> = { http: get('HTTP_PROXY'), https: get('HTTPS_PROXY') };
  const rules = get('NO_PROXY')
    .split(',')
    .map((entry) => parseRule(entry.trim().toLowerCase()))
    .filter((rule) => rule !== undefined);
  return ({ scheme, host, port }) => {
    const proxy = Object.hasOwn(proxies, scheme) ? proxies[scheme] : undefined;
    if (!proxy || isLoopback(host)) return undefined;
    const address = isIP(host) ? host : undefined;
    if (rules.some((rule) => rule.matches(host.toLowerCase(), port, address))) return undefined;
    return proxy.includes('://') ? proxy : `http://${proxy}`;
  };
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && loopback.check(host, family(host)));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function parseRule(entry: string): Rule | undefined {
  if (entry === '') return undefined;
  if (entry === '*') return { matches: () => true };
  const [network = '', bits = ''] = entry.split('/');
  if (isIP(network) && /^\d+$/.test(bits) && Number(bits) <= (isIP(network) === 6 ? 128 : 32)) {
    const block = new BlockList();
    block.addSubnet(network, Number(bits), family(network));
    return { matches: (_host, _port, address) => address !== undefined && block.check(address, family(address)) };
  }
  const { host, port } = splitPort(entry);
  if (host === '') return undefined;
  if (isIP(host)) {
    const block = new BlockList();
    block.addAddress(host, family(host));
    return {
      matches: (_host, on, address) =>
        address !== undefined && block.check(address, family(address)) && (port === '' || port === on),
    };
  }
  return domainRule(host, port);
}

function splitPort(entry: string): { host: string; port: string } {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):(\d*)$/.exec(entry);
  return match ? { host: match[1] ?? match[2] ?? '', port: match[3] ?? '' } : { host: entry, port: '' };
}

function domainRule(pattern: string, port: string): Rule {
  const domain = pattern.startsWith('*.') ? pattern.slice(1) : pattern;
  const suffix = domain.startsWith('.') ? domain : `.${domain}`;
  const itself = domain.startsWith('.') ? undefined : domain;
  return {
    matches: (host, on, address) =>
      address === undefined && (host.endsWith(suffix) || host === itself) && (port === '' || port === on),
  };
}
