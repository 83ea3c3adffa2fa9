import { any, bool, embedded, int, integer, list, map, pointer, str, struct } from '../config/schema.ts';

/** Options that upstream gives to its HTTP transport. It lives for one request, so that they have no effect. */
const transportFields = {
  maxIdleConns: embedded('TransportOptions', int),
  maxIdleConnsPerHost: embedded('TransportOptions', int),
  maxConnsPerHost: embedded('TransportOptions', int),
  idleConnTimeout: embedded('TransportOptions', str),
};

const basicAuthSchema = struct('services.BasicAuth', { username: str, password: str });

/** What the options of each type of service are decoded by; apart from what sends, which is loaded when it is needed. */
export const serviceOptions = {
  alertmanager: struct('services.AlertmanagerOptions', {
    targets: list(str),
    scheme: str,
    apiPath: str,
    basicAuth: pointer(basicAuthSchema),
    bearerToken: str,
    timeout: int,
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  awssqs: struct('services.AwsSqsOptions', {
    queue: str,
    account: str,
    region: str,
    endpointUrl: str,
    key: embedded('AwsAccess', str),
    secret: embedded('AwsAccess', str),
  }),
  email: struct('services.EmailOptions', {
    host: str,
    port: int,
    insecure_skip_verify: bool,
    username: str,
    password: str,
    from: str,
    html: bool,
  }),
  gcppubsub: struct('services.GcpPubsubOptions', { topic: str, project: str, keyFile: str }),
  github: struct('services.GitHubOptions', {
    appID: any,
    installationID: any,
    privateKey: str,
    enterpriseBaseURL: str,
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  googlechat: struct('services.GoogleChatOptions', {
    webhooks: map(str),
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  grafana: struct('services.GrafanaOptions', {
    apiUrl: str,
    apiKey: str,
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  mattermost: struct('services.MattermostOptions', {
    apiURL: str,
    token: str,
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  nats: struct('services.NatsOptions', { url: str, headers: map(str), nkey: str, username: str, password: str }),
  newrelic: struct('services.NewrelicOptions', {
    apiKey: str,
    apiURL: str,
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  opsgenie: struct('services.OpsgenieOptions', {
    apiUrl: str,
    apiKeys: map(str),
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  pagerduty: struct('services.PagerDutyOptions', { token: str, from: str, serviceId: str }),
  pagerdutyv2: struct('services.PagerDutyV2Options', { serviceKeys: map(str) }),
  pushover: struct('services.PushoverOptions', { token: str }),
  rocketchat: struct('services.RocketChatOptions', {
    alias: str,
    email: str,
    password: str,
    icon: str,
    avatar: str,
    serverUrl: str,
  }),
  slack: struct('services.SlackOptions', {
    username: str,
    icon: str,
    token: str,
    signingSecret: str,
    channels: list(str),
    apiURL: str,
    disableUnfurl: bool,
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  teams: struct('services.TeamsOptions', {
    recipientUrls: map(str),
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  'teams-workflows': struct('services.TeamsWorkflowsOptions', {
    recipientUrls: map(str),
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  telegram: struct('services.TelegramOptions', { token: str }),
  webex: struct('services.WebexOptions', {
    token: str,
    apiURL: str,
    insecureSkipVerify: bool,
    ...transportFields,
  }),
  webhook: struct('services.WebhookOptions', {
    url: str,
    headers: list(struct('services.Header', { name: str, value: str })),
    basicAuth: pointer(basicAuthSchema),
    retryWaitMin: integer('time.Duration'),
    retryWaitMax: integer('time.Duration'),
    retryMax: int,
    insecureSkipVerify: bool,
    ...transportFields,
  }),
};
