import type { Request } from 'express'
import createError from 'http-errors'
import { parseEmail } from '../../identity/email.ts'
import { suggestAddress } from '../../identity/mailDomainSlips.ts'
import { parsePhone } from '../../identity/phone.ts'
import { isLanguage } from '../../language.ts'
import type { Services } from '../../services.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { privacyNotice } from '../../web/privacyNotice.ts'
import type { ApplicantContact, Draft } from '../draft.ts'
import type { ContactView } from '../viewModels.ts'
import { type StepHandler, stepUrl, type Walk } from './walk.ts'
import { readNames } from './whoComes.ts'

type Values = ContactView['values']

/** Step 3: names, address, phone, consent; and the code is sent. */
export function contactPage({ booking, clock }: Services, walk: Walk) {
  const model = (draft: Draft, values: Values, suggestedEmail: string | null) => ({
    values,
    thirdParty: draft.answers.document?.thirdParty != null,
    suggestedEmail,
    privacyVersion: privacyNotice.version,
  })

  const show: StepHandler = async (request, response, draft) => {
    const view = model(draft, valuesOf(request, draft), null)
    await walk.send(request, response, draft, 'contacto', view)
  }

  const save: StepHandler = async (request, response, draft) => {
    const values = typedValues(request)
    const { errors, contact } = read(request, draft, values)
    if (!contact) {
      return walk.send(request, response, draft, 'contacto', model(draft, values, null), errors)
    }
    const suggestion = suggestAddress(contact.email)
    const seen = field(request, 'emailSeen') === values.email
    if (suggestion && !seen) {
      const view = model(draft, values, suggestion)
      return walk.send(request, response, draft, 'contacto', view, [], 422)
    }
    const result = await booking.setContact(draft.id, contact, values.language)
    if (!result.ok) throw createError(404, 'The draft is over')
    // A code that could not be sent again so soon is no mistake of this page: the next one tells.
    if (!result.code.ok) return seeOther(response, stepUrl(draft, 'codigo'))
    await walk.onwards(request, response)
  }

  function read(request: Request, draft: Draft, values: Values) {
    const errors: FieldError[] = []
    const mistake = (id: string, key: string) => errors.push(walk.mistake(request, id, key))
    const names = readNames(values, draft.answers.document?.thirdParty != null)
    if (!names.ok) for (const { field: id, key } of names.mistakes) mistake(id, key)
    const email = parseEmail(values.email)
    if (!email.ok) mistake('email', email.reason === 'missing' ? 'email-missing' : 'email-invalid')
    const phone = parsePhone(values.phone)
    if (!phone.ok) mistake('phone', phone.reason === 'missing' ? 'phone-missing' : 'phone-invalid')
    if (!values.consent) mistake('consent', 'consent-missing')
    if (errors.length > 0 || !names.ok || !email.ok || !phone.ok) return { errors, contact: null }
    const consent = { version: privacyNotice.version, at: clock.now() }
    const contact: ApplicantContact = {
      holder: names.holder,
      thirdParty: names.thirdParty,
      email: email.address,
      phone: phone.e164,
      consent,
    }
    return { errors, contact }
  }

  return { show, save }
}

function typedValues(request: Request): Values {
  const language = field(request, 'language')
  return {
    givenNames: field(request, 'givenNames'),
    surnames: field(request, 'surnames'),
    thirdGivenNames: field(request, 'thirdGivenNames'),
    thirdSurnames: field(request, 'thirdSurnames'),
    email: field(request, 'useEmail') || field(request, 'email'),
    phone: field(request, 'phone'),
    language: isLanguage(language) ? language : contextOf(request).language,
    consent: field(request, 'consent') === 'yes',
  }
}

function valuesOf(request: Request, { answers, language }: Draft): Values {
  const { contact } = answers
  return {
    givenNames: contact?.holder.givenNames ?? '',
    surnames: contact?.holder.surnames ?? '',
    thirdGivenNames: contact?.thirdParty?.givenNames ?? '',
    thirdSurnames: contact?.thirdParty?.surnames ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    language: contact ? language : contextOf(request).language,
    consent: contact !== null,
  }
}
