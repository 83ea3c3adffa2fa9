import { decodeValue } from '../config/decode.ts';
import { locate } from '../config/yaml.ts';
import { EngineError, excerptOf } from '../errors.ts';
import { parseInt64, toInt64 } from '../go/cast.ts';
import { GoError } from '../go/error.ts';
import { sprintf } from '../go/fmt.ts';
import { GoUrl, parseUrl } from '../go/url.ts';
import { GoNum } from '../go/value.ts';
import type { InstallationOptions } from './github-app.ts';
import { parsePrivateKey } from './github-key.ts';
import { serviceOptions } from './options.ts';
import type { ServiceOptions } from './service.ts';

/** The App that the options name, and where the API is. @throws {EngineError} with upstream's text */
export function readGitHubOptions({ value, text }: ServiceOptions): { app: InstallationOptions; base: GoUrl } {
  const { value: options, error } = decodeValue(value, serviceOptions.github, text);
  if (error) throw error;
  const { enterpriseBaseURL, insecureSkipVerify } = options;
  const app = {
    appID: option('appID', text, () => int64Of(options.appID)),
    installationID: option('installationID', text, () => int64Of(options.installationID)),
    key: option('privateKey', text, () => parsePrivateKey(options.privateKey)),
    baseUrl: enterpriseBaseURL || 'https://api.github.com',
    insecureSkipVerify,
  };
  return { app, base: option('enterpriseBaseURL', text, () => apiUrl(enterpriseBaseURL)) };
}

/** What `read` makes of an option. @throws {EngineError} `service-options` with upstream's text, the option and its place */
function option<T>(name: string, text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    const place = locate(text, [name]);
    const excerpt = place && excerptOf(text, place);
    throw new EngineError('service-options', error.message, { hint: `in ${name}`, place, excerpt, cause: error });
  }
}

/** An id, whatever scalar it was written as (spf13/cast `ToInt64E`). @throws {GoError} */
function int64Of(value: unknown): bigint {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || value instanceof GoNum) {
    return toInt64(value);
  }
  try {
    if (typeof value === 'string') return parseInt64(value);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
  }
  throw new GoError(sprintf('unable to cast %#v of type %T to int64', [value, value]));
}

/** Where the API is: the base URL with `/api/v3/`, which a host with `api.` in it does not have. @throws {GoError} */
function apiUrl(enterpriseBaseURL: string): GoUrl {
  if (enterpriseBaseURL === '') return parseUrl('https://api.github.com/');
  const url = parseUrl(enterpriseBaseURL);
  const { path, host } = url.fields;
  const folder = path.endsWith('/') ? path : `${path}/`;
  const isApi = folder.endsWith('/api/v3/') || host.startsWith('api.') || host.includes('.api.');
  return new GoUrl({ ...url.fields, path: isApi ? folder : `${folder}api/v3/` });
}
