import { Resolver } from 'node:dns/promises'
import { codesOf } from '../../../db/errors.ts'
import { good, look, type Verdict } from './verdict.ts'

/** Asks for the TXT records of a name; rejects with a `code`, as `node:dns` does. */
export type AskTxt = (name: string) => Promise<string[][]>

type Answer = { kind: 'texts'; texts: string[] } | { kind: 'empty' | 'unknown-name' | 'silent' }

const patienceMs = 3000

/** The resolver of this machine, with little patience. */
export function ownResolver(): AskTxt {
  const resolver = new Resolver({ timeout: patienceMs, tries: 1 })
  return (name) => resolver.resolveTxt(name)
}

/**
 * Whether the domain of the sender says who may send for it (SPF), how its mails are signed (DKIM) and
 * what to do with others (DMARC): big mail services drop or hide mail without. Which DKIM key a mail
 * server uses cannot be asked, only whether any name exists under which keys are published.
 */
export async function examineMailDomain(domain: string, ask: AskTxt): Promise<Verdict[]> {
  if (!domain.includes('.') || /\.(test|example|invalid|localhost)$/.test(domain)) {
    return [look('sender', `${domain} is no public domain.`, 'Set MAIL_FROM to a real address.')]
  }
  const [own, keys, policy] = await Promise.all([
    answerOf(ask, domain),
    answerOf(ask, `_domainkey.${domain}`),
    answerOf(ask, `_dmarc.${domain}`),
  ])
  return [
    recordVerdict('spf', domain, own, /^v=spf1(\s|$)/i, 'SPF'),
    keysVerdict(domain, keys),
    recordVerdict('dmarc', domain, policy, /^v=DMARC1/i, 'DMARC'),
  ]
}

async function answerOf(ask: AskTxt, name: string): Promise<Answer> {
  try {
    const texts = (await ask(name)).map((parts) => parts.join(''))
    return { kind: 'texts', texts }
  } catch (error) {
    const [code] = codesOf(error)
    if (code === 'ENODATA') return { kind: 'empty' }
    return { kind: code === 'ENOTFOUND' ? 'unknown-name' : 'silent' }
  }
}

const unasked = (check: string, domain: string) =>
  look(
    check,
    `It could not be asked what ${domain} publishes: no name server answered.`,
    'Run doctor again where there is one.',
  )

function recordVerdict(
  check: string,
  domain: string,
  answer: Answer,
  shape: RegExp,
  name: string,
): Verdict {
  if (answer.kind === 'silent') return unasked(check, domain)
  const found = answer.kind === 'texts' && answer.texts.some((text) => shape.test(text))
  return found
    ? good(check, `${domain} publishes ${name}.`)
    : look(
        check,
        `${domain} publishes no ${name}.`,
        `Have whoever keeps the domain publish ${name} for the mail server, or mails land in spam.`,
      )
}

function keysVerdict(domain: string, answer: Answer): Verdict {
  if (answer.kind === 'silent') return unasked('dkim', domain)
  // A name that does not exist has nothing below it either; an empty one may.
  return answer.kind === 'unknown-name'
    ? look(
        'dkim',
        `${domain} publishes no DKIM key.`,
        'Have the mail server sign mails for the domain and publish its key.',
      )
    : good(
        'dkim',
        `${domain} may publish DKIM keys; a received mail shows "dkim=pass" where it is signed.`,
      )
}
