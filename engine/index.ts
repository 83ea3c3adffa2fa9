// Configuration
export { type Api, type ApiOptions, createApi, type GetVariables, type Subscriber, updateApi } from './api.ts';
export {
  type AppDetails,
  appDetailsValue,
  type CommitMetadata,
  type CommitSource,
  commitMetadataValue,
  type HelmParameter,
} from './app-details.ts';
export { emitYaml } from './config/emit.ts';
export type { SecretData } from './config/secrets.ts';
export { parseYaml } from './config/yaml.ts';
export {
  type Config,
  type ConfigMap,
  type ParsedConfig,
  type ParseOptions,
  parseConfig,
  type ServiceConfig,
} from './config.ts';

// Errors
export { displayOf, EngineError, type ErrorCode, formatPlace, type Place } from './errors.ts';
export { LimitError, type Limits, type RunOptions } from './go/run.ts';
export { legacyDestinations } from './legacy.ts';
export { type Destination, type Destinations, formatDestination } from './notification/destinations.ts';
export { type Notification, notificationJson, previewNotification } from './notification.ts';
export { formatProblem, type Problem } from './problem.ts';
export { parseSelector, Selector } from './selectors.ts';
// Services
export { consoleService } from './services/console.ts';
export { HttpClient, type HttpClientOptions, type HttpRequest, type HttpResponse } from './services/http.ts';
export { HttpError, type HttpFailure } from './services/http-error.ts';
export { redact } from './services/redact.ts';
export { serviceType, serviceTypes, upstreamTypes } from './services/registry.ts';
export type { Log, SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './services/service.ts';
export { MemoryThreads, type Thread, type ThreadKey, type ThreadStore, threadId } from './services/threads.ts';
export {
  maxStateEntries,
  parseState,
  type SerialiseOptions,
  type State,
  type StateKeyParts,
  serialiseState,
  stateAnnotation,
  stateKey,
} from './state.ts';
// Subscriptions and state
export { type Subscribed, subscribe, unsubscribe } from './subscribe.ts';
export { type AnnotationProblem, argoPrefix, type DefaultSubscription } from './subscriptions.ts';
export { maxThreads, parseThreads, serialiseThreads, threadsAnnotation } from './thread-state.ts';
// Triggers, templates, notifications
export { type Condition, type ConditionResult, conditionJson, conditionKey } from './triggers.ts';
// Variables
export {
  type ArgoVariables,
  argoVariables,
  contextValue,
  type RepoLookups,
  repoFunctions,
  repoGroup,
  stringFunctions,
  timeGroup,
  type VariableGroup,
} from './variables.ts';
