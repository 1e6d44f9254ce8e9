/** Whether the jobs' Redis answers; `none` where there is none, which is no fault. */
export type RedisState = 'ok' | 'none' | 'down'

/** How the process stands, for those who ask whether to send it requests. */
export type Lifecycle = {
  /** Raised when the process was told to stop: it is not ready for new requests any more. */
  stopping: boolean
  /** Tied in by whoever connects to Redis. */
  redis: () => RedisState
}
