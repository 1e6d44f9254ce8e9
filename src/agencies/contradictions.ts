import type { InstitutionData } from './institutionData.ts'

/** The parts of an institution that could be read; the others are not looked at. */
type SoundParts = { [Part in keyof InstitutionData]?: InstitutionData[Part] | undefined }

/**
 * What is wrong between the files though each is right by itself: names that nothing bears, the same
 * name twice, a holiday that would never apply. One sentence each, with the file and the place in it.
 */
export function contradictions(sound: SoundParts): string[] {
  const { provinces, agencies, procedures, agendas, holidays } = sound
  const provinceCodes = provinces?.map(({ code }) => code)
  return [
    ...twice('provinces', 'code', provinceCodes),
    ...twice(
      'agencies',
      'code',
      agencies?.map(({ code }) => code),
    ),
    ...twice(
      'procedures',
      'slug',
      procedures?.map(({ slug }) => slug),
    ),
    ...twice(
      'agendas',
      'procedure',
      agendas?.map(({ agency, procedure }) => `${procedure} at ${agency}`),
    ),
    ...strangers('agencies', 'provinceCode', 'province', provinceCodes, agencies),
    ...strangers(
      'agendas',
      'agency',
      'agency',
      agencies?.map(({ code }) => code),
      agendas,
    ),
    ...strangers(
      'agendas',
      'procedure',
      'procedure',
      procedures?.map(({ slug }) => slug),
      agendas,
    ),
    ...strangers('holidays', 'provinceCode', 'province', provinceCodes, holidays),
    ...(holidays ?? []).flatMap((holiday, place) => {
      const problem = scopeProblem(holiday)
      return problem === null ? [] : [`holidays.json, ${place}.scope: ${problem}`]
    }),
  ]
}

function twice(part: string, field: string, names: string[] = []): string[] {
  return names.flatMap((name, place) =>
    names.indexOf(name) < place ? [`${part}.json, ${place}.${field}: ${name} is there twice`] : [],
  )
}

function strangers<Field extends string>(
  part: string,
  field: Field,
  noun: string,
  known: string[] | undefined,
  rows: { [F in Field]?: string | null | undefined }[] = [],
): string[] {
  if (known === undefined) return []
  return rows.flatMap((row, place) => {
    const name = row[field]
    if (name === null || name === undefined || known.includes(name)) return []
    return [`${part}.json, ${place}.${field}: there is no ${noun} ${name}`]
  })
}

function scopeProblem(holiday: InstitutionData['holidays'][number]): string | null {
  const { scope, provinceCode, canton } = holiday
  if (scope === 'national') {
    return provinceCode || canton ? 'a national holiday names no province or canton' : null
  }
  if (!provinceCode) return `a holiday of a ${scope} needs its provinceCode`
  if (scope === 'province') return canton ? 'a holiday of a province names no canton' : null
  return canton ? null : 'a holiday of a canton needs its canton'
}
