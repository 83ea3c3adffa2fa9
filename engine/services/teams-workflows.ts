import { decodeValue } from '../config/decode.ts';
import type { Decoded } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { parseUrl } from '../go/url.ts';
import { fromBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { serviceOptions } from './options.ts';
import { ownValue } from './own.ts';
import { askedToWait } from './retry.ts';
import { inContext, urlSecrets, withoutSecrets } from './secret-url.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';
import { adaptiveCard } from './teams-workflows-card.ts';

const schema = serviceOptions['teams-workflows'];

type TeamsWorkflowsOptions = Decoded<typeof schema>;

/** Adaptive cards for workflows of Power Automate, which post them in Microsoft Teams (upstream `teams-workflows.go`). */
export const teamsWorkflows: ServiceType = {
  name: 'teams-workflows',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new TeamsWorkflowsService(options, host);
  },
};

class TeamsWorkflowsService implements Service {
  private readonly options: TeamsWorkflowsOptions;
  private readonly host: ServiceHost;

  constructor(options: TeamsWorkflowsOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  async send(notification: Notification, { recipient }: Destination, { signal }: SendContext): Promise<void> {
    const url = ownValue(this.options.recipientUrls, recipient);
    if (url === undefined) {
      throw new EngineError('send', `no teams-workflows webhook configured for recipient ${recipient}`);
    }
    await withoutSecrets(urlSecrets(url), async () => {
      await inContext(`invalid webhook URL for recipient ${recipient}: `, () => checkUrl(url));
      const card = await inContext('failed to generate message payload for teams-workflows: ', () =>
        adaptiveCard(notification),
      );
      await this.post(url, envelope(card), signal);
    });
  }

  private async post(url: string, body: string, signal: AbortSignal): Promise<void> {
    const response = await inContext(`failed to post message to teams-workflows webhook ${url}: `, () =>
      this.host.http.request({
        method: 'POST',
        url,
        headers: [['Content-Type', 'application/json']],
        body,
        insecureSkipVerify: this.options.insecureSkipVerify,
        signal,
      }),
    );
    const { status, body: bytes, bodyError } = response;
    if (status >= 200 && status <= 299) return;
    const details = bodyError || bytes.length === 0 ? 'no error details provided' : fromBytes(bytes);
    throw new EngineError('send', `teams workflows webhook post error (status ${status}): ${details}`, {
      retryAfterMs: askedToWait(response),
    });
  }
}

function envelope(card: string): string {
  const attachment = `{"contentType":"application/vnd.microsoft.card.adaptive","content":${card}}`;
  return `{"type":"message","attachments":[${attachment}]}`;
}

const workflowsUrl =
  /api\.(powerautomate|powerplatform)\.com|flow\.microsoft\.com|webhook\.office\.com\/workflows|\/powerautomate\//iu;

/** @throws {EngineError} for a URL that is none of a workflow (upstream `validateWorkflowsWebhookURL`) */
function checkUrl(url: string): void {
  if (url === '') throw new EngineError('send', 'webhook URL cannot be empty');
  const { scheme, host, hostname } = parse(url);
  const local = hostname === 'localhost' || hostname.startsWith('127.');
  if (scheme !== 'https' && !local) throw new EngineError('send', 'webhook URL must use HTTPS scheme');
  if (scheme !== 'https' && scheme !== 'http') {
    throw new EngineError('send', 'webhook URL must use HTTP or HTTPS scheme');
  }
  if (host === '') throw new EngineError('send', 'webhook URL must have a valid host');
  if (workflowsUrl.test(url)) return;
  throw new EngineError(
    'send',
    'webhook URL does not appear to be a valid Microsoft Teams Workflows URL (Power Automate). Expected patterns: ' +
      'api.powerautomate.com, api.powerplatform.com, flow.microsoft.com, or webhook.office.com/workflows',
  );
}

function parse(url: string): { scheme: string; host: string; hostname: string } {
  try {
    const parsed = parseUrl(url);
    return { scheme: parsed.fields.scheme, host: parsed.fields.host, hostname: parsed.hostname() };
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new EngineError('send', `invalid webhook URL format: ${error.message}`, { cause: error });
  }
}
