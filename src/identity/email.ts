import { domainToASCII } from 'node:url'
import { longestTyped, trimTyped } from './typedText.ts'

/** An address fit for a mail's headers, or why it is none. */
export type ParsedEmail =
  | { ok: true; address: string }
  | { ok: false; reason: 'missing' | 'syntax' | 'too-long' }

// RFC 5321 §4.5.3.1: a path of 256 octets with its brackets, a local part of 64.
const longest = { address: 254, local: 64 }

// RFC 5322's dot-atom. Quoted local parts and ones beyond ASCII are legal and refused: hardly any server
// takes them, and a code that cannot arrive is worse than a question now.
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const domainTyped = /^[\p{L}\p{M}\p{N}.\u3002-]+$/u
const domainLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const topLevel = /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/

/**
 * An e-mail address as typed, without space around it, its domain in lower case and ASCII (IDNA). The
 * local part keeps its case, because only its own server knows whether it matters. Never contains a
 * line break, a space or a control character.
 */
export function parseEmail(text: string): ParsedEmail {
  if (text.length > 4 * longestTyped) return { ok: false, reason: 'too-long' }
  // NFKC reads the full-width @ and letters of East Asian keyboards.
  const typed = trimTyped(text).normalize('NFKC')
  if (typed === '') return { ok: false, reason: 'missing' }
  const at = typed.lastIndexOf('@')
  const local = typed.slice(0, Math.max(at, 0))
  if (!localPart.test(local)) return { ok: false, reason: 'syntax' }
  const domain = asciiDomain(typed.slice(at + 1))
  if (domain === null) return { ok: false, reason: 'syntax' }
  const address = `${local}@${domain}`
  if (local.length > longest.local || address.length > longest.address) {
    return { ok: false, reason: 'too-long' }
  }
  return { ok: true, address }
}

/** A domain name of at least two labels that mail can be sent to by name, or null. */
function asciiDomain(text: string): string | null {
  if (!domainTyped.test(text)) return null
  const labels = domainToASCII(text).split('.')
  const named = labels.length > 1 && labels.every((label) => domainLabel.test(label))
  return named && topLevel.test(labels.at(-1) ?? '') ? labels.join('.') : null
}

/**
 * One text for all the spellings of one mailbox, for limits and keyed hashes; never to send to.
 * Lower case, without the tag after a plus sign, and for Gmail without dots, which it ignores.
 */
export function mailboxKeyText(address: string): string {
  const lower = address.toLowerCase()
  const at = lower.lastIndexOf('@')
  const local = lower.slice(0, at)
  const tag = local.indexOf('+')
  const box = tag > 0 ? local.slice(0, tag) : local
  const domain = lower.slice(at + 1)
  const isGmail = domain === 'gmail.com' || domain === 'googlemail.com'
  return isGmail ? `${box.replaceAll('.', '')}@gmail.com` : `${box}@${domain}`
}
