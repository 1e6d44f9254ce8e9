import { type ChildProcess, spawn } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Where one Redis keeps its things, all absolute: its program, data folder, socket and log file. With a
 * port it listens on the loopback besides.
 */
export type RedisPlace = {
  executable: string
  folder: string
  socket: string
  log: string
  port?: number
}

export type RedisLaunch =
  | { ok: true; process: ChildProcess }
  | { ok: false; reason: 'not-started' | 'ended' | 'silent' }

/** How long a Redis may take to read its append-only file back before it answers. */
const patienceMs = 20_000
const betweenPingsMs = 20

/**
 * Starts redis-server (or valkey-server) on a Unix socket, appending every write to disk once a
 * second and never evicting anything, and waits until it answers. `started` is told of the process
 * at once, before it answers, so that it can be written down. What it says goes to its log file.
 */
export async function launchRedis(
  place: RedisPlace,
  started: (child: ChildProcess) => void = () => undefined,
): Promise<RedisLaunch> {
  const child = spawn(place.executable, argumentsFor(place), {
    cwd: place.folder,
    stdio: 'ignore',
    // A process group of its own: Ctrl-C in a terminal must not end it before the application has
    // put its jobs away.
    detached: true,
  })
  let failed = false
  child.once('error', () => {
    failed = true
  })
  started(child)
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline) {
    if (failed || child.pid === undefined) return { ok: false, reason: 'not-started' }
    if (hasEnded(child)) return { ok: false, reason: 'ended' }
    if (await answersPing(place.socket)) return { ok: true, process: child }
    await pause(betweenPingsMs)
  }
  child.kill('SIGKILL')
  return { ok: false, reason: 'silent' }
}

/** Ends a Redis in order, so that its last second is on disk; after five seconds by force. */
export async function endRedis(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(force)
}

/** Whether a Redis at this socket answers PING with PONG now; false too while it still loads. */
export function answersPing(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect(socket, () => line.write('PING\r\n'))
    const done = (answer: boolean) => {
      line.destroy()
      resolve(answer)
    }
    line.setTimeout(1_000, () => done(false))
    line.once('data', (chunk) => done(chunk.toString().startsWith('+PONG')))
    line.once('error', () => done(false))
    line.once('close', () => done(false))
  })
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

function argumentsFor({ folder, socket, log, port = 0 }: RedisPlace): string[] {
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    unixsocket: socket,
    unixsocketperm: '700',
    dir: folder,
    logfile: log,
    loglevel: 'warning',
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    save: '',
  }
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
}
