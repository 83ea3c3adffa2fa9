/** What a process holds at one moment; memory in MB. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly rss: number;
  readonly heap: number;
  readonly external: number;
  readonly files: number;
  readonly sockets: number;
  readonly timers: number;
  readonly handles: number;
}

export type Quantity = Exclude<keyof Sample, 'time'>;
