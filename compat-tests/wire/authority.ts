import { createSecureContext, type SecureContext } from 'node:tls';
import { testAuthority, testCertificate } from '../../controller/kubernetes/test-certificates.ts';

/** A certificate authority for stubs, and certificates of it for any host. */
export class Authority {
  private readonly authority: ReturnType<typeof testAuthority>;
  private readonly contexts = new Map<string, SecureContext>();

  constructor(name: string) {
    this.authority = testAuthority(name);
  }

  /** The authority's certificate, PEM. */
  get certificate(): string {
    return this.authority.cert;
  }

  /** Certificate and key of a server that goes by these names or addresses. */
  serverFor(...hosts: readonly string[]): { cert: string; key: string } {
    return testCertificate(hosts[0] ?? '', this.authority, hosts);
  }

  contextFor(host: string): SecureContext {
    const known = this.contexts.get(host);
    if (known) return known;
    const context = createSecureContext(this.serverFor(host));
    this.contexts.set(host, context);
    return context;
  }
}
