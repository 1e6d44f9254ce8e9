import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import type { AgencySettings, KnownAgency } from '../../agencies/settings/agencySettings.ts'
import { agencyColumns, columnOf, type SettingName } from '../../agencies/settings/columns.ts'
import { differing, readSettings } from '../../agencies/settings/readSettings.ts'
import {
  addAgency,
  changeAgency,
  obstacle,
  type SaveResult,
  TouchedMeanwhile,
} from '../../agencies/settings/saveAgency.ts'
import type { Services } from '../../services.ts'
import { contextOf, seeOther } from '../../web/context.ts'
import { dateTime } from '../../web/dates.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { actorOf } from '../actor.ts'
import type { Own } from '../adminPages.ts'
import { changedMeanwhile, markOf, stepOf } from '../confirm.ts'
import { errorOf, type FieldGroup, type FormField } from '../fields.ts'
import { agencyUrl } from '../sections.ts'
import type { Consequence } from '../viewModels.ts'
import type { AgencyFormView } from './viewModels.ts'
import { settingWords } from './words.ts'

/** The fields in groups; of a new agency the first has its code too. */
const groups: readonly { name: string; fields: readonly SettingName[] }[] = [
  { name: 'what', fields: ['code', 'name', 'kind'] },
  { name: 'where', fields: ['provinceCode', 'canton', 'address', 'zone'] },
  { name: 'contact', fields: ['phone', 'email'] },
  { name: 'use', fields: ['windows', 'active', 'activeFrom', 'activeTo'] },
  {
    name: 'room',
    fields: [
      'earlyMinutes',
      'graceMinutes',
      'recallSeconds',
      'recallMost',
      'priorityMinutes',
      'walkInMinutes',
      'walkInQuota',
      'displayNext',
    ],
  },
]

const roomFields: readonly SettingName[] = groups.at(-1)?.fields ?? []
const optional: readonly SettingName[] = ['zone', 'phone', 'email', 'activeFrom', 'activeTo']
const hinted: readonly SettingName[] = [
  'code',
  'zone',
  'windows',
  'active',
  'activeFrom',
  'activeTo',
  'earlyMinutes',
  'graceMinutes',
  'recallSeconds',
  'recallMost',
  'priorityMinutes',
  'walkInMinutes',
  'walkInQuota',
  'displayNext',
]

/** So many turnos are named; the others are counted. */
const mostNamed = 30

/** A new agency, or other settings of one: form, what will happen, saved. */
export function formPage(services: Services) {
  const { adminPages, audit, catalogue, clock, database, hash, pages, relocations, stores } =
    services
  const ports = { stores, clock, audit }

  async function agencyOf(request: Request): Promise<KnownAgency | null> {
    const { agency: id } = request.params
    if (id === undefined) return null
    const agency = await stores.agencySettings.one(database.read, String(id))
    if (!agency) throw createError(404, 'No such agency')
    return agency
  }

  function typedIn(request: Request, agency: KnownAgency | null): Map<SettingName, string> {
    const typed = new Map(agencyColumns.map(({ name }) => [name, field(request, name)]))
    // The code is the agency's id, which does not change; several pools are set elsewhere.
    if (agency) typed.delete('code')
    if (agency && agency.pools !== 1) typed.delete('windows')
    return typed
  }

  function shownIn(agency: KnownAgency | null): Map<SettingName, string> {
    const usual: Partial<AgencySettings> = {}
    for (const column of agencyColumns) column.putUsual(usual)
    return new Map(
      agencyColumns.map((column) => {
        if (agency) return [column.name, column.write(agency.settings)]
        const value = usual[column.name]
        if (column.name === 'kind') return [column.name, 'centro']
        if (column.name === 'active') return [column.name, 'sí']
        return [column.name, typeof value === 'number' ? String(value) : '']
      }),
    )
  }

  async function send(
    request: Request,
    response: Response,
    agency: KnownAgency | null,
    values: ReadonlyMap<SettingName, string>,
    errors: readonly FieldError[] = [],
  ): Promise<void> {
    const provinces = await catalogue.provinces()
    const words = settingWords(pages, request)
    const text = (key: string) => pages.text(request, key)
    const fieldOf = (name: SettingName): FormField => ({
      kind: kindOf(name),
      id: name,
      label: words.label(name),
      hint: hinted.includes(name) ? text(`admin:agencyHints.${name}`) : null,
      value: values.get(name) ?? '',
      error: errorOf(errors, name),
      options: optionsOf(name),
      optional: optional.includes(name),
    })
    function optionsOf(name: SettingName) {
      if (name === 'provinceCode') {
        const all = provinces.map(({ code, name: label }) => ({ value: code, label }))
        return agency ? all : [{ value: '', label: text('admin:form.choose') }, ...all]
      }
      if (name === 'kind') {
        return [
          { value: 'centro', label: text('admin:agencies.kinds.centre') },
          { value: 'punto', label: text('admin:agencies.kinds.mall') },
        ]
      }
      return [
        { value: 'sí', label: text('admin:form.yes') },
        { value: 'no', label: text('admin:form.no') },
      ]
    }
    const hidden = (name: SettingName) =>
      agency !== null && (name === 'code' || (name === 'windows' && agency.pools !== 1))
    const shownGroups: FieldGroup[] = groups.map(({ name, fields }) => ({
      title: text(`admin:agencyGroups.${name}`),
      fields: fields.filter((one) => !hidden(one)).map(fieldOf),
    }))
    const view: Own<AgencyFormView> = {
      errors,
      title: text(agency ? 'admin:agency.editTitle' : 'admin:agency.newTitle'),
      agency: agency && adminPages.agencyTop(request, { id: agency.id, ...agency.settings }),
      backUrl: agency ? agencyUrl(agency.id) : '/admin/agencias',
      backText: agency ? agency.settings.name : text('admin:agencies.title'),
      action: request.path,
      seen: markOf(hash, agency?.settings ?? null),
      groups: shownGroups,
    }
    const status = errors.length > 0 ? 422 : 200
    await adminPages.send(request, response, 'admin/agencyForm', view, { status })
  }

  const show: RequestHandler = async (request, response) => {
    const agency = await agencyOf(request)
    await send(request, response, agency, shownIn(agency))
  }

  const save: RequestHandler = async (request, response) => answer(request, response)

  async function answer(request: Request, response: Response): Promise<void> {
    const agency = await agencyOf(request)
    const typed = typedIn(request, agency)
    const step = stepOf(request)
    if (step === 'edit') return send(request, response, agency, typed)
    const provinces = await catalogue.provinces()
    const read = readSettings(typed, agency?.settings ?? null, provinces)
    const words = settingWords(pages, request)
    if (!read.ok) {
      return send(request, response, agency, typed, read.mistakes.map(words.error))
    }
    const { settings } = read
    const taken =
      agency === null && (await stores.agencySettings.one(database.read, settings.code)) !== null
    if (taken) {
      // The same form sent again after it was saved leads to what it made.
      const known = await stores.agencySettings.one(database.read, settings.code)
      if (step === 'save' && known && differing(known.settings, settings).length === 0) {
        return seeOther(response, `${agencyUrl(settings.code)}?aviso=guardado`)
      }
      const message = pages.text(request, 'admin:mistakes.code-taken')
      return send(request, response, agency, typed, [{ field: 'code', message }])
    }
    const seen = markOf(hash, agency?.settings ?? null)
    const url = agencyUrl(agency?.id ?? settings.code)
    if (agency && differing(agency.settings, settings).length === 0) return seeOther(response, url)
    if (step === 'save' && !changedMeanwhile(request, seen)) {
      const saved = await write(request, agency, settings)
      if (saved.ok) return seeOther(response, `${url}?aviso=guardado`)
      // Somebody was faster by a moment: it is read again, and differs from what was seen.
      if (saved.reason === 'meanwhile') return answer(request, response)
    }
    const consequences = await consequencesOf(request, agency, settings)
    const names = groups.flatMap(({ fields }) => fields)
    await adminPages.confirm(request, response, seen, {
      title: agency
        ? pages.text(request, 'admin:agency.confirmTitle', { name: agency.settings.name })
        : pages.text(request, 'admin:agency.confirmNew', { name: settings.name }),
      changes: words.changes(agency?.settings ?? null, settings, names, provinces),
      consequences,
      maySave: consequences.every(({ tone }) => tone !== 'stop'),
    })
  }

  async function write(
    request: Request,
    agency: KnownAgency | null,
    settings: AgencySettings,
  ): Promise<SaveResult> {
    const actor = actorOf(request)
    try {
      const saved = await database.transaction((tx) =>
        agency
          ? changeAgency(ports, tx, agency.id, agency.settings, settings, actor)
          : addAgency(ports, tx, settings, actor),
      )
      // An hour proposed there to somebody may be gone; and who must be moved may have room again.
      if (agency && saved.ok) await relocations.follow(agency.id)
      return saved
    } catch (error) {
      if (!(error instanceof TouchedMeanwhile)) throw error
      return { ok: false, reason: 'touches', name: error.setting, turnos: error.turnos }
    }
  }

  async function consequencesOf(
    request: Request,
    agency: KnownAgency | null,
    after: AgencySettings,
  ): Promise<Consequence[]> {
    const text = (key: string, args = {}) => pages.text(request, key, args)
    if (!agency) {
      const made: Consequence[] = [
        { tone: 'done', text: text('admin:happens.made', { count: after.windows }) },
        { tone: 'info', text: text('admin:happens.needsHours') },
      ]
      return made
    }
    const { language } = contextOf(request)
    const refusal = await obstacle(ports, database.read, agency, after)
    if (refusal?.reason === 'touches') {
      const { turnos } = refusal
      const items = turnos
        .slice(0, mostNamed)
        .map(
          ({ reference, startAt }) =>
            `${reference}, ${dateTime(startAt, agency.settings.zone, language)}`,
        )
      return [
        { tone: 'stop', text: text('admin:happens.touches', { count: turnos.length }), items },
        { tone: 'info', text: text('admin:happens.closeFirst') },
      ]
    }
    if (refusal?.reason === 'zone') {
      const { turnos, holds } = refusal
      return [
        turnos > 0
          ? { tone: 'stop', text: text('admin:happens.zone', { count: turnos }) }
          : { tone: 'stop', text: text('admin:happens.zoneHolds', { count: holds }) },
      ]
    }
    if (refusal) return [{ tone: 'stop', text: text(`admin:mistakes.${refusal.reason}`) }]
    const names = differing(agency.settings, after)
    const found: Consequence[] = []
    if (names.includes('active')) {
      const key = after.active ? 'admin:happens.back' : 'admin:happens.out'
      found.push({ tone: after.active ? 'info' : 'care', text: text(key) })
    }
    if (names.includes('windows')) {
      found.push({ tone: 'info', text: text('admin:happens.windows', { count: after.windows }) })
    }
    if (names.some((name) => name === 'activeFrom' || name === 'activeTo')) {
      found.push({ tone: 'info', text: text('admin:happens.days') })
    }
    if (names.some((name) => roomFields.includes(name))) {
      found.push({ tone: 'info', text: text('admin:happens.room') })
    }
    if (names.some((name) => name === 'address' || name === 'name' || name === 'canton')) {
      found.push({ tone: 'care', text: text('admin:happens.told') })
    }
    if (found.length > 0) found.push({ tone: 'done', text: text('admin:happens.noTurno') })
    return found
  }

  return { show, save }
}

function kindOf(name: SettingName): FormField['kind'] {
  if (name === 'provinceCode' || name === 'kind' || name === 'active') return 'select'
  if (name === 'activeFrom' || name === 'activeTo') return 'date'
  return columnOf(name).range === null ? 'text' : 'number'
}
