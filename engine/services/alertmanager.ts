import { decodeValue } from '../config/decode.ts';
import type { Decoded } from '../config/schema.ts';
import { EngineError, messageOf } from '../errors.ts';
import { quote } from '../go/strconv.ts';
import { fromBytes } from '../go/utf8.ts';
import { alertmanager as section } from '../notification/alertmanager.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { basicAuth } from './http-headers.ts';
import { serviceOptions } from './options.ts';
import { basicSecrets, redact } from './redact.ts';
import { askedToWait } from './retry.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.alertmanager;

type AlertmanagerOptions = Decoded<typeof schema>;

/** Longer timeouts than a timer can have are cut to this. Milliseconds. */
const longestTimeout = 2 ** 31 - 1;

/** An alert for every target at once; one that takes it is enough (upstream `alertmanager.go`). */
export const alertmanager: ServiceType = {
  name: 'alertmanager',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new AlertmanagerService(options, host);
  },
};

class AlertmanagerService implements Service {
  private readonly options: AlertmanagerOptions;
  private readonly host: ServiceHost;
  private readonly targets: readonly string[];
  private readonly secrets: readonly string[];

  constructor(options: AlertmanagerOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
    const { targets, basicAuth: auth, bearerToken } = options;
    this.targets = targets && targets.length > 0 ? targets : ['127.0.0.1:9093'];
    this.secrets = [bearerToken, ...(auth ? basicSecrets(auth.username, auth.password) : [])];
  }

  async send({ alertmanager: alert }: Notification, _to: Destination, { signal, log }: SendContext): Promise<void> {
    if (!alert) throw new EngineError('send', 'notification alertmanager no config');
    if (Object.keys(alert.labels ?? {}).length === 0) {
      throw new EngineError('send', 'alertmanager at least one label pair required');
    }
    const body = `[${section.json(alert).toText()}]`;
    const sent = await Promise.allSettled(this.targets.map((target) => this.sendTo(target, body, signal)));
    for (const each of sent) {
      if (each.status === 'fulfilled') continue;
      if (!(each.reason instanceof EngineError)) throw each.reason;
      log.error(redact(`alertmanager sent target: ${messageOf(each.reason)}`, this.secrets));
    }
    if (sent.some(({ status }) => status === 'fulfilled')) return;
    const waits = sent.map((each) =>
      each.status === 'rejected' ? ((each.reason as EngineError).retryAfterMs ?? 0) : 0,
    );
    const retryAfterMs = Math.min(...waits) || undefined;
    throw new EngineError('send', 'no events were successfully received by alertmanager', { retryAfterMs });
  }

  private async sendTo(target: string, body: string, signal: AbortSignal): Promise<void> {
    const { scheme, apiPath, timeout: seconds, insecureSkipVerify } = this.options;
    const url = `${scheme || 'http'}://${target}${apiPath || '/api/v2/alerts'}`;
    const timeout = (seconds || 3) * 1000;
    if (timeout < 0) throw new EngineError('send', `Post ${quote(url)}: context deadline exceeded`);
    const response = await this.host.http.request({
      method: 'POST',
      url,
      body,
      headers: this.headers(),
      insecureSkipVerify,
      timeout: Math.min(timeout, longestTimeout),
      signal,
    });
    const { status, bodyError } = response;
    if (bodyError) throw new EngineError('send', `unable to read response data: ${bodyError.message}`);
    if (status === 200) return;
    const answer = `request to ${url} has failed with error code ${status} : ${fromBytes(response.body)}`;
    throw new EngineError('send', answer, { retryAfterMs: askedToWait(response) });
  }

  private headers(): [string, string][] {
    const { basicAuth: auth, bearerToken } = this.options;
    const headers: [string, string][] = [['Content-Type', 'application/json']];
    if (auth) headers.push(['Authorization', basicAuth(auth.username, auth.password)]);
    else if (bearerToken !== '') headers.push(['Authorization', `Bearer ${bearerToken}`]);
    return headers;
  }
}
