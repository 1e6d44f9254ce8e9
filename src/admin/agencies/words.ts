import type { Request } from 'express'
import type { AgencySettings, KnownProvince } from '../../agencies/settings/agencySettings.ts'
import { columnOf, type SettingName } from '../../agencies/settings/columns.ts'
import { differing, type SettingMistake } from '../../agencies/settings/readSettings.ts'
import { contextOf } from '../../web/context.ts'
import { dayWithYear } from '../../web/dates.ts'
import type { FieldError } from '../../web/pageModel.ts'
import type { Pages } from '../../web/pages.ts'
import type { ShownChange } from '../viewModels.ts'

/** How the settings of an agency are said on pages. */
export function settingWords(pages: Pages, request: Request) {
  const label = (name: SettingName) => pages.text(request, `admin:agencyFields.${name}`)

  function shown(
    name: SettingName,
    settings: AgencySettings,
    provinces: readonly KnownProvince[],
  ): string | null {
    switch (name) {
      case 'kind':
        return pages.text(request, `admin:agencies.kinds.${settings.kind}`)
      case 'provinceCode':
        return provinces.find(({ code }) => code === settings.provinceCode)?.name ?? null
      case 'active':
        return pages.text(request, settings.active ? 'admin:form.yes' : 'admin:form.no')
      case 'activeFrom':
      case 'activeTo': {
        const day = settings[name]
        return day === null ? null : dayWithYear(day, contextOf(request).language)
      }
      default:
        return settings[name] === null ? null : String(settings[name])
    }
  }

  return {
    label,
    shown,

    /** What differs, in words; all that is set of a new agency. */
    changes(
      before: AgencySettings | null,
      after: AgencySettings,
      names: readonly SettingName[],
      provinces: readonly KnownProvince[],
    ): ShownChange[] {
      const wanted = before === null ? names : differing(before, after)
      return wanted.map((name) => ({
        label: label(name),
        before: before && shown(name, before, provinces),
        after: shown(name, after, provinces),
      }))
    },

    /** What is wrong with what was typed. */
    error({ name, reason }: SettingMistake): FieldError {
      const { least = 0, most = 0 } = columnOf(name).range ?? {}
      const message = pages.text(request, `admin:mistakes.${reason}`, { least, most })
      return {
        field: name,
        message: pages.text(request, 'admin:form.error', { label: label(name), message }),
      }
    },
  }
}
