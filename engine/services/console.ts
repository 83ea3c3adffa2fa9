import { emitYaml } from '../config/emit.ts';
import { type Notification, notificationJson } from '../notification.ts';
import type { Service } from './service.ts';

/** A service that writes each notification as YAML, keys sorted, as upstream's command line does. */
export function consoleService(write: (text: string) => void): Service {
  return {
    async send(notification: Notification): Promise<void> {
      write(emitYaml(notificationJson(notification).toPlain()));
    },
  };
}
