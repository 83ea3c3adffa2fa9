import { applicationSubject } from './application/subject.ts';
import { NotificationProcess, type ProcessDependencies } from './notification/process.ts';
import type { NotificationOptions } from './options.ts';
import { rsyncSubject } from './rsync/subject.ts';

/** The notification process of the kind that the options name, not yet started. @throws {ControllerError} `Usage` */
export function notificationProcess(
  options: NotificationOptions,
  dependencies: ProcessDependencies,
): NotificationProcess {
  const subject = options.apiKind === 'Application' ? applicationSubject : rsyncSubject;
  return new NotificationProcess(options, subject, dependencies);
}
