import {
  type IRateLimiterOptions,
  RateLimiterMemory,
  type RateLimiterRes,
} from 'rate-limiter-flexible'

/**
 * How many addresses are remembered; each costs some 450 bytes. Who asks often stays among them: an address
 * is forgotten only once so many others have asked since.
 */
const mostAddresses = 2000

/**
 * A limit counted in this process, for the addresses that asked last. The library keeps each with a timer
 * until its time is over: whoever owns a large network would fill the memory by asking once from each of
 * its addresses. An address that is forgotten begins anew; a limit per address never held back somebody
 * who has thousands.
 */
export class MemoryLimiter extends RateLimiterMemory {
  private readonly recent = new Set<string>()
  private readonly most: number

  constructor(options: IRateLimiterOptions, most = mostAddresses) {
    super(options)
    this.most = most
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.recent.size
  }

  override async consume(key: string | number, points?: number): Promise<RateLimiterRes> {
    const address = String(key)
    this.recent.delete(address)
    this.recent.add(address)
    const [oldest] = this.recent
    if (this.recent.size > this.most && oldest !== undefined) {
      this.recent.delete(oldest)
      await this.delete(oldest)
    }
    return super.consume(key, points)
  }
}
