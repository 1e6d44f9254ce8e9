import { isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { bad, good, look, type Verdict } from './verdict.ts'

const patienceMs = 5000
const renewDays = 14
const day = 24 * 3_600_000

/** What a TLS server showed, or why it was not to be asked. */
type Shown =
  | { ok: true; daysLeft: number; trusted: boolean; why: string }
  | { ok: false; code: string }

/** The certificate of the public address: that it is trusted, for this name, and good for a while. */
export async function examinePublicAddress(url: string | null, now: number): Promise<Verdict[]> {
  if (url === null) return []
  const address = new URL(url)
  if (address.protocol !== 'https:') {
    return [
      bad(
        'tls',
        'PUBLIC_BASE_URL is not https: what people type can be read on the way.',
        'Put a proxy with TLS in front and set PUBLIC_BASE_URL to its https address.',
      ),
    ]
  }
  const port = address.port === '' ? 443 : Number(address.port)
  return [certificateVerdict(await shownBy(address.hostname, port, now))]
}

function certificateVerdict(shown: Shown): Verdict {
  if (!shown.ok) {
    return look(
      'tls',
      `The public address could not be asked from here (${shown.code}).`,
      'Open it from another network and look at its certificate.',
    )
  }
  if (!shown.trusted) {
    return bad(
      'tls',
      `Browsers will refuse the certificate (${shown.why}).`,
      'Renew or replace it.',
    )
  }
  const says = `The certificate is trusted, for ${shown.daysLeft} more days.`
  return shown.daysLeft < renewDays
    ? look('tls', says, 'See why it was not renewed by itself.')
    : good('tls', says)
}

function shownBy(host: string, port: number, now: number): Promise<Shown> {
  return new Promise((resolve) => {
    const socket: TLSSocket = connect(
      { host, port, servername: isIP(host) ? '' : host, rejectUnauthorized: false },
      () => {
        const { valid_to: end } = socket.getPeerCertificate()
        resolve({
          ok: true,
          daysLeft: Math.floor((Date.parse(end) - now) / day),
          trusted: socket.authorized,
          why: String(socket.authorizationError),
        })
        socket.destroy()
      },
    )
    socket.setTimeout(patienceMs, () => {
      resolve({ ok: false, code: 'no answer' })
      socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ ok: false, code: error.code ?? 'refused' }),
    )
  })
}
