import type { RequestHandler } from 'express'
import { languages } from '../../language.ts'
import { type EditableKind, editableKinds } from '../../messages/texts/mailTexts.ts'
import type { Services } from '../../services.ts'
import type { Own } from '../adminPages.ts'
import { isAdmin, ledgerUrl, textUrl } from './mailUrls.ts'
import type { MailsView } from './viewModels.ts'

/** Every mail there is, in both languages. */
export function mailsPage({ adminPages, mailTexts, pages }: Services): RequestHandler {
  return async (request, response) => {
    const stands = async (kind: EditableKind) =>
      Promise.all(
        languages.map(async (language) => {
          const { edits } = await mailTexts.latest(kind, language)
          return {
            language,
            url: textUrl(kind, language),
            edited: Object.keys(edits).length > 0,
          }
        }),
      )
    const view: Own<MailsView> = {
      mayEdit: isAdmin(request),
      kinds: await Promise.all(
        editableKinds.map(async (kind) => ({
          title: pages.text(request, `mails:kinds.${kind}`),
          when: pages.text(request, `mails:when.${kind}`),
          languages: await stands(kind),
        })),
      ),
      ledgerUrl,
    }
    await adminPages.send(request, response, 'admin/mails', view)
  }
}
