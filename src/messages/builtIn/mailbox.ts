import { open, readFile } from 'node:fs/promises'
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import type { Instant } from '../../clock.ts'
import type { MailFolder } from './mailFolder.ts'

/** A message as a list shows it. */
export type MessageLine = { id: string; to: string; subject: string; date: Instant }

/** A message opened. `html` is as the sender wrote it: show it in a sandbox only. */
export type ParsedMessage = MessageLine & {
  from: string
  text: string
  html: string | null
  attachments: { name: string; type: string; bytes: number }[]
}

/** A file that came with a message. */
export type MailAttachment = { name: string; type: string; content: Buffer }

/** What the built-in mail server has received. */
export type Mailbox = {
  /** The kept messages, newest first. */
  list(): Promise<MessageLine[]>
  /** One message, or null if there is none (any more) by that id. */
  find(id: string): Promise<ParsedMessage | null>
  /** The attachment at place `n` (from 0) of a message, or null. */
  attachment(id: string, n: number): Promise<MailAttachment | null>
}

/** Headers of our own mails are far shorter; a longer header is read only so far. */
const headerBytes = 64 * 1024

/** Reads the messages of `folder`. */
export function mailboxOf(folder: MailFolder): Mailbox {
  // A kept message never changes, so that its line in the list is read once.
  const lines = new Map<string, MessageLine>()

  async function lineOf(id: string): Promise<MessageLine | null> {
    const known = lines.get(id)
    if (known) return known
    const head = await readWith(folder, id, readHeader)
    if (head === null) return null
    const line = lineFrom(id, await simpleParser(head))
    lines.set(id, line)
    return line
  }

  async function parsed(id: string): Promise<ParsedMail | null> {
    const message = await readWith(folder, id, readFile)
    return message === null ? null : simpleParser(message, { skipTextToHtml: true })
  }

  return {
    async list() {
      const ids = await folder.ids()
      const current = new Set(ids)
      for (const id of lines.keys()) if (!current.has(id)) lines.delete(id)
      const found = await Promise.all(ids.map(lineOf))
      return found.filter((line) => line !== null)
    },
    async find(id) {
      const mail = await parsed(id)
      if (!mail) return null
      return {
        ...lineFrom(id, mail),
        from: mail.from?.text ?? '',
        text: mail.text ?? '',
        html: mail.html || null,
        attachments: mail.attachments.map((attachment, n) => ({
          name: attachment.filename ?? `${n + 1}`,
          type: attachment.contentType,
          bytes: attachment.size,
        })),
      }
    },
    async attachment(id, n) {
      const attachment = (await parsed(id))?.attachments[n]
      if (!attachment) return null
      const { filename, contentType, content } = attachment
      return { name: filename ?? `${n + 1}`, type: contentType, content }
    },
  }
}

function lineFrom(id: string, mail: ParsedMail): MessageLine {
  return {
    id,
    to: addresses(mail.to),
    subject: mail.subject ?? '',
    date: mail.date ? mail.date.toISOString() : arrival(id),
  }
}

function addresses(to: AddressObject | AddressObject[] | undefined): string {
  return [to ?? []]
    .flat()
    .flatMap(({ text }) => text)
    .join(', ')
}

/** The moment a message's id tells. */
function arrival(id: string): Instant {
  return id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})-.*$/, '$1-$2-$3T$4:$5:$6.$7Z')
}

async function readHeader(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 0)
    const start = buffer.subarray(0, bytesRead)
    const end = start.indexOf('\r\n\r\n')
    return end === -1 ? start : start.subarray(0, end + 4)
  } finally {
    await handle.close()
  }
}

async function readWith(
  folder: MailFolder,
  id: string,
  read: (file: string) => Promise<Buffer>,
): Promise<Buffer | null> {
  const file = folder.fileOf(id)
  if (file === null) return null
  try {
    return await read(file)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
}
